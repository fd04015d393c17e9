import { expect } from "chai";

import { OPENING, partyOf } from "../support.js";
import { AMOUNT, cause, EVIDENCE, NONE, useOrders } from "./support.js";

const load = await useOrders();

describe("confirming an order", () => {
  it("is refused to everybody but the buyer, and where nothing is held", async () => {
    const { placed, orderOf, as, people, denies, idOf, hold } = await load();
    const order = await placed();
    for (const person of [people.bob, people.arbiter, people.grace, people.stranger]) {
      await denies(as(person).confirm(order, NONE, []), "ConsentMissing", people.alice);
      await denies(as(person).confirmHold(order.token, hold(order)), "ConsentMissing", people.alice);
    }
    const unfunded = await orderOf();
    await denies(as(people.alice).confirm(unfunded, NONE, []), "OrderNotOpen", idOf(unfunded));
  });

  it("pays the seller all that remains", async () => {
    const { placed, as, a, people, owns, emits, idOf, hold, holdId, stageOf } = await load();
    const order = await placed();
    await emits(
      as(people.alice).confirm(order, NONE, []),
      ["OrderPaid", idOf(order), AMOUNT, 0n, cause("Confirmed")],
      ["HoldExecuted", holdId(hold(order)), AMOUNT],
      ["Transfer", people.alice, people.bob, AMOUNT],
    );
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING - AMOUNT, 0n]);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);
    expect(await stageOf(order)).to.equal("Closed");
  });

  it("by the hold alone pays the same, once, and only while nothing was drawn", async () => {
    const { placed, as, a, people, owns, emits, hold, holdId, refuses } = await load();
    const order = await placed();
    await emits(
      as(people.alice).confirmHold(order.token, hold(order)),
      ["HoldConfirmed", a.usd, holdId(hold(order)), AMOUNT],
      ["HoldExecuted", holdId(hold(order)), AMOUNT],
      ["Transfer", people.alice, people.bob, AMOUNT],
    );
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);
    const again = as(people.alice).confirmHold(order.token, hold(order));
    await refuses(again, a.usd, "HoldNotOpen", holdId(hold(order)));

    const drawn = await placed();
    await as(people.alice).payPart(drawn, 1n, AMOUNT, NONE, []);
    const whole = as(people.alice).confirmHold(drawn.token, hold(drawn));
    await refuses(whole, a.usd, "HoldAmount", holdId(hold(drawn)), AMOUNT, AMOUNT - 1n);
  });

  it("ends a dispute: the buyer gives in", async () => {
    const { placed, disputed, as, a, people, owns, stageOf, denies, idOf } = await load();
    const order = await disputed(await placed());
    await as(people.alice).confirm(order, NONE, []);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);
    expect(await stageOf(order)).to.equal("Closed");
    await denies(as(people.bob).answer(order, 0n, EVIDENCE, NONE), "OrderNotOpen", idOf(order));
  });
});

describe("paying a part", () => {
  it("is refused for another state of the order, for nothing and for more than remains", async () => {
    const { placed, as, people, denies, idOf } = await load();
    const order = await placed();
    const pay = (amount: bigint, remaining: bigint) => as(people.alice).payPart(order, amount, remaining, NONE, []);
    await denies(pay(1n, AMOUNT - 1n), "OrderRemainingChanged", idOf(order), AMOUNT - 1n, AMOUNT);
    await denies(pay(0n, AMOUNT), "OrderAmountInvalid", idOf(order), 0n, AMOUNT);
    await denies(pay(AMOUNT + 1n, AMOUNT), "OrderAmountInvalid", idOf(order), AMOUNT + 1n, AMOUNT);
  });

  it("pays once, however often the signature comes", async () => {
    const { placed, act, as, a, people, owns, denies, emits, idOf, hold, holdId } = await load();
    const order = await placed();
    const signature = await act(people.alice, order, "PartPayment", { amount: 30_000n, remaining: AMOUNT });
    const pay = () => as(people.relayer).payPart(order, 30_000n, AMOUNT, signature, []);
    await emits(
      pay(),
      ["OrderPaid", idOf(order), 30_000n, 70_000n, cause("PartPaid")],
      ["HoldExecuted", holdId(hold(order)), 30_000n],
      ["Transfer", people.alice, people.bob, 30_000n],
    );
    await denies(pay(), "OrderRemainingChanged", idOf(order), AMOUNT, 70_000n);
    await as(people.alice).payPart(order, 70_000n, 70_000n, NONE, []);
    await denies(pay(), "OrderNotOpen", idOf(order));
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING - AMOUNT, 0n]);
  });

  it("is not possible in a dispute, which is about a share of what remains; paying the whole is", async () => {
    const { placed, disputed, as, people, denies, idOf, remaining } = await load();
    const order = await disputed(await placed());
    await denies(as(people.alice).payPart(order, 1n, AMOUNT, NONE, []), "OrderInDispute", idOf(order));
    await denies(as(people.bob).refund(order, 1n, AMOUNT, false, NONE), "OrderInDispute", idOf(order));
    await as(people.alice).payPart(order, AMOUNT, AMOUNT, NONE, []);
    expect(await remaining(order)).to.equal(0n);
  });
});

