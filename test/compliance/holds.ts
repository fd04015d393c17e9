import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { DAY, HOUR } from "../support/token.js";
import { placedHour, Power } from "../support/words.js";
import { ALICE, ALICE_LIMITS, Cause, useCompliance } from "./support.js";

const load = await useCompliance();

describe("a hold of a party with limits", () => {
  it("is refused above the limit of one payment, as a payment is", async () => {
    const { holdOf, place, executeSigned, limited } = await load();
    const hold = await holdOf({ amount: 500_001n });
    await limited(place(hold), "PaymentLimitExceeded", ALICE, 500_001n, 500_000n);
    await limited(executeSigned(hold), "PaymentLimitExceeded", ALICE, 500_001n, 500_000n);
  });

  it("counts when it is placed, by value and by number, beside payments", async () => {
    const { alice, bob, placed, pay, used, limited } = await load();
    await placed({ amount: 500_000n });
    await pay(alice, bob, 100_000n);
    expect(await used(ALICE)).to.deep.equal({ value: 600_000n, count: 2n });
    await limited(pay(alice, bob, 300_001n), "WindowValueExceeded", ALICE, 600_000n, 300_001n, 900_000n);
  });

  it("counts neither again when it is executed, in parts or whole", async () => {
    const { placed, execute, used } = await load();
    const hold = await placed();
    await execute(hold, 100_000n);
    await execute(hold, 200_000n);
    expect(await used(ALICE)).to.deep.equal({ value: 300_000n, count: 1n });
  });

  it("counts once when it is placed and executed at once", async () => {
    const { holdOf, executeSigned, used } = await load();
    await executeSigned(await holdOf());
    expect(await used(ALICE)).to.deep.equal({ value: 300_000n, count: 1n });
  });

  it("gives back on release the value, not the count", async () => {
    const { placed, release, execute, used } = await load();
    const hold = await placed();
    await release(hold, 100_000n);
    expect(await used(ALICE)).to.deep.equal({ value: 200_000n, count: 1n });
    await execute(hold, 50_000n);
    await release(hold, 150_000n);
    expect(await used(ALICE)).to.deep.equal({ value: 50_000n, count: 1n });
  });

  it("gives back into the half-window in which it was placed, so that nothing else is let off", async () => {
    const { alice, bob, placed, pay, release, used, now, at, travelTo } = await load();
    const midnight = ((await now()) / DAY + 1n) * DAY;
    await at(midnight);
    const hold = await placed({ amount: 100_000n });
    await pay(alice, bob, 10_000n);
    await travelTo(midnight + 13n * HOUR);
    await pay(alice, bob, 200_000n);
    await release(hold);
    expect(await used(ALICE)).to.deep.equal({ value: 210_000n, count: 3n });
    // What remains of the first half-window leaves with it, the second half-window's payment a half-window later.
    await travelTo(midnight + 36n * HOUR);
    expect(await used(ALICE)).to.deep.equal({ value: 200_000n, count: 1n });
  });

  it("gives nothing back once its placing counts no more", async () => {
    const { alice, bob, placed, pay, release, used, now, travelTo } = await load();
    const hold = await placed({ amount: 300_000n });
    await travelTo((await now()) + 2n * DAY);
    await pay(alice, bob, 300_000n);
    await release(hold);
    expect(await used(ALICE)).to.deep.equal({ value: 300_000n, count: 1n });
  });

  it("gives nothing back that was placed before, or in the hour in which, its window was set", async () => {
    const { alice, bob, placed, pay, release, cut, used, now, at } = await load();
    const hour = ((await now()) / HOUR + 1n) * HOUR;
    const early = await placed({ amount: 1_000n });
    await at(hour + 1n);
    const same = await placed({ amount: 2_000n });
    await cut(ALICE, { ...ALICE_LIMITS, windowHours: 48n });
    await at(hour + HOUR);
    const late = await placed({ amount: 4_000n });
    await pay(alice, bob, 8_000n);
    for (const hold of [early, same]) await release(hold);
    expect((await used(ALICE)).value).to.equal(15_000n);
    await release(late);
    expect((await used(ALICE)).value).to.equal(11_000n);
  });

  it("gives nothing back that was placed while the party had no limits", async () => {
    const { alice, bob, placed, pay, release, raise, reclassify, used, now, at } = await load();
    await reclassify(ALICE, { zone: 1 });
    const hold = await placed({ amount: 50_000n });
    await reclassify(ALICE, { zone: 1, limited: true });
    // The window is set after the placing, as it is in a Limits contract that takes another's place.
    await raise(ALICE, { ...ALICE_LIMITS, windowHours: 12n });
    await at((await now()) + HOUR);
    await pay(alice, bob, 60_000n);
    await release(hold);
    expect((await used(ALICE)).value).to.equal(60_000n);
  });

  it("is released whatever Limits says, and nobody is ever asked whether it may be", async () => {
    const { usd, alice, bob, stranger, limits, assess, placed, release, cut, accountOf, policyAdmin } = await load();
    const hold = await placed();
    await cut(ALICE, { ...ALICE_LIMITS, perPayment: 0n, windowValue: 0n, windowCount: 0n });
    for (const payer of [alice, bob, stranger]) {
      expect(await assess(4n, payer, bob, 1n, Cause.PayerLimited)).to.equal(0n);
    }
    await release(hold, 1n);
    await usd.connect(policyAdmin).setLimits(limits);
    await release(hold, 299_999n);
    expect((await accountOf(alice)).held).to.equal(0n);
  });

  it("is not limited if it is a redemption", async () => {
    const { requested, used, cut } = await load();
    await cut(ALICE, { ...ALICE_LIMITS, windowCount: 0n });
    await requested({ amount: 950_000n });
    expect(await used(ALICE)).to.deep.equal({ value: 0n, count: 0n });
  });

  it("is limited if a clearing contract will burn it: that is a payment", async () => {
    const { usd, policyAdmin, stranger: clearing, placed, alice, file, used, limited, holdOf, place } = await load();
    await usd.connect(policyAdmin).admitContract(clearing, Power.Notary | Power.Burner | Power.Clearing);
    const burn = { payee: ZeroAddress, notary: clearing.address };
    await limited(
      place(await holdOf({ ...burn, amount: 500_001n })),
      "PaymentLimitExceeded",
      ALICE,
      500_001n,
      500_000n,
    );
    await file(alice, { address: ZeroAddress }, 400_000n);
    await placed({ ...burn, amount: 400_000n });
    expect(await used(ALICE)).to.deep.equal({ value: 400_000n, count: 1n });
  });

  it("says its hour of placing as the token knows it", async () => {
    const { usd, placed, holdId, now } = await load();
    const hold = await placed();
    const hour = placedHour(await now());
    expect(((await usd.holdWord(holdId(hold))) >> 80n) & 0x7fffn).to.equal(hour);
  });
});
