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

describe("proceeds assigned to a financier", () => {
  async function assigned() {
    const desk = await load();
    const order = await desk.placed({ assignable: true });
    await desk.a.usd.connect(desk.people.bob).assignHold(desk.hold(order), desk.people.financier);
    return { ...desk, order };
  }

  it("cannot be assigned unless the buyer signed for it", async () => {
    const { placed, a, people, hold, holdId, refuses } = await load();
    const order = await placed();
    const assign = a.usd.connect(people.bob).assignHold(hold(order), people.financier);
    await refuses(assign, a.usd, "HoldInvalid", holdId(hold(order)));
  });

  it("are no longer the seller's to give away", async () => {
    const { order, as, act, people, denies, owns, a } = await assigned();
    const content = { amount: AMOUNT, remaining: AMOUNT, keepsGoods: false };
    const refund = (signature: string) => as(people.bob).refund(order, AMOUNT, AMOUNT, false, signature);
    await denies(refund(NONE), "ConsentMissing", people.financier);
    await denies(refund(await act(people.bob, order, "Refund", content)), "ConsentMissing", people.financier);
    const settlement = { toSeller: 0n, remaining: AMOUNT };
    const seller = await act(people.bob, order, "Settlement", settlement);
    const settle = (signature: string) => as(people.alice).settle(order, 0n, AMOUNT, [NONE, seller, signature], []);
    await denies(settle(NONE), "ConsentMissing", people.financier);
    await denies(settle(seller), "ConsentMissing", people.financier);
    await settle(await act(people.financier, order, "Settlement", settlement));
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING, 0n]);
  });

  it("are refunded by the financier", async () => {
    const { order, as, people, owns, a } = await assigned();
    await as(people.financier).refund(order, AMOUNT, AMOUNT, false, NONE);
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING, 0n]);
  });

  for (const way of ["confirm", "confirmHold", "payDue", "award"] as const) {
    it(`go to the financier by ${way}`, async () => {
      const { order, as, people, owns, a, stateOf, shipped, disputed, travelTo, hold } = await assigned();
      expect((await stateOf(order)).payee).to.equal(people.financier.address);
      if (way === "confirm") await as(people.alice).confirm(order, NONE, []);
      else if (way === "confirmHold") await as(people.alice).confirmHold(order.token, hold(order));
      else if (way === "payDue") {
        await shipped(order);
        await travelTo((await stateOf(order)).disputeBy);
        await as(people.stranger).payDue(order, []);
      } else {
        await shipped(order);
        await disputed(order);
        await travelTo((await stateOf(order)).escalates);
        await as(people.arbiter).award(order, 10_000n, EVIDENCE, NONE, []);
      }
      expect(await owns(a.usd, people.financier)).to.deep.equal([OPENING + AMOUNT, 0n]);
      expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING, 0n]);
    });
  }
});

describe("what stands in the way of a payment", () => {
  it("a block of either party, until it is lifted; then the same signature pays", async () => {
    for (const [name, error] of [
      ["alice", "ERC7943CannotSend"],
      ["bob", "ERC7943CannotReceive"],
    ] as const) {
      const { placed, act, as, a, people, refuses, remaining } = await load();
      const order = await placed();
      const signature = await act(people.alice, order, "Confirmation", {});
      const confirm = () => as(people.relayer).confirm(order, signature, []);
      await a.block(partyOf("a", name));
      await refuses(confirm(), a.usd, error, people[name]);
      await a.unblock(partyOf("a", name));
      await confirm();
      expect(await remaining(order)).to.equal(0n);
    }
  });

  it("a lapsed KYC of the seller; one of the buyer stops no payment that it wants", async () => {
    const { placed, as, a, people, refuses, owns } = await load();
    const order = await placed();
    const { registry } = a;
    const renew = (name: string, validUntil: bigint) =>
      registry.connect(people.registrar).renew([partyOf("a", name)], validUntil);
    const past = 1_700_000_000n;
    await renew("bob", past);
    await refuses(as(people.alice).confirm(order, NONE, []), a.usd, "ERC7943CannotReceive", people.bob);
    await renew("bob", 4_000_000_000n);
    await renew("alice", past);
    await as(people.alice).confirm(order, NONE, []);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);
  });

  it("a pause of executions", async () => {
    const { placed, as, a, people, refuses } = await load();
    const order = await placed();
    await a.usd.connect(people.guardian).pause(2);
    await refuses(as(people.alice).confirm(order, NONE, []), a.usd, "OperationPaused", 2n);
  });

  it("a lien on the buyer's money: only what it leaves is paid", async () => {
    const { placed, as, a, people, refuses, owns } = await load();
    const order = await placed();
    await a.freeze(people.alice, OPENING - 40_000n);
    const whole = as(people.alice).confirm(order, NONE, []);
    await refuses(whole, a.usd, "ERC7943InsufficientUnfrozenBalance", people.alice, AMOUNT, 40_000n);
    await as(people.alice).payPart(order, 40_000n, AMOUNT, NONE, []);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + 40_000n, 0n]);
  });

  it("the bank's dismissal of the escrow; what lapses goes back all the same", async () => {
    const { placed, as, a, people, refuses, escrow, travelTo, hold, owns, stageOf } = await load();
    const order = await placed();
    await a.usd.connect(people.compliance).dismissContract(escrow, 1n << 232n);
    await refuses(as(people.alice).confirm(order, NONE, []), a.usd, "NotaryNotAdmitted", escrow);
    await travelTo(hold(order).expiry);
    expect(await stageOf(order)).to.equal("Lapsed");
    await a.usd.connect(people.stranger).releaseHold(hold(order), AMOUNT);
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING, 0n]);
    expect(await stageOf(order)).to.equal("Closed");
  });

  it("the hold's expiry, from that second on, unless the buyer has extended it", async () => {
    for (const extended of [false, true]) {
      const { placed, as, a, people, refuses, at, hold, holdId } = await load();
      const order = await placed();
      const { expiry } = hold(order);
      if (extended) await a.usd.connect(people.alice).extendHold(hold(order), 1n);
      await at(expiry);
      const confirm = as(people.alice).confirm(order, NONE, []);
      if (extended) await confirm;
      else await refuses(confirm, a.usd, "HoldExpired", holdId(hold(order)), expiry);
    }
  });
});

