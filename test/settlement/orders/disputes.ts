import { expect } from "chai";

import { DAY } from "../../support/token.js";
import { ARBITRATION, EVIDENCE, inDispute, NONE, useOrders } from "./support.js";

const load = await useOrders();

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
    const { order, id, as, act, people, denies, emits, stageOf, wordOf } = await inDispute(load);
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
    const { order, id, as, people, denies, emits } = await inDispute(load);
    await denies(as(people.alice).answer(order, 0n, EVIDENCE, NONE), "ConsentMissing", people.bob);
    await denies(as(people.bob).answer(order, 10_001n, EVIDENCE, NONE), "OrderShareInvalid", 10_001n);
    await emits(as(people.bob).answer(order, 1_500n, EVIDENCE, NONE), ["DisputeAnswered", id, 1n, 1_500n, EVIDENCE]);
    await denies(as(people.bob).answer(order, 0n, EVIDENCE, NONE), "DisputeAlreadyAnswered", id);
  });

  it("comes within 3 days, to the second", async () => {
    for (const late of [false, true]) {
      const { order, id, opened, as, people, denies, at, stateOf } = await inDispute(load);
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
    const { order, id, opened, as, people, denies, travelTo } = await inDispute(load);
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
        const { order, id, opened, as, people, denies, at, emits, stateOf } = await inDispute(load);
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
    const { order, id, opened, as, people, denies, at, travelTo, stageOf, stateOf } = await inDispute(load);
    await travelTo(opened + 7n * DAY - 1n);
    expect(await stageOf(order)).to.equal("Disputed");
    await at(opened + 7n * DAY);
    await denies(as(people.bob).escalate(order, people.bob.address, NONE), "DisputeAlreadyEscalated", id);
    await travelTo(opened + 7n * DAY);
    expect(await stageOf(order)).to.equal("Escalated");
    expect((await stateOf(order)).awardBy).to.equal(opened + 7n * DAY + ARBITRATION);
  });
});
