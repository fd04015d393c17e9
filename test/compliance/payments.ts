import { expect } from "chai";
import { DAY, HOUR } from "../support/token.js";
import { reason, reference } from "../support/words.js";
import { ALICE, ALICE_LIMITS, BOB, Cause, limitSet, useCompliance } from "./support.js";

const load = await useCompliance();

describe("a payment by a party with limits", () => {
  describe("is refused", () => {
    it("while none are set in this token", async () => {
      const { jpy, policyAdmin, limits, alice, bob, pay, limited } = await load();
      await jpy.connect(policyAdmin).setLimits(limits);
      await limited(pay(alice, bob, 1n, jpy), "PartyLimitsNotSet", jpy, ALICE);
    });

    it("above the limit of one payment", async () => {
      const { alice, bob, pay, limited } = await load();
      await limited(pay(alice, bob, 500_001n), "PaymentLimitExceeded", ALICE, 500_001n, 500_000n);
      await pay(alice, bob, 500_000n);
    });

    it("above the value of the window, all wallets of the party together", async () => {
      const { alice, bob, dave, pay, give, used, limited } = await load();
      await give(dave, 500_000n);
      await pay(alice, bob, 500_000n);
      await limited(pay(dave, bob, 400_001n), "WindowValueExceeded", ALICE, 500_000n, 400_001n, 900_000n);
      await pay(dave, bob, 400_000n);
      expect(await used(ALICE)).to.deep.equal({ value: 900_000n, count: 2n });
    });

    it("above the number of payments of the window, all wallets of the party together", async () => {
      const { alice, bob, dave, pay, give, cut, limited } = await load();
      await give(dave, 10n);
      await cut(ALICE, { ...ALICE_LIMITS, windowCount: 2n });
      await pay(alice, bob, 1n);
      await pay(dave, bob, 1n);
      await limited(pay(alice, bob, 1n), "WindowCountExceeded", ALICE, 2n, 2n);
      await limited(pay(dave, bob, 1n), "WindowCountExceeded", ALICE, 2n, 2n);
    });

    it("whoever submits it: allowance, permit, authorisation and batch end at the same limits", async () => {
      const { usd, alice, bob, pay, limited } = await load();
      await usd.connect(alice).approve(bob, 600_000n);
      const call = usd.connect(bob)["transferFrom(address,address,uint256)"](alice, bob, 500_001n);
      await limited(call, "PaymentLimitExceeded", ALICE, 500_001n, 500_000n);
      const payment = (amount: bigint) => ({ payee: bob.address, amount, paymentReference: reference("batch") });
      const batch = usd.connect(alice).transferBatch([payment(500_000n), payment(400_001n)]);
      await limited(batch, "WindowValueExceeded", ALICE, 500_000n, 400_001n, 900_000n);
      await pay(alice, bob, 1n);
    });
  });

  it("counts nothing when it fails", async () => {
    const { usd, alice, bob, used, limited } = await load();
    const payment = (amount: bigint) => ({ payee: bob.address, amount, paymentReference: reference("batch") });
    const batch = usd.connect(alice).transferBatch([payment(500_000n), payment(500_000n)]);
    await limited(batch, "WindowValueExceeded", ALICE, 500_000n, 500_000n, 900_000n);
    expect(await used(ALICE)).to.deep.equal({ value: 0n, count: 0n });
  });

  it("to itself or of nothing obeys every limit and counts nothing", async () => {
    const { usd, alice, bob, pay, cut, used, refuses } = await load();
    await cut(ALICE, { ...ALICE_LIMITS, windowCount: 1n });
    await pay(alice, bob, 0n);
    await pay(alice, alice, 100n);
    expect(await used(ALICE)).to.deep.equal({ value: 0n, count: 0n });
    await pay(alice, bob, 1n);
    await refuses(pay(alice, bob, 0n), usd, "ERC7943CannotTransfer", alice, bob, 0n);
  });

  it("counts for one and a half windows if made as a half-window begins", async () => {
    const { alice, bob, pay, now, at, limited } = await load();
    // Half-windows of 12 hours: one begins at midnight.
    const midnight = ((await now()) / DAY + 1n) * DAY;
    await at(midnight);
    await pay(alice, bob, 500_000n);
    await at(midnight + 36n * HOUR - 1n);
    await limited(pay(alice, bob, 400_001n), "WindowValueExceeded", ALICE, 500_000n, 400_001n, 900_000n);
    await at(midnight + 36n * HOUR);
    await pay(alice, bob, 400_001n);
  });

  it("counts for exactly one window if made in the last second of a half-window", async () => {
    const { alice, bob, pay, now, at, limited } = await load();
    const midnight = ((await now()) / DAY + 1n) * DAY;
    await at(midnight + 12n * HOUR - 1n);
    await pay(alice, bob, 500_000n);
    await at(midnight + 36n * HOUR - 1n);
    await limited(pay(alice, bob, 400_001n), "WindowValueExceeded", ALICE, 500_000n, 400_001n, 900_000n);
    await at(midnight + 36n * HOUR);
    await pay(alice, bob, 400_001n);
  });

  it("of another token counts there alone", async () => {
    const { jpy, policyAdmin, limits, alice, bob, pay, raise, used } = await load();
    await jpy.connect(policyAdmin).setLimits(limits);
    await raise(ALICE, { windowValue: 30_000n }, jpy);
    await pay(alice, bob, 30_000n, jpy);
    expect(await used(ALICE)).to.deep.equal({ value: 0n, count: 0n });
    expect(await used(ALICE, jpy)).to.deep.equal({ value: 30_000n, count: 1n });
  });

  it("goes unasked again once the register says that the party has none", async () => {
    const { alice, bob, pay, reclassify, used } = await load();
    await reclassify(ALICE, { zone: 1 });
    await pay(alice, bob, 600_000n);
    expect(await used(ALICE)).to.deep.equal({ value: 0n, count: 0n });
  });

  it("of a party whose figures are all unlimited passes, and is counted", async () => {
    const { alice, bob, pay, raise, used } = await load();
    await raise(ALICE, {});
    await pay(alice, bob, 1_000_000n);
    expect(await used(ALICE)).to.deep.equal({ value: 1_000_000n, count: 1n });
  });
});

