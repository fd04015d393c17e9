import type { Id, Time, Json, Default } from "./columns.js";

/* Files as they came, their statements and entries, and the customers they are matched with. */

export interface IdentityTable {
  one: Default<boolean>;
  bank: string;
  chain_id: number;
  access_manager: string;
  salt_digest: string;
  created_at: Time;
}

export interface CustomerTable {
  customer: string;
  /** a `Customer` of src/bank */
  data: Json;
  updated_at: Time;
}

export interface FileTable {
  id: Id;
  name: string;
  sha256: string;
  bytes: number;
  kind: string | null;
  message_id: string | null;
  state: "imported" | "refused";
  problem: string | null;
  deliveries: Default<number>;
  received_at: Time;
}

export interface StatementTable {
  id: Id;
  file_id: number;
  index: number;
  kind: string;
  message_id: string;
  statement_id: string;
  account: string;
  /** normalised id of the bank's own account; null: not ours */
  our_account: string | null;
  currency: string | null;
  created_on: string | null;
  /** booked balances, negative where overdrawn */
  opening: bigint | null;
  closing: bigint | null;
  opening_on: string | null;
  closing_on: string | null;
  /** sums of booked entries in the account's currency */
  credits: Default<bigint>;
  debits: Default<bigint>;
  entries: Default<number>;
  findings: Json<readonly { readonly code: string; readonly message: string; readonly index?: number }[]>;
  /** an earlier statement that this one repeats */
  repeats: number | null;
}

export type EntryVerdictName = "deposit" | "payout" | "return" | "suspense" | "ignored";

export interface EntryTable {
  id: Id;
  statement_id: number;
  index: number;
  amount: bigint | null;
  currency: string | null;
  credit_debit: string | null;
  status: string | null;
  reversal: boolean | null;
  booking_date: string | null;
  value_date: string | null;
  ntry_ref: string | null;
  acct_svcr_ref: string | null;
  verdict: EntryVerdictName;
  reason: string | null;
  message: string | null;
}