describe("a wallet that was lost", () => {
  /** Its successor stands in for it from now on. */
  async function replaced(name: "alice" | "bob") {
    const desk = await load();
    const order = await desk.placed();
    const { a, people } = desk;
    const successor = people.stranger;
    await a.registry.connect(people.registrar).addWallets(partyOf("a", name), [successor]);
    await a.retire(people[name], successor);
    return { ...desk, order, successor };
  }

  it("of the buyer confirms nothing, and its successor does", async () => {
    const { order, as, act, people, denies, successor, a, owns, hold } = await replaced("alice");
    const signature = await act(people.alice, order, "Confirmation", {});
    await denies(as(people.alice).confirm(order, NONE, []), "ConsentMissing", successor);
    await denies(as(people.relayer).confirm(order, signature, []), "ConsentMissing", successor);
    await denies(as(people.alice).confirmHold(order.token, hold(order)), "ConsentMissing", people.alice);
    await as(people.relayer).confirm(order, await act(successor, order, "Confirmation", {}), []);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);
  });

  it("of the buyer is replaced in confirmHold too", async () => {
    const { order, as, successor, a, people, owns, hold } = await replaced("alice");
    await as(successor).confirmHold(order.token, hold(order));
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);
  });

  it("of the seller ships and refunds nothing, and is not paid: its successor does and is", async () => {
    const { order, as, people, denies, successor, a, owns, stateOf } = await replaced("bob");
    await denies(as(people.bob).ship(order, EVIDENCE, NONE), "ConsentMissing", successor);
    await denies(as(people.bob).refund(order, 1n, AMOUNT, false, NONE), "ConsentMissing", successor);
    expect((await stateOf(order)).payee).to.equal(successor.address);
    await as(successor).ship(order, EVIDENCE, NONE);
    await as(successor).refund(order, 10_000n, AMOUNT, false, NONE);
    await as(people.alice).confirm(order, NONE, []);
    expect(await owns(a.usd, successor)).to.deep.equal([90_000n, 0n]);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING, 0n]);
  });
});

describe("a customer that comes under the mainland's rules after funding", () => {
  for (const name of ["alice", "bob"] as const) {
    it(`is ${name === "alice" ? "the buyer: nothing is paid out of its account" : "the seller: nothing is paid to it"}, on any way`, async () => {
      const { placed, shipped, as, act, a, people, refuses, travelTo, stateOf, owns, hold } = await load();
      const { alice, bob, arbiter, stranger } = people;
      const order = await shipped(await placed());
      await a.reclassify(partyOf("a", name), { zone: 4 });
      const refused = (payment: Promise<unknown>, amount = AMOUNT) =>
        refuses(payment, a.usd, "ERC7943CannotTransfer", alice, bob, amount);
      await refused(as(alice).confirm(order, NONE, []));
      await refused(as(alice).confirmHold(order.token, hold(order)));
      await refused(as(alice).payPart(order, 1n, AMOUNT, NONE, []), 1n);
      const seller = await act(bob, order, "Settlement", { toSeller: 5n, remaining: AMOUNT });
      await refused(as(alice).settle(order, 5n, AMOUNT, [NONE, seller, NONE], []), 5n);
      await as(alice).dispute(order, 1_000n, EVIDENCE, NONE);
      await travelTo((await stateOf(order)).escalates);
      await refused(as(arbiter).award(order, 10_000n, EVIDENCE, NONE, []));
      await travelTo((await stateOf(order)).awardBy);
      await refused(as(stranger).awardByDefault(order, []), 90_000n);
      await as(alice).withdrawDispute(order, NONE);
      await travelTo((await stateOf(order)).disputeBy);
      await refused(as(stranger).payDue(order, []));
      await as(bob).refund(order, AMOUNT, AMOUNT, false, NONE);
      expect(await owns(a.usd, alice)).to.deep.equal([OPENING, 0n]);
      expect(await owns(a.usd, bob)).to.deep.equal([OPENING, 0n]);
    });
  }

  it("takes no assignment either", async () => {
    const { placed, a, people, refuses, hold } = await load();
    const order = await placed({ assignable: true });
    const assign = a.usd.connect(people.bob).assignHold(hold(order), people.mainlander);
    await refuses(assign, a.usd, "ERC7943CannotTransfer", people.alice, people.mainlander, AMOUNT);
  });
});
