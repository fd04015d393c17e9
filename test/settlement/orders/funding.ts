import { expect } from "chai";

import { ORDER_TYPES } from "../../../src/settlement/orders/index.js";
import { DAY } from "../../support/token.js";
import { partyOf } from "../support.js";
import { AMOUNT, EVIDENCE, fieldName, NONE, useOrders } from "./support.js";

const load = await useOrders();

describe("funding an order", () => {
  it("is refused for terms that are wrong, or too late, or for too long", async () => {
    const { orderOf, escrow, denies, now } = await load();
    const order = await orderOf();
    const at = await now();
    for (const [change, field] of [
      [{ arbiter: order.buyer }, "arbiter"],
      [{ shipBy: at }, "shipBy"],
      [{ placeBy: at }, "placeBy"],
      [{ transit: 273n * DAY }, "expiry"],
    ] as const) {
      await denies(escrow.fund({ ...order, ...change }, NONE, NONE), "OrderFieldInvalid", fieldName(field));
    }
  });

  it("takes at most 400 days, to the second", async () => {
    const { orderOf, escrow, a, people, signOrderHold, consent, denies, at, now, hold } = await load();
    const start = ((await now()) / 2n) * 2n + 100n;
    // 7 + 14 + 30 + 60 + 7 days and the transit end exactly 400 days after `start`.
    const order = await orderOf({ shipBy: start + 10n * DAY, transit: 272n * DAY, placeBy: start + DAY });
    expect(hold(order).expiry).to.equal(start + 400n * DAY);
    const signatures = [await signOrderHold(a.usd, people.alice, order), await consent(order)] as const;
    await at(start - 1n);
    await denies(escrow.fund(order, ...signatures), "OrderFieldInvalid", fieldName("expiry"));
    await at(start);
    await escrow.fund(order, ...signatures);
  });

  it("needs the seller's consent to these very terms and the buyer's to this very hold", async () => {
    const { orderOf, escrow, a, people, signOrderHold, consent, denies, refuses } = await load();
    const order = await orderOf();
    const other = await orderOf({ defaultAward: 10_000n });
    const held = await signOrderHold(a.usd, people.alice, order);
    await denies(escrow.fund(order, held, NONE), "ConsentMissing", people.bob);
    await denies(escrow.fund(order, held, await consent(order, people.alice)), "ConsentMissing", people.bob);
    await denies(escrow.fund(order, held, await consent(other)), "ConsentMissing", people.bob);
    const consented = await consent(order);
    for (const signature of [
      NONE,
      await signOrderHold(a.usd, people.bob, order),
      await signOrderHold(a.usd, people.alice, other),
      await signOrderHold(a.eur, people.alice, order),
    ]) {
      await refuses(escrow.fund(order, signature, consented), a.usd, "InvalidSignature", people.alice);
    }
  });

  it("holds the money on the buyer's account and proves the seller's consent, by anyone with both signatures", async () => {
    const desk = await load();
    const { orderOf, as, a, people, signOrderHold, consent, emits, owns, hold, idOf, stageOf, wordOf, holdId } = desk;
    const order = await orderOf();
    const [before] = await owns(a.usd, people.alice);
    const signatures = [await signOrderHold(a.usd, people.alice, order), await consent(order)] as const;
    expect(await stageOf(order)).to.equal("Unfunded");
    const h = hold(order);
    await emits(
      as(people.relayer).fund(order, ...signatures),
      [
        "OrderFunded",
        idOf(order),
        people.alice,
        people.bob,
        ORDER_TYPES.Order.map(({ name }) => order[name as keyof typeof order]),
      ],
      ["HoldPlaced", holdId(h), h.payer, h.payee, h.notary, h.amount, h.expiry, h.placeBy, h.assignable, h.terms],
    );
    expect(await owns(a.usd, people.alice)).to.deep.equal([before, AMOUNT]);
    expect(await stageOf(order)).to.equal("Funded");
    // Not one word of the escrow's own.
    expect(new Set(Object.values(await wordOf(order)))).to.deep.equal(new Set([0n]));
  });

  it("takes the seller's own call instead of its signature", async () => {
    const { orderOf, as, a, people, signOrderHold, remaining } = await load();
    const order = await orderOf();
    await as(people.bob).fund(order, await signOrderHold(a.usd, people.alice, order), NONE);
    expect(await remaining(order)).to.equal(AMOUNT);
  });

  it("does not fail because a stranger placed the buyer's hold first", async () => {
    const { orderOf, escrow, a, people, signOrderHold, consent, hold, remaining, owns } = await load();
    const order = await orderOf();
    const signature = await signOrderHold(a.usd, people.alice, order);
    await a.usd.connect(people.stranger).placeHoldWithAuthorization(hold(order), signature);
    await escrow.fund(order, signature, await consent(order));
    expect(await remaining(order)).to.equal(AMOUNT);
    expect((await owns(a.usd, people.alice))[1]).to.equal(AMOUNT);
  });

  it("is recognised when the buyer placed the very hold itself, and no other", async () => {
    const { orderOf, as, a, people, hold, stageOf, denies, idOf } = await load();
    const order = await orderOf();
    for (const change of [
      { expiry: hold(order).expiry - 2n },
      { payee: people.frank.address },
      { amount: AMOUNT - 1n },
      { assignable: true },
      { terms: idOf(await orderOf()) },
    ]) {
      await a.usd.connect(people.alice).placeHold({ ...hold(order), ...change });
      expect(await stageOf(order)).to.equal("Unfunded");
      await denies(as(people.bob).ship(order, EVIDENCE, NONE), "OrderNotOpen", idOf(order));
    }
    await a.usd.connect(people.alice).placeHold(hold(order));
    expect(await stageOf(order)).to.equal("Funded");
  });

  it("happens once: what was paid or refunded is not funded again by the same signatures", async () => {
    const { orderOf, as, escrow, a, people, signOrderHold, consent, refuses, holdId, hold } = await load();
    for (const close of ["confirm", "refund"] as const) {
      const order = await orderOf();
      const signatures = [await signOrderHold(a.usd, people.alice, order), await consent(order)] as const;
      await escrow.fund(order, ...signatures);
      if (close === "confirm") await as(people.alice).confirm(order, NONE, []);
      else await as(people.bob).refund(order, AMOUNT, AMOUNT, false, NONE);
      await refuses(escrow.fund(order, ...signatures), a.usd, "HoldNotOpen", holdId(hold(order)));
    }
  });

  it("is worth nothing from placeBy on: a signature kept in a drawer", async () => {
    const { orderOf, escrow, a, people, signOrderHold, consent, denies, refuses, at, hold, holdId } = await load();
    const order = await orderOf();
    const signatures = [await signOrderHold(a.usd, people.alice, order), await consent(order)] as const;
    await at(order.placeBy);
    await denies(escrow.fund(order, ...signatures), "OrderFieldInvalid", fieldName("placeBy"));
    const late = a.usd.connect(people.alice).placeHold(hold(order));
    await refuses(late, a.usd, "HoldExpired", holdId(hold(order)), order.placeBy);
  });

  it("is refused by the token for who may not pay or be paid, and for money that is not there", async () => {
    const desk = await load();
    const { orderOf, escrow, a, people, signOrderHold, consent, refuses } = desk;
    const fund = async (changes: Parameters<typeof orderOf>[0], seller = people.bob, buyer = people.alice) => {
      const order = await orderOf({ seller: seller.address, buyer: buyer.address, ...changes });
      return escrow.fund(order, await signOrderHold(a.usd, buyer, order), await consent(order, seller));
    };
    await refuses(fund({}, people.carol), a.usd, "ERC7943CannotReceive", people.carol);
    await refuses(
      fund({ amount: 10n ** 12n }),
      a.usd,
      "ERC20InsufficientBalance",
      people.alice,
      10_000_000n,
      10n ** 12n,
    );
    await a.block(partyOf("a", "alice"));
    await refuses(fund({}), a.usd, "ERC7943CannotSend", people.alice);
    await a.unblock(partyOf("a", "alice"));
    await a.block(partyOf("a", "bob"));
    await refuses(fund({}), a.usd, "ERC7943CannotReceive", people.bob);
  });

  it("is refused to and from the mainland, on each way to fund", async () => {
    const desk = await load();
    const { orderOf, orderAbroad, escrow, a, b, people, signOrderHold, consent, refuses, denies, hold, idOf } = desk;
    const { alice, mainlander, dealer } = people;
    const sold = await orderOf({ seller: mainlander.address });
    const corridor = [alice, mainlander, AMOUNT] as const;
    await refuses(
      escrow.fund(sold, await signOrderHold(a.usd, alice, sold), await consent(sold, mainlander)),
      a.usd,
      "ERC7943CannotTransfer",
      ...corridor,
    );
    await refuses(a.usd.connect(alice).placeHold(hold(sold)), a.usd, "ERC7943CannotTransfer", ...corridor);
    const bought = await orderOf({ buyer: mainlander.address });
    await refuses(
      a.usd.connect(mainlander).placeHold(hold(bought)),
      a.usd,
      "ERC7943CannotTransfer",
      mainlander,
      people.bob,
      AMOUNT,
    );
    // Across currencies the bank of the buyer's money never sees the seller: the escrow asks the seller's.
    const abroad = await orderAbroad({ seller: mainlander.address });
    const held = await signOrderHold(a.eur, alice, abroad);
    const consented = await consent(abroad, mainlander);
    await denies(escrow.fund(abroad, held, consented), "SellerNotPayable", idOf(abroad), dealer, mainlander);
    expect(await b.usd.balanceOf(mainlander)).to.equal(0n);
  });

  it("is not relayed by somebody the bank has blocked", async () => {
    const { orderOf, as, a, people, signOrderHold, consent, denies } = await load();
    const order = await orderOf();
    const signatures = [await signOrderHold(a.usd, people.alice, order), await consent(order)] as const;
    await a.block(partyOf("a", "frank"));
    await denies(as(people.frank).fund(order, ...signatures), "RelayerBlocked", people.frank);
  });

  it("stage by stage holds only what the next stage needs", async () => {
    const { orderOf, placed, shipped, as, a, people, owns, stageOf } = await load();
    const shared = { orderReference: `0x${"47".repeat(32)}`, milestones: 3n };
    const stages = await Promise.all(
      [30_000n, 50_000n, 20_000n].map((amount, i) => orderOf({ ...shared, amount, milestone: BigInt(i + 1) })),
    );
    const bobBefore = (await owns(a.usd, people.bob))[0]!;
    await placed({}, stages[0]);
    expect((await owns(a.usd, people.alice))[1]).to.equal(30_000n);
    await shipped(stages[0]!);
    await as(people.alice).confirm(stages[0]!, NONE, []);
    await placed({}, stages[1]);
    expect((await owns(a.usd, people.alice))[1]).to.equal(50_000n);
    // A stage that ends badly says nothing about the others.
    await as(people.bob).refund(stages[1]!, 50_000n, 50_000n, false, NONE);
    await placed({}, stages[2]);
    await as(people.alice).confirm(stages[2]!, NONE, []);
    expect((await owns(a.usd, people.bob))[0]).to.equal(bobBefore + 50_000n);
    expect(await Promise.all(stages.map(stageOf))).to.deep.equal(["Closed", "Closed", "Closed"]);
  });
});
