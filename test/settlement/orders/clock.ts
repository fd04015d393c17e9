import { expect } from "chai";

import { DAY } from "../../support/token.js";
import { OPENING, partyOf } from "../support.js";
import { AMOUNT, ARBITRATION, EVIDENCE, INSPECTION, NONE, TRANSIT, useOrders, type Desk } from "./support.js";

const load = await useOrders();
const PAST = 1_700_000_000n;
const FOREVER = 4_000_000_000n;
const LONGEST = 60n * DAY;

/** How a party comes to be hindered, and free again. */
const HINDRANCES = {
  "a block": {
    hinder: ({ a }: Desk, name: string) => a.block(partyOf("a", name)),
    free: ({ a }: Desk, name: string) => a.unblock(partyOf("a", name)),
  },
  "a lapsed KYC": {
    hinder: ({ a, people }: Desk, name: string) =>
      a.registry.connect(people.registrar).renew([partyOf("a", name)], PAST),
    free: ({ a, people }: Desk, name: string) =>
      a.registry.connect(people.registrar).renew([partyOf("a", name)], FOREVER),
  },
};
const { hinder, free } = HINDRANCES["a block"];

describe("the clock of an order", () => {
  it("stops only while a party is hindered, and only for an open order", async () => {
    const desk = await load();
    const { placed, orderOf, as, people, denies, idOf } = desk;
    const order = await placed();
    const stop = () => as(people.stranger).stopClock(order);
    await denies(stop(), "OrderPartiesFree", idOf(order));
    await denies(as(people.stranger).resumeClock(order), "OrderClockRunning", idOf(order));
    await hinder(desk, "alice");
    const unfunded = await orderOf();
    await denies(as(people.stranger).stopClock(unfunded), "OrderNotOpen", idOf(unfunded));
    await stop();
    await denies(stop(), "OrderClockStopped", idOf(order));
    await denies(as(people.bob).resumeClock(order), "OrderPartyHindered", idOf(order), people.alice);
  });

  for (const name of ["alice", "bob"] as const) {
    for (const [what, { hinder, free }] of Object.entries(HINDRANCES)) {
      it(`stands for ${what} of ${name}, and every deadline moves on`, async () => {
        const desk = await load();
        const { placed, shipped, as, people, denies, idOf, now, at, travelTo, stateOf, emits } = desk;
        const order = await shipped(await placed());
        const before = await stateOf(order);
        await hinder(desk, name);
        const stoppedAt = (await now()) + DAY;
        await at(stoppedAt);
        await emits(as(people.stranger).stopClock(order), ["ClockStopped", idOf(order), people[name]]);
        await travelTo(stoppedAt + 9n * DAY);
        expect(await stateOf(order)).to.include({ stopped: true, standstill: 9n * DAY });
        await free(desk, name);
        await at(stoppedAt + 10n * DAY);
        await emits(as(people.stranger).resumeClock(order), ["ClockResumed", idOf(order), 10n * DAY]);
        const after = await stateOf(order);
        expect(after).to.include({ stopped: false, standstill: 10n * DAY, shipBy: before.shipBy + 10n * DAY });
        expect(after.disputeBy).to.equal(before.disputeBy + 10n * DAY);
        await at(after.disputeBy - 1n);
        await denies(as(people.bob).payDue(order, []), "OrderTooEarly", idOf(order), after.disputeBy);
        await at(after.disputeBy);
        await as(people.bob).payDue(order, []);
      });
    }
  }

  it("is asked of the successor of a lost wallet, not of the wallet", async () => {
    const desk = await load();
    const { placed, as, people, denies, idOf, a } = desk;
    const order = await placed();
    await a.registry.connect(people.registrar).addWallets(partyOf("a", "bob"), [people.stranger]);
    await a.retire(people.bob, people.stranger);
    await denies(as(people.relayer).stopClock(order), "OrderPartiesFree", idOf(order));
    await hinder(desk, "bob");
    await as(people.relayer).stopClock(order);
  });
});

describe("the clock of an order across banks", () => {
  it("asks the seller's own bank for the seller, and the buyer's for the buyer", async () => {
    const { placedAbroad, as, people, denies, idOf, a, b, emits } = await load();
    const order = await placedAbroad();
    const stop = () => as(people.stranger).stopClock(order);
    // Bank A does not know carol at all: that hinders nobody.
    await denies(stop(), "OrderPartiesFree", idOf(order));
    await b.block(partyOf("b", "carol"));
    await emits(stop(), ["ClockStopped", idOf(order), people.carol]);
    await b.unblock(partyOf("b", "carol"));
    await as(people.stranger).resumeClock(order);
    await a.block(partyOf("a", "alice"));
    await emits(stop(), ["ClockStopped", idOf(order), people.alice]);
  });
});

