import { expect } from "chai";
import { HOUR } from "../support/token.js";
import { ALICE, ALICE_LIMITS, BOB, fieldsOf, limitSet, useCompliance } from "./support.js";

const load = await useCompliance();

describe("cutLimits", () => {
  describe("is refused", () => {
    it("where none were set: first limits are the limits officer's to give", async () => {
      const { cut, limited } = await load();
      await limited(cut(BOB, { perPayment: 0n }), "LimitsNotCut", BOB);
    });

    it("for limits that no contract could count", async () => {
      const { cut, limited } = await load();
      await limited(cut(ALICE, { ...ALICE_LIMITS, windowHours: 23n }), "LimitSetInvalid");
      await limited(cut(ALICE, { ...ALICE_LIMITS, windowCount: 1_024n }), "LimitSetInvalid");
    });

    it("where it would raise one limit or make the window shorter, the others cut or not", async () => {
      const { usd, limits, raise, cut, limited } = await load();
      const before = limitSet({ perPayment: 5n, windowValue: 6n, holdingCap: 7n, windowCount: 8n });
      await raise(BOB, before);
      const nothing = { perPayment: 0n, windowValue: 0n, holdingCap: 0n, windowCount: 0n };
      for (const field of ["perPayment", "windowValue", "holdingCap", "windowCount"] as const) {
        await limited(cut(BOB, { ...before, [field]: before[field] + 1n }), "LimitsNotCut", BOB);
        await limited(cut(BOB, { ...nothing, [field]: before[field] + 1n }), "LimitsNotCut", BOB);
      }
      await limited(cut(BOB, { ...nothing, windowHours: 22n }), "LimitsNotCut", BOB);
      expect(await limits.limitsOf(usd, BOB)).to.deep.equal(fieldsOf(before));
    });
  });

  it("tightens at once, and says so", async () => {
    const { usd, alice, bob, dave, pay, give, cut, emits, limited } = await load();
    await give(dave, 300_000n);
    const set = { ...ALICE_LIMITS, perPayment: 200_000n };
    await emits(
      cut(ALICE, set),
      ["PartyLimitsSet", usd, ALICE, ...fieldsOf(set)],
      ["PartyEnrolled", usd, ALICE, [dave, alice]],
    );
    await limited(pay(alice, bob, 200_001n), "PaymentLimitExceeded", ALICE, 200_001n, 200_000n);
    await limited(pay(dave, bob, 200_001n), "PaymentLimitExceeded", ALICE, 200_001n, 200_000n);
    await pay(alice, bob, 200_000n);
  });

  it("leaves used what was used: below it, nothing more passes", async () => {
    const { alice, bob, pay, cut, used, limited } = await load();
    await pay(alice, bob, 300_000n);
    await cut(ALICE, { ...ALICE_LIMITS, windowValue: 299_999n });
    expect(await used(ALICE)).to.deep.equal({ value: 300_000n, count: 1n });
    await limited(pay(alice, bob, 1n), "WindowValueExceeded", ALICE, 300_000n, 1n, 299_999n);
  });

  it("to nothing stops every payment, but not what comes in", async () => {
    const { alice, bob, pay, give, cut, limited } = await load();
    await cut(ALICE, { ...ALICE_LIMITS, perPayment: 0n });
    await limited(pay(alice, bob, 1n), "PaymentLimitExceeded", ALICE, 1n, 0n);
    await give(alice, 1n);
    await pay(bob, alice, 1n);
  });

  it("keeps what is used when it makes the window longer, for that window and up to a half more", async () => {
    const { alice, bob, pay, cut, used, now, travelTo } = await load();
    await pay(alice, bob, 100_000n);
    await travelTo((await now()) + 20n * HOUR);
    await cut(ALICE, { ...ALICE_LIMITS, windowHours: 48n });
    const set = await now();
    expect(await used(ALICE)).to.deep.equal({ value: 100_000n, count: 1n });
    await travelTo(set + 48n * HOUR);
    expect(await used(ALICE)).to.deep.equal({ value: 100_000n, count: 1n });
    await travelTo(set + 72n * HOUR);
    expect(await used(ALICE)).to.deep.equal({ value: 0n, count: 0n });
  });
});