describe("the answer about a payment", () => {
  it("is a reason of the payer's side for every limit of the payer", async () => {
    const { alice, bob, jpy, limits, pay, cut, assess } = await load();
    const ask = (amount: bigint) => assess(0n, alice, bob, amount, Cause.PayerLimited);
    expect(await ask(500_000n)).to.equal(reason("Ok"));
    expect(await ask(500_001n)).to.equal(reason("PayerLimit"));
    await pay(alice, bob, 500_000n);
    expect(await ask(400_001n)).to.equal(reason("PayerLimit"));
    expect(await ask(400_000n)).to.equal(reason("Ok"));
    await cut(ALICE, { ...ALICE_LIMITS, windowCount: 1n });
    expect(await ask(1n)).to.equal(reason("PayerLimit"));
    const movement = { kind: 0n, payer: alice, payee: bob, amount: 1n, causes: Cause.PayerLimited };
    expect(await limits.assess(jpy, movement)).to.equal(reason("LimitsNotSet"));
  });

  it("is no failure for any amount, however absurd", async () => {
    const { usd, alice, bob, stranger, raise, assess } = await load();
    const huge = 2n ** 256n - 1n;
    const both = Cause.PayerLimited | Cause.PayeeLimited;
    await raise(BOB, { holdingCap: 1_000_000n });
    expect(await assess(0n, alice, bob, huge, both)).to.equal(reason("PayerLimit"));
    await raise(ALICE, {});
    expect(await assess(0n, alice, bob, huge, both)).to.equal(reason("PayeeLimit"));
    // ERC-7943: an amount above the balance alone is not a permissioned cause.
    expect(await usd.canTransfer(alice, bob, huge)).to.equal(true);
    await raise(BOB, limitSet());
    expect(await assess(0n, alice, bob, huge, both)).to.equal(reason("Ok"));
    expect(await assess(0n, stranger, bob, 1n, Cause.PayerLimited)).to.equal(reason("LimitsNotSet"));
  });
});
