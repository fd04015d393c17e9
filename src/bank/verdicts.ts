import type { Entry, Iso20022Error, Statement, TransactionDetails, UnreadableEntry } from "../iso20022/index.js";
import type { OurAccount } from "./accounts.js";
import type { BreakdownReason } from "./breakdown.js";
import type { KeyStrength } from "./keys.js";

/** Nothing to mint and nothing to do. */
export type IgnoredReason =
  | "debit"
  | "other-account"
  | "other-currency"
  | "pending"
  | "information"
  | "future"
  /** the same deposit stands in an earlier statement of the same file */
  | "duplicate"
  /** a camt.054 without a strong reference: the day's camt.053 will bring the deposit */
  | "awaits-statement";

/** Money is there, a person decides. */
export type SuspenseReason =
  | BreakdownReason
  | "unreadable"
  | "zero-amount"
  | "amount-too-large"
  | "unknown-status"
  | "future-date"
  | "details-without-references"
  /** one strong reference, different amounts or payers */
  | "reference-conflict"
  /** the same strong reference twice in one statement */
  | "duplicate-reference"
  /** one weak reference, same amount and day, different payers */
  | "shared-reference";

/** An amount that may be minted once, to the customer it matches. */
export interface Deposit {
  /** see keys.ts; what `depositReference` hashes */
  readonly key: string;
  readonly strength: KeyStrength;
  /** keys of every strong reference the deposit carries: the store refuses a deposit when any of them is known */
  readonly aliases: readonly string[];
  /** key of the entry as a whole; differs from `key` where an entry is several deposits. An entry is minted whole or split, never both */
  readonly entryKey: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly bookingDate?: string;
  readonly valueDate?: string;
  readonly account: OurAccount;
  /** the transaction behind it: none or one */
  readonly details: readonly TransactionDetails[];
  readonly entry: Entry;
}

interface Judged {
  readonly statement: Statement;
  /** 1-based number of the `Ntry` in its statement */
  readonly index: number;
  readonly entry: Entry | UnreadableEntry;
}

/** Every entry has exactly one. */
export type EntryVerdict =
  | (Judged & { readonly verdict: "mintable"; readonly deposits: readonly Deposit[] })
  | (Judged & { readonly verdict: "ignored"; readonly reason: IgnoredReason; readonly message: string })
  /** money back from a pay-out: in suspense until matched to a redemption. `deposits` carry the key of the linked re-mint */
  | (Judged & { readonly verdict: "returned"; readonly message: string; readonly deposits: readonly Deposit[] })
  | (Judged & {
      readonly verdict: "suspense";
      readonly reason: SuspenseReason;
      readonly message: string;
      readonly problems: readonly Iso20022Error[];
      /** what would be minted if a person says so; empty where nothing can be keyed */
      readonly deposits: readonly Deposit[];
    });

export type FindingCode =
  | "balance-does-not-tie"
  | "balances-in-several-currencies"
  | "overdrawn"
  | "summary-mismatch"
  | "entry-in-another-currency"
  | "batch-mismatch"
  | "details-do-not-sum"
  | "credit-reversed"
  | "unreadable-field";

/** Something a person should know. It never refuses the file. */
export interface Finding {
  readonly code: FindingCode;
  readonly statement: Statement;
  /** 1-based entry, where it is about one */
  readonly index?: number;
  readonly message: string;
}
