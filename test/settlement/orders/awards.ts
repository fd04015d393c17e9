import { expect } from "chai";

import { DAY } from "../../support/token.js";
import { OPENING, partyOf } from "../support.js";
import { AMOUNT, ARBITRATION, cause, DEFAULT_AWARD, EVIDENCE, inDispute, NONE, useOrders } from "./support.js";

const load = await useOrders();
const ODD = 99_999n;

describe("an award", () => {
  it("is the arbiter's, of at most all", async () => {
    const { order, opened, as, people, denies, travelTo } = await inDispute(load);
    await travelTo(opened + 7n * DAY);
    for (const person of [people.alice, people.bob, people.grace]) {
      await denies(as(person).award(order, 0n, EVIDENCE, NONE, []), "ConsentMissing", people.arbiter);
    }
    const over = as(people.arbiter).award(order, 10_001n, EVIDENCE, NONE, []);
    await denies(over, "OrderShareInvalid", 10_001n);
  });

  it("is nobody's while the bank of the order's money blocks the arbiter; then the default decides", async () => {
    const { order, id, opened, as, act, people, denies, travelTo, owns, a } = await inDispute(load);
    await travelTo(opened + 7n * DAY);
    await a.usd.connect(people.compliance).blockWallet(people.arbiter);
    const signature = await act(people.arbiter, order, "Award", { share: 10_000n, evidence: EVIDENCE, number: 1n });
    const byItself = as(people.arbiter).award(order, 10_000n, EVIDENCE, NONE, []);
    const relayed = as(people.relayer).award(order, 10_000n, EVIDENCE, signature, []);
    for (const award of [byItself, relayed]) await denies(award, "ArbiterBlocked", id, people.arbiter);
    await travelTo(opened + 7n * DAY + ARBITRATION);
    await as(people.relayer).awardByDefault(order, []);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + (AMOUNT * 6_000n) / 10_000n, 0n]);
  });

  it("comes from escalation on and before the deadline, to the second", async () => {
    const from = 7n * DAY;
    for (const [second, error] of [
      [from - 1n, "OrderTooEarly"],
      [from, undefined],
      [from + ARBITRATION - 1n, undefined],
      [from + ARBITRATION, "OrderTooLate"],
    ] as const) {
      const { order, id, opened, as, people, denies, at } = await inDispute(load);
      await at(opened + second);
      const award = as(people.arbiter).award(order, 5_000n, EVIDENCE, NONE, []);
      if (error === undefined) await award;
      else await denies(award, error, id, opened + from + (error === "OrderTooLate" ? ARBITRATION : 0n));
    }
  });

  for (const [share, toSeller] of [
    [0n, 0n],
    [1n, 9n],
    [5_000n, 49_999n],
    [9_999n, 99_989n],
    [10_000n, ODD],
  ] as const) {
    it(`of ${share} basis points of ${ODD} pays ${toSeller}, rounded down, and the rest goes back`, async () => {
      const { order, id, opened, as, act, people, travelTo, owns, a, stageOf, emits, hold, holdId } = await inDispute(
        load,
        4_000n,
        { amount: ODD },
      );
      await travelTo(opened + 7n * DAY);
      const signature = await act(people.arbiter, order, "Award", { share, evidence: EVIDENCE, number: 1n });
      const h = holdId(hold(order));
      type Logs = Parameters<typeof emits>[1][];
      const paid: Logs = [
        ["OrderPaid", id, toSeller, ODD - toSeller, cause("Awarded")],
        ["HoldExecuted", h, toSeller],
        ["Transfer", people.alice, people.bob, toSeller],
      ];
      const back: Logs = [
        ["OrderRefunded", id, ODD - toSeller, 0n, cause("Awarded"), false],
        ["HoldReleased", h, ODD - toSeller],
      ];
      await emits(
        as(people.relayer).award(order, share, EVIDENCE, signature, []),
        ["DisputeAwarded", id, 1n, share, EVIDENCE],
        ...(toSeller === 0n ? [] : paid),
        ...(toSeller === ODD ? [] : back),
      );
      expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING - toSeller, 0n]);
      expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + toSeller, 0n]);
      expect(await stageOf(order)).to.equal("Closed");
    });
  }

  it("gives a blocked buyer its money back; nobody can pay out of a blocked account", async () => {
    const { order, opened, as, people, travelTo, owns, a, refuses } = await inDispute(load);
    await travelTo(opened + 7n * DAY);
    await a.block(partyOf("a", "alice"));
    const pays = as(people.arbiter).award(order, 1n, EVIDENCE, NONE, []);
    await refuses(pays, a.usd, "ERC7943CannotSend", people.alice);
    await as(people.arbiter).award(order, 0n, EVIDENCE, NONE, []);
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING, 0n]);
  });
});

describe("the award of a silent arbiter", () => {
  for (const [name, answered, toSeller] of [
    ["gives the buyer its claim if the seller did not answer", false, 59_999n],
    ["is the order's own if the seller answered", true, (ODD * DEFAULT_AWARD) / 10_000n],
  ] as const) {
    it(`${name}, from the deadline on, by anyone`, async () => {
      for (const early of [true, false]) {
        const { order, id, opened, as, people, denies, at, owns, a, stageOf, travelTo } = await inDispute(
          load,
          4_000n,
          {
            amount: ODD,
          },
        );
        if (answered) await as(people.bob).answer(order, 1_000n, EVIDENCE, NONE);
        const deadline = opened + 7n * DAY + ARBITRATION;
        if (early) {
          await at(deadline - 1n);
          await denies(as(people.stranger).awardByDefault(order, []), "OrderTooEarly", id, deadline);
          continue;
        }
        await travelTo(deadline);
        expect(await stageOf(order)).to.equal("DefaultDue");
        await as(people.stranger).awardByDefault(order, []);
        expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING - toSeller, 0n]);
        expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + toSeller, 0n]);
      }
    });
  }

  it("counts from an earlier escalation", async () => {
    const { order, id, opened, as, people, denies, at } = await inDispute(load);
    await at(opened + 3n * DAY);
    await as(people.alice).escalate(order, people.alice.address, NONE);
    const deadline = opened + 3n * DAY + ARBITRATION;
    await at(deadline - 1n);
    await denies(as(people.alice).awardByDefault(order, []), "OrderTooEarly", id, deadline);
    await at(deadline);
    await as(people.alice).awardByDefault(order, []);
  });

  it("of a claim of everything gives everything back", async () => {
    const { order, opened, as, people, travelTo, owns, a } = await inDispute(load, 10_000n);
    await travelTo(opened + 7n * DAY + ARBITRATION);
    await as(people.stranger).awardByDefault(order, []);
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING, 0n]);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING, 0n]);
  });

  it("is still possible when everything took as long as it may", async () => {
    const { placed, as, people, at, owns, a, hold, stateOf } = await load();
    const order = await placed();
    await at(order.shipBy - 1n);
    await as(people.bob).ship(order, EVIDENCE, NONE);
    await at((await stateOf(order)).disputeBy - 1n);
    await as(people.alice).dispute(order, 4_000n, EVIDENCE, NONE);
    const { awardBy } = await stateOf(order);
    // 60 days for a standstill and a week to act are left.
    expect(hold(order).expiry - awardBy).to.be.greaterThanOrEqual(67n * DAY);
    await at(awardBy);
    await as(people.stranger).awardByDefault(order, []);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + (AMOUNT * 6_000n) / 10_000n, 0n]);
  });
});
