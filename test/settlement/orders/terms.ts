import { expect } from "chai";
import { type Result, ZeroAddress } from "ethers";

import {
  buildOrder,
  orderExpiry,
  holdOfOrder,
  minimumFor,
  orderId,
  partTerms,
  problemOfOrder,
  readOrder,
  stagesOf,
  type Order,
} from "../../../src/settlement/orders/index.js";
import { DAY } from "../../support/token.js";
import { AMOUNT, fieldName, MINIMUM, useOrders } from "./support.js";

const load = await useOrders();

describe("the terms of an order", () => {
  it("are refused by the escrow and by the library for the same field, before anything is signed", async () => {
    const { orderOf, orderAbroad, escrow, people, now, denies } = await load();
    const [home, abroad] = [await orderOf(), await orderAbroad()];
    const wrong: [Order, Partial<Order>, keyof Order][] = [
      [home, { seller: home.buyer }, "seller"],
      [home, { arbiter: ZeroAddress }, "arbiter"],
      [home, { arbiter: home.buyer }, "arbiter"],
      [home, { arbiter: home.seller }, "arbiter"],
      [abroad, { arbiter: abroad.dealer }, "arbiter"],
      [home, { inspector: home.seller }, "inspector"],
      [home, { inspection: 30n * DAY + 1n }, "inspection"],
      [home, { arbitration: DAY - 1n }, "arbitration"],
      [home, { defaultAward: 10_001n }, "defaultAward"],
      [home, { milestone: 0n }, "milestone"],
      [home, { milestone: 3n, milestones: 2n }, "milestone"],
      [home, { sellerToken: abroad.sellerToken }, "sellerToken"],
      [home, { sellerMinimum: 1n }, "sellerMinimum"],
      [abroad, { dealer: abroad.buyer }, "dealer"],
      [abroad, { dealer: abroad.seller }, "dealer"],
      [abroad, { sellerToken: ZeroAddress }, "sellerToken"],
      [abroad, { sellerToken: abroad.token }, "sellerToken"],
      [abroad, { sellerMinimum: 0n }, "sellerMinimum"],
      [abroad, { assignable: true }, "assignable"],
    ];
    for (const [order, change, field] of wrong) {
      const bad = { ...order, ...change };
      await denies(escrow.checkTerms(bad), "OrderFieldInvalid", fieldName(field));
      expect(problemOfOrder(bad, await now())?.[0], field).to.equal(field);
    }
    await denies(escrow.checkTerms({ ...home, amount: 0n }), "OrderFieldInvalid", fieldName("amount"));
    await denies(escrow.checkTerms({ ...home, seller: ZeroAddress }), "OrderFieldInvalid", fieldName("seller"));
    for (const order of [home, abroad, { ...home, inspector: people.alice.address, inspection: 0n, transit: 0n }]) {
      await escrow.checkTerms(order);
      expect(problemOfOrder(order, await now())).to.equal(undefined);
    }
  });

  it("are bad input to the library with the field's name", async () => {
    const { orderOf, now } = await load();
    const order = await orderOf();
    const at = await now();
    for (const [change, name, field] of [
      [{ shipBy: at }, "BadOrder", "shipBy"],
      [{ placeBy: at }, "BadOrder", "placeBy"],
      [{ transit: 400n * DAY }, "BadOrder", "shipBy"],
      [{ defaultAward: -1n }, "BadOrder", "defaultAward"],
      [{ amount: 0n }, "BadAmount", undefined],
      [{ document: "0x12" }, "BadBytes", undefined],
      [{ dealer: "0x12" }, "BadAddress", undefined],
    ] as const) {
      expect(() => buildOrder({ ...order, ...change }, at))
        .to.throw()
        .that.satisfies((e: { name: string; args: { field?: string } }) => e.name === name && e.args.field === field);
    }
  });

  it("have one hash and one hold, in Solidity as in TypeScript", async () => {
    const { orderOf, orderAbroad, escrow, holdId } = await load();
    const odd = await orderOf({ shipBy: 1_800_000_001n });
    for (const order of [await orderOf(), odd, await orderOf({ assignable: true }), await orderAbroad()]) {
      expect(await escrow.hashOrder(order)).to.equal(orderId(order));
      const hold = holdOfOrder(order, escrow.target as string);
      const onChain = ((await escrow.holdOf(order)) as unknown as Result).toObject() as typeof hold;
      expect(onChain).to.deep.equal(hold);
      expect(holdId(onChain)).to.equal(holdId(hold));
      const part = { remaining: 70_000n, amount: 1_234n };
      expect(await escrow.hashPart(orderId(order), part.remaining, part.amount)).to.equal(partTerms(order, part));
    }
  });

  it("give another hash when any field changes, so that what is signed fits no other order", async () => {
    const { orderAbroad, people, escrow } = await load();
    const order = await orderAbroad();
    const hashes = new Set([orderId(order)]);
    for (const [key, value] of Object.entries(order) as [keyof Order, unknown][]) {
      const other =
        typeof value === "bigint"
          ? value + 1n
          : typeof value === "boolean"
            ? !value
            : (value as string).length === 66
              ? `0x${"12".repeat(32)}`
              : people.frank.address;
      hashes.add(await escrow.hashOrder({ ...order, [key]: other }));
    }
    expect(hashes.size).to.equal(Object.keys(order).length + 1);
  });

  it("make a hold that outlives every window, a full standstill and a week to act", async () => {
    const { orderOf, orderAbroad } = await load();
    const shipBy = 1_800_000_000n;
    const windows = (20n + 30n + 7n + 14n + 60n + 7n) * DAY;
    // Even, and odd across currencies: the hold alone tells whether a dealer must pay too.
    expect(orderExpiry({ ...(await orderOf()), shipBy })).to.equal(shipBy + windows);
    expect(orderExpiry({ ...(await orderOf()), shipBy: shipBy - 1n })).to.equal(shipBy + windows);
    expect(orderExpiry({ ...(await orderAbroad()), shipBy })).to.equal(shipBy + windows + 1n);
    expect(orderExpiry({ ...(await orderAbroad()), shipBy: shipBy - 1n })).to.equal(shipBy + windows + 1n);
  });

  it("round the seller's minimum up for every part", async () => {
    const { orderAbroad, escrow } = await load();
    const order = await orderAbroad();
    for (const [amount, minimum] of [
      [AMOUNT, MINIMUM],
      [1n, 2n],
      [50_000n, 55_001n],
      [99_999n, 110_000n],
    ] as const) {
      expect(await escrow.minimumOf(order, amount)).to.equal(minimum);
      expect(minimumFor(order, amount)).to.equal(minimum);
    }
  });

  it("of an order funded stage by stage are one order each, with a shared reference", async () => {
    const { orderOf, now } = await load();
    const order = await orderOf();
    const at = await now();
    const stages = stagesOf(
      order,
      [30_000n, 50_000n, 20_000n].map((amount, i) => ({
        amount,
        shipBy: at + BigInt(i + 1) * 10n * DAY,
        placeBy: at + BigInt(i + 1) * DAY,
      })),
      at,
    );
    expect(stages.map(({ amount, milestone, milestones }) => [amount, milestone, milestones])).to.deep.equal([
      [30_000n, 1n, 3n],
      [50_000n, 2n, 3n],
      [20_000n, 3n, 3n],
    ]);
    expect(new Set(stages.map(orderId)).size).to.equal(3);
    expect(new Set(stages.map(({ orderReference }) => orderReference)).size).to.equal(1);
  });
});

