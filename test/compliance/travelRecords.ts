import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { admissionOf } from "../issuance/support.js";
import { DAY } from "../support/token.js";
import { PartyKind, Power, reason, reference } from "../support/words.js";
import { limitSet, useCompliance } from "./support.js";

const load = await useCompliance();
const AMOUNT = 150_000n;
const RECORD = reference("travel record");
const OTHER_CLIENT = 105n;
const SAME_CLIENT = 106n;

/** Beside carol of institution 1: `second` of institution 2, `sibling` of institution 1, all with money. */
async function institutions() {
  const world = await load();
  const { registry, registrar, limits, limitsOfficer, usd, give, carol, stranger: second, operator: sibling } = world;
  const client = { zone: 1, kind: PartyKind.ClientOfClient, limited: true };
  await registry
    .connect(registrar)
    .admit([
      admissionOf(second, OTHER_CLIENT, { ...client, homeBank: 2 }),
      admissionOf(sibling, SAME_CLIENT, { ...client, homeBank: 1 }),
    ]);
  await limits.connect(limitsOfficer).raiseLimits(usd, [OTHER_CLIENT, SAME_CLIENT], limitSet());
  for (const wallet of [carol, second, sibling]) await give(wallet, 1_000_000n);
  return { ...world, second, sibling };
}

