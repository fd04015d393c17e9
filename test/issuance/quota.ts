import { expect } from "chai";
import fc from "fast-check";
import { DAY } from "../support/token.js";
import { MAX_AMOUNT } from "../support/words.js";
import { QUOTA, REFILL, USD_SUPPLY, useBank } from "./support.js";

const load = await useBank();

/** No order here expires. */
const FAR = 2n ** 40n;

async function loadWithActs() {
  const bank = await load();
  const { issuance, issuer, policyAdmin, compliance, usd, orderOf, mint } = bank;
  return {
    ...bank,
    raise: (limit: bigint) => issuance.connect(policyAdmin).raiseQuota(issuer, usd, limit),
    cut: (limit: bigint) => issuance.connect(compliance).cutQuota(issuer, usd, limit),
    mintAmount: async (amount: bigint) => mint(await orderOf({ amount, expiry: FAR })),
  };
}

describe("raiseQuota", () => {
  it("is refused when it does not raise", async () => {
    const { issuance, raise, refuses } = await loadWithActs();
    for (const limit of [QUOTA, QUOTA - 1n, 0n]) await refuses(raise(limit), issuance, "QuotaUnchanged", QUOTA, limit);
  });

  it("is refused above 64 bits", async () => {
    const { issuance, raise, refuses } = await loadWithActs();
    await refuses(raise(MAX_AMOUNT + 1n), issuance, "QuotaInvalid", MAX_AMOUNT + 1n);
    await raise(MAX_AMOUNT);
  });

  it("gives more at once and refills faster, for this issuer and token only", async () => {
    const { issuance, issuer, stranger, usd, jpy, raise, quota, emits } = await loadWithActs();
    await emits(raise(QUOTA + 5n), ["QuotaSet", issuer, usd, QUOTA + 5n]);
    expect(await quota()).to.deep.equal({ limit: QUOTA + 5n, available: QUOTA + 5n });
    expect(await quota(jpy)).to.deep.equal({ limit: QUOTA, available: QUOTA });
    expect(await issuance.quotaOf(stranger, usd)).to.deep.equal([0n, 0n]);
  });

  it("never wipes what was used: raised and used up again, no more comes out than the limits allow", async () => {
    const { issuance, issuer, usd, mintAmount, raise, quota, at, now, refuses } = await loadWithActs();
    await mintAmount(QUOTA);
    await at((await now()) + 1n);
    await raise(2n * QUOTA);
    // One second at the old pace is back, and the new limit's room.
    expect((await quota()).available).to.equal(QUOTA + REFILL);
    await at((await now()) + 1n);
    const available = QUOTA + REFILL + 2n * REFILL;
    const call = mintAmount(available + 1n);
    await refuses(call, issuance, "QuotaExceeded", issuer, usd, available + 1n, available);
  });
});

describe("cutQuota", () => {
  it("is refused when it does not cut", async () => {
    const { issuance, cut, refuses } = await loadWithActs();
    for (const limit of [QUOTA, QUOTA + 1n, MAX_AMOUNT + 1n]) {
      await refuses(cut(limit), issuance, "QuotaUnchanged", QUOTA, limit);
    }
  });

  it("takes effect at once, down to nothing", async () => {
    const { issuance, issuer, usd, mintAmount, cut, quota, emits, refuses } = await loadWithActs();
    await emits(cut(0n), ["QuotaSet", issuer, usd, 0n]);
    expect(await quota()).to.deep.equal({ limit: 0n, available: 0n });
    await refuses(mintAmount(1n), issuance, "QuotaExceeded", issuer, usd, 1n, 0n);
  });

  it("never wipes what was used: cut and raised again, nothing is left", async () => {
    const { mintAmount, cut, raise, quota, at, now } = await loadWithActs();
    await mintAmount(QUOTA);
    const second = await now();
    await at(second + 1n);
    await cut(QUOTA / 2n);
    expect((await quota()).available).to.equal(0n);
    await at(second + 2n);
    await raise(QUOTA);
    // One second at the whole pace, one at half of it.
    expect((await quota()).available).to.equal(REFILL + REFILL / 2n);
  });
});

describe("quotaOf", () => {
  it("refills by the second, to the limit within a day and not beyond", async () => {
    const { mintAmount, quota, travelTo, now } = await loadWithActs();
    await mintAmount(QUOTA);
    const minted = await now();
    expect((await quota()).available).to.equal(0n);
    for (const [seconds, available] of [
      [1n, REFILL],
      [60n, 60n * REFILL],
      [DAY / 2n, QUOTA / 2n],
      [DAY - 1n, QUOTA - REFILL],
      [DAY, QUOTA],
      [3n * DAY, QUOTA],
    ] as const) {
      await travelTo(minted + seconds);
      expect((await quota()).available).to.equal(available);
    }
  });

  it("loses nothing to rounding, however odd the limit and however often it is asked", async () => {
    const { mintAmount, cut, quota, at, now } = await loadWithActs();
    // 0.58 minor units come back every second.
    const limit = 50_000n;
    await cut(limit);
    await mintAmount(limit);
    const start = await now();
    let minted = 0n;
    for (let seconds = 7n; seconds <= 560n; seconds += 7n) {
      await at(start + seconds);
      const due = (limit * seconds) / DAY - minted;
      await mintAmount(due);
      minted += due;
      expect((await quota()).available).to.equal(0n);
    }
    expect(minted).to.equal(324n);
  });

  it("agrees with a model in exact integers over random schedules", async () => {
    const act = fc.record({
      wait: fc.oneof(fc.bigInt(1n, 30n), fc.bigInt(1n, 2n * DAY)),
      kind: fc.constantFrom("mint", "mint", "mint", "limit"),
      share: fc.bigInt(0n, 1_200n),
    });
    const schedules = fc.array(act, { minLength: 10, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        const { issuance, issuer, usd, mintAmount, raise, cut, quota, at, now, supply, helpers, refuses } =
          await loadWithActs();
        // What was used is counted in minor units x seconds, so that the model never divides before it compares.
        let [limit, used, time] = [QUOTA, 0n, await now()];
        let minted = 0n;
        for (const { wait, kind, share } of schedule) {
          time += wait;
          const back = limit * wait;
          used = used > back ? used - back : 0n;
          const whole = limit * DAY;
          const available = used < whole ? (whole - used) / DAY : 0n;
          await at(time);
          if (kind === "mint") {
            const amount = (available * share) / 1_000n + 1n;
            if (amount > available) {
              await refuses(mintAmount(amount), issuance, "QuotaExceeded", issuer, usd, amount, available);
              await helpers.mine();
            } else {
              await mintAmount(amount);
              used += amount * DAY;
              minted += amount;
            }
          } else {
            const next = (QUOTA * share) / 900n + 3n;
            if (next > limit) await raise(next);
            else if (next < limit) await cut(next);
            else await helpers.mine();
            limit = next;
          }
          const room = limit * DAY;
          const left = used < room ? (room - used) / DAY : 0n;
          expect(await quota()).to.deep.equal({ limit, available: left });
        }
        expect((await supply()).totalSupply).to.equal(USD_SUPPLY + minted);
      }),
      { numRuns: 25, seed: 20261102 },
    );
  });
});
