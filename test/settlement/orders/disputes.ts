import { expect } from "chai";

import { DAY } from "../../support/token.js";
import { OPENING, partyOf } from "../support.js";
import { AMOUNT, ARBITRATION, cause, DEFAULT_AWARD, EVIDENCE, NONE, useOrders } from "./support.js";

const load = await useOrders();
const ODD = 99_999n;

/** A shipped order in dispute: alice claims 40% back. */
async function inDispute(claim = 4_000n, changes: object = {}) {
  const desk = await load();
  const order = await desk.shipped(await desk.placed(changes));
  await desk.disputed(order, claim);
  return { ...desk, order, opened: await desk.now(), id: desk.idOf(order) };
}

describe("a dispute", () => {
  it("is the buyer's to open, about a share from 1 to 10,000 basis points, of a funded order of sound terms", async () => {
    const { placed, orderOf, as, people, denies, idOf } = await load();
    const order = await placed();
    const open = (person: typeof people.bob, claim: bigint) => as(person).dispute(order, claim, EVIDENCE, NONE);
    await denies(open(people.bob, 1n), "ConsentMissing", people.alice);
    await denies(open(people.arbiter, 1n), "ConsentMissing", people.alice);
    await denies(open(people.alice, 0n), "OrderShareInvalid", 0n);
    await denies(open(people.alice, 10_001n), "OrderShareInvalid", 10_001n);
    const unfunded = await orderOf();
    await denies(as(people.alice).dispute(unfunded, 1n, EVIDENCE, NONE), "OrderNotOpen", idOf(unfunded));
    const unsound = await placed({ arbitration: 0n });
    const field = `0x${Buffer.from("arbitration").toString("hex").padEnd(64, "0")}`;
    await denies(as(people.alice).dispute(unsound, 1n, EVIDENCE, NONE), "OrderFieldInvalid", field);
  });

  it("is opened from funding until the right ends, to the second, one at a time", async () => {
    const { placed, shipped, as, people, denies, idOf, at, stateOf, emits, stageOf } = await load();
    const early = await placed();
    await emits(as(people.alice).dispute(early, 10_000n, EVIDENCE, NONE), [
      "DisputeOpened",
      idOf(early),
      1n,
      10_000n,
      EVIDENCE,
    ]);
    expect(await stageOf(early)).to.equal("Disputed");
    await denies(as(people.alice).dispute(early, 1n, EVIDENCE, NONE), "OrderInDispute", idOf(early));

    const order = await shipped(await placed());
    const { disputeBy } = await stateOf(order);
    await at(disputeBy);
    await denies(as(people.alice).dispute(order, 1n, EVIDENCE, NONE), "OrderTooLate", idOf(order), disputeBy);
  });

  it("is not opened after shipBy if nothing was shipped: all of it goes back anyway", async () => {
    const { placed, as, people, denies, idOf, at } = await load();
    const order = await placed();
    await at(order.shipBy);
    const late = as(people.alice).dispute(order, 1n, EVIDENCE, NONE);
    await denies(late, "OrderTooLate", idOf(order), order.shipBy);
  });

  it("is withdrawn by the buyer, and what was signed for it is worth nothing in the next", async () => {
    const { order, id, as, act, people, denies, emits, stageOf, wordOf } = await inDispute();
    const first = { evidence: EVIDENCE, number: 1n };
    const old = {
      dispute: await act(people.alice, order, "Dispute", { claim: 4_000n, evidence: EVIDENCE, number: 0n }),
      withdrawal: await act(people.alice, order, "Withdrawal", { number: 1n }),
      answer: await act(people.bob, order, "Answer", { offer: 1_000n, ...first }),
      escalation: await act(people.bob, order, "Escalation", { number: 1n }),
      award: await act(people.arbiter, order, "Award", { share: 0n, ...first }),
    };
    await denies(as(people.bob).withdrawDispute(order, NONE), "ConsentMissing", people.alice);
    await as(people.bob).answer(order, 0n, EVIDENCE, NONE);
    await emits(as(people.relayer).withdrawDispute(order, old.withdrawal), ["DisputeWithdrawn", id, 1n]);
    expect(await stageOf(order)).to.equal("Shipped");
    expect(await wordOf(order)).to.include({ disputedAt: 0n, escalatedAt: 0n, claim: 0n, flags: 0n, disputes: 1n });
    await denies(as(people.alice).withdrawDispute(order, NONE), "OrderNotInDispute", id);

    const relayed = as(people.relayer);
    await denies(relayed.dispute(order, 4_000n, EVIDENCE, old.dispute), "ConsentMissing", people.alice);
    await as(people.alice).dispute(order, 2_000n, EVIDENCE, NONE);
    expect(await wordOf(order)).to.include({ claim: 2_000n, disputes: 2n });
    await denies(relayed.withdrawDispute(order, old.withdrawal), "ConsentMissing", people.alice);
    await denies(relayed.answer(order, 1_000n, EVIDENCE, old.answer), "ConsentMissing", people.bob);
    await denies(relayed.escalate(order, people.bob.address, old.escalation), "ConsentMissing", people.bob);
    await denies(relayed.award(order, 0n, EVIDENCE, old.award, []), "ConsentMissing", people.arbiter);
  });

  it("that is not open takes no answer, escalation, withdrawal or award", async () => {
    const { placed, as, people, denies, idOf } = await load();
    const order = await placed();
    const id = idOf(order);
    await denies(as(people.bob).answer(order, 0n, EVIDENCE, NONE), "OrderNotInDispute", id);
    await denies(as(people.bob).escalate(order, people.bob.address, NONE), "OrderNotInDispute", id);
    await denies(as(people.alice).withdrawDispute(order, NONE), "OrderNotInDispute", id);
    await denies(as(people.arbiter).award(order, 0n, EVIDENCE, NONE, []), "OrderNotInDispute", id);
    await denies(as(people.stranger).awardByDefault(order, []), "OrderNotInDispute", id);
  });
});

