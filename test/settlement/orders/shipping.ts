import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { DAY } from "../../support/token.js";
import { OPENING } from "../support.js";
import { AMOUNT, cause, EVIDENCE, INSPECTION, NONE, TRANSIT, useOrders } from "./support.js";

const load = await useOrders();

describe("shipping", () => {
  it("is the seller's to report, of a funded order of sound terms", async () => {
    const { placed, orderOf, as, people, denies, idOf } = await load();
    const order = await placed();
    for (const person of [people.alice, people.grace, people.stranger]) {
      await denies(as(person).ship(order, EVIDENCE, NONE), "ConsentMissing", people.bob);
    }
    const unfunded = await orderOf();
    await denies(as(people.bob).ship(unfunded, EVIDENCE, NONE), "OrderNotOpen", idOf(unfunded));
    // Placed by the buyer itself, so nobody has looked at the terms: the seller must not consent to these.
    const unsound = await placed({ arbiter: people.alice.address });
    const field = `0x${Buffer.from("arbiter").toString("hex").padEnd(64, "0")}`;
    await denies(as(people.bob).ship(unsound, EVIDENCE, NONE), "OrderFieldInvalid", field);
  });

  it("counts until the second before shipBy", async () => {
    for (const late of [false, true]) {
      const { placed, as, people, denies, idOf, at, emits, wordOf } = await load();
      const order = await placed();
      await at(order.shipBy - (late ? 0n : 1n));
      const ship = as(people.bob).ship(order, EVIDENCE, NONE);
      if (late) await denies(ship, "OrderTooLate", idOf(order), order.shipBy);
      else {
        await emits(ship, ["GoodsShipped", idOf(order), EVIDENCE, order.shipBy - 1n]);
        expect((await wordOf(order)).shippedAt).to.equal(order.shipBy - 1n);
      }
    }
  });

  it("happens once", async () => {
    const { placed, act, as, people, denies, idOf } = await load();
    const order = await placed();
    const signature = await act(people.bob, order, "Shipment", { evidence: EVIDENCE });
    await as(people.relayer).ship(order, EVIDENCE, signature);
    await denies(as(people.relayer).ship(order, EVIDENCE, signature), "OrderAlreadyShipped", idOf(order));
  });
});

describe("receiving the goods", () => {
  it("is the buyer's or the inspector's to declare, never the seller's", async () => {
    const { placed, shipped, as, people, denies, idOf } = await load();
    const order = await shipped(await placed());
    const receive = (person: typeof people.bob, by: string) => as(person).receiveGoods(order, EVIDENCE, by, NONE);
    await denies(receive(people.bob, people.bob.address), "NotOrderParty", idOf(order), people.bob);
    await denies(receive(people.bob, people.alice.address), "ConsentMissing", people.alice);
    await denies(receive(people.bob, people.grace.address), "ConsentMissing", people.grace);
    const uninspected = await shipped(await placed({ inspector: ZeroAddress }));
    const nobody = as(people.stranger).receiveGoods(uninspected, EVIDENCE, ZeroAddress, NONE);
    await denies(nobody, "NotOrderParty", idOf(uninspected), ZeroAddress);
  });

  for (const name of ["alice", "grace"] as const) {
    it(`by ${name} starts the inspection, once`, async () => {
      const { placed, shipped, act, as, people, denies, idOf, stateOf, now, at, emits } = await load();
      const order = await shipped(await placed());
      const person = people[name];
      const signature = await act(person, order, "Receipt", { evidence: EVIDENCE });
      const receive = () => as(people.relayer).receiveGoods(order, EVIDENCE, person.address, signature);
      const { stage } = await stateOf(order);
      expect(stage).to.equal("Shipped");
      const second = (await now()) + DAY;
      await at(second);
      await emits(receive(), ["GoodsReceived", idOf(order), person, EVIDENCE, second]);
      const state = await stateOf(order);
      expect(state.stage).to.equal("Received");
      expect(state.disputeBy).to.equal(second + INSPECTION);
      await denies(receive(), "OrderAlreadyReceived", idOf(order));
    });
  }

  it("implies the shipment, before shipBy", async () => {
    for (const late of [false, true]) {
      const { placed, as, people, denies, idOf, at, wordOf } = await load();
      const order = await placed();
      await at(order.shipBy - (late ? 0n : 1n));
      const receive = as(people.alice).receiveGoods(order, EVIDENCE, people.alice.address, NONE);
      if (late) await denies(receive, "OrderTooLate", idOf(order), order.shipBy);
      else {
        await receive;
        expect(await wordOf(order)).to.include({ shippedAt: order.shipBy - 1n, receivedAt: order.shipBy - 1n });
        await denies(as(people.bob).ship(order, EVIDENCE, NONE), "OrderAlreadyShipped", idOf(order));
      }
    }
  });

  it("later than the transit changes nothing: the hold must outlive the right to dispute", async () => {
    const { placed, shipped, as, people, stateOf, travelTo, now } = await load();
    const order = await shipped(await placed());
    const { disputeBy } = await stateOf(order);
    expect(disputeBy).to.equal((await now()) + TRANSIT + INSPECTION);
    await travelTo((await now()) + TRANSIT + DAY);
    await as(people.alice).receiveGoods(order, EVIDENCE, people.alice.address, NONE);
    expect((await stateOf(order)).disputeBy).to.equal(disputeBy);
  });
});

