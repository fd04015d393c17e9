import type { BankFile, Entry, Statement, UnreadableEntry } from "../iso20022/index.js";
import type { OurAccount } from "./accounts.js";
import { breakDown } from "./breakdown.js";
import { classify } from "./classify.js";
import { findFindings } from "./findings.js";
import { detailIdentity, entryIdentity } from "./keys.js";
import { type Candidate, Numbering } from "./numbering.js";
import { resolveRepeats } from "./repeats.js";
import type { Deposit, EntryVerdict, Finding, SuspenseReason } from "./verdicts.js";

/** How a file is judged. */
export interface JudgeOptions {
  /** the accounts on which deposits arrive; entries of any other are ignored */
  readonly accounts: readonly OurAccount[];
  /**
   * Which camt.054 entries may be minted at once. "strong" (default): those with a reference that the camt.053 will
   * repeat. "any": all; only for a bank that sends no camt.053, because the two could not be told to be one deposit.
   */
  readonly notifications?: "strong" | "any";
}

/** A verdict for every `Ntry` of the file, in file order, and what a person should know. */
export interface Judgement {
  readonly file: BankFile;
  readonly verdicts: readonly EntryVerdict[];
  readonly findings: readonly Finding[];
}

/**
 * Decides for every entry whether it may be minted (camt.053 `Stmt/Ntry`, camt.054 `Ntfctn/Ntry`).
 * An entry with several details is one deposit per detail when they add up to the entry and each has a reference of its
 * own; otherwise the whole entry is in suspense. Never throws for what a file says.
 */
export function judgeFile(file: BankFile, options: JudgeOptions): Judgement {
  const verdicts = resolveRepeats(file.statements.flatMap((statement) => judgeStatement(statement, options)));
  return { file, verdicts, findings: findFindings(file, verdicts) };
}

/** What an entry is, and what could be minted from it, before keys are numbered. */
interface Draft {
  readonly entry: Entry | UnreadableEntry;
  readonly candidates: readonly Candidate[];
  readonly whole?: Candidate;
  readonly finish: (deposits: readonly Deposit[]) => EntryVerdict;
}

function judgeStatement(statement: Statement, options: JudgeOptions): EntryVerdict[] {
  const entries = [...statement.entries, ...statement.unreadable].sort((a, b) => a.index - b.index);
  const drafts = entries.map((entry) => draft(statement, entry, options));
  const numbering = new Numbering(statement);
  for (const { candidates } of drafts) candidates.forEach((candidate) => numbering.announce(candidate));
  return drafts.map(({ entry, candidates, whole, finish }) => {
    const entryKey = whole && candidates.length > 1 ? numbering.key(whole.identity) : undefined;
    const shared = candidates.some((candidate) => numbering.isShared(candidate));
    const verdict = finish(candidates.map((candidate) => numbering.deposit(candidate, entryKey)));
    if (verdict.verdict !== "mintable") return verdict;
    const weak = verdict.deposits.some((deposit) => deposit.strength !== "strong");
    if (statement.kind === "camt.054" && weak && options.notifications !== "any") {
      const message = "no reference that the day's statement will repeat";
      return { statement, index: entry.index, entry, verdict: "ignored", reason: "awaits-statement", message };
    }
    if (!shared) return verdict;
    return {
      ...verdict,
      ...suspended("shared-reference", "another payer's entry has the same reference, amount and day"),
    };
  });
}

const suspended = (reason: SuspenseReason, message: string) =>
  ({ verdict: "suspense", reason, message, problems: [] }) as const;

function draft(statement: Statement, entry: Entry | UnreadableEntry, options: JudgeOptions): Draft {
  const judged = { statement, index: entry.index, entry };
  const found = classify(statement, entry, options.accounts);
  if (found.is === "ignored") {
    const { reason, message } = found;
    return { entry, candidates: [], finish: () => ({ ...judged, verdict: "ignored", reason, message }) };
  }
  if ("problems" in entry) {
    const reason = found.is === "suspense" ? found.reason : "unreadable";
    const message = found.is === "suspense" ? found.message : "";
    return {
      entry,
      candidates: [],
      finish: () => ({ ...judged, ...suspended(reason, message), problems: entry.problems, deposits: [] }),
    };
  }
  const whole = wholeEntry(entry, found.account);
  if (found.is === "suspense") {
    const { reason, message } = found;
    // Nothing can be minted of a zero or of more than the ledger holds.
    const none = reason === "zero-amount" || reason === "amount-too-large";
    const candidates = none ? [] : [whole];
    return { entry, candidates, finish: (deposits) => ({ ...judged, ...suspended(reason, message), deposits }) };
  }
  if (found.is === "return") {
    const message = "money back from a pay-out: match it to its redemption";
    return {
      entry,
      candidates: [whole],
      finish: (deposits) => ({ ...judged, verdict: "returned", message, deposits }),
    };
  }
  return draftCredit(judged, entry, whole);
}

function draftCredit(
  judged: Pick<EntryVerdict, "statement" | "index" | "entry">,
  entry: Entry,
  whole: Candidate,
): Draft {
  const suspend = (reason: SuspenseReason, message: string): Draft => ({
    entry,
    candidates: [whole],
    finish: (deposits) => ({ ...judged, ...suspended(reason, message), deposits }),
  });
  const mintable = (deposits: readonly Deposit[]): EntryVerdict => ({ ...judged, verdict: "mintable", deposits });
  const breakdown = breakDown(entry);
  if (breakdown.kind === "inconsistent") return suspend(breakdown.reason, breakdown.message);
  if (breakdown.kind === "single") return { entry, candidates: [whole], finish: mintable };

  const parts = breakdown.details.map((detail): Candidate => {
    const identity = detailIdentity(entry, detail, whole.account);
    return { entry, account: whole.account, detail, amount: detail.amount ?? 0n, identity };
  });
  if (parts.some((part) => part.amount === 0n)) return suspend("zero-amount", "one of its details is zero");
  const keyed = new Set(
    parts.flatMap(({ identity }) => (identity.strength === "fallback" ? [] : [identity.parts.join("\0")])),
  );
  if (keyed.size < parts.length) {
    return suspend(
      "details-without-references",
      `${parts.length} details, ${keyed.size} with a reference of their own`,
    );
  }
  return { entry, candidates: parts, whole, finish: mintable };
}

function wholeEntry(entry: Entry, account: OurAccount): Candidate {
  const detail = entry.details.length === 1 ? entry.details[0] : undefined;
  const base = { entry, account, amount: entry.amount, identity: entryIdentity(entry, account) };
  return detail === undefined ? base : { ...base, detail };
}
