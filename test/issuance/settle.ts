import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { Power } from "../support/words.js";
import { ALICE_USD, ATTESTED, PARTIES, settlementAccount, uetr, USD_SUPPLY, useBank } from "./support.js";

const load = await useBank();

const NOBODY = { address: ZeroAddress };

describe("settle", () => {
  describe("is refused", () => {
    it("before submit, after it was rejected, and twice", async () => {
      const { redemption, redemptionOf, requested, submitted, settle, reject, refuses } = await load();
      const never = await redemptionOf();
      await refuses(settle(never), redemption, "RedemptionInState", never.id, 0n);
      const wanted = await requested();
      await refuses(settle(wanted), redemption, "RedemptionInState", wanted.id, 0n);
      const rejected = await submitted();
      await reject(rejected);
      await refuses(settle(rejected), redemption, "RedemptionInState", rejected.id, 4n);
      const paid = await submitted();
      await settle(paid);
      await refuses(settle(paid), redemption, "RedemptionInState", paid.id, 3n);
    });

    it("in another token than the one that was submitted", async () => {
      const { redemption, jpy, submitted, settle, refuses } = await load();
      const wanted = await submitted();
      const inYen = { ...wanted, terms: { ...wanted.terms, token: jpy.target as string } };
      await refuses(settle(inYen), redemption, "RedemptionInState", wanted.id, 0n);
    });

    it("for a hold that differs in any field", async () => {
      const { redemption, submitted, redemptionOf, settle, refuses } = await load();
      const { hold, terms } = await submitted();
      const other = await redemptionOf({ ...hold, amount: hold.amount + 1n });
      await refuses(settle({ ...other, terms }), redemption, "RedemptionInState", other.id, 0n);
    });
  });

  it("burns what was held; supply and backing fall together", async () => {
    const { usd, alice, submitted, settle, redemptionState, supply, accountOf, emits } = await load();
    const wanted = await submitted();
    await emits(
      settle(wanted),
      ["RedemptionSettled", usd, wanted.id, 300_000n],
      ["HoldExecuted", wanted.id, 300_000n],
      ["Transfer", alice, NOBODY, 300_000n],
    );
    expect(await accountOf(alice)).to.include({ balance: ALICE_USD - 300_000n, held: 0n });
    expect(await supply()).to.include({ totalSupply: USD_SUPPLY - 300_000n, backing: ATTESTED - 300_000n });
    expect(await redemptionState(wanted)).to.deep.equal(["Settled", uetr(wanted.id)]);
  });

  it("does not care what happened since submit", async () => {
    const { usd, redemption, registry, registrar, compliance, alice, ...bank } = await load();
    const { submitted, settle, block, pauseAll, travelTo, supply } = bank;
    const wanted = await submitted();
    await block(PARTIES.alice);
    await usd.connect(compliance).blockWallet(alice);
    await registry.connect(registrar).setSettlementAccount(PARTIES.alice, settlementAccount("elsewhere"));
    await registry.connect(registrar).renew([PARTIES.alice], 1n);
    await pauseAll();
    await usd.connect(compliance).dismissContract(redemption, Power.Notary | Power.Burner | Power.Issuer);
    await travelTo(wanted.hold.expiry + 1n);
    await settle(wanted);
    expect((await supply()).totalSupply).to.equal(USD_SUPPLY - 300_000n);
  });

  it("eats a lien that came after submit, and says so first", async () => {
    const { usd, alice, freeze, submitted, settle, emits } = await load();
    const wanted = await submitted();
    await freeze(alice, ALICE_USD);
    await emits(
      settle(wanted),
      ["RedemptionSettled", usd, wanted.id, 300_000n],
      ["Frozen", alice, ALICE_USD - 300_000n],
      ["HoldExecuted", wanted.id, 300_000n],
      ["Transfer", alice, NOBODY, 300_000n],
    );
  });

  it("settles each of many in any order", async () => {
    const { usd, alice, submitted, settle } = await load();
    const [first, second, third] = [await submitted(), await submitted(), await submitted()];
    for (const wanted of [third, first, second]) await settle(wanted);
    expect(await usd.balanceOf(alice)).to.equal(ALICE_USD - 900_000n);
  });
});
