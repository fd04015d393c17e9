import { expect } from "chai";

import {
  compareLimits,
  cutLimits,
  encodeLimits,
  type PartyLimits,
  pay,
  raiseLimits,
  raiseLimitsCalls,
  readLimits,
} from "../../src/chain/index.js";
import { admitParties } from "../../src/chain/parties.js";
import { countryCode } from "../../src/bank/countries.js";
import { anyAddress, refusalOf, VALID_UNTIL } from "../chain/support.js";
import { useLaw } from "./support.js";

const load = await useLaw();

const LIMITS: PartyLimits = {
  perPayment: 1_000n,
  windowValue: 2_500n,
  windowCount: 2,
  windowHours: 24,
  holdingCap: undefined,
};
const PARTY = 500n;

/** A limited customer with USD 100.00 who may be paid and pay alice. */
async function limited() {
  const law = await load();
  const { bank, REGISTRAR, alice, people } = law;
  const wallet = people.stranger;
  await admitParties(bank, REGISTRAR, [
    ...[{ id: PARTY, wallets: [wallet.address], profile: { residency: countryCode("US") } }].map((party) => ({
      ...party,
      validUntil: VALID_UNTIL,
      limited: true,
    })),
  ]);
  const raise = (limits: PartyLimits, parties = [PARTY]) =>
    raiseLimits(bank, law.LIMITS_OFFICER, [{ currency: "USD", parties, limits }]);
  const cut = (limits: PartyLimits, parties = [PARTY]) =>
    cutLimits(bank, law.COMPLIANCE, [{ currency: "USD", parties, limits }]);
  return {
    ...law,
    wallet,
    raise,
    cut,
    payIn: () => pay(bank, alice, { currency: "USD", to: wallet.address, amount: 10_000n }),
  };
}

describe("encodeLimits", () => {
  it("refuses what no limit can be, and names the field", () => {
    const cases: [Partial<PartyLimits>, string, RegExp][] = [
      [{ perPayment: -1n }, "perPayment", /^The limit perPayment of -1 minor units is not possible\./],
      [{ windowValue: 2n ** 64n - 1n }, "windowValue", /fits 64 bits, or no limit/],
      [{ holdingCap: 2n ** 64n }, "holdingCap", /not possible/],
      [{ windowCount: 1_024 }, "windowCount", /Use 0 to 1023, or no limit/],
      [{ windowCount: 1.5 }, "windowCount", /not possible/],
      ...[0, 1, 3, 8_762].map((windowHours): [Partial<PartyLimits>, string, RegExp] => [
        { windowHours },
        "windowHours",
        /even number of hours from 2 to 8760/,
      ]),
    ];
    for (const [change, field, words] of cases) {
      try {
        encodeLimits({ ...LIMITS, ...change });
        expect.fail(`${field} was taken`);
      } catch (error) {
        const { name, args, message } = error as Error & { args: Record<string, unknown> };
        expect([name, args["field"]], message).to.deep.equal(["BadLimits", field]);
        expect(message).to.match(words);
      }
    }
  });

  it("knows which way a change goes: a longer window is tighter, no limit the loosest", () => {
    const to = (change: Partial<PartyLimits>) => compareLimits(LIMITS, { ...LIMITS, ...change });
    expect(to({ perPayment: 1_001n, windowHours: 48 })).to.deep.equal({
      looser: ["perPayment"],
      tighter: ["windowHours"],
    });
    expect(to({ windowCount: undefined, holdingCap: 5n })).to.deep.equal({
      looser: ["windowCount"],
      tighter: ["holdingCap"],
    });
    expect(to({})).to.deep.equal({ looser: [], tighter: [] });
  });
});

describe("raiseLimits and cutLimits", () => {
  it("are refused the other way, for a party the register does not know, by the other officer, and for nobody", async () => {
    const { bank, raise, cut, COMPLIANCE } = await limited();
    const refused = async (act: Promise<unknown>) => (await refusalOf(act)).name;
    expect(await refused(cut(LIMITS))).to.equal("LimitsNotCut");
    await raise(LIMITS);
    expect(await refused(raise({ ...LIMITS, perPayment: 999n }))).to.equal("LimitsNotRaised");
    expect(await refused(raise({ ...LIMITS, windowHours: 48 }))).to.equal("LimitsNotRaised");
    expect(await refused(cut({ ...LIMITS, windowCount: 3 }))).to.equal("LimitsNotCut");
    expect(await refused(raise(LIMITS, [77_777n]))).to.equal("PartyNotRegistered");
    expect(await refused(raise({ ...LIMITS, windowHours: 3 }))).to.equal("BadLimits");
    expect(await refused(raise(LIMITS, []))).to.equal("EmptyList");
    const changes = [{ currency: "USD", parties: [PARTY], limits: LIMITS }];
    expect(await refused(raiseLimits(bank, COMPLIANCE, changes))).to.equal("AccessManagedUnauthorized");
  });

  it("stop a payment by the rule that it breaks, and used amounts are read", async () => {
    const { bank, raise, cut, payIn, wallet, alice } = await limited();
    const payment = (amount: bigint) => pay(bank, wallet, { currency: "USD", to: alice.address, amount });
    expect((await refusalOf(payIn())).name).to.equal("PartyLimitsNotSet");
    expect((await readLimits(bank, "USD", PARTY)).limits).to.equal(undefined);
    await raise(LIMITS);
    await payIn();
    expect((await refusalOf(payment(1_001n))).sentence).to.match(/USD 10\.01/);
    await payment(1_000n);
    expect(await readLimits(bank, "USD", PARTY)).to.deep.equal({ limits: LIMITS, usedValue: 1_000n, usedCount: 1n });
    await cut({ ...LIMITS, windowValue: 1_500n });
    expect((await refusalOf(payment(501n))).name).to.equal("WindowValueExceeded");
    await payment(500n);
    expect((await refusalOf(payment(0n + 1n))).name).to.equal("WindowValueExceeded");
    await raise({ ...LIMITS, holdingCap: undefined });
    expect((await refusalOf(payment(1n))).name).to.equal("WindowCountExceeded");
  });

  it("go in pages of 50 parties, and say how far they are", async () => {
    const { bank, REGISTRAR, LIMITS_OFFICER } = await limited();
    const parties = Array.from({ length: 120 }, (_, i) => 10_000n + BigInt(i));
    await admitParties(
      bank,
      REGISTRAR,
      parties.map((id) => ({
        ...{ id, wallets: [anyAddress()], profile: { residency: countryCode("DE") } },
        ...{ validUntil: VALID_UNTIL, limited: true },
      })),
    );
    const change = [{ currency: "USD", parties, limits: LIMITS }];
    expect((await raiseLimitsCalls(bank, change)).map(({ role }) => role)).to.deep.equal(
      Array.from({ length: 3 }, () => "LIMITS_OFFICER"),
    );
    const progress: string[] = [];
    const sent = await raiseLimits(bank, LIMITS_OFFICER, change, (done, total) => progress.push(`${done}/${total}`));
    expect(progress).to.deep.equal(["50/120", "100/120", "120/120"]);
    // A page must fit a block with room to spare.
    expect(Number(sent[0]!.gas)).to.be.lessThan(10_000_000);
    expect((await readLimits(bank, "USD", parties[119]!)).limits).to.deep.equal(LIMITS);
  });
});
