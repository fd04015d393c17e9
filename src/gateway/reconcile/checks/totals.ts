import { sql } from "kysely";

import type { ChainTotals } from "../chain.js";
import type { Bridge, Subledger } from "../totals.js";
import { add, type Look } from "./difference.js";

/** What must be equal in sum, whatever the items say. */
export async function checkTotals(
  look: Look,
  { chain, subledger, bridge }: { chain: ChainTotals; subledger: Subledger; bridge: Bridge },
): Promise<void> {
  const supply = subledger.minted - subledger.burned;
  const differ = async (subject: string, one: bigint, other: bigint, message: string): Promise<void> => {
    if (one === other) return;
    const amount = one > other ? one - other : other - one;
    await add(
      look,
      "SUPPLY",
      sql`select ${`totals:${subject}`}::text, ${amount}::numeric, ${message}::text, null::timestamptz`,
    );
  };
  await differ(
    "supply",
    chain.supply,
    supply,
    `the token's supply is ${chain.supply} minor units, its movements make ${supply}`,
  );
  await differ(
    "balances",
    subledger.balances,
    supply,
    `balances add up to ${subledger.balances} minor units, movements to ${supply}`,
  );
  await differ(
    "burned",
    chain.burned,
    subledger.burned,
    `the token has burned ${chain.burned} minor units, its movements ${subledger.burned}`,
  );
  await differ(
    "received",
    chain.received,
    subledger.interbank,
    `the token has received ${chain.received} minor units from banks, its movements ${subledger.interbank}`,
  );
  await differ(
    "control",
    bridge.unexplained,
    0n,
    `${bridge.unexplained} minor units between control account and supply are explained by nothing`,
  );
  if (chain.supply > chain.backing) {
    const message = `the supply of ${chain.supply} minor units is above the attested deposits of ${chain.backing}`;
    await differ("backing", chain.supply, chain.backing, message);
  }
}
