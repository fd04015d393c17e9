import { expect } from "chai";
import { MaxUint256, ZeroAddress } from "ethers";
import { ALICE_BALANCE, BOB_BALANCE, HOLD_AMOUNT, SUPPLY, useToken } from "../support/token.js";
import { MAX_AMOUNT, Operation } from "../support/words.js";

const load = await useToken();

/** The legal orders force `amount` from alice to bob, unless told otherwise. */
async function loadForcing() {
  const fixture = await load();
  const { alice, bob, legalOrders, as } = fixture;
  const force = (amount: bigint, to: { address: string } = bob, from: { address: string } = alice) =>
    as(legalOrders).forcedTransfer(from.address, to.address, amount);
  return { ...fixture, force };
}

describe("forcedTransfer", () => {
  describe("is refused", () => {
    it("to anybody but the legal orders", async () => {
      const { alice, bob, compliance, admin, as, refuses } = await load();
      for (const caller of [alice, compliance, admin]) {
        await refuses(as(caller).forcedTransfer(alice, bob, 1n), "AccessManagedUnauthorized", caller);
      }
    });

    it("to a recipient that may not receive", async () => {
      const { token, bob, stranger, notary, compliance, as, expire, push, force, refuses } = await loadForcing();
      const never = [stranger, notary, { address: await token.getAddress() }];
      for (const to of never) await refuses(force(1n, to), "ERC7943CannotReceive", to.address);
      await expire(bob);
      await refuses(force(1n), "ERC7943CannotReceive", bob);
      await push(bob, { validUntil: 2n ** 32n - 1n, blocked: true });
      await refuses(force(1n), "ERC7943CannotReceive", bob);
      await push(bob, { blocked: false, retired: true });
      await refuses(force(1n), "ERC7943CannotReceive", bob);
      await push(bob, { retired: false });
      await as(compliance).blockWallet(bob);
      await refuses(force(1n), "ERC7943CannotReceive", bob);
    });

    it("to the account that it is taken from: nothing would move", async () => {
      const { alice, force, refuses } = await loadForcing();
      for (const amount of [0n, 1n, ALICE_BALANCE]) {
        await refuses(force(amount, alice), "ERC7943CannotReceive", alice);
      }
    });

    it("above the balance", async () => {
      const { alice, force, refuses } = await loadForcing();
      for (const amount of [ALICE_BALANCE + 1n, MaxUint256]) {
        await refuses(force(amount), "ERC20InsufficientBalance", alice, ALICE_BALANCE, amount);
      }
    });

    it("of held money: a hold is released first, visibly", async () => {
      const { alice, legalOrders, as, placed, force, refuses } = await loadForcing();
      const hold = await placed();
      const unheld = ALICE_BALANCE - HOLD_AMOUNT;
      await refuses(force(unheld + 1n), "HeldBalance", alice, unheld + 1n, unheld);
      await as(legalOrders).forceRelease(hold);
      await force(unheld + 1n);
    });

    it("of sealed money for ever", async () => {
      const { alice, desk, as, sealedRedemption, force, refuses } = await loadForcing();
      const hold = await sealedRedemption({ amount: ALICE_BALANCE });
      await refuses(force(1n), "HeldBalance", alice, 1n, 0n);
      await as(desk).executeHold(hold, ALICE_BALANCE);
    });
  });

  it("moves free money without touching a lien", async () => {
    const { token, alice, bob, freeze, force, emits } = await loadForcing();
    await freeze(alice, 400_000n);
    await emits(force(600_000n), ["Transfer", alice, bob, 600_000n], ["ForcedTransfer", alice, bob, 600_000n]);
    expect(await token.getFrozenTokens(alice)).to.equal(400_000n);
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 600_000n);
    expect(await token.totalSupply()).to.equal(SUPPLY);
  });

  it("reduces the lien by what it takes of frozen money: Frozen, Transfer, ForcedTransfer", async () => {
    const { token, alice, bob, freeze, force, emits } = await loadForcing();
    await freeze(alice, 400_000n);
    await emits(
      force(700_000n),
      ["Frozen", alice, 300_000n],
      ["Transfer", alice, bob, 700_000n],
      ["ForcedTransfer", alice, bob, 700_000n],
    );
    expect(await token.balanceOf(alice)).to.equal(300_000n);
    expect(await token.availableOf(alice)).to.equal(0n);
  });

  it("takes money from under a lien above the balance, and the rest of the lien waits for credits", async () => {
    const { alice, bob, freeze, force, emits, accountOf } = await loadForcing();
    await freeze(alice, MAX_AMOUNT);
    await emits(
      force(ALICE_BALANCE),
      ["Frozen", alice, MAX_AMOUNT - ALICE_BALANCE],
      ["Transfer", alice, bob, ALICE_BALANCE],
      ["ForcedTransfer", alice, bob, ALICE_BALANCE],
    );
    expect(await accountOf(alice)).to.include({ balance: 0n, frozen: MAX_AMOUNT - ALICE_BALANCE });
  });

  it("leaves held money, the hold and the lien as they were", async () => {
    const { alice, bob, notary, as, freeze, placed, force, accountOf, refuses } = await loadForcing();
    const hold = await placed();
    await freeze(alice, 100_000n);
    await force(ALICE_BALANCE - HOLD_AMOUNT);
    expect(await accountOf(alice)).to.include({ balance: HOLD_AMOUNT, held: HOLD_AMOUNT, frozen: 100_000n });
    const execute = () => as(notary).executeHold(hold, HOLD_AMOUNT);
    await refuses(execute(), "ERC7943InsufficientUnfrozenBalance", alice, HOLD_AMOUNT, HOLD_AMOUNT - 100_000n);
    await freeze(alice, 0n);
    await execute();
    expect((await accountOf(bob)).balance).to.equal(BOB_BALANCE + ALICE_BALANCE);
  });

  it("works while everything is paused, on every corridor, from a blocked, lapsed or dismissed payer", async () => {
    const { token, alice, erin, compliance, as, pause, push, expire, force, emits } = await loadForcing();
    for (const operation of Object.values(Operation)) await pause(operation);
    await expire(alice);
    await push(alice, { blocked: true, admitted: false, limited: true });
    await as(compliance).blockWallet(alice);
    await emits(force(5n, erin), ["Transfer", alice, erin, 5n], ["ForcedTransfer", alice, erin, 5n]);
    expect(await token.balanceOf(erin)).to.equal(5n);
  });

  it("to nobody burns: another bank has taken the claim over", async () => {
    const { token, alice, freeze, force, emits, accountOf, supply, flows } = await loadForcing();
    await freeze(alice, 900_000n);
    const nobody = { address: ZeroAddress };
    await emits(
      force(300_000n, nobody),
      ["Frozen", alice, 700_000n],
      ["Transfer", alice, nobody, 300_000n],
      ["ForcedTransfer", alice, nobody, 300_000n],
    );
    expect(await accountOf(alice)).to.include({ balance: 700_000n, frozen: 700_000n });
    expect(await token.balanceOf(ZeroAddress)).to.equal(0n);
    expect((await supply()).totalSupply).to.equal(SUPPLY - 300_000n);
    expect((await flows()).burned).to.equal(300_000n);
  });

  it("to nobody neither burns held money nor more than there is", async () => {
    const { alice, placed, force, refuses } = await loadForcing();
    await placed();
    const nobody = { address: ZeroAddress };
    const unheld = ALICE_BALANCE - HOLD_AMOUNT;
    await refuses(force(unheld + 1n, nobody), "HeldBalance", alice, unheld + 1n, unheld);
    await refuses(
      force(ALICE_BALANCE + 1n, nobody),
      "ERC20InsufficientBalance",
      alice,
      ALICE_BALANCE,
      ALICE_BALANCE + 1n,
    );
  });

  it("of zero emits its events and changes nothing", async () => {
    const { alice, bob, freeze, force, emits, accountOf } = await loadForcing();
    await freeze(alice, MAX_AMOUNT);
    const before = await accountOf(alice);
    await emits(force(0n), ["Transfer", alice, bob, 0n], ["ForcedTransfer", alice, bob, 0n]);
    expect(await accountOf(alice)).to.deep.equal(before);
  });
});
