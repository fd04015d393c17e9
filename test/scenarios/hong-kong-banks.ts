import { expect } from "chai";
import { id, Wallet } from "ethers";

import { testAccount } from "../../src/bank/testAccounts.js";
import { holdId, signFor } from "../../src/chain/typedData.js";
import {
  buildInterbankPayment,
  buildOffset,
  netHold,
  payerHold,
  settlementHold,
  signPayerHold,
  signSettlementHold,
  type InterbankPayment,
} from "../../src/settlement/clearing/index.js";
import { expectRefusal } from "../support/expect.js";
import { DAY, openBank, openChain, type Chain, type ScenarioBank } from "./support.js";
import { tell } from "./story.js";

/*
 * Two Hong Kong banks pay each other's customers in Hong Kong dollars. Between them moves the money of a settlement bank,
 * where both have an account: burn at one, settlement from bank to bank, mint at the other, one transaction.
 */
describe("Scenario: two Hong Kong banks", () => {
  // Three banks are deployed before it begins.
  let chain: Chain;
  let harbour: ScenarioBank;
  let peak: ScenarioBank;
  let house: ScenarioBank;
  let people: Record<"tailor" | "mill" | "shopkeeper" | "harbourTreasury" | "peakTreasury", Wallet>;

  before(async () => {
    chain = await openChain();
    house = await openBank(chain, "hong-kong-house");
    harbour = await openBank(chain, "hong-kong-harbour");
    peak = await openBank(chain, "hong-kong-peak");
    const { provider } = chain.connection.ethers;
    const treasury = (index: number) => new Wallet(testAccount(index).privateKey, provider);
    people = {
      tailor: await harbour.admit({ name: "the tailor at Harbour", residency: "HK" }),
      shopkeeper: await harbour.admit({ name: "the shopkeeper at Harbour", residency: "HK" }),
      mill: await peak.admit({ name: "the mill at Peak", residency: "HK" }),
      harbourTreasury: await house.admit({ name: "Harbour's account", residency: "HK", kind: "bank" }, treasury(30)),
      peakTreasury: await house.admit({ name: "Peak's account", residency: "HK", kind: "bank" }, treasury(31)),
    };
    await harbour.deposit("HKD", people.tailor, 10_000_000n);
    await peak.deposit("HKD", people.mill, 10_000_000n);
    await house.deposit("HKD", people.harbourTreasury, 50_000_000n);
    await house.deposit("HKD", people.peakTreasury, 50_000_000n);
    // Each bank says at the desk what its file agrees to, now that its own account and the other's token are there.
    for (const bank of [harbour, peak, house]) expect(await bank.applyAgain()).to.deep.equal([]);
  });

  let uetrs = 0;
  const uetr = () => `7a562c67-ca16-48ba-b074-65581be6f${String(100 + uetrs++)}`;

  async function paymentOf(from: ScenarioBank, to: ScenarioBank, payer: Wallet, payee: Wallet, amount: bigint) {
    return buildInterbankPayment({
      senderToken: from.tokenAddress("HKD"),
      receiverToken: to.tokenAddress("HKD"),
      settlementToken: house.tokenAddress("HKD"),
      payer: payer.address,
      payee: payee.address,
      amount,
      uetr: uetr(),
      expiry: (await chain.now()) + DAY,
      remittance: id(`remittance of ${amount}`),
    });
  }

  const sign = (from: ScenarioBank, payer: Wallet, payment: InterbankPayment) =>
    signPayerHold(from.token("HKD"), payer, String(chain.desks.interbankClearing.target), payment);

  const books = async () => ({
    harbour: await harbour.token("HKD").totalSupply(),
    peak: await peak.token("HKD").totalSupply(),
    harbourReserves: await house.balance("HKD", people.harbourTreasury),
    peakReserves: await house.balance("HKD", people.peakTreasury),
  });

  it("The tailor pays the mill HKD 45,000.00: in one transaction, at par, with the banks' own money between them", async () => {
    const { tailor, mill, harbourTreasury, peakTreasury } = people;
    const before = await books();
    const payment = await paymentOf(harbour, peak, tailor, mill, 4_500_000n);
    const accounts = { paying: harbourTreasury.address, receiving: peakTreasury.address };
    const desk = String(chain.desks.interbankClearing.target);
    const settlement = await signSettlementHold(house.token("HKD"), harbourTreasury, desk, payment, accounts);
    expect(settlementHold(desk, payment, accounts).amount).to.equal(4_500_000n);
    await chain.desks.interbankClearing.pay(payment, await sign(harbour, tailor, payment), settlement);
    expect(await peak.balance("HKD", mill)).to.equal(14_500_000n);
    expect(await books()).to.deep.equal({
      harbour: before.harbour - 4_500_000n,
      peak: before.peak + 4_500_000n,
      harbourReserves: before.harbourReserves - 4_500_000n,
      peakReserves: before.peakReserves + 4_500_000n,
    });
    tell("Harbour owes its tailor less, Peak owes its mill more, and Harbour has paid Peak: one block.");
    const again = chain.desks.interbankClearing.pay(payment, await sign(harbour, tailor, payment), settlement);
    await expectRefusal(again, harbour.token("HKD"), "HoldNotOpen", holdId(payerHold(desk, payment)));
  });

  it("In the evening both banks' payments are offset: HKD 80,000.00 of payments, HKD 20,000.00 of settlement", async () => {
    const { tailor, shopkeeper, mill, peakTreasury, harbourTreasury } = people;
    const before = await books();
    const forward = [
      await paymentOf(peak, harbour, mill, tailor, 3_000_000n),
      await paymentOf(peak, harbour, mill, shopkeeper, 2_000_000n),
    ];
    const backward = [await paymentOf(harbour, peak, tailor, mill, 3_000_000n)];
    const deal = buildOffset(forward, backward, (await chain.now()) + DAY);
    const accounts = { paying: peakTreasury.address, receiving: harbourTreasury.address };
    const net = netHold(String(chain.desks.interbankClearing.target), deal, accounts)!;
    expect(net.amount).to.equal(2_000_000n);
    await chain.desks.interbankClearing.offset(
      { forward: [...forward], backward: [...backward], expiry: deal.expiry },
      await Promise.all(forward.map((payment) => sign(peak, mill, payment))),
      await Promise.all(backward.map((payment) => sign(harbour, tailor, payment))),
      await signFor(house.token("HKD"), peakTreasury, "Hold", net),
    );
    expect(await harbour.balance("HKD", shopkeeper)).to.equal(2_000_000n);
    expect(await books()).to.deep.equal({
      harbour: before.harbour + 2_000_000n,
      peak: before.peak - 2_000_000n,
      harbourReserves: before.harbourReserves + 2_000_000n,
      peakReserves: before.peakReserves - 2_000_000n,
    });
    tell("Three payments of HKD 80,000.00 in all; between the banks only the net of HKD 20,000.00 moved.");
  });

  it("Above the cap that Peak gives Harbour nothing passes; the next day there is room again", async () => {
    const { tailor, mill, harbourTreasury, peakTreasury } = people;
    await harbour.deposit("HKD", tailor, 20_000_000n);
    const payment = await paymentOf(harbour, peak, tailor, mill, 19_999_999n);
    const accounts = { paying: harbourTreasury.address, receiving: peakTreasury.address };
    const { interbankClearing } = chain.desks;
    const signatures = [
      await sign(harbour, tailor, { ...payment, expiry: payment.expiry + DAY }),
      await signSettlementHold(
        house.token("HKD"),
        harbourTreasury,
        String(interbankClearing.target),
        { ...payment, expiry: payment.expiry + DAY },
        accounts,
      ),
    ] as const;
    const wanted = { ...payment, expiry: payment.expiry + DAY };
    await expect(interbankClearing.pay(wanted, ...signatures)).to.be.revertedWithCustomError(
      interbankClearing,
      "CapExceeded",
    );
    await chain.travel(DAY);
    // A day later the attestation has to be renewed too, as every morning.
    await peak.deposit("HKD", mill, 1n);
    await interbankClearing.pay(wanted, ...signatures);
    tell("Peak bounds what it mints on Harbour's word: HKD 200,000.00 a day, refilled evenly.");
  });

  it("A customer of Harbour that is controlled from the mainland cannot pay into Peak: Peak maps no such zone", async () => {
    const { mill, harbourTreasury, peakTreasury } = people;
    const controlled = await harbour.admit({
      name: "the trader controlled from the mainland",
      residency: "HK",
      control: "CN",
      programme: "PROGRAMME-2026-0042",
    });
    await harbour.deposit("HKD", controlled, 500_000n);
    const payment = await paymentOf(harbour, peak, controlled, mill, 500_000n);
    const { interbankClearing } = chain.desks;
    const accounts = { paying: harbourTreasury.address, receiving: peakTreasury.address };
    const desk = String(interbankClearing.target);
    const call = interbankClearing.pay(
      payment,
      await sign(harbour, controlled, payment),
      await signSettlementHold(house.token("HKD"), harbourTreasury, desk, payment, accounts),
    );
    const zone = BigInt(harbour.config.zones["CN-controlled"]!);
    const tokens = [harbour, peak].map((bank) => bank.tokenAddress("HKD")) as [string, string];
    await expectRefusal(call, interbankClearing, "ZoneNotMapped", ...tokens, zone);
    expect(await harbour.balance("HKD", controlled)).to.equal(500_000n);
    tell("The receiving bank sees the payer's zone and judges it by its own table.");
  });
});
