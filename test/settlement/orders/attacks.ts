import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";

import { partTerms } from "../../../src/settlement/orders/index.js";
import { OrderTokenDouble__factory } from "../../../typechain-types/index.js";
import { OPENING } from "../support.js";
import { AMOUNT, EVIDENCE, NONE, useOrders } from "./support.js";

const load = await useOrders();

async function withFake() {
  const desk = await load();
  const fake = await new OrderTokenDouble__factory(desk.people.stranger).deploy();
  await fake.setRemaining(AMOUNT);
  return { ...desk, fake, fakeAddress: await fake.getAddress() };
}

describe("a made-up token", () => {
  it("cannot stand in for the buyer's: the dealer has signed for this order with its token", async () => {
    const { fakeAddress, orderAbroad, as, people, leg, denies, idOf, b, owns } = await withFake();
    const real = await orderAbroad();
    const forged = { ...real, token: fakeAddress };
    // "Alice has paid", says the token of the attacker; the dealer's hold is for an order in another token.
    const part = { remaining: AMOUNT, amount: AMOUNT };
    const stolen = as(people.alice).confirm(forged, NONE, [await leg(real, part)]);
    await denies(stolen, "DealerLegInvalid", idOf(forged));
    expect(await owns(b.usd, people.carol)).to.deep.equal([OPENING, 0n]);
  });

  it("cannot stand in for the seller's: it is a term of the order that the seller has signed", async () => {
    const { fakeAddress, orderAbroad, escrow, people, consent, signOrderHold, a, denies } = await withFake();
    const real = await orderAbroad();
    const forged = { ...real, sellerToken: fakeAddress };
    const held = await signOrderHold(a.eur, people.alice, forged);
    const fund = escrow.fund(forged, held, await consent(real, people.carol));
    await denies(fund, "ConsentMissing", people.carol);
  });

  it("that calls back finds every state written: it is paid for nothing twice", async () => {
    const { fake, fakeAddress, placedAbroad, as, people, leg, escrow, a, owns, act } = await withFake();
    // The seller accepted a worthless token: alice's EUR are real. The token confirms again from inside the payment.
    const order = await placedAbroad({ sellerToken: fakeAddress });
    const again = await act(people.alice, order, "Confirmation", {});
    const part = { remaining: AMOUNT, amount: 40_000n };
    const dealers = { hold: (await leg({ ...order, sellerToken: order.token }, part)).hold, signature: NONE };
    const hold = { ...dealers.hold, terms: partTerms(order, part) };
    const rest = { ...hold, amount: 66_001n, terms: partTerms(order, { remaining: 60_000n, amount: 60_000n }) };
    const inner = escrow.interface.encodeFunctionData("confirm", [order, again, [{ hold: rest, signature: NONE }]]);
    await fake.setReentry(escrow, inner, false);
    await as(people.alice).payPart(order, 40_000n, AMOUNT, NONE, [{ hold, signature: NONE }]);
    // Both payments were signed, and each was made once.
    expect(await owns(a.eur, people.alice)).to.deep.equal([OPENING - AMOUNT, 0n]);
    expect(await owns(a.eur, people.dealer)).to.deep.equal([OPENING + AMOUNT, 0n]);
  });

  it("that repeats the very act from inside it gets nothing", async () => {
    const { fake, fakeAddress, placedAbroad, as, people, leg, escrow, a, owns, act } = await withFake();
    const order = await placedAbroad({ sellerToken: fakeAddress });
    const part = { remaining: AMOUNT, amount: 40_000n };
    const signature = await act(people.alice, order, "PartPayment", part);
    const { hold } = await leg({ ...order, sellerToken: order.token }, part);
    const legs = [{ hold: { ...hold, terms: partTerms(order, part) }, signature: NONE }];
    const same = [order, 40_000n, AMOUNT, signature, legs] as const;
    await fake.setReentry(escrow, escrow.interface.encodeFunctionData("payPart", [...same]), true);
    const paid = as(people.relayer).payPart(...same);
    const refused = escrow.interface.getError("OrderRemainingChanged")!.selector;
    await expect(paid)
      .to.emit(fake, "Reentered")
      .withArgs(false, (answer: string) => answer.startsWith(refused));
    expect(await owns(a.eur, people.alice)).to.deep.equal([OPENING - 40_000n, 60_000n]);
  });

  it("moves nobody's real money, whatever it says is held", async () => {
    const { fakeAddress, orderOf, as, people, a, owns } = await withFake();
    const order = await orderOf({ token: fakeAddress });
    await as(people.alice).confirm(order, NONE, []);
    await as(people.bob).ship({ ...order, salt: ZeroHash }, EVIDENCE, NONE);
    for (const person of [people.alice, people.bob]) expect(await owns(a.usd, person)).to.deep.equal([OPENING, 0n]);
  });
});