describe("the seller's answer", () => {
  it("is the seller's, once, with an offer of at most all", async () => {
    const { order, id, as, people, denies, emits } = await inDispute();
    await denies(as(people.alice).answer(order, 0n, EVIDENCE, NONE), "ConsentMissing", people.bob);
    await denies(as(people.bob).answer(order, 10_001n, EVIDENCE, NONE), "OrderShareInvalid", 10_001n);
    await emits(as(people.bob).answer(order, 1_500n, EVIDENCE, NONE), ["DisputeAnswered", id, 1n, 1_500n, EVIDENCE]);
    await denies(as(people.bob).answer(order, 0n, EVIDENCE, NONE), "DisputeAlreadyAnswered", id);
  });

  it("comes within 3 days, to the second", async () => {
    for (const late of [false, true]) {
      const { order, id, opened, as, people, denies, at, stateOf } = await inDispute();
      expect((await stateOf(order)).answerBy).to.equal(opened + 3n * DAY);
      await at(opened + 3n * DAY - (late ? 0n : 1n));
      const answer = as(people.bob).answer(order, 0n, EVIDENCE, NONE);
      if (late) await denies(answer, "OrderTooLate", id, opened + 3n * DAY);
      else await answer;
    }
  });
});

describe("escalation", () => {
  it("is for buyer or seller", async () => {
    const { order, id, opened, as, people, denies, travelTo } = await inDispute();
    await travelTo(opened + 5n * DAY);
    const escalate = (person: typeof people.bob, by: string) => as(person).escalate(order, by, NONE);
    await denies(escalate(people.arbiter, people.arbiter.address), "NotOrderParty", id, people.arbiter);
    await denies(escalate(people.stranger, people.bob.address), "ConsentMissing", people.bob);
    await denies(escalate(people.bob, people.alice.address), "ConsentMissing", people.alice);
  });

  for (const [name, answered, from] of [
    ["from the fourth day if the seller answered", true, 4n * DAY],
    ["at once when the seller let its 3 days pass", false, 3n * DAY],
  ] as const) {
    it(`comes ${name}, to the second`, async () => {
      for (const early of [true, false]) {
        const { order, id, opened, as, people, denies, at, emits, stateOf } = await inDispute();
        if (answered) await as(people.bob).answer(order, 0n, EVIDENCE, NONE);
        expect((await stateOf(order)).escalateFrom).to.equal(opened + from);
        await at(opened + from - (early ? 1n : 0n));
        const by = early ? people.alice : people.bob;
        const escalate = as(by).escalate(order, by.address, NONE);
        if (early) await denies(escalate, "OrderTooEarly", id, opened + from);
        else {
          await emits(escalate, ["DisputeEscalated", id, 1n, by]);
          const state = await stateOf(order);
          expect(state.stage).to.equal("Escalated");
          expect(state.escalates).to.equal(opened + from);
          expect(state.awardBy).to.equal(opened + from + ARBITRATION);
          await denies(as(by).escalate(order, by.address, NONE), "DisputeAlreadyEscalated", id);
        }
      }
    });
  }

  it("happens by itself on the seventh day, though nobody calls", async () => {
    const { order, id, opened, as, people, denies, at, travelTo, stageOf, stateOf } = await inDispute();
    await travelTo(opened + 7n * DAY - 1n);
    expect(await stageOf(order)).to.equal("Disputed");
    await at(opened + 7n * DAY);
    await denies(as(people.bob).escalate(order, people.bob.address, NONE), "DisputeAlreadyEscalated", id);
    await travelTo(opened + 7n * DAY);
    expect(await stageOf(order)).to.equal("Escalated");
    expect((await stateOf(order)).awardBy).to.equal(opened + 7n * DAY + ARBITRATION);
  });
});

describe("an award", () => {
  it("is the arbiter's, of at most all", async () => {
    const { order, opened, as, people, denies, travelTo } = await inDispute();
    await travelTo(opened + 7n * DAY);
    for (const person of [people.alice, people.bob, people.grace]) {
      await denies(as(person).award(order, 0n, EVIDENCE, NONE, []), "ConsentMissing", people.arbiter);
    }
    const over = as(people.arbiter).award(order, 10_001n, EVIDENCE, NONE, []);
    await denies(over, "OrderShareInvalid", 10_001n);
  });

  it("comes from escalation on and before the deadline, to the second", async () => {
    const from = 7n * DAY;
    for (const [second, error] of [
      [from - 1n, "OrderTooEarly"],
      [from, undefined],
      [from + ARBITRATION - 1n, undefined],
      [from + ARBITRATION, "OrderTooLate"],
    ] as const) {
      const { order, id, opened, as, people, denies, at } = await inDispute();
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
    const { order, opened, as, people, travelTo, owns, a, refuses } = await inDispute();
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
        const { order, id, opened, as, people, denies, at, owns, a, stageOf, travelTo } = await inDispute(4_000n, {
          amount: ODD,
        });
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
    const { order, id, opened, as, people, denies, at } = await inDispute();
    await at(opened + 3n * DAY);
    await as(people.alice).escalate(order, people.alice.address, NONE);
    const deadline = opened + 3n * DAY + ARBITRATION;
    await at(deadline - 1n);
    await denies(as(people.alice).awardByDefault(order, []), "OrderTooEarly", id, deadline);
    await at(deadline);
    await as(people.alice).awardByDefault(order, []);
  });

  it("of a claim of everything gives everything back", async () => {
    const { order, opened, as, people, travelTo, owns, a } = await inDispute(10_000n);
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