describe("the state of an order, as the library reads it", () => {
  it("has the deadlines that there are, and no other", async () => {
    const { orderOf, placed, shipped, disputed, escrow, now, people, hold } = await load();
    const unfunded = await orderOf();
    const none = { disputeBy: undefined, answerBy: undefined, escalateFrom: undefined, escalates: undefined };
    const clock = { stopped: false, standstill: 0n, awardBy: undefined };
    const known = { ...none, ...clock, shipBy: unfunded.shipBy, payee: people.bob.address };
    const { expiry } = hold(unfunded);
    const expected = { ...known, id: orderId(unfunded), stage: "Unfunded", remaining: 0n, expiry };
    expect(await readOrder(escrow, unfunded)).to.deep.equal(expected);

    const order = await shipped(await placed());
    const shippedAt = await now();
    await disputed(order);
    const opened = await now();
    expect(await readOrder(escrow, order)).to.deep.equal({
      ...clock,
      id: orderId(order),
      stage: "Disputed",
      remaining: AMOUNT,
      payee: people.bob.address,
      shipBy: order.shipBy,
      disputeBy: shippedAt + order.transit + order.inspection,
      answerBy: opened + 3n * DAY,
      escalateFrom: opened + 3n * DAY,
      escalates: opened + 7n * DAY,
      awardBy: opened + 7n * DAY + order.arbitration,
      expiry: hold(order).expiry,
    });
  });
});