describe("a stranger", () => {
  it("finds no way to money or time that is not its own", async () => {
    const { placed, shipped, disputed, as, people, denies, idOf } = await load();
    const order = await disputed(await shipped(await placed()));
    const me = as(people.stranger);
    const { alice, bob, arbiter } = people;
    await denies(me.confirm(order, NONE, []), "ConsentMissing", alice);
    await denies(me.payPart(order, 1n, AMOUNT, NONE, []), "ConsentMissing", alice);
    await denies(me.refund(order, 1n, AMOUNT, false, NONE), "ConsentMissing", bob);
    await denies(me.settle(order, 1n, AMOUNT, [NONE, NONE, NONE], []), "ConsentMissing", alice);
    await denies(me.ship(order, EVIDENCE, NONE), "ConsentMissing", bob);
    await denies(
      me.receiveGoods(order, EVIDENCE, people.stranger.address, NONE),
      "NotOrderParty",
      idOf(order),
      people.stranger,
    );
    await denies(me.shorten(order, 1n, NONE, NONE), "ConsentMissing", alice);
    await denies(me.dispute(order, 1n, EVIDENCE, NONE), "ConsentMissing", alice);
    await denies(me.withdrawDispute(order, NONE), "ConsentMissing", alice);
    await denies(me.answer(order, 0n, EVIDENCE, NONE), "ConsentMissing", bob);
    await denies(me.escalate(order, bob.address, NONE), "ConsentMissing", bob);
    await denies(me.award(order, 10_000n, EVIDENCE, NONE, []), "ConsentMissing", arbiter);
    await denies(me.stopClock(order), "OrderPartiesFree", idOf(order));
  });

  it("cannot pass another's order off as confirmed: the event names the hold, which names its payer", async () => {
    const { placed, as, people, a, hold, holdId, idOf, stageOf, emits } = await load();
    const order = await placed();
    const own = { ...hold(order), payer: people.frank.address, amount: 1n, terms: idOf(order) };
    await a.usd.connect(people.frank).placeHold(own);
    await emits(
      as(people.frank).confirmHold(order.token, own),
      ["HoldConfirmed", a.usd, holdId(own), 1n],
      ["HoldExecuted", holdId(own), 1n],
      ["Transfer", people.frank, people.bob, 1n],
    );
    expect(await stageOf(order)).to.equal("Funded");
  });

  it("cannot confirm with the zero address as a party", async () => {
    const { orderOf, as, people, denies, idOf } = await load();
    const order = await orderOf({ buyer: ZeroAddress });
    await denies(as(people.stranger).confirm(order, NONE, []), "OrderNotOpen", idOf(order));
  });
});

describe("the escrow", () => {
  it("has no balance, and takes no ether", async () => {
    const { placed, as, people, escrow, a, ethers } = await load();
    const order = await placed();
    await as(people.alice).confirm(order, NONE, []);
    expect(await a.usd.balanceOf(escrow)).to.equal(0n);
    await expect(people.stranger.sendTransaction({ to: escrow, value: 1n })).to.be.revert(ethers);
  });
});
