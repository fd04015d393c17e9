import { sql } from "kysely";

import type { Customer } from "../../bank/customers.js";
import { settlementAccountHash } from "../../chain/identity.js";
import type { Gateway } from "../gateway.js";
import type { RedemptionRow } from "./rows.js";
import type { Suspension } from "./suspend.js";

/** Who is paid: the customer itself, on its own registered account, and nobody else. */
export interface Creditor {
  readonly customer: string;
  readonly account: string;
  readonly name: string;
}

/** The customers behind wallets, by wallet, in one question. */
export async function customersOf(
  { store }: Pick<Gateway, "store">,
  wallets: readonly string[],
): Promise<Map<string, Customer>> {
  if (wallets.length === 0) return new Map();
  const { rows } = await sql<{ wallet: string; data: Customer }>`
    select wallet.value ->> 'address' as wallet, customer.data
    from customer cross join lateral jsonb_array_elements(customer.data -> 'wallets') as wallet
    where wallet.value ->> 'address' = any(${[...new Set(wallets)]}::text[])`.execute(store);
  return new Map(rows.map(({ wallet, data }) => [wallet, data]));
}

/**
 * The creditor of a redemption: the customer whose wallet asked, if the account in the bank's books is the one whose hash the chain
 * has for it.
 */
export function creditorOf(
  { salt }: Pick<Gateway, "salt">,
  { payer, settlement_account }: Pick<RedemptionRow, "payer" | "settlement_account">,
  customer: Customer | undefined,
): Creditor | Suspension {
  if (customer === undefined) {
    return { reason: "customer-unknown", message: `No customer has the wallet ${payer}: complete the customer file.` };
  }
  const account = customer.settlementAccount;
  if (account === "" || settlementAccountHash(salt, account) !== settlement_account) {
    const message =
      "The customer's account in the books is not the one that the register has for it: find out which is right, then set the other.";
    return { reason: "settlement-account-differs", message };
  }
  const name = customer.names[0];
  if (name === undefined) {
    return { reason: "name-missing", message: "The customer has no name in the customer file, a payment needs one." };
  }
  return { customer: customer.customer, account, name };
}
