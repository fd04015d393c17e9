import { expect } from "chai";

import type { Order } from "../../../src/settlement/orders/index.js";
import { DAY } from "../../support/token.js";
import { OPENING, partyOf } from "../support.js";
import { AMOUNT, changes, EVIDENCE, exchanged, MINIMUM, NONE, NOTHING, useOrders, type Desk } from "./support.js";

const load = await useOrders();
const WHOLE = { remaining: AMOUNT, amount: AMOUNT };

describe("a payment across banks and currencies", () => {
  it("moves nothing when the seller's bank refuses: block, expiry, pause, mainland", async () => {
    const past = 1_700_000_000n;
    const ways: ((desk: Desk) => Promise<unknown>)[] = [
      ({ b }) => b.block(partyOf("b", "carol")),
      ({ b }) => b.block(partyOf("b", "dealer")),
      ({ b, people }) => b.registry.connect(people.registrar).renew([partyOf("b", "carol")], past),
      ({ b, people }) => b.usd.connect(people.guardian).pause(2),
      ({ b, people }) => b.freeze(people.dealer, OPENING, b.usd),
      ({ a }) => a.block(partyOf("a", "dealer")),
      ({ b }) => b.reclassify(partyOf("b", "carol"), { zone: 4 }),
    ];
    const errors = [
      "ERC7943CannotReceive",
      "ERC7943CannotSend",
      "ERC7943CannotReceive",
      "OperationPaused",
      "ERC7943InsufficientUnfrozenBalance",
      "ERC7943CannotReceive",
      "ERC7943CannotTransfer",
    ];
    for (const [i, hinder] of ways.entries()) {
      const desk = await load();
      const { placedAbroad, as, people, leg, b } = desk;
      const order = await placedAbroad();
      const dealers = await leg(order, WHOLE);
      await hinder(desk);
      await expect(as(people.alice).confirm(order, NONE, [dealers])).to.be.revertedWithCustomError(b.usd, errors[i]!);
      expect(await changes(desk)).to.deep.equal(NOTHING);
    }
  });

  it("to a seller on the mainland moves nothing on any way, even if the buyer placed the hold itself", async () => {
    const desk = await load();
    const { placedAbroad, shipped, as, people, leg, refuses, travelTo, stateOf, b, a, act } = desk;
    const { dealer, mainlander, alice } = people;
    const order = await shipped(await placedAbroad({ seller: mainlander.address }));
    const dealers = await leg(order, WHOLE);
    const refused = (act: Promise<unknown>) =>
      refuses(act, b.usd, "ERC7943CannotTransfer", dealer, mainlander, MINIMUM);
    await refused(as(alice).confirm(order, NONE, [dealers]));
    await refused(as(alice).payPart(order, AMOUNT, AMOUNT, NONE, [dealers]));
    const seller = await act(mainlander, order, "Settlement", { toSeller: AMOUNT, remaining: AMOUNT });
    await refused(as(alice).settle(order, AMOUNT, AMOUNT, [NONE, seller, NONE], [dealers]));
    await travelTo((await stateOf(order)).disputeBy - DAY);
    await as(alice).dispute(order, 1n, EVIDENCE, NONE);
    await travelTo((await stateOf(order)).escalates);
    await refused(as(people.arbiter).award(order, 10_000n, EVIDENCE, NONE, [await leg(order, WHOLE)]));
    await as(alice).withdrawDispute(order, NONE);
    await refused(as(alice).payDue(order, [await leg(order, WHOLE)]));
    expect(await b.usd.balanceOf(mainlander)).to.equal(0n);
    expect(await a.eur.balanceOf(dealer)).to.equal(OPENING);
  });
});

describe("a dealer that does not deliver", () => {
  it("leaves the buyer's money held until it lapses; both may agree on another dealer before", async () => {
    const desk = await load();
    const { placedAbroad, orderAbroad, placed, shipped, as, act, people, leg, travelTo, stateOf, a, hold } = desk;
    const order = await shipped(await placedAbroad());
    await travelTo((await stateOf(order)).disputeBy);
    // Nobody can make the dealer sign. Buyer and seller end this order and fund the same with frank's or another dealer.
    const content = { toSeller: 0n, remaining: AMOUNT };
    const seller = await act(people.carol, order, "Settlement", content);
    await as(people.alice).settle(order, 0n, AMOUNT, [NONE, seller, NONE], []);
    const again: Order = await orderAbroad({ sellerMinimum: MINIMUM - 1n });
    await placed({}, again);
    await as(people.alice).confirm(again, NONE, [await leg(again, WHOLE)]);
    expect(await changes(desk)).to.deep.equal(exchanged(AMOUNT, MINIMUM - 1n));

    const lapsed = await shipped(await placedAbroad());
    await travelTo(hold(lapsed).expiry);
    await a.eur.connect(people.stranger).releaseHold(hold(lapsed), AMOUNT);
    expect((await desk.owns(a.eur, people.alice))[1]).to.equal(0n);
  });

  it("may even let the buyer's money go, as any payee may: the seller trusts the dealer it has signed for", async () => {
    const desk = await load();
    const { placedAbroad, shipped, people, a, hold, stageOf, owns } = desk;
    const order = await shipped(await placedAbroad());
    await a.eur.connect(people.dealer).releaseHold(hold(order), AMOUNT);
    expect(await owns(a.eur, people.alice)).to.deep.equal([OPENING, 0n]);
    expect(await stageOf(order)).to.equal("Closed");
  });
});
