import type { Entry, Statement, UnreadableEntry } from "../iso20022/index.js";
import type { OurAccount } from "./accounts.js";
import { breakDown } from "./breakdown.js";
import { classify } from "./classify.js";
import type { JudgeOptions } from "./deposits.js";
import { detailIdentity, entryIdentity } from "./keys.js";
import type { Candidate } from "./numbering.js";
import type { Deposit, EntryVerdict, SuspenseReason } from "./verdicts.js";

/** What an entry is, and what could be minted from it, before keys are numbered. */
export interface Draft {
  readonly statement: Statement;
  readonly entry: Entry | UnreadableEntry;
  readonly candidates: readonly Candidate[];
  /** the entry as one deposit, where `candidates` are its parts */
  readonly whole?: Candidate;
  readonly finish: (deposits: readonly Deposit[]) => EntryVerdict;
}

/** The verdict of an entry whose deposits have their keys, before repeats are looked for. */
export function settle(
  draft: Draft,
  deposits: readonly Deposit[],
  shared: boolean,
  options: Pick<JudgeOptions, "notifications">,
): EntryVerdict {
  const { statement, entry } = draft;
  const verdict = draft.finish(deposits);
  const weak = deposits.some((deposit) => deposit.strength !== "strong");
  if (statement.kind === "camt.054" && weak && options.notifications !== "any") {
    const message = "no reference that the day's statement will repeat";
    return { statement, index: entry.index, entry, verdict: "ignored", reason: "awaits-statement", message };
  }
  if (!shared || verdict.verdict !== "mintable") return verdict;
  return { ...verdict, ...suspended("shared-reference", SHARED_REFERENCE) };
}

export const SHARED_REFERENCE = "another payer's entry has the same reference, amount and day";

const suspended = (reason: SuspenseReason, message: string) =>
  ({ verdict: "suspense", reason, message, problems: [] }) as const;

/** What an entry is. Its deposits get their keys from its candidates, in their order. */
export function draftEntry(statement: Statement, entry: Entry | UnreadableEntry, options: JudgeOptions): Draft {
  const judged = { statement, index: entry.index, entry };
  const found = classify(statement, entry, options.accounts);
  if (found.is === "ignored") {
    const { reason, message } = found;
    return { statement, entry, candidates: [], finish: () => ({ ...judged, verdict: "ignored", reason, message }) };
  }
  if ("problems" in entry) {
    const reason = found.is === "suspense" ? found.reason : "unreadable";
    const message = found.is === "suspense" ? found.message : "";
    return {
      statement,
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
    return {
      statement,
      entry,
      candidates,
      finish: (deposits) => ({ ...judged, ...suspended(reason, message), deposits }),
    };
  }
  if (found.is === "return") {
    const message = "money back from a pay-out: match it to its redemption";
    return {
      statement,
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
    statement: judged.statement,
    entry,
    candidates: [whole],
    finish: (deposits) => ({ ...judged, ...suspended(reason, message), deposits }),
  });
  const mintable = (deposits: readonly Deposit[]): EntryVerdict => ({ ...judged, verdict: "mintable", deposits });
  const breakdown = breakDown(entry);
  if (breakdown.kind === "inconsistent") return suspend(breakdown.reason, breakdown.message);
  if (breakdown.kind === "single") return { statement: judged.statement, entry, candidates: [whole], finish: mintable };

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
  return { statement: judged.statement, entry, candidates: parts, whole, finish: mintable };
}

function wholeEntry(entry: Entry, account: OurAccount): Candidate {
  const detail = entry.details.length === 1 ? entry.details[0] : undefined;
  const base = { entry, account, amount: entry.amount, identity: entryIdentity(entry, account) };
  return detail === undefined ? base : { ...base, detail };
}
