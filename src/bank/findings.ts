import type { BankFile, Entry, Statement } from "../iso20022/index.js";
import { breakDown, transactionCount } from "./breakdown.js";
import { tieBalances } from "./balances.js";
import { accountCurrency, entryMoney } from "./statement-money.js";
import { checkSummary } from "./summary.js";
import { Tally } from "./tally.js";
import type { EntryVerdict, Finding, FindingCode } from "./verdicts.js";

/** What does not tie in a file. What an entry's verdict already says is not said again. */
export function findFindings(file: BankFile, verdicts: readonly EntryVerdict[]): Finding[] {
  return file.statements.flatMap((statement) => {
    const own = verdicts.filter((verdict) => verdict.statement === statement);
    const explained = new Set(own.filter(explainsDetails).map((verdict) => verdict.index));
    return [
      ...statementFindings(statement, Tally.of(statement)),
      ...statement.entries.flatMap((entry) => entryFindings(statement, entry, explained.has(entry.index))),
    ];
  });
}

/** What does not tie in a statement as a whole. */
export function statementFindings(statement: Statement, tally: Tally): Finding[] {
  return [...problemFindings(statement), ...checkSummary(statement, tally), ...tieBalances(statement, tally)];
}

/** A suspense verdict is about the details already, or outweighs them. */
export const explainsDetails = (v: EntryVerdict): boolean => v.verdict === "suspense" && v.reason !== "unknown-status";

function problemFindings(statement: Statement): Finding[] {
  return statement.problems.map((problem) => ({ code: "unreadable-field", statement, message: problem.message }));
}

/** @param explained the entry is in suspense for its details already */
export function entryFindings(statement: Statement, entry: Entry, explained: boolean): Finding[] {
  const finding = (code: FindingCode, message: string): Finding => ({ code, statement, index: entry.index, message });
  const found: Finding[] = [];
  const currency = accountCurrency(statement);
  if (currency !== undefined && entry.currency !== currency) {
    found.push(
      finding("entry-in-another-currency", `${entryMoney(entry)} ${entry.creditDebit} on an account in ${currency}`),
    );
  }
  if (entry.creditDebit === "DBIT" && entry.reversal && entry.status === "BOOK") {
    found.push(
      finding("credit-reversed", `${entryMoney(entry)}: the bank took back a credit; if it was minted, open a case`),
    );
  }
  for (const batch of entry.batches) {
    const said = transactionCount(batch.numberOfTransactions);
    if (said !== undefined && batch.details > 0 && BigInt(said) !== BigInt(batch.details)) {
      found.push(finding("batch-mismatch", `NbOfTxs says ${said}, there are ${batch.details} details`));
    }
  }
  const breakdown = breakDown(entry);
  const sumsWrong = breakdown.kind === "inconsistent" && breakdown.reason !== "batch-without-details";
  if (sumsWrong && !explained) found.push(finding("details-do-not-sum", breakdown.message));
  return found;
}
