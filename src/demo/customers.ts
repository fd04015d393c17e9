import { id } from "ethers";

import type { Customer } from "../bank/index.js";
import { admitParties, blockParty, newPartyOf, partyId } from "../chain/index.js";
import type { DemoBank } from "./chain.js";
import type { Say } from "./minting.js";

/** Admits every customer of the file under a pseudonym; says which tokens did not take a standing, if any. */
export async function admitCustomers(demo: DemoBank, customers: readonly Customer[], say: Say): Promise<void> {
  const parties = customers.map((customer) => newPartyOf(demo.salt, customer));
  const { transactions, gas, pushFailures } = await admitParties(demo.bank, await demo.person("REGISTRAR"), parties);
  const wallets = parties.reduce((count, party) => count + party.wallets.length, 0);
  say(
    `admitted ${parties.length} customers, ${wallets} wallets, in ${transactions.length} transactions, gas ${gas.toLocaleString("en")}`,
  );
  for (const { token, reason } of pushFailures) say(`token ${token} did not take a standing: ${reason.message}`);
}

/** Blocks a customer in every token at once. */
export async function blockCustomer(demo: DemoBank, customer: string, say: Say): Promise<void> {
  const compliance = await demo.person("COMPLIANCE");
  const { gas, blocks } = await blockParty(
    demo.bank,
    compliance,
    partyId(demo.salt, customer),
    id("demo legal order 1"),
  );
  say(
    `compliance blocks ${customer}: every wallet in every token, ${blocks} block live, gas ${gas.toLocaleString("en")}`,
  );
}
