import type { BankFile, Statement } from "../iso20022/index.js";
import type { OurAccount } from "./accounts.js";
import { draftEntry, settle } from "./draft.js";
import { findFindings } from "./findings.js";
import { Numbering } from "./numbering.js";
import { resolveRepeats } from "./repeats.js";
import type { EntryVerdict, Finding } from "./verdicts.js";

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

function judgeStatement(statement: Statement, options: JudgeOptions): EntryVerdict[] {
  const entries = [...statement.entries, ...statement.unreadable].sort((a, b) => a.index - b.index);
  const drafts = entries.map((entry) => draftEntry(statement, entry, options));
  const numbering = new Numbering(statement);
  for (const { candidates } of drafts) candidates.forEach((candidate) => numbering.announce(candidate));
  return drafts.map((draft) => {
    const { candidates, whole } = draft;
    const entryKey = whole && candidates.length > 1 ? numbering.key(whole.identity) : undefined;
    const shared = candidates.some((candidate) => numbering.isShared(candidate));
    const deposits = candidates.map((candidate) => numbering.deposit(candidate, entryKey));
    return settle(draft, deposits, shared, options);
  });
}
