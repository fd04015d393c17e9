import { expect } from "chai";
import { concat } from "ethers";

import { POWERS } from "../../../src/bank/roles.js";
import { DepositToken__factory, type DepositToken } from "../../../typechain-types/index.js";
import { OPENING } from "../support.js";
import { openingDeposits, wire } from "../../issuance/support.js";
import { ALLOWED, REVIEW } from "../../support/token.js";
import { useFxDesk, type Fx } from "./support.js";

/** The whole transaction, tokens called directly, both parties having balances in both tokens. */
const BOUND = 150_000n;

const load = await useFxDesk();

/** A token of bank A not behind a proxy: the implementation's own code at a fresh address, where nothing is locked. */
async function directToken(fx: Fx, symbol: string, address: string): Promise<DepositToken> {
  const { a, people, desk, helpers, ethers, now } = fx;
  const implementation = await new DepositToken__factory(people.admin).deploy();
  await helpers.setCode(address, await ethers.provider.getCode(implementation));
  const token = DepositToken__factory.connect(address, people.admin);
  await token.initialize(`Direct ${symbol}`, symbol, 2, a.manager, a.registry, 30 * 86_400);
  await wire(people, a.manager.target as string, "DepositToken", token);
  await token.connect(people.policyAdmin).openCorridors(ALLOWED, REVIEW);
  await a.registry.connect(people.policyAdmin).listToken(token);
  await a.registry.syncToken(token, [101n, 103n]);
  await token.connect(people.attestor).attest(5_000_000_000n, await now(), 0, 0);
  await token.connect(people.policyAdmin).admitContract(desk, POWERS.NOTARY);
  await openingDeposits(people, token, [
    [people.alice, OPENING],
    [people.dealer, OPENING],
  ]);
  return token;
}

describe("gas of payment versus payment", () => {
  it(`stays within ${BOUND} for the whole transaction, sent by the dealer, tokens called directly`, async () => {
    const fx = await load();
    const usd = await directToken(fx, "DUSD", concat(["0x1111111111111111", fx.people.grace.address]).slice(0, 42));
    const eur = await directToken(fx, "DEUR", concat(["0x2222222222222222", fx.people.grace.address]).slice(0, 42));
    const quote = await fx.quoteOf({ takerToken: usd.target as string, dealerToken: eur.target as string });
    const receipt = await (await fx.settle(quote, fx.people.dealer)).wait();
    console.log("dealer, direct", receipt!.gasUsed);
    const relayed = await fx.quoteOf({ takerToken: usd.target as string, dealerToken: eur.target as string });
    console.log("relayer, direct", (await (await fx.settle(relayed)).wait())!.gasUsed);
    console.log("relayer, proxies", (await (await fx.settle(await fx.quoteOf())).wait())!.gasUsed);
    expect(receipt!.gasUsed).to.be.at.most(BOUND);
  });
});
