import { expect } from "chai";

import { OPENING } from "../support.js";
import { AMOUNT, EVIDENCE, NONE, useOrders } from "./support.js";

const load = await useOrders();

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
