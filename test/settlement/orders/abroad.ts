import { expect } from "chai";
import { ZeroHash } from "ethers";

import { partTerms, type DealerLeg, type Order } from "../../../src/settlement/orders/index.js";
import { DAY } from "../../support/token.js";
import { OPENING, partyOf } from "../support.js";
import { AMOUNT, cause, EVIDENCE, MINIMUM, NONE, useOrders, type Desk } from "./support.js";

const load = await useOrders();
const WHOLE = { remaining: AMOUNT, amount: AMOUNT };

/** Alice's and the dealer's EUR at bank A, the dealer's and carol's USD at bank B: what changed since the start. */
async function changes({ a, b, people, owns }: Desk) {
  const change = async (...of: Parameters<typeof owns>) => (await owns(...of))[0]! - OPENING;
  return {
    alice: await change(a.eur, people.alice),
    dealerIn: await change(a.eur, people.dealer),
    dealerOut: await change(b.usd, people.dealer),
    carol: await change(b.usd, people.carol),
  };
}
const NOTHING = { alice: 0n, dealerIn: 0n, dealerOut: 0n, carol: 0n };
const exchanged = (paid: bigint, received: bigint) => ({
  alice: -paid,
  dealerIn: paid,
  dealerOut: -received,
  carol: received,
});

