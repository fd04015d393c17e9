import { expect } from "chai";
import { id, ZeroHash, type Wallet } from "ethers";

import { explain } from "../../src/chain/index.js";
import {
  buildOrder,
  holdOfOrder,
  orderId,
  signOrderAct,
  signOrder,
  type Order,
} from "../../src/settlement/orders/index.js";
import { expectRefusal } from "../support/expect.js";
import { DAY, openBank, openChain, walletOf, type Chain, type ScenarioBank } from "./support.js";
import { tell } from "./story.js";

/*
 * Buyers in the United States and in Germany order from an exporter that has its account in Hong Kong, and from one that is
 * controlled from the mainland. The marketplace submits everything: nobody else has the chain's coin.
 */
describe("Scenario: a marketplace order", () => {
  let chain: Chain;
  let bank: ScenarioBank;
  let people: Record<"usBuyer" | "euBuyer" | "exporter" | "mainlandExporter" | "arbiter", Wallet>;

  before(async () => {
    chain = await openChain();
    bank = await openBank(chain, "marketplace");
    people = {
      usBuyer: await bank.admit({ name: "the buyer in Ohio", residency: "US" }),
      euBuyer: await bank.admit({ name: "the buyer in Bavaria", residency: "DE" }),
      exporter: await bank.admit({ name: "the exporter's Hong Kong account", residency: "HK" }),
      mainlandExporter: await bank.admit({
        name: "the exporter controlled from the mainland",
        residency: "HK",
        control: "CN",
        programme: "PROGRAMME-2026-0017",
      }),
      arbiter: walletOf("Trade Assurance", chain.connection.ethers.provider),
    };
    await bank.deposit("USD", people.usBuyer, 5_000_000n);
    await bank.deposit("EUR", people.euBuyer, 3_000_000n);
  });

  /** An order on Trade Assurance's terms; shipped within 20 days. */
  async function order(currency: string, buyer: Wallet, seller: Wallet, amount: bigint): Promise<Order> {
    const now = await chain.now();
    return buildOrder(
      {
        token: bank.tokenAddress(currency),
        buyer: buyer.address,
        seller: seller.address,
        amount,
        orderReference: id(`order of ${amount}`),
        document: id(`purchase order of ${amount}`),
        arbiter: people.arbiter.address,
        shipBy: now + 20n * DAY,
        placeBy: now + DAY,
      },
      now,
    );
  }

  /** The marketplace submits what both have signed. */
  async function fund(currency: string, wanted: Order, buyer: Wallet, seller: Wallet) {
    const { orderEscrow } = chain.desks;
    const hold = holdOfOrder(wanted, String(orderEscrow.target));
    return orderEscrow.fund(
      wanted,
      await bank.signHold(currency, buyer, hold),
      await signOrder(orderEscrow, seller, wanted),
    );
  }

  it("The buyer in Ohio pays USD 12,500.00 when the goods are accepted; until then the money is its own", async () => {
    const { orderEscrow } = chain.desks;
    const { usBuyer, exporter } = people;
    const wanted = await order("USD", usBuyer, exporter, 1_250_000n);
    await fund("USD", wanted, usBuyer, exporter);
    expect(await bank.balance("USD", usBuyer)).to.equal(5_000_000n);
    expect(await bank.token("USD").availableOf(usBuyer)).to.equal(3_750_000n);
    tell("The order is funded: USD 12,500.00 are held on the buyer's own account. The escrow has nothing.");
    expect(await bank.token("USD").balanceOf(orderEscrow)).to.equal(0n);

    const evidence = id("bill of lading 4711");
    await orderEscrow.ship(
      wanted,
      evidence,
      await signOrderAct(orderEscrow, exporter, wanted, "Shipment", { evidence }),
    );
    await chain.travel(9n * DAY);
    await orderEscrow.confirm(wanted, await signOrderAct(orderEscrow, usBuyer, wanted, "Confirmation", {}), []);
    expect(await bank.token("USD").availableOf(exporter)).to.equal(1_250_000n);
    expect(await bank.balance("USD", usBuyer)).to.equal(3_750_000n);
    tell("The buyer accepts: the exporter has USD 12,500.00 to spend in the same block.");
  });

  it("The buyer in Bavaria is silent: 30 days after the goods should have arrived anybody may have the exporter paid", async () => {
    const { orderEscrow } = chain.desks;
    const { euBuyer, exporter } = people;
    const wanted = await order("EUR", euBuyer, exporter, 800_000n);
    await fund("EUR", wanted, euBuyer, exporter);
    const evidence = id("airway bill 020-7781");
    await orderEscrow.ship(
      wanted,
      evidence,
      await signOrderAct(orderEscrow, exporter, wanted, "Shipment", { evidence }),
    );
    const { disputeBy } = await orderEscrow.stateOf(wanted);
    const early = orderEscrow.payDue(wanted, []);
    await expectRefusal(early, orderEscrow, "OrderTooEarly", orderId(wanted), disputeBy);
    await chain.travel(disputeBy - (await chain.now()));
    await orderEscrow.payDue(wanted, []);
    expect(await bank.balance("EUR", exporter)).to.equal(800_000n);
    tell("The right to dispute has ended, so the exporter is paid EUR 8,000.00; nobody had to ask the buyer.");
  });

  it("Spoilt goods: both agree that a third goes back and the buyer keeps them", async () => {
    const { orderEscrow } = chain.desks;
    const { usBuyer, exporter } = people;
    const wanted = await order("USD", usBuyer, exporter, 900_000n);
    await fund("USD", wanted, usBuyer, exporter);
    const [before, buyerBefore] = [await bank.balance("USD", exporter), await bank.balance("USD", usBuyer)];
    const claim = { claim: 5_000n, evidence: id("photographs"), number: 0n };
    await orderEscrow.dispute(
      wanted,
      claim.claim,
      claim.evidence,
      await signOrderAct(orderEscrow, usBuyer, wanted, "Dispute", claim),
    );
    const terms = { toSeller: 600_000n, remaining: 900_000n };
    const signatures = await Promise.all(
      [usBuyer, exporter].map((party) => signOrderAct(orderEscrow, party, wanted, "Settlement", terms)),
    );
    await orderEscrow.settle(
      wanted,
      terms.toSeller,
      terms.remaining,
      [...signatures, "0x"] as [string, string, string],
      [],
    );
    expect(await bank.balance("USD", exporter)).to.equal(before + 600_000n);
    expect(await bank.balance("USD", usBuyer)).to.equal(buyerBefore - 600_000n);
    expect(await bank.token("USD").availableOf(usBuyer)).to.equal(buyerBefore - 600_000n);
    tell("Settled by both signatures: USD 6,000.00 to the exporter, USD 3,000.00 never left the buyer.");
  });

  it("The exporter controlled from the mainland is refused, until two people clear exactly this payment", async () => {
    const { orderEscrow } = chain.desks;
    const { usBuyer, mainlandExporter } = people;
    const wanted = await order("USD", usBuyer, mainlandExporter, 700_000n);
    const payment = { currency: "USD", from: usBuyer.address, to: mainlandExporter.address, amount: 700_000n };
    const answer = await explain(bank.bank, payment);
    expect([answer.ok, answer.reason]).to.deep.equal([false, "ClearanceMissing"]);
    tell(`Asked before: ${answer.sentence}`);
    const signed = await fundRefused(wanted);
    expect(await bank.token("USD").heldOf(usBuyer)).to.equal(0n);

    await bank.clear("USD", usBuyer, mainlandExporter, 700_000n);
    await chain.desks.orderEscrow.fund(wanted, ...signed);
    await orderEscrow.confirm(wanted, await signOrderAct(orderEscrow, usBuyer, wanted, "Confirmation", {}), []);
    expect(await bank.balance("USD", mainlandExporter)).to.equal(700_000n);
    tell("Cleared under its programme's approval id by two people, for this payer, payee and amount: now it is paid.");

    // The clearance is used up: an equal order needs another.
    const again = await order("USD", usBuyer, mainlandExporter, 700_000n);
    await fundRefused({ ...again, salt: ZeroHash });
  });

  /** Both sign, the token refuses. Returns the signatures, which stay good. */
  async function fundRefused(wanted: Order): Promise<[string, string]> {
    const { orderEscrow } = chain.desks;
    const { usBuyer, mainlandExporter } = people;
    const hold = holdOfOrder(wanted, String(orderEscrow.target));
    const signatures: [string, string] = [
      await bank.signHold("USD", usBuyer, hold),
      await signOrder(orderEscrow, mainlandExporter, wanted),
    ];
    const parties = [usBuyer, mainlandExporter, wanted.amount] as const;
    const call = orderEscrow.fund(wanted, ...signatures);
    await expectRefusal(call, bank.bank.limits, "ClearanceMissing", bank.token("USD"), ...parties);
    return signatures;
  }

  it("A mainland resident is nobody's payee: not by order, not with a clearance", async () => {
    const { usBuyer } = people;
    const resident = await bank.admit({ name: "the exporter on the mainland", residency: "CN" });
    const { orderEscrow } = chain.desks;
    const wanted = await order("USD", usBuyer, resident, 100_000n);
    const hold = holdOfOrder(wanted, String(orderEscrow.target));
    await bank.clear("USD", usBuyer, resident, 100_000n);
    const call = orderEscrow.fund(
      wanted,
      await bank.signHold("USD", usBuyer, hold),
      await signOrder(orderEscrow, resident, wanted),
    );
    await expectRefusal(call, bank.token("USD"), "ERC7943CannotTransfer", usBuyer, resident, 100_000n);
    tell("Money goes onshore as ordinary banking, or not at all: the token has no corridor to the mainland.");
  });
});
