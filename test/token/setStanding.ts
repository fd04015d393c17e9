import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ALICE_BALANCE, goodStanding, HOLD_AMOUNT, useToken, VALID_UNTIL } from "../support/token.js";
import { LOCAL_BLOCK, MAX_AMOUNT, packStanding, Power } from "../support/words.js";

const load = await useToken();
const GOOD = packStanding(goodStanding(1));

describe("setStanding", () => {
  describe("is refused", () => {
    it("to anybody but the register", async () => {
      const { alice, admin, compliance, policyAdmin, issuer, as, refuses } = await load();
      for (const caller of [alice, admin, compliance, policyAdmin, issuer]) {
        await refuses(as(caller).setStanding([alice], GOOD), "CallerNotAdmitted", caller);
        await refuses(as(caller).setStanding([], GOOD), "CallerNotAdmitted", caller);
      }
    });

    it("for zone 15, whose corridors would reach the pause bits, admitted or not", async () => {
      const { alice, registry, as, refuses } = await load();
      for (const admitted of [true, false]) {
        const standing = packStanding({ ...goodStanding(15), admitted });
        await refuses(as(registry).setStanding([alice], standing), "StandingInvalid", alice, standing);
      }
    });

    it("for an admission in zone 0, which is the bank's own", async () => {
      const { alice, registry, as, refuses } = await load();
      const standing = packStanding(goodStanding(0));
      await refuses(as(registry).setStanding([alice], standing), "StandingInvalid", alice, standing);
    });

    it("with bits that are not of a standing at all", async () => {
      const { ethers, alice, registry, token } = await load();
      // One bit further left than the last of a standing lies the notary bit: the ABI decoder refuses it.
      const clean = token.interface.encodeFunctionData("setStanding", [[alice.address], GOOD]);
      const dirty = clean.replace(
        GOOD.toString(16).padStart(64, "0"),
        (GOOD | (1n << 40n)).toString(16).padStart(64, "0"),
      );
      expect(dirty).to.not.equal(clean);
      await expect(registry.sendTransaction({ to: token, data: dirty })).to.be.revertedWithoutReason(ethers);
    });

    it("for the zero address and the token itself, which may never be paid", async () => {
      const { token, registry, as, refuses } = await load();
      for (const wallet of [ZeroAddress, await token.getAddress()]) {
        await refuses(as(registry).setStanding([wallet], GOOD), "StandingInvalid", wallet, GOOD);
      }
    });

    it("for a contract that has any power: it would be a holder too", async () => {
      const { registry, issuer, notary, desk, clearing, policyAdmin, stranger, as, refuses } = await load();
      await as(policyAdmin).admitContract(stranger, Power.Burner);
      for (const contract of [issuer, notary, desk, clearing, stranger]) {
        await refuses(as(registry).setStanding([contract], GOOD), "StandingInvalid", contract, GOOD);
      }
    });

    it("whole, when one wallet of the list is refused", async () => {
      const { token, registry, stranger, as, refuses } = await load();
      await refuses(as(registry).setStanding([stranger, ZeroAddress], GOOD), "StandingInvalid", ZeroAddress, GOOD);
      expect(await token.canReceive(stranger)).to.equal(false);
    });
  });

  it("writes one standing to each wallet, with an event each", async () => {
    const { token, registry, stranger, relayer, as, emits } = await load();
    await emits(
      as(registry).setStanding([stranger, relayer], GOOD),
      ["StandingSet", stranger, GOOD],
      ["StandingSet", relayer, GOOD],
    );
    expect(await token.canReceive(stranger)).to.equal(true);
    expect(await token.canReceive(relayer)).to.equal(true);
    await emits(as(registry).setStanding([], GOOD));
  });

  it("takes every zone from 1 to 14, with every flag", async () => {
    const { registry, alice, as, accountOf } = await load();
    for (let zone = 1; zone <= 14; zone++) {
      const standing = packStanding({ ...goodStanding(zone), blocked: true, limited: true, retired: true });
      await as(registry).setStanding([alice], standing);
      expect((await accountOf(alice)).standing).to.equal(standing);
    }
  });

  it("touches neither money nor local bits: a renewal does not lift a block of the wallet", async () => {
    const { alice, bob, compliance, as, push, pay, placed, freeze, accountOf, refuses } = await load();
    await placed();
    await freeze(alice, MAX_AMOUNT);
    await as(compliance).blockWallet(alice);
    await push(alice, { validUntil: VALID_UNTIL + 1n });
    expect(await accountOf(alice)).to.deep.equal({
      balance: ALICE_BALANCE,
      frozen: MAX_AMOUNT,
      held: HOLD_AMOUNT,
      standing: packStanding({ ...goodStanding(1), validUntil: VALID_UNTIL + 1n }),
      local: LOCAL_BLOCK,
    });
    await refuses(pay(alice, bob, 1n), "ERC7943CannotSend", alice);
  });

  it("can withdraw the admission of somebody that has money, which stays", async () => {
    const { token, alice, registry, as } = await load();
    await as(registry).setStanding([alice], 0n);
    expect(await token.canSend(alice)).to.equal(false);
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE);
  });
});