describe("while a party is hindered", () => {
  it("time decides nothing, stopped clock or not", async () => {
    const desk = await load();
    const { placed, shipped, disputed, as, people, denies, idOf, travelTo } = desk;
    const overdue = await placed();
    const due = await shipped(await placed({ transit: 0n, inspection: 0n }));
    const awarded = await disputed(await shipped(await placed()));
    await travelTo(overdue.shipBy + 7n * DAY + ARBITRATION);
    const acts = () =>
      [
        [as(people.stranger).refundUnshipped(overdue), overdue],
        [as(people.stranger).payDue(due, []), due],
        [as(people.stranger).awardByDefault(awarded, []), awarded],
      ] as const;
    await hinder(desk, "bob");
    for (const [act, order] of acts()) await denies(act, "OrderPartyHindered", idOf(order), people.bob);
    for (const order of [overdue, due, awarded]) await as(people.stranger).stopClock(order);
    for (const [act, order] of acts()) await denies(act, "OrderClockStopped", idOf(order));
    await free(desk, "bob");
    // Free again, but the clock was not resumed: anyone may.
    for (const [act, order] of acts()) await denies(act, "OrderClockStopped", idOf(order));
    for (const order of [overdue, due, awarded]) await as(people.stranger).resumeClock(order);
    for (const [act] of acts()) await act;
  });

  it("the deadlines of the parties' own acts stand still", async () => {
    const desk = await load();
    const { placed, as, people, travelTo, now, wordOf, at } = desk;
    const order = await placed();
    await at(order.shipBy - 2n * DAY);
    await hinder(desk, "bob");
    await as(people.stranger).stopClock(order);
    const stoppedAt = await now();
    await travelTo(order.shipBy + 20n * DAY);
    // Order time stands at the second of the stop.
    await as(people.bob).ship(order, EVIDENCE, NONE);
    expect((await wordOf(order)).shippedAt).to.equal(stoppedAt);
    await as(people.alice).dispute(order, 5_000n, EVIDENCE, NONE);
    expect((await wordOf(order)).disputedAt).to.equal(stoppedAt);
    await travelTo(order.shipBy + 30n * DAY);
    await as(people.bob).answer(order, 0n, EVIDENCE, NONE);
  });

  it("an escalation and an award wait for order time too", async () => {
    const desk = await load();
    const { placed, disputed, as, people, denies, idOf, now, travelTo, at } = desk;
    const order = await disputed(await placed());
    const opened = await now();
    await hinder(desk, "alice");
    await at(opened + DAY);
    await as(people.bob).stopClock(order);
    await travelTo(opened + 30n * DAY);
    await free(desk, "alice");
    await at(opened + 31n * DAY);
    await as(people.bob).resumeClock(order);
    // 30 days of standstill: the seventh day is the 37th.
    await at(opened + 37n * DAY - 1n);
    const early = as(people.arbiter).award(order, 0n, EVIDENCE, NONE, []);
    await denies(early, "OrderTooEarly", idOf(order), opened + 37n * DAY);
    await at(opened + 37n * DAY);
    await as(people.arbiter).award(order, 0n, EVIDENCE, NONE, []);
  });
});

describe("a standstill", () => {
  it("takes 60 days in all; then the clock runs, whoever is hindered, and stops no more", async () => {
    const desk = await load();
    const { placed, shipped, as, people, denies, idOf, now, at, travelTo, stateOf } = desk;
    const order = await shipped(await placed());
    const { disputeBy } = await stateOf(order);
    const stop = () => as(people.stranger).stopClock(order);
    await hinder(desk, "alice");
    const start = (await now()) + DAY;
    await at(start);
    await stop();
    await at(start + 40n * DAY);
    await free(desk, "alice");
    await at(start + 41n * DAY);
    await as(people.bob).resumeClock(order);
    await hinder(desk, "alice");
    await at(start + 42n * DAY);
    await stop();
    await travelTo(start + 42n * DAY + 19n * DAY - 1n);
    expect(await stateOf(order)).to.include({ stopped: true, standstill: LONGEST - 1n });
    await travelTo(start + 42n * DAY + 19n * DAY);
    expect(await stateOf(order)).to.include({ stopped: false, standstill: LONGEST, disputeBy: disputeBy + LONGEST });
    await denies(stop(), "OrderClockStopped", idOf(order));
    await free(desk, "alice");
    await as(people.bob).resumeClock(order);
    await hinder(desk, "alice");
    await denies(stop(), "StandstillUsed", idOf(order));
  });

  it("does not let a buyer whose KYC lapsed run the hold to its end with goods and money", async () => {
    const desk = await load();
    const { placed, as, people, denies, idOf, at, stateOf, hold, owns, a, now } = desk;
    // Everything as late as it may be: shipped, disputed and stopped in the last second.
    const order = await placed();
    await at(order.shipBy - 1n);
    await as(people.bob).ship(order, EVIDENCE, NONE);
    await at(order.shipBy - 1n + TRANSIT + INSPECTION - 1n);
    await as(people.alice).dispute(order, 10_000n, EVIDENCE, NONE);
    await as(people.bob).answer(order, 0n, EVIDENCE, NONE);
    await HINDRANCES["a lapsed KYC"].hinder(desk, "alice");
    await at((await stateOf(order)).awardBy - 1n);
    await as(people.bob).stopClock(order);
    const stoppedAt = await now();
    await at(stoppedAt + LONGEST - 1n);
    // One second of the standstill and one of the arbiter are left; the error counts on a clock that runs.
    const early = as(people.bob).awardByDefault(order, []);
    await denies(early, "OrderTooEarly", idOf(order), stoppedAt + LONGEST);
    const awardBy = stoppedAt + 1n + LONGEST;
    expect(hold(order).expiry - awardBy).to.be.greaterThanOrEqual(7n * DAY);
    await at(awardBy);
    await as(people.bob).awardByDefault(order, []);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + (AMOUNT * 6_000n) / 10_000n, 0n]);
  });

  it("cannot help a seller whose buyer stays blocked: the bank lets nothing out of a blocked account", async () => {
    const desk = await load();
    const { placed, shipped, as, people, refuses, travelTo, stateOf, a, hold, owns } = desk;
    const order = await shipped(await placed());
    await hinder(desk, "alice");
    await as(people.bob).stopClock(order);
    await travelTo((await stateOf(order)).disputeBy + LONGEST);
    await refuses(as(people.bob).payDue(order, []), a.usd, "ERC7943CannotSend", people.alice);
    await travelTo(hold(order).expiry);
    await a.usd.connect(people.stranger).releaseHold(hold(order), AMOUNT);
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING, 0n]);
  });
});
