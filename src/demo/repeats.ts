import type { Deposit, EntryVerdict, Judgement } from "../bank/index.js";

/*
 * The same deposit in more than one of the files: a statement given twice, the notification at noon and the statement
 * at night. The first file counts it; in a later one it is
 *   ignored     where it is certainly the same: the whole file, a strong reference, or the same statement again
 *   suspense    where it may be another: another amount under the reference, or a payer's reference used again
 * Within one file the bank's rules have decided already. A gateway in service asks its store instead of a list of files.
 */

/** Where a reference was first seen, and for how much. */
interface Use {
  readonly amount: bigint;
  readonly currency: string;
  readonly statementId: string;
  readonly place: string;
}

/** Judgements in the order of the files, without what an earlier file brought. `hashes` tells equal files. */
export function resolveAcrossFiles(judgements: readonly Judgement[], hashes: readonly string[]): Judgement[] {
  const uses = new Map<string, Use>();
  return judgements.map((judgement, i) => {
    const first = hashes.indexOf(hashes[i]!);
    const { file, verdicts } = judgement;
    const resolved = verdicts.map((verdict) =>
      first < i
        ? repeated(verdict, `the same file as ${judgements[first]!.file.file}, given before`)
        : resolveOne(verdict, uses),
    );
    for (const verdict of resolved) remember(verdict, file.file, uses);
    return { ...judgement, verdicts: resolved };
  });
}

function repeated(verdict: EntryVerdict, message: string): EntryVerdict {
  if (verdict.verdict === "ignored") return verdict;
  const { statement, index, entry } = verdict;
  return { statement, index, entry, verdict: "ignored", reason: "duplicate", message };
}

const depositsOf = (verdict: EntryVerdict): readonly Deposit[] => ("deposits" in verdict ? verdict.deposits : []);

/** Everything a deposit may be known by, with the amount that name stands for. */
function namesOf({ key, aliases, entryKey, amount, entry }: Deposit): Map<string, bigint> {
  return new Map([[entryKey, entry.amount], ...[key, ...aliases].map((name): [string, bigint] => [name, amount])]);
}

function remember(verdict: EntryVerdict, file: string, uses: Map<string, Use>): void {
  const { statementId } = verdict.statement;
  for (const deposit of depositsOf(verdict)) {
    for (const [name, amount] of namesOf(deposit)) {
      if (uses.has(name)) continue;
      uses.set(name, { amount, currency: deposit.currency, statementId, place: `${file} entry #${verdict.index}` });
    }
  }
}

function resolveOne(verdict: EntryVerdict, uses: ReadonlyMap<string, Use>): EntryVerdict {
  const deposits = depositsOf(verdict);
  const found = deposits.map((deposit) => {
    const names = [...namesOf(deposit)].flatMap(([name, amount]) => {
      const use = uses.get(name);
      return use === undefined ? [] : [{ use, same: use.amount === amount && use.currency === deposit.currency }];
    });
    return { deposit, names };
  });
  const hits = found.flatMap(({ names }) => names);
  if (hits.length === 0) return verdict;
  const places = [...new Set(hits.map(({ use }) => use.place))].join(", ");
  const conflict = hits.some(({ same }) => !same);
  const certain = found.every(({ deposit, names }) =>
    names.some(({ use }) => deposit.strength === "strong" || use.statementId === verdict.statement.statementId),
  );
  if (certain && !conflict) return repeated(verdict, `already in ${places}`);
  const { statement, index, entry } = verdict;
  const message = conflict ? `its reference stands for another amount in ${places}` : `already in ${places}`;
  const reason = conflict ? "reference-conflict" : "duplicate-reference";
  return { statement, index, entry, verdict: "suspense", reason, message, problems: [], deposits };
}
