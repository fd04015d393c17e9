import { expect } from "chai";
import { id, type Wallet } from "ethers";

import {
  buildOrder,
  dealerHold,
  holdOfOrder,
  minimumFor,
  orderId,
  signOrderAct,
  signOrder,
  type Order,
} from "../../src/settlement/orders/index.js";
import { expectRefusal } from "../support/expect.js";
import { DAY, HOUR, openBank, openChain, walletOf, type Chain, type ScenarioBank } from "./support.js";
import { tell } from "./story.js";

/*
 * A buyer with dollars at an American bank, an exporter that wants euros at a bank in Germany, and a dealer that is a customer
 * of both. Dollars to the dealer and euros to the exporter in one transaction, or neither; buyer and exporter pay no gas.
 */
describe("Scenario: bank A's dollars to bank B's euros", () => {
  let chain: Chain;
  let american: ScenarioBank;
  let german: ScenarioBank;
  let people: Record<"buyer" | "exporter" | "dealer" | "arbiter", Wallet>;
  /** What the exporter asked for, euro cents. */
  const MINIMUM = 915_000n;
  const PRICE = 1_000_000n;

  before(async () => {
    chain = await openChain();
    american = await openBank(chain, "cross-border-us");
    german = await openBank(chain, "cross-border-eu");
    const dealer = await american.admit({ name: "the dealer", residency: "SG", kind: "fx-desk" });
    await german.admit({ name: "the dealer", residency: "SG", kind: "fx-desk" }, dealer);
    people = {
      dealer,
      buyer: await american.admit({ name: "the buyer in Texas", residency: "US" }),
      exporter: await german.admit({ name: "the exporter in Hamburg", residency: "DE" }),
      arbiter: walletOf("Trade Assurance", chain.connection.ethers.provider),
    };
    await american.deposit("USD", people.buyer, 5_000_000n);
    await german.deposit("EUR", dealer, 5_000_000n);
  });

  /** The order says what the buyer pays and what the exporter gets at least; both have signed that. */
  async function funded(): Promise<Order> {
    const { buyer, exporter, dealer, arbiter } = people;
    const now = await chain.now();
    const order = buildOrder(
      {
        token: american.tokenAddress("USD"),
        buyer: buyer.address,
        seller: exporter.address,
        amount: PRICE,
        orderReference: id("order 2026-778"),
        document: id("purchase order 2026-778"),
        arbiter: arbiter.address,
        dealer: dealer.address,
        sellerToken: german.tokenAddress("EUR"),
        sellerMinimum: MINIMUM,
        shipBy: now + 20n * DAY,
        placeBy: now + DAY,
      },
      now,
    );
    const { orderEscrow } = chain.desks;
    await orderEscrow.fund(
      order,
      await american.signHold("USD", buyer, holdOfOrder(order, String(orderEscrow.target))),
      await signOrder(orderEscrow, exporter, order),
    );
    return order;
  }

  /** The dealer's quote for the payment now: its own signed hold in euros. */
  async function legOf(order: Order, remaining: bigint, amount: bigint, pays = minimumFor(order, amount)) {
    const now = await chain.now();
    const times = { expiry: now + HOUR, placeBy: now + HOUR };
    const escrow = String(chain.desks.orderEscrow.target);
    const hold = dealerHold(order, escrow, { remaining, amount }, times, { pays });
    return { hold, signature: await german.signHold("EUR", people.dealer, hold) };
  }

  it("Without the dealer's euros the buyer's dollars do not move, and a cent below the minimum is refused", async () => {
    const { orderEscrow } = chain.desks;
    const { buyer, dealer } = people;
    const order = await funded();
    const confirmation = await signOrderAct(orderEscrow, buyer, order, "Confirmation", {});
    await expectRefusal(
      orderEscrow.confirm(order, confirmation, []),
      orderEscrow,
      "DealerLegCount",
      orderId(order),
      1n,
    );
    const short = await legOf(order, PRICE, PRICE, MINIMUM - 1n);
    const missed = orderEscrow.confirm(order, confirmation, [short]);
    const figures = [MINIMUM - 1n, MINIMUM] as const;
    await expectRefusal(missed, orderEscrow, "SellerMinimumMissed", orderId(order), ...figures);
    expect(await american.balance("USD", dealer)).to.equal(0n);
    expect(await american.token("USD").heldOf(buyer)).to.equal(PRICE);

    const leg = await legOf(order, PRICE, PRICE, 917_300n);
    await orderEscrow.confirm(order, confirmation, [leg]);
    expect(await american.balance("USD", dealer)).to.equal(PRICE);
    expect(await german.balance("EUR", people.exporter)).to.equal(917_300n);
    tell(
      "USD 10,000.00 to the dealer, EUR 9,173.00 to the exporter: the same transaction, above the minimum of EUR 9,150.00.",
    );
  });

  it("The first stage is paid alone: a part of the dollars, at least the same part of the minimum", async () => {
    const { orderEscrow } = chain.desks;
    const { buyer, exporter, dealer } = people;
    const [dollars, euros] = [await american.balance("USD", dealer), await german.balance("EUR", exporter)];
    const order = await funded();
    const content = { amount: 300_000n, remaining: PRICE };
    const signature = await signOrderAct(orderEscrow, buyer, order, "PartPayment", content);
    const leg = await legOf(order, PRICE, 300_000n);
    await orderEscrow.payPart(order, content.amount, content.remaining, signature, [leg]);
    expect(await german.balance("EUR", exporter)).to.equal(euros + 274_500n);
    expect(await american.balance("USD", dealer)).to.equal(dollars + 300_000n);
    expect(await american.token("USD").heldOf(buyer)).to.equal(700_000n);
    tell("Three tenths of the price are paid: EUR 2,745.00 for USD 3,000.00.");
  });

  it("The exporter's bank has the last word on its side: blocked there, it is not paid and nor is the dealer", async () => {
    const { orderEscrow } = chain.desks;
    const { buyer, exporter, dealer } = people;
    const order = await funded();
    const dollars = await american.balance("USD", dealer);
    const confirmation = await signOrderAct(orderEscrow, buyer, order, "Confirmation", {});
    const leg = await legOf(order, PRICE, PRICE);
    const party = await german.bank.partyRegistry.partyOf(exporter);
    const compliance = await german.person("COMPLIANCE");
    await german.bank.partyRegistry.connect(compliance).blockParty(party, id("order of the court"));
    const call = orderEscrow.confirm(order, confirmation, [leg]);
    await expectRefusal(call, german.token("EUR"), "ERC7943CannotReceive", exporter);
    expect(await american.balance("USD", dealer)).to.equal(dollars);
    tell("Neither leg: the dollars stay with the buyer, held.");
  });
});
