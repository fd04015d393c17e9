import { expect } from "chai";
import { ZeroHash } from "ethers";

import { partTerms, type DealerLeg } from "../../../src/settlement/orders/index.js";
import { partyOf } from "../support.js";
import { AMOUNT, cause, changes, EVIDENCE, exchanged, MINIMUM, NONE, NOTHING, useOrders } from "./support.js";

const load = await useOrders();
const WHOLE = { remaining: AMOUNT, amount: AMOUNT };

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
});
