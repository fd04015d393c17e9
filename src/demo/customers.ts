import { id } from "ethers";

import type { Customer } from "../bank/index.js";
import {
  blockParty,
  carryOut,
  newPartyOf,
  partyId,
  pushFailuresIn,
  raiseLimits,
  send,
  type Sent,
} from "../chain/index.js";
import { formatAmount } from "../money/index.js";
import type { DemoBank } from "./chain.js";
import type { Say } from "./minting.js";

/**
 * Admits every customer of the file under a pseudonym, and gives those with limits the bank's usual ones. Whom the register
 * refuses stays out, with the reason; so does a token that did not take a standing.
 */
export async function admitCustomers(demo: DemoBank, customers: readonly Customer[], say: Say): Promise<void> {
  const { bank } = demo;
  const parties = customers.map((customer) => ({ ...newPartyOf(demo.salt, customer), customer: customer.customer }));
  const registrar = await demo.person("REGISTRAR");
  const sent: Sent[] = [];
  const refused = await carryOut(
    bank,
    { fresh: parties, grown: [] },
    { attempt: (call) => send(bank, registrar, call), onDone: (transaction) => void sent.push(transaction) },
  );
  const out = new Set(refused.filter(({ isAdmitted }) => !isAdmitted).map(({ party }) => party.id));
  const admitted = parties.filter(({ id: party }) => !out.has(party));
  const wallets = admitted.reduce((count, party) => count + party.wallets.length, 0);
  const gas = sent.reduce((sum, transaction) => sum + transaction.gas, 0n);
  say(
    `admitted ${admitted.length} customers, ${wallets} wallets, in ${sent.length} transactions, gas ${gas.toLocaleString("en")}`,
  );
  for (const { party, error } of refused) say(`${party.customer} is REFUSED by the register. ${error.sentence}`);
  const failures = pushFailuresIn(
    bank,
    sent.flatMap(({ events }) => events),
  );
  for (const { token, reason } of failures) say(`token ${token} did not take a standing: ${reason.message}`);
  await limitParties(
    demo,
    admitted.filter(({ limited }) => limited === true),
    say,
  );
}

/** The limits of the bank file, in every token that has some. */
async function limitParties(
  demo: DemoBank,
  limited: readonly { readonly id: bigint; readonly customer: string }[],
  say: Say,
): Promise<void> {
  if (limited.length === 0) return;
  const officer = await demo.person("LIMITS_OFFICER");
  const parties = limited.map(({ id: party }) => party);
  const said: string[] = [];
  for (const { currency, default: limits } of demo.config.limits) {
    if (limits === undefined) continue;
    await raiseLimits(demo.bank, officer, [{ currency, parties, limits }]);
    const { perPayment, holdingCap } = limits;
    const amount = (value: bigint | undefined): string =>
      value === undefined ? "any amount" : `${formatAmount(value, currency)} ${currency}`;
    said.push(`${amount(perPayment)} a payment and ${amount(holdingCap)} in all`);
  }
  say(`${limited.map(({ customer }) => customer).join(", ")} get limits: ${said.join("; ")}`);
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
