import { content, namesOtherPayer } from "./keys.js";
import type { Deposit, EntryVerdict } from "./verdicts.js";

/*
 * The same key more than once in a file. Nothing is ever minted twice, and nothing is dropped that a second look could
 * show to be another deposit. Two statements may word one deposit differently (`namesOtherPayer`), one statement may not:
 *   other amount or payer under one strong reference   all of them to suspense: the reference lies
 *   again in the same statement                        the later to suspense: the balance counts it twice
 *   again in another statement of the file             the later ignored where the reference is strong or the whole
 *                                                      statement is a repeat; else suspense
 */

/** Everything the file says under one key or alias. */
interface Use {
  /** as the first report has it */
  readonly first: { readonly money: string; readonly content: string; readonly statement: number };
  /** other money, or another payer */
  conflict: boolean;
  /** first verdict of each statement, by the statement's index: a reference repeated 10,000 times costs no more than once */
  readonly firsts: Map<number, { readonly position: number; readonly verdict: EntryVerdict }>;
}

/** Rewrites the verdicts of repeated deposits; the others pass unchanged. */
export function resolveRepeats(verdicts: readonly EntryVerdict[]): EntryVerdict[] {
  const uses = new Map<string, Use>();
  verdicts.forEach((verdict, position) => {
    for (const deposit of depositsOf(verdict)) {
      const said = { ...saidOf(deposit), statement: verdict.statement.index };
      for (const name of namesOf(deposit)) {
        const use = uses.get(name) ?? { first: said, conflict: false, firsts: new Map() };
        use.conflict ||= contradicts(use.first, said);
        if (!use.firsts.has(verdict.statement.index)) use.firsts.set(verdict.statement.index, { position, verdict });
        uses.set(name, use);
      }
    }
  });
  return verdicts.map((verdict, position) => resolveOne(verdict, position, uses));
}

const depositsOf = (verdict: EntryVerdict): readonly Deposit[] => ("deposits" in verdict ? verdict.deposits : []);
const namesOf = ({ key, aliases }: Deposit): string[] => [...new Set([key, ...aliases])];
const saidOf = ({ amount, currency, entry, details }: Deposit) => ({
  money: `${amount} ${currency}`,
  content: content(entry, details[0]),
});

function contradicts(first: Use["first"], said: Use["first"]): boolean {
  if (first.money !== said.money) return true;
  if (first.content === said.content) return false;
  return first.statement === said.statement || namesOtherPayer(first.content, said.content);
}

function resolveOne(verdict: EntryVerdict, position: number, uses: ReadonlyMap<string, Use>): EntryVerdict {
  const { statement, index, entry } = verdict;
  const judged = { statement, index, entry };
  const deposits = depositsOf(verdict);
  const found = deposits.map((deposit) => namesOf(deposit).flatMap((name) => uses.get(name) ?? []));
  const firsts = found.map((used) => used.flatMap((use) => [...use.firsts.values()]));
  const suspend = (reason: "reference-conflict" | "duplicate-reference", message: string): EntryVerdict => {
    return { ...judged, verdict: "suspense", reason, message, problems: [], deposits };
  };
  if (found.some((used) => used.some((use) => use.conflict))) {
    const places = [...new Set(firsts.flat().map((first) => first.verdict.entry.path))].join(", ");
    return suspend("reference-conflict", `its reference stands for several amounts or payers, first at ${places}`);
  }
  const earlier = firsts.map((list) => list.filter((first) => first.position < position));
  const seen = earlier.flat();
  if (seen.length === 0) return verdict;
  const message = `already at ${[...new Set(seen.map((first) => first.verdict.entry.path))].join(", ")}`;
  const delivered = deposits.every(({ strength }, i) =>
    (earlier[i] ?? []).some(({ verdict: { statement: first } }) => {
      if (first.index === statement.index) return false;
      return strength === "strong" || first.statementId === statement.statementId;
    }),
  );
  if (delivered) return { ...judged, verdict: "ignored", reason: "duplicate", message };
  return verdict.verdict === "suspense" ? verdict : suspend("duplicate-reference", message);
}
