import { expect } from "chai";
import { kind, reason } from "../support/words.js";
import { ALICE, BOB, CAROL, Cause, limitSet, useCompliance } from "./support.js";

const load = await useCompliance();
const BOTH = Cause.PayerLimited | Cause.PayeeLimited;

describe("record, called by a stranger", () => {
  it("finds no limits under the stranger's own name, whatever it says", async () => {
    const { limits, alice, bob, carol, stranger, limited } = await load();
    for (const name of ["Transfer", "HoldPlaced", "HoldExecuted", "Mint"] as const) {
      const movement = { kind: kind(name), payer: alice, payee: carol, amount: 1n, causes: BOTH };
      await limited(limits.connect(stranger).record(movement), "PartyLimitsNotSet", stranger, ALICE);
    }
    const review = { kind: 0n, payer: alice, payee: bob, amount: 1n, causes: Cause.UnderReview };
    await limited(limits.connect(stranger).record(review), "ClearanceMissing", stranger, alice, bob, 1n);
    const nobody = { kind: 0n, payer: stranger, payee: bob, amount: 1n, causes: Cause.PayerLimited };
    await limited(limits.connect(stranger).record(nobody), "WalletNotRegistered", stranger);
  });

  it("uses up nothing of a token: neither its limits, nor clearances, nor records", async () => {
    const { usd, limits, alice, bob, erin, carol, stranger, pay, granted, file, used, emits } = await load();
    await pay(alice, bob, 400n);
    await granted();
    await file(alice, carol, 5n);
    for (const payee of [bob, erin, carol]) {
      const movement = { kind: 0n, payer: alice, payee, amount: 100_000n, causes: 0n };
      await emits(limits.connect(stranger).record(movement));
      // A release that never was gives nothing back.
      await emits(limits.connect(stranger).record({ ...movement, kind: kind("HoldReleased"), causes: 1n }));
    }
    expect(await used(ALICE)).to.deep.equal({ value: 400n, count: 1n });
    expect((await limits.clearanceOf(usd, alice, erin, 100_000n)).expiry).to.be.greaterThan(0n);
    expect((await limits.travelRecordOf(usd, alice, carol, 5n)).expiry).to.be.greaterThan(0n);
  });
});

describe("assess, by anybody", () => {
  it("answers for the token it is asked about, and knows who is not enrolled yet", async () => {
    const { usd, limits, registry, registrar, stranger, alice, bob, operator, assess } = await load();
    await registry.connect(registrar).addWallets(ALICE, [operator]);
    expect(await limits.enrolledWith(usd, operator)).to.deep.equal([]);
    expect(await assess(0n, operator, bob, 500_000n, Cause.PayerLimited)).to.equal(reason("Ok"));
    expect(await assess(0n, operator, bob, 500_001n, Cause.PayerLimited)).to.equal(reason("PayerLimit"));
    expect(await assess(0n, operator, alice, 500_001n, BOTH)).to.equal(reason("Ok"));
    expect(await assess(0n, stranger, bob, 1n, Cause.PayerLimited)).to.equal(reason("LimitsNotSet"));
    expect(await assess(0n, bob, stranger, 1n, Cause.PayeeLimited)).to.equal(reason("LimitsNotSet"));
    expect(await assess(0n, bob, bob, 1n, Cause.PayerLimited)).to.equal(reason("LimitsNotSet"));
  });

  it("counts the money of all wallets of a party that is not enrolled", async () => {
    const { usd, limits, registry, registrar, raise, reclassify, bob, alice, operator, pay, assess } = await load();
    await raise(BOB, limitSet({ holdingCap: 200_100n }));
    await registry.connect(registrar).addWallets(BOB, [operator]);
    await reclassify(BOB, { zone: 2, limited: true });
    expect(await limits.enrolledWith(usd, operator)).to.deep.equal([]);
    expect(await assess(0n, alice, operator, 100n, Cause.PayeeLimited)).to.equal(reason("Ok"));
    expect(await assess(0n, alice, operator, 101n, Cause.PayeeLimited)).to.equal(reason("PayeeLimit"));
    await pay(alice, operator, 100n);
    expect(await assess(0n, alice, bob, 1n, Cause.PayeeLimited)).to.equal(reason("PayeeLimit"));
  });

  it("knows the institution of a client that is not enrolled", async () => {
    const { registry, registrar, alice, carol, operator, assess } = await load();
    await registry.connect(registrar).addWallets(CAROL, [operator]);
    expect(await assess(0n, alice, operator, 1n, BOTH)).to.equal(reason("TravelRecordMissing"));
    expect(await assess(0n, carol, operator, 1n, BOTH)).to.equal(reason("Ok"));
    expect(await assess(kind("HoldPlaced"), carol, operator, 1n, Cause.PayerLimited)).to.equal(reason("Ok"));
    expect(await assess(kind("HoldExecuted"), alice, operator, 1n, Cause.PayeeLimited)).to.equal(
      reason("TravelRecordMissing"),
    );
  });
});