describe("a travel-rule record", () => {
  describe("is refused", () => {
    it("if it is nothing, has lapsed, or would live more than 30 days", async () => {
      const { usd, limits, travelRule, alice, carol, now, at, limited } = await load();
      const next = (await now()) + 10n;
      const file = (record: string, expiry: bigint) =>
        limits.connect(travelRule).fileTravelRecord(usd, alice, carol, AMOUNT, record, expiry);
      await at(next);
      await limited(file(ZeroHash, next + DAY), "TravelRecordInvalid");
      await limited(file(RECORD, next), "TravelRecordInvalid");
      await limited(file(RECORD, next + 30n * DAY + 1n), "TravelRecordInvalid");
      await file(RECORD, next + 30n * DAY);
    });
  });

  describe("is asked for", () => {
    it("by every payment between customers of different institutions, while there is no threshold", async () => {
      const { usd, alice, bob, carol, second, pay, limited } = await institutions();
      for (const [payer, payee] of [
        [alice, carol],
        [carol, alice],
        [bob, carol],
        [carol, bob],
        [carol, second],
        [second, carol],
      ] as const) {
        await limited(pay(payer, payee, 1n), "TravelRecordMissing", usd, payer, payee, 1n);
      }
    });

    it("from the threshold on", async () => {
      const { usd, limits, limitsOfficer, alice, carol, pay, limited } = await institutions();
      await limits.connect(limitsOfficer).raiseTravelThreshold(usd, 100_000n);
      await pay(alice, carol, 99_999n);
      await limited(pay(alice, carol, 100_000n), "TravelRecordMissing", usd, alice, carol, 100_000n);
    });

    it("of a hold at its placing, by a payer whom another institution serves", async () => {
      const { usd, bob, carol, second, holdOf, place, placed, execute, file, limited } = await institutions();
      for (const payee of [bob, second]) {
        const hold = { payer: carol.address, payee: payee.address, amount: AMOUNT };
        await limited(place(await holdOf(hold)), "TravelRecordMissing", usd, carol, payee, AMOUNT);
        await file(carol, payee, AMOUNT);
        const open = await placed(hold);
        // Not again at its execution.
        await execute(open);
      }
    });

    it("of a hold at its execution, by a payee whom another institution serves", async () => {
      const { usd, alice, bob, carol, placed, execute, file, limited } = await institutions();
      for (const payer of [alice, bob]) {
        const hold = await placed({ payer: payer.address, payee: carol.address, amount: AMOUNT });
        await limited(execute(hold), "TravelRecordMissing", usd, payer, carol, AMOUNT);
        await file(payer, carol, AMOUNT);
        await execute(hold);
      }
    });

    it("of each part of an execution by itself", async () => {
      const { usd, alice, carol, placed, execute, file, limited } = await institutions();
      const hold = await placed({ payee: carol.address, amount: AMOUNT });
      await file(alice, carol, AMOUNT);
      await limited(execute(hold, 1n), "TravelRecordMissing", usd, alice, carol, 1n);
      await file(alice, carol, 1n);
      await execute(hold, 1n);
    });

    it("once of a hold that is placed and executed at once, whichever side is another's customer", async () => {
      const { alice, carol, second, holdOf, executeSigned, file } = await institutions();
      for (const [payer, payee] of [
        [carol, alice],
        [alice, carol],
        [carol, second],
      ] as const) {
        await file(payer, payee, AMOUNT);
        const hold = await holdOf({ payer: payer.address, payee: payee.address, amount: AMOUNT });
        const logs = (await (await executeSigned(hold)).wait())!.logs.length;
        // HoldPlaced, HoldExecuted, Transfer, and the record used once.
        expect(logs).to.equal(4);
      }
    });

    it("of a hold that a clearing contract will burn: it goes to another bank", async () => {
      const { usd, policyAdmin, issuer: clearing, alice, carol, holdOf, place, file, limited } = await institutions();
      await usd.connect(policyAdmin).admitContract(clearing, Power.Notary | Power.Burner | Power.Clearing);
      for (const payer of [alice, carol]) {
        const hold = await holdOf({
          payer: payer.address,
          payee: ZeroAddress,
          notary: clearing.address,
          amount: AMOUNT,
        });
        await limited(place(hold), "TravelRecordMissing", usd, payer, ZeroAddress, AMOUNT);
        await file(payer, { address: ZeroAddress }, AMOUNT);
        await place(hold);
      }
    });
  });

  describe("is not asked for", () => {
    it("between customers of one institution", async () => {
      const { alice, bob, carol, sibling, pay, placed, execute } = await institutions();
      await pay(alice, bob, AMOUNT);
      await pay(carol, sibling, AMOUNT);
      await execute(await placed({ payer: carol.address, payee: sibling.address, amount: AMOUNT }));
    });

    it("by a mint", async () => {
      const { carol, give } = await institutions();
      await give(carol, AMOUNT);
    });
  });

  describe("is not enough", () => {
    it("for another amount, pair or direction", async () => {
      const { usd, alice, dave, bob, carol, pay, file, limited } = await institutions();
      await file(alice, carol, AMOUNT + 1n);
      await file(dave, carol, AMOUNT);
      await file(bob, carol, AMOUNT);
      await file(carol, alice, AMOUNT);
      await limited(pay(alice, carol, AMOUNT), "TravelRecordMissing", usd, alice, carol, AMOUNT);
    });

    it("from its expiry on", async () => {
      const { usd, limits, alice, carol, pay, file, at, limited } = await institutions();
      await file(alice, carol, AMOUNT);
      const [, expiry] = await limits.travelRecordOf(usd, alice, carol, AMOUNT);
      await at(expiry);
      await limited(pay(alice, carol, AMOUNT), "TravelRecordMissing", usd, alice, carol, AMOUNT);
      await file(alice, carol, AMOUNT, RECORD, 2n * DAY);
      const [, next] = await limits.travelRecordOf(usd, alice, carol, AMOUNT);
      await at(next - 1n);
      await pay(alice, carol, AMOUNT);
    });

    it("twice", async () => {
      const { usd, limits, alice, carol, pay, file, limited } = await institutions();
      await file(alice, carol, AMOUNT);
      await pay(alice, carol, AMOUNT);
      expect(await limits.travelRecordOf(usd, alice, carol, AMOUNT)).to.deep.equal([ZeroHash, 0n]);
      await limited(pay(alice, carol, AMOUNT), "TravelRecordMissing", usd, alice, carol, AMOUNT);
    });
  });

  it("is used up by the movement, and the event says which", async () => {
    const { usd, alice, carol, pay, file, emits, limits, now } = await institutions();
    await emits(file(alice, carol, AMOUNT, reference("first")), [
      "TravelRecordFiled",
      usd,
      alice,
      carol,
      AMOUNT,
      reference("first"),
      (await now()) + DAY,
    ]);
    // Filing again corrects it.
    await file(alice, carol, AMOUNT);
    const [record] = await limits.travelRecordOf(usd, alice, carol, AMOUNT);
    expect(record).to.equal(RECORD);
    await emits(
      pay(alice, carol, AMOUNT),
      ["Transfer", alice, carol, AMOUNT],
      ["TravelRecordUsed", usd, alice, carol, AMOUNT, RECORD],
    );
  });

  it("is a reason of its own until it is there", async () => {
    const { usd, lens, alice, carol, file } = await institutions();
    const ask = () => lens.checkTransfer(usd, alice, alice, carol, AMOUNT);
    expect(await ask()).to.equal(reason("TravelRecordMissing"));
    await file(alice, carol, AMOUNT);
    expect(await ask()).to.equal(reason("Ok"));
  });
});
