import { expect } from "chai";
import { getAddress, id, type Wallet } from "ethers";

import { leiBytes } from "../../src/chain/partiesBytes.js";
import { explain, partyId } from "../../src/chain/index.js";
import { deskAddress } from "../../src/settlement/desks.js";
import { buildFxQuote, fxHolds } from "../../src/settlement/fx/index.js";
import { expectRefusal } from "../support/expect.js";
import { DAY, HOUR, openBank, openChain, type Chain, type ScenarioBank } from "./support.js";
import { tell } from "./story.js";

/*
 * A deposit token for institutions on a chain of the OP Stack: known clients only, at any hour, in dollars and euros. The same
 * code as elsewhere; what differs is the chain and the bank file.
 */
describe("Scenario: an institutional token on an OP-type chain", () => {
  let chain: Chain;
  let bank: ScenarioBank;
  let people: Record<"marketplace" | "fund" | "dealer", Wallet>;

  before(async () => {
    chain = await openChain("op");
    bank = await openBank(chain, "institutional");
    people = {
      marketplace: await bank.admit({ name: "the marketplace's treasury", residency: "US" }),
      fund: await bank.admit({ name: "the fund", residency: "SG" }),
      dealer: await bank.admit({ name: "the dealer", residency: "HK", kind: "fx-desk" }),
    };
    await bank.deposit("USD", people.marketplace, 100_000_000n);
    await bank.deposit("EUR", people.dealer, 90_000_000n);
  });

  it("Runs the very code of the Ethereum chain: same bytecode, same desks at the same addresses", async () => {
    const mainnet = await openChain("l1");
    const twin = await openBank(mainnet, "institutional");
    const codeOf = async ({ connection }: Chain, address: string) => connection.ethers.provider.getCode(address);
    expect(await codeOf(chain, bank.tokenAddress("USD"))).to.equal(await codeOf(mainnet, twin.tokenAddress("USD")));
    for (const desk of ["OrderEscrow", "FxDesk", "NettingCycle"] as const) {
      const code = await codeOf(chain, deskAddress(desk));
      expect(code.length).to.be.greaterThan(1_000);
      expect(code).to.equal(await codeOf(mainnet, deskAddress(desk)));
    }
    tell("Token, proxies and desks are byte for byte the same on both chains.");
  });

  it("A company the bank does not know can neither hold nor receive, whoever sends", async () => {
    const { marketplace } = people;
    const unknown = getAddress(`0x${id("nobody").slice(-40)}`);
    const answer = await explain(bank.bank, { currency: "USD", from: marketplace.address, to: unknown, amount: 1n });
    expect([answer.ok, answer.reason]).to.deep.equal([false, "PayeeNotAdmitted"]);
    const call = bank
      .token("USD")
      .connect(await chain.withGas(marketplace))
      ["transfer(address,uint256)"](unknown, 1n);
    await expectRefusal(call, bank.token("USD"), "ERC7943CannotReceive", { address: unknown });
    tell(answer.sentence);
  });

  it("An institution is known by its LEI, on chain, for anyone who audits", async () => {
    const registry = bank.bank.partyRegistry.connect(await bank.person("REGISTRAR"));
    const party = await bank.bank.partyRegistry.partyOf(people.fund);
    const profile = await bank.bank.partyRegistry.profileOf(party);
    const lei = "9845001FUNDEXAMPLE84";
    expect(() => leiBytes(lei, "the fund")).to.throw();
    const valid = leiBytes("984500INSTITUTE00044", "the fund");
    await registry.reclassify(party, profile, false, valid, `0x${"0".repeat(64)}`);
    const events = await registry.queryFilter(registry.filters.PartyProfiled);
    expect(events.at(-1)!.args.lei).to.equal(valid);
    expect(party).to.equal(partyId(id("the salt of institutional"), "the fund"));
  });

  it("At 3 a.m. on a Sunday dollars are exchanged for euros: both legs in one transaction, at the dealer's quote", async () => {
    const { marketplace, dealer } = people;
    // From Monday 2 November 2026, 00:00 to the next Sunday, 03:00.
    const sunday = BigInt(Date.UTC(2026, 10, 8, 3)) / 1_000n;
    await chain.travel(sunday - (await chain.now()));
    const quote = buildFxQuote({
      taker: marketplace.address,
      dealer: dealer.address,
      takerToken: bank.tokenAddress("USD"),
      takerAmount: 10_000_000n,
      dealerToken: bank.tokenAddress("EUR"),
      dealerAmount: 9_173_000n,
      expiry: (await chain.now()) + HOUR,
      salt: id("quote 1"),
    });
    const { fxDesk } = chain.desks;
    const holds = fxHolds(String(fxDesk.target), quote);
    const signatures = [
      await bank.signHold("USD", marketplace, holds.taker),
      await bank.signHold("EUR", dealer, holds.dealer),
    ] as const;
    await fxDesk.settle(quote, ...signatures);
    expect(await bank.balance("EUR", marketplace)).to.equal(9_173_000n);
    expect(await bank.balance("USD", dealer)).to.equal(10_000_000n);
    const hold = await fxDesk.settle.staticCall(quote, ...signatures).then(
      () => "settled twice",
      (error: Error) => error.message,
    );
    expect(hold).to.contain("HoldNotOpen");
    tell("USD 100,000.00 against EUR 91,730.00, on a Sunday night, and never one leg without the other.");
    await chain.travel(DAY);
  });
});