describe("a refund because nothing was shipped", () => {
  it("comes from shipBy on, by anyone, and not a second before", async () => {
    for (const early of [true, false]) {
      const { placed, as, people, denies, idOf, at, owns, a, emits, hold, holdId, stageOf } = await load();
      const order = await placed();
      await at(order.shipBy - (early ? 1n : 0n));
      const refund = as(people.stranger).refundUnshipped(order);
      if (early) await denies(refund, "OrderTooEarly", idOf(order), order.shipBy);
      else {
        await emits(
          refund,
          ["OrderRefunded", idOf(order), AMOUNT, 0n, cause("Unshipped"), false],
          ["HoldReleased", holdId(hold(order)), AMOUNT],
        );
        expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING, 0n]);
        expect(await stageOf(order)).to.equal("Closed");
      }
    }
  });

  it("is refused once goods were shipped or received", async () => {
    for (const received of [false, true]) {
      const { placed, shipped, as, people, denies, idOf, travelTo } = await load();
      const order = await placed();
      if (received) await as(people.grace).receiveGoods(order, EVIDENCE, people.grace.address, NONE);
      else await shipped(order);
      await travelTo(order.shipBy);
      await denies(as(people.alice).refundUnshipped(order), "OrderAlreadyShipped", idOf(order));
    }
  });

  it("gives back what remains after parts were paid, also out of a dispute", async () => {
    const { placed, disputed, as, people, travelTo, owns, a, stageOf } = await load();
    const order = await placed();
    await as(people.alice).payPart(order, 30_000n, AMOUNT, NONE, []);
    await disputed(order);
    await travelTo(order.shipBy);
    expect(await stageOf(order)).to.equal("Overdue");
    await as(people.stranger).refundUnshipped(order);
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING - 30_000n, 0n]);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + 30_000n, 0n]);
  });
});

