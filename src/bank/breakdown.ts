import type { Entry, TransactionDetails } from "../iso20022/index.js";
import { formatAmount } from "../money/index.js";
import { entryMoney } from "./statement-money.js";

/*
 * How the `TxDtls` of an entry relate to its amount. A batch without details, or one whose details do not add up, is
 * nobody's deposit until a person has looked.
 */

export type Breakdown =
  /** the entry is one transaction */
  | { readonly kind: "single"; readonly detail?: TransactionDetails }
  /** several transactions that add up to the entry */
  | { readonly kind: "several"; readonly details: readonly TransactionDetails[] }
  | { readonly kind: "inconsistent"; readonly reason: BreakdownReason; readonly message: string };

export type BreakdownReason =
  | "details-do-not-sum"
  | "details-in-another-currency"
  | "details-in-another-direction"
  | "details-without-amounts"
  | "batch-without-details";

/** Judges the details of an entry. Details without any amount are accepted only where there is one of them. */
export function breakDown(entry: Entry): Breakdown {
  const { details } = entry;
  const bad = (reason: BreakdownReason, message: string): Breakdown => ({ kind: "inconsistent", reason, message });
  const announced = entry.batches.reduce((sum, b) => sum + BigInt(transactionCount(b.numberOfTransactions) ?? 0), 0n);
  if (announced > 1n && details.length < 2) {
    return bad("batch-without-details", `a batch of ${announced} transactions with ${details.length} detail(s)`);
  }
  const priced = details.filter((detail) => detail.amount !== undefined);
  const foreign = priced.find((detail) => detail.currency !== entry.currency);
  if (foreign?.amount !== undefined && foreign.currency !== undefined) {
    const found = `${foreign.currency} ${formatAmount(foreign.amount, foreign.currency)}`;
    return bad("details-in-another-currency", `a detail of ${found} in an entry of ${entryMoney(entry)}`);
  }
  if (details.some((detail) => (detail.creditDebit ?? entry.creditDebit) !== entry.creditDebit)) {
    return bad("details-in-another-direction", `a detail against the direction of the ${entry.creditDebit} entry`);
  }
  if (details.length > 1 && priced.length < details.length) {
    return bad("details-without-amounts", `${details.length - priced.length} of ${details.length} have no amount`);
  }
  const sum = priced.reduce((total, detail) => total + (detail.amount ?? 0n), 0n);
  if (priced.length > 0 && sum !== entry.amount) {
    const found = `${entry.currency} ${formatAmount(sum, entry.currency)}`;
    return bad("details-do-not-sum", `details of ${found} in an entry of ${entryMoney(entry)}`);
  }
  if (details.length > 1) return { kind: "several", details };
  return details[0] === undefined ? { kind: "single" } : { kind: "single", detail: details[0] };
}

/** `NbOfTxs` and `NbOfNtries` are numeric text of up to 15 digits; anything else counts as not said. */
export function transactionCount(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9]{1,15}$/.test(text) ? text : undefined;
}