describe("refunding an order", () => {
  it("is refused to everybody but who would be paid", async () => {
    const { placed, as, people, denies } = await load();
    const order = await placed();
    for (const person of [people.alice, people.arbiter, people.stranger]) {
      await denies(as(person).refund(order, AMOUNT, AMOUNT, false, NONE), "ConsentMissing", people.bob);
    }
  });

  it("gives back a part or all, and says whether the goods are kept", async () => {
    const { placed, act, as, a, people, owns, emits, idOf, hold, holdId, denies } = await load();
    const order = await placed();
    const content = { amount: 25_000n, remaining: AMOUNT, keepsGoods: true };
    const signature = await act(people.bob, order, "Refund", content);
    const refund = (keepsGoods: boolean) => as(people.relayer).refund(order, 25_000n, AMOUNT, keepsGoods, signature);
    await denies(refund(false), "ConsentMissing", people.bob);
    await emits(
      refund(true),
      ["OrderRefunded", idOf(order), 25_000n, 75_000n, cause("Refunded"), true],
      ["HoldReleased", holdId(hold(order)), 25_000n],
    );
    await denies(refund(true), "OrderRemainingChanged", idOf(order), AMOUNT, 75_000n);
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING, 75_000n]);
    await as(people.bob).refund(order, 75_000n, 75_000n, false, NONE);
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING, 0n]);
  });

  it("works while paused, and for a blocked buyer: the money was the buyer's all along", async () => {
    const { placed, as, a, people, owns } = await load();
    const order = await placed();
    await a.block(partyOf("a", "alice"));
    await a.pauseAll(a.usd);
    await as(people.bob).refund(order, AMOUNT, AMOUNT, false, NONE);
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING, 0n]);
  });
});

describe("settling by both signatures", () => {
  it("is refused without either, for another state, and for more than remains", async () => {
    const { placed, act, as, people, denies, idOf } = await load();
    const order = await placed();
    const content = { toSeller: 60_000n, remaining: AMOUNT };
    const [buyer, seller] = [
      await act(people.alice, order, "Settlement", content),
      await act(people.bob, order, "Settlement", content),
    ];
    const settle = (toSeller: bigint, remaining: bigint, signatures: [string, string, string]) =>
      as(people.relayer).settle(order, toSeller, remaining, signatures, []);
    await denies(settle(60_000n, AMOUNT, [NONE, seller, NONE]), "ConsentMissing", people.alice);
    await denies(settle(60_000n, AMOUNT, [buyer, NONE, NONE]), "ConsentMissing", people.bob);
    await denies(settle(60_001n, AMOUNT, [buyer, seller, NONE]), "ConsentMissing", people.alice);
    await as(people.alice).payPart(order, 1n, AMOUNT, NONE, []);
    const late = settle(60_000n, AMOUNT, [buyer, seller, NONE]);
    await denies(late, "OrderRemainingChanged", idOf(order), AMOUNT, AMOUNT - 1n);
    const more = { toSeller: AMOUNT, remaining: AMOUNT - 1n };
    const both = [
      await act(people.alice, order, "Settlement", more),
      await act(people.bob, order, "Settlement", more),
    ] as const;
    const tooMuch = settle(AMOUNT, AMOUNT - 1n, [...both, NONE]);
    await denies(tooMuch, "OrderAmountInvalid", idOf(order), AMOUNT, AMOUNT - 1n);
  });

  for (const toSeller of [0n, 60_000n, AMOUNT]) {
    it(`pays ${toSeller} and gives the rest back, also in a dispute`, async () => {
      const { placed, disputed, act, as, a, people, owns, stageOf, emits, idOf, hold, holdId } = await load();
      const order = await disputed(await placed());
      const content = { toSeller, remaining: AMOUNT };
      const signature = await act(people.bob, order, "Settlement", content);
      const id = holdId(hold(order));
      const rest = AMOUNT - toSeller;
      await emits(
        as(people.alice).settle(order, toSeller, AMOUNT, [NONE, signature, NONE], []),
        ...((toSeller === 0n
          ? []
          : [
              ["OrderPaid", idOf(order), toSeller, rest, cause("Settled")],
              ["HoldExecuted", id, toSeller],
              ["Transfer", people.alice, people.bob, toSeller],
            ]) as Parameters<typeof emits>[1][]),
        ...((rest === 0n
          ? []
          : [
              ["OrderRefunded", idOf(order), rest, 0n, cause("Settled"), false],
              ["HoldReleased", id, rest],
            ]) as Parameters<typeof emits>[1][]),
      );
      expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING - toSeller, 0n]);
      expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + toSeller, 0n]);
      expect(await stageOf(order)).to.equal("Closed");
    });
  }
});