describe("payment when it is due", () => {
  it("is refused before shipment, and while a dispute is open", async () => {
    const { placed, shipped, disputed, as, people, denies, idOf, travelTo, stateOf } = await load();
    const order = await placed();
    await denies(as(people.bob).payDue(order, []), "OrderNotShipped", idOf(order));
    await shipped(order);
    const { disputeBy } = await stateOf(order);
    await disputed(order);
    await travelTo(disputeBy);
    await denies(as(people.bob).payDue(order, []), "OrderInDispute", idOf(order));
    await as(people.alice).withdrawDispute(order, NONE);
    await as(people.bob).payDue(order, []);
  });

  for (const received of [false, true]) {
    it(`comes when the right to dispute ends ${received ? "after receipt" : "without a receipt"}, to the second`, async () => {
      for (const early of [true, false]) {
        const { placed, shipped, as, people, denies, idOf, at, owns, a, emits, hold, holdId, stateOf, now } =
          await load();
        const order = await shipped(await placed());
        let due = (await now()) + TRANSIT + INSPECTION;
        if (received) {
          await as(people.alice).receiveGoods(order, EVIDENCE, people.alice.address, NONE);
          due = (await now()) + INSPECTION;
        }
        expect((await stateOf(order)).disputeBy).to.equal(due);
        await at(due - (early ? 1n : 0n));
        const pay = as(people.stranger).payDue(order, []);
        if (early) {
          await denies(pay, "OrderTooEarly", idOf(order), due);
          // In that same second the buyer may still dispute.
          await as(people.alice).dispute(order, 1n, EVIDENCE, NONE);
        } else {
          await emits(
            pay,
            ["OrderPaid", idOf(order), AMOUNT, 0n, cause("Due")],
            ["HoldExecuted", holdId(hold(order)), AMOUNT],
            ["Transfer", people.alice, people.bob, AMOUNT],
          );
          expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);
        }
      }
    });
  }

  it("pays what a lien leaves, and the rest when it is lifted", async () => {
    const { placed, shipped, as, people, travelTo, stateOf, a, owns, refuses, stageOf } = await load();
    const order = await shipped(await placed());
    await travelTo((await stateOf(order)).disputeBy);
    expect(await stageOf(order)).to.equal("Due");
    const pay = () => as(people.stranger).payDue(order, []);
    await a.freeze(people.alice, OPENING);
    await refuses(pay(), a.usd, "ERC7943InsufficientUnfrozenBalance", people.alice, AMOUNT, 0n);
    await a.freeze(people.alice, OPENING - 1_000n);
    await pay();
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + 1_000n, 0n]);
    await a.freeze(people.alice, 0n);
    await pay();
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);
    expect(await stageOf(order)).to.equal("Closed");
  });
});

describe("a shorter inspection", () => {
  it("takes both, and only gets shorter", async () => {
    const { placed, act, as, people, denies, idOf } = await load();
    const order = await placed();
    const sign = async (inspection: bigint) =>
      [
        await act(people.alice, order, "Shortening", { inspection }),
        await act(people.bob, order, "Shortening", { inspection }),
      ] as const;
    const [buyer, seller] = await sign(10n * DAY);
    const shorten = (inspection: bigint, ...signatures: readonly [string, string]) =>
      as(people.relayer).shorten(order, inspection, ...signatures);
    await denies(shorten(10n * DAY, NONE, seller), "ConsentMissing", people.alice);
    await denies(shorten(10n * DAY, buyer, NONE), "ConsentMissing", people.bob);
    await denies(shorten(10n * DAY, seller, buyer), "ConsentMissing", people.alice);
    const same = await sign(INSPECTION);
    await denies(shorten(INSPECTION, ...same), "InspectionNotShorter", idOf(order), INSPECTION);
    await shorten(10n * DAY, buyer, seller);
    await denies(shorten(10n * DAY, buyer, seller), "InspectionNotShorter", idOf(order), 10n * DAY);
    await shorten(0n, ...(await sign(0n)));
    await denies(shorten(10n * DAY, buyer, seller), "InspectionNotShorter", idOf(order), 0n);
  });

  it("ends the right to dispute sooner", async () => {
    const { placed, shipped, act, as, people, denies, idOf, stateOf, emits, now, at } = await load();
    const order = await shipped(await placed());
    await as(people.alice).receiveGoods(order, EVIDENCE, people.alice.address, NONE);
    const received = await now();
    const seller = await act(people.bob, order, "Shortening", { inspection: DAY });
    await emits(as(people.alice).shorten(order, DAY, NONE, seller), ["InspectionShortened", idOf(order), DAY]);
    expect((await stateOf(order)).disputeBy).to.equal(received + DAY);
    await at(received + DAY);
    const late = as(people.alice).dispute(order, 1n, EVIDENCE, NONE);
    await denies(late, "OrderTooLate", idOf(order), received + DAY);
    await as(people.bob).payDue(order, []);
  });
});
