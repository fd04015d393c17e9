import { expect } from "chai";
import { ALICE, ALICE_LIMITS, ANY_COUNT, BOB, fieldsOf, limitSet, UNLIMITED, useCompliance } from "./support.js";

const load = await useCompliance();
const NOBODY = 999n;

describe("raiseLimits", () => {
  describe("is refused", () => {
    it("in a token that the register does not list", async () => {
      const { anotherToken, raise, limited } = await load();
      const eur = await anotherToken("XEUR");
      await limited(raise(BOB, {}, eur), "TokenNotListed", eur);
    });

    it("for a window that is not an even number of hours from 2 to 8,760", async () => {
      const { raise, limited } = await load();
      for (const windowHours of [0n, 1n, 3n, 25n, 8_761n, 8_762n, 65_534n]) {
        await limited(raise(BOB, { windowHours }), "LimitSetInvalid");
      }
    });

    it("for a count that cannot be counted to", async () => {
      const { raise, limited } = await load();
      for (const windowCount of [1_024n, 65_534n]) await limited(raise(BOB, { windowCount }), "LimitSetInvalid");
      await raise(BOB, { windowCount: 1_023n });
    });

    it("for a party that the register does not know", async () => {
      const { raise, limited } = await load();
      await limited(raise(NOBODY, {}), "PartyNotRegistered", NOBODY);
    });

    it("where it would lower one limit or make the window longer, the others raised or not", async () => {
      const { usd, limits, raise, limited } = await load();
      const before = limitSet({ perPayment: 5n, windowValue: 6n, holdingCap: 7n, windowCount: 8n });
      await raise(BOB, before);
      for (const field of ["perPayment", "windowValue", "holdingCap", "windowCount"] as const) {
        await limited(raise(BOB, { ...before, [field]: before[field] - 1n }), "LimitsNotRaised", BOB);
        await limited(raise(BOB, { [field]: before[field] - 1n }), "LimitsNotRaised", BOB);
      }
      await limited(raise(BOB, { windowHours: 26n }), "LimitsNotRaised", BOB);
      expect(await limits.limitsOf(usd, BOB)).to.deep.equal(fieldsOf(before));
    });

    it("as a whole, if one party of the page is refused", async () => {
      const { usd, limits, limitsOfficer, limited } = await load();
      const call = limits.connect(limitsOfficer).raiseLimits(usd, [BOB, ALICE], { ...ALICE_LIMITS, perPayment: 1n });
      await limited(call, "LimitsNotRaised", ALICE);
      expect(await limits.limitsOf(usd, BOB)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
    });
  });

  it("sets first limits and enrols the wallets of each party of the page", async () => {
    const { usd, limits, limitsOfficer, alice, bob, dave, emits } = await load();
    const set = limitSet({ ...ALICE_LIMITS, windowCount: 40n, holdingCap: 2_000_000n });
    await emits(
      limits
        .connect(limitsOfficer)
        .raiseLimits(usd, [BOB, ALICE], { ...set, holdingCap: UNLIMITED, windowCount: ANY_COUNT }),
      ["PartyLimitsSet", usd, BOB, ...fieldsOf(ALICE_LIMITS)],
      ["PartyEnrolled", usd, BOB, [bob]],
      ["PartyLimitsSet", usd, ALICE, ...fieldsOf(ALICE_LIMITS)],
      ["PartyEnrolled", usd, ALICE, [dave, alice]],
    );
    expect(await limits.limitsOf(usd, BOB)).to.deep.equal(fieldsOf(ALICE_LIMITS));
    expect(await limits.enrolledWith(usd, alice)).to.deep.equal([alice.address, dave.address]);
  });

  it("holds in the one token only", async () => {
    const { jpy, limits, raise } = await load();
    expect(await limits.limitsOf(jpy, ALICE)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
    await raise(ALICE, { perPayment: 3n }, jpy);
    expect((await limits.limitsOf(jpy, ALICE)).perPayment).to.equal(3n);
  });

  it("lets more pass at once, and leaves used what was used", async () => {
    const { alice, bob, dave, pay, raise, used, give, limited } = await load();
    await give(dave, 2_000_000n);
    await pay(alice, bob, 500_000n);
    await pay(alice, bob, 400_000n);
    await limited(pay(dave, bob, 1n), "WindowValueExceeded", ALICE, 900_000n, 1n, 900_000n);
    await raise(ALICE, { perPayment: 500_000n, windowValue: 1_000_000n });
    expect(await used(ALICE)).to.deep.equal({ value: 900_000n, count: 2n });
    await limited(pay(dave, bob, 100_001n), "WindowValueExceeded", ALICE, 900_000n, 100_001n, 1_000_000n);
    await pay(dave, bob, 100_000n);
  });

  it("counts what is used as used now when it makes the window shorter", async () => {
    const { alice, bob, pay, raise, used, now, travelTo } = await load();
    await pay(alice, bob, 100_000n);
    await travelTo((await now()) + 20n * 3_600n);
    await raise(ALICE, { ...ALICE_LIMITS, windowHours: 2n });
    expect(await used(ALICE)).to.deep.equal({ value: 100_000n, count: 1n });
    await travelTo((await now()) + 3n * 3_600n);
    expect(await used(ALICE)).to.deep.equal({ value: 0n, count: 0n });
  });
});
