import type { Entry, Statement, UnreadableEntry } from "../iso20022/index.js";
import { findOurAccounts, type OurAccount } from "./accounts.js";
import type { IgnoredReason, SuspenseReason } from "./verdicts.js";

/** uint64: the width of a balance on chain. An 18 digit amount of a currency with decimals can exceed it. */
export const MAX_LEDGER_AMOUNT = 2n ** 64n - 1n;

/** A booking may be dated one day after the file was made (time zones), a value date a month. */
const BOOKING_LEAD_DAYS = 1;
const VALUE_LEAD_DAYS = 31;

/** What an entry is before its details are looked at. */
export type Classification =
  | { readonly is: "candidate" | "return"; readonly account: OurAccount }
  | { readonly is: "ignored"; readonly reason: IgnoredReason; readonly message: string }
  | {
      readonly is: "suspense";
      readonly reason: SuspenseReason;
      readonly message: string;
      readonly account: OurAccount;
    };

/**
 * Direction first (a debit is never minted, whatever else is wrong with it), then whose money it is, then whether it is
 * booked, then whether it came back, then whether it can be minted as it stands.
 */
export function classify(
  statement: Statement,
  entry: Entry | UnreadableEntry,
  ours: readonly OurAccount[],
): Classification {
  const ignored = (reason: IgnoredReason, message: string): Classification => ({ is: "ignored", reason, message });
  if (entry.creditDebit === "DBIT") return ignored("debit", "money out");
  const accounts = findOurAccounts(statement.account, ours);
  const named = accounts.map((account) => account.currency).join(", ");
  const account = accounts.find(({ currency }) => currency === (entry.currency ?? currency));
  if (accounts.length === 0) return ignored("other-account", `${statement.account.id} is not one of our accounts`);
  if (account === undefined) return ignored("other-currency", `${entry.currency} on an account of ${named}`);

  const suspense = (reason: SuspenseReason, message: string): Classification => ({
    is: "suspense",
    reason,
    message,
    account,
  });
  if (entry.status === "PDNG") return ignored("pending", "not booked yet");
  if (entry.status === "INFO") return ignored("information", "for information, no money moved");
  if (entry.status === "FUTR") return ignored("future", "will be booked later");
  if ("problems" in entry) return suspense("unreadable", entry.problems.map((p) => p.message).join(" "));
  if (entry.status !== "BOOK") return suspense("unknown-status", `status ${entry.status}`);
  if (cameBack(entry)) return { is: "return", account };
  if (entry.amount === 0n) return suspense("zero-amount", "the amount is zero");
  if (entry.amount > MAX_LEDGER_AMOUNT) return suspense("amount-too-large", "the ledger holds at most 64 bits");
  const early = futureDate(statement, entry);
  return early === undefined ? { is: "candidate", account } : suspense("future-date", early);
}

/**
 * Money back from a pay-out of ours: the bank says so by `RvslInd`, by `RtrInf`, or only by the code RRTN ("reimbursement
 * of a return"), alone or together.
 */
function cameBack(entry: Entry): boolean {
  if (entry.reversal || entry.code.subFamily === "RRTN") return true;
  return entry.details.some((detail) => detail.returned !== undefined || detail.code.subFamily === "RRTN");
}

function futureDate(statement: Statement, entry: Entry): string | undefined {
  if (statement.createdAt === undefined) return undefined;
  const limit = (days: number): string => {
    const day = new Date(`${statement.createdAt}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + days);
    return day.toISOString().slice(0, 10);
  };
  if ((entry.bookingDate ?? "") > limit(BOOKING_LEAD_DAYS))
    return `booked ${entry.bookingDate}, file of ${statement.createdAt}`;
  if ((entry.valueDate ?? "") > limit(VALUE_LEAD_DAYS))
    return `value ${entry.valueDate}, file of ${statement.createdAt}`;
  return undefined;
}