describe("an order across banks and currencies", () => {
  it("is paid in one transaction: EUR of bank A to the dealer, USD of bank B to the seller, gas-free for both", async () => {
    const desk = await load();
    const { orderAbroad, as, people, signOrderHold, consent, act, leg, emits, idOf, hold, holdId, a, b } = desk;
    const order = await orderAbroad();
    await as(people.relayer).fund(
      order,
      await signOrderHold(a.eur, people.alice, order),
      await consent(order, people.carol),
    );
    const dealers = await leg(order, WHOLE);
    const h = dealers.hold;
    await emits(
      as(people.relayer).confirm(order, await act(people.alice, order, "Confirmation", {}), [dealers]),
      ["OrderPaid", idOf(order), AMOUNT, 0n, cause("Confirmed")],
      ["HoldExecuted", holdId(hold(order)), AMOUNT],
      ["Transfer", people.alice, people.dealer, AMOUNT],
      ["SellerPaid", idOf(order), b.usd, people.carol, MINIMUM],
      ["HoldPlaced", holdId(h), h.payer, h.payee, h.notary, h.amount, h.expiry, h.placeBy, false, h.terms],
      ["HoldExecuted", holdId(h), MINIMUM],
      ["Transfer", people.dealer, people.carol, MINIMUM],
    );
    expect(await changes(desk)).to.deep.equal(exchanged(AMOUNT, MINIMUM));
  });

  it("never pays the dealer alone", async () => {
    const desk = await load();
    const { placedAbroad, as, people, leg, denies, idOf, hold } = desk;
    const order = await placedAbroad();
    const id = idOf(order);
    const confirm = (...legs: DealerLeg[]) => as(people.alice).confirm(order, NONE, legs);
    const good = await leg(order, WHOLE);
    await denies(confirm(), "DealerLegCount", id, 1n);
    await denies(confirm(good, good), "DealerLegCount", id, 1n);
    await denies(as(people.alice).confirmHold(order.token, hold(order)), "DealerLegCount", id, 1n);
    expect(await changes(desk)).to.deep.equal(NOTHING);
  });

  it("takes no dealer's hold but one for this payment of this order, to the seller, of at least its minimum", async () => {
    const desk = await load();
    const { placedAbroad, orderAbroad, as, people, leg, denies, refuses, idOf, b, holdId } = desk;
    const order = await placedAbroad();
    const id = idOf(order);
    const confirm = (dealers: DealerLeg) => as(people.alice).confirm(order, NONE, [dealers]);
    const other = await orderAbroad();
    for (const change of [
      { payer: people.grace.address },
      { payee: people.grace.address },
      { payee: people.dealer.address },
      { assignable: true },
      { terms: ZeroHash },
      { terms: idOf(order) },
      { terms: partTerms(other, WHOLE) },
      { terms: partTerms(order, { remaining: AMOUNT, amount: AMOUNT - 1n }) },
    ]) {
      await denies(confirm(await leg(order, WHOLE, change)), "DealerLegInvalid", id);
    }
    const little = await leg(order, WHOLE, { amount: MINIMUM - 1n });
    await denies(confirm(little), "SellerMinimumMissed", id, MINIMUM - 1n, MINIMUM);
    const forged = await leg(order, WHOLE, {}, people.alice);
    await refuses(confirm(forged), b.usd, "InvalidSignature", people.dealer);
    const elsewhere = await leg(order, WHOLE, { notary: people.stranger.address });
    await refuses(confirm(elsewhere), b.usd, "HoldUnauthorized", holdId(elsewhere.hold), desk.escrow);
    expect(await changes(desk)).to.deep.equal(NOTHING);
  });

  it("gives the seller what the dealer signed, when that is more", async () => {
    const desk = await load();
    const { placedAbroad, as, people, leg } = desk;
    const order = await placedAbroad();
    await as(people.alice).confirm(order, NONE, [await leg(order, WHOLE, { amount: MINIMUM + 5n })]);
    expect(await changes(desk)).to.deep.equal(exchanged(AMOUNT, MINIMUM + 5n));
  });

  it("rounds the minimum of every part up for the seller", async () => {
    const desk = await load();
    const { placedAbroad, as, people, leg, denies, idOf } = desk;
    const order = await placedAbroad();
    let [remaining, received] = [AMOUNT, 0n];
    for (const [amount, minimum] of [
      [1n, 2n],
      [33_333n, 36_667n],
      [66_666n, 73_334n],
    ] as const) {
      const part = { remaining, amount };
      const pay = (dealers: DealerLeg) => as(people.alice).payPart(order, amount, remaining, NONE, [dealers]);
      const short = await leg(order, part, { amount: minimum - 1n });
      await denies(pay(short), "SellerMinimumMissed", idOf(order), minimum - 1n, minimum);
      await pay(await leg(order, part));
      remaining -= amount;
      received += minimum;
    }
    expect(remaining).to.equal(0n);
    expect(await changes(desk)).to.deep.equal(exchanged(AMOUNT, received));
    expect(received).to.be.greaterThanOrEqual(MINIMUM);
  });

  it("pays each part once: the dealer's hold for one is worth nothing for the next of the same size", async () => {
    const { placedAbroad, as, people, leg, denies, idOf } = await load();
    const order = await placedAbroad();
    const dealers = await leg(order, { remaining: AMOUNT, amount: 50_000n });
    await as(people.alice).payPart(order, 50_000n, AMOUNT, NONE, [dealers]);
    const again = as(people.alice).payPart(order, 50_000n, 50_000n, NONE, [dealers]);
    await denies(again, "DealerLegInvalid", idOf(order));
  });

  for (const way of ["payDue", "settle", "award", "awardByDefault"] as const) {
    it(`is paid by ${way} too, and not without the dealer`, async () => {
      const desk = await load();
      const { placedAbroad, shipped, disputed, as, act, people, leg, denies, idOf, stateOf, travelTo } = desk;
      const order = await shipped(await placedAbroad());
      const amount = { payDue: AMOUNT, settle: 70_000n, award: 50_000n, awardByDefault: 60_000n }[way];
      if (way !== "payDue" && way !== "settle") await disputed(order);
      const state = await stateOf(order);
      if (way === "payDue") await travelTo(state.disputeBy);
      if (way === "award") await travelTo(state.escalates);
      if (way === "awardByDefault") await travelTo(state.awardBy);
      const seller = await act(people.carol, order, "Settlement", { toSeller: amount, remaining: AMOUNT });
      const pay = (legs: DealerLeg[]) =>
        ({
          payDue: () => as(people.stranger).payDue(order, legs),
          settle: () => as(people.alice).settle(order, amount, AMOUNT, [NONE, seller, NONE], legs),
          award: () => as(people.arbiter).award(order, 5_000n, EVIDENCE, NONE, legs),
          awardByDefault: () => as(people.stranger).awardByDefault(order, legs),
        })[way]();
      await denies(pay([]), "DealerLegCount", idOf(order), 1n);
      const dealers = await leg(order, { remaining: AMOUNT, amount });
      await pay([dealers]);
      expect(await changes(desk)).to.deep.equal(exchanged(amount, dealers.hold.amount));
      expect((await stateOf(order)).stage).to.equal("Closed");
      expect((await desk.owns(desk.a.eur, people.alice))[1]).to.equal(0n);
    });
  }

  it("needs no dealer for what goes back, and takes none", async () => {
    const desk = await load();
    const { placedAbroad, disputed, shipped, as, people, leg, denies, idOf, travelTo, stateOf, act } = desk;
    const awarded = await disputed(await shipped(await placedAbroad()));
    await travelTo((await stateOf(awarded)).escalates);
    const needless = as(people.arbiter).award(awarded, 0n, EVIDENCE, NONE, [await leg(awarded, WHOLE)]);
    await denies(needless, "DealerLegCount", idOf(awarded), 0n);
    await as(people.arbiter).award(awarded, 0n, EVIDENCE, NONE, []);

    const settled = await placedAbroad();
    const content = { toSeller: 0n, remaining: AMOUNT };
    const seller = await act(people.carol, settled, "Settlement", content);
    await as(people.alice).settle(settled, 0n, AMOUNT, [NONE, seller, NONE], []);
    expect(await changes(desk)).to.deep.equal(NOTHING);
    expect((await desk.owns(desk.a.eur, people.alice))[1]).to.equal(0n);
  });

  it("takes no dealer's hold for an order in one currency", async () => {
    const { placed, placedAbroad, as, people, leg, denies, idOf } = await load();
    const abroad = await placedAbroad();
    const home = await placed();
    const needless = as(people.alice).confirm(home, NONE, [await leg(abroad, WHOLE)]);
    await denies(needless, "DealerLegCount", idOf(home), 0n);
  });

  it("is refunded by the seller, who decides, not by the dealer", async () => {
    const desk = await load();
    const { placedAbroad, as, people, denies } = desk;
    const order = await placedAbroad();
    const refund = (person: typeof people.dealer) => as(person).refund(order, AMOUNT, AMOUNT, true, NONE);
    await denies(refund(people.dealer), "ConsentMissing", people.carol);
    await refund(people.carol);
    expect(await changes(desk)).to.deep.equal(NOTHING);
  });

  it("works with a dealer's hold that the dealer, or a stranger with its signature, placed before", async () => {
    for (const stranger of [false, true]) {
      const desk = await load();
      const { placedAbroad, as, people, leg, b } = desk;
      const order = await placedAbroad();
      const dealers = await leg(order, WHOLE);
      if (stranger) await b.usd.connect(people.stranger).placeHoldWithAuthorization(dealers.hold, dealers.signature);
      else await b.usd.connect(people.dealer).placeHold(dealers.hold);
      await as(people.alice).confirm(order, NONE, [{ ...dealers, signature: stranger ? dealers.signature : NONE }]);
      expect(await changes(desk)).to.deep.equal(exchanged(AMOUNT, MINIMUM));
    }
  });

  it("pays the seller's successor when its wallet was lost", async () => {
    const desk = await load();
    const { placedAbroad, as, people, leg, b, owns, refuses } = desk;
    const order = await placedAbroad();
    const early = await placedAbroad();
    const before = await leg(early, WHOLE);
    await b.usd.connect(people.dealer).placeHold(before.hold);
    await b.registry.connect(people.registrar).addWallets(partyOf("b", "carol"), [people.stranger]);
    await b.retire(people.carol, people.stranger);
    const old = await leg(order, WHOLE);
    await refuses(as(people.alice).confirm(order, NONE, [old]), b.usd, "ERC7943CannotReceive", people.carol);
    await as(people.alice).confirm(order, NONE, [await leg(order, WHOLE, { payee: people.stranger.address })]);
    await as(people.alice).confirm(early, NONE, [before]);
    expect((await owns(b.usd, people.stranger))[0]).to.equal(2n * MINIMUM);
  });

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
