import { SHARED_REFERENCE } from "../../bank/draft.js";
import { keyText, namesPayerMore } from "../../bank/keys.js";
import type { EntryVerdict } from "../../bank/verdicts.js";
import { JudgedEntry, type NewDeposit } from "./judged.js";
import { isOpen, type Known, type KnownDeposits } from "./known.js";
import { nameDigest } from "./names.js";
import { contentIn, isAlike, type Numbered, said } from "./occurrences.js";

/*
 * The same deposit reported again, in this file or years ago. The rules are those of `src/bank/repeats.ts`, against
 * everything that was ever imported:
 *   known, and says the same            the later report is ignored, if its reference is strong or its whole statement is
 *                                       a repeat; else a person decides
 *   known, worded differently           as above where the reference is strong, the money the same and no other payer is named
 *   known, and says something else      all of them to a person, as far as they are not on their way to the chain
 *   twice in one statement              the later to a person: the balance counts it twice
 *   whole here and split there          all of them to a person: an entry is minted whole or split, never both
 * A deposit whose key stands for another one is kept under a variant of its key, made of what it says: the same report
 * gives the same variant, so that it is found again, and a person may still have it minted.
 */

/** Deposits of the store that go to a person because of what a later entry says. */
export interface Challenge {
  readonly reason: "reference-conflict" | "shared-reference";
  readonly message: string;
  /** number of the entry that says so */
  readonly index: number;
  readonly ids: ReadonlySet<number>;
  /** all deposits of these entries */
  readonly entryKeys: ReadonlySet<string>;
}

/** A deposit with the names it may be known by. */
export interface Candidate extends Numbered {
  /** digests: its key and its strong references */
  readonly names: readonly string[];
  readonly said: string;
  /** where the key says something else, was there twice in the statement, or came with another statement */
  readonly variants: Readonly<Record<"other" | "again" | "elsewhere", Variant>>;
}

interface Variant {
  readonly key: string;
  readonly name: string;
}

/** Prepares a deposit for the look-up. @param statementId the bank's id of the statement */
export function candidate(numbered: Numbered, statementId: string): Candidate {
  const { deposit, content, nth } = numbered;
  const says = said(deposit.amount, deposit.currency, content);
  const digest = nameDigest(says);
  const variant = (...more: readonly string[]): Variant => {
    const key = keyText([...(JSON.parse(deposit.key) as string[]), ...more]);
    return { key, name: nameDigest(key) };
  };
  return {
    ...numbered,
    said: says,
    names: [...new Set([deposit.key, ...deposit.aliases])].map(nameDigest),
    variants: {
      other: variant("other", digest),
      again: variant("again", digest, `#${nth}`),
      elsewhere: variant("statement", statementId),
    },
  };
}

/** Every name under which a candidate may be known. */
export const lookups = ({ names, variants }: Candidate): string[] => [
  ...names,
  ...Object.values(variants).map(({ name }) => name),
];

/** The statement an entry is in. */
export interface Here {
  readonly statement: number;
  readonly statementId: string;
}

type Outcome =
  | { readonly is: "new"; readonly key: string }
  | { readonly is: "duplicate"; readonly of: Known }
  | { readonly is: "repeat"; readonly of: Known; readonly key: string }
  | { readonly is: "conflict"; readonly with: readonly Known[]; readonly key?: string };

/**
 * Judges one entry against what is known, and makes its deposits known.
 * @param source its verdict as the file alone gives it
 * @param challenges gets what it says against deposits of the store
 */
export function resolveEntry(
  source: EntryVerdict,
  candidates: readonly Candidate[],
  known: KnownDeposits,
  here: Here,
  challenges: Challenge[],
): JudgedEntry {
  const judged = new JudgedEntry(source);
  if (!("deposits" in source) || candidates.length === 0) return judged;
  const outcomes = candidates.map((one) => outcomeOf(one, known, here));
  const form = otherForm(candidates, known);
  const opponents = outcomes.flatMap((outcome) => (outcome.is === "conflict" ? outcome.with : []));
  const earlier = outcomes.flatMap((outcome) =>
    outcome.is === "new" || outcome.is === "conflict" ? [] : [outcome.of],
  );
  if (outcomes.every(({ is }) => is === "duplicate")) {
    judged.ignore("duplicate", `already at ${places(earlier)}`);
    if (candidates.some((one) => bridges(one, known))) judged.note = "its references stand for several deposits";
  } else if (form !== undefined || opponents.length > 0) {
    const message =
      opponents.length > 0
        ? `its reference stands for several amounts or payers: ${places(opponents)}`
        : "the same entry was reported whole and split into its details";
    judged.suspend("reference-conflict", message);
    challenge(judged, opponents, form, known, challenges);
  } else if (earlier.length > 0 && judged.verdict !== "suspense") {
    judged.suspend("duplicate-reference", `already at ${places(earlier)}`);
  }
  candidates.forEach((one, i) => settleOne(judged, one, outcomes[i]!, known, here));
  return judged;
}

function outcomeOf(one: Candidate, known: KnownDeposits, here: Here): Outcome {
  const { deposit, names, variants, nth } = one;
  const own = known.get(names[0]!);
  const other = known.get(variants.other.name);
  if (nth > 1) {
    const again = known.get(variants.again.name);
    if (again !== undefined) return { is: "duplicate", of: again };
    const first = own ?? other;
    if (first === undefined) return { is: "new", key: variants.again.key };
    return first.said === one.said
      ? { is: "repeat", of: first, key: variants.again.key }
      : { is: "conflict", with: [first], key: variants.again.key };
  }
  const strong = deposit.strength === "strong";
  if (other !== undefined && (strong || other.statementId === here.statementId)) return { is: "duplicate", of: other };
  const matches = [...new Set(names.flatMap((name) => known.get(name) ?? []))];
  if (matches.length === 0) return { is: "new", key: deposit.key };
  // A notification and the statement word one deposit differently; one statement has no reason to.
  const isSame = (match: Known): boolean =>
    match.said === one.said || (match.statement !== here.statement && isAlike(match.said, one.said));
  const different = matches.filter((match) => !isSame(match));
  if (!strong) return weakOutcome(one, matches[0]!, known, here);
  if (different.length > 0) {
    // What says the same is this deposit already; the others contradict it.
    if (own !== undefined && isSame(own)) return { is: "conflict", with: matches };
    return { is: "conflict", with: matches, key: own === undefined ? deposit.key : variants.other.key };
  }
  const match = own ?? matches[0]!;
  if (own === undefined && match.statement === here.statement) return { is: "repeat", of: match, key: deposit.key };
  // Reported before under two names that now turn out to be one deposit: both would be minted.
  return matches.filter(isOpen).length > 1 ? { is: "conflict", with: matches } : { is: "duplicate", of: match };
}

/** A reference that the payer chose, or none: the same in another statement may be another deposit. */
function weakOutcome({ variants, said: says }: Candidate, match: Known, known: KnownDeposits, here: Here): Outcome {
  const same = match.said === says;
  if (same && match.statementId === here.statementId) return { is: "duplicate", of: match };
  const elsewhere = known.get(variants.elsewhere.name);
  if (elsewhere?.said === says) return { is: "duplicate", of: elsewhere };
  if (elsewhere !== undefined) return { is: "conflict", with: [match, elsewhere] };
  if (same) return { is: "repeat", of: match, key: variants.elsewhere.key };
  const key = known.get(variants.other.name) === undefined ? variants.other.key : variants.elsewhere.key;
  return { is: "conflict", with: [match], key };
}

const bridges = ({ names }: Candidate, known: KnownDeposits): boolean =>
  new Set(names.flatMap((name) => known.get(name) ?? [])).size > 1;

/** The digest of the entry's key where it is known in the other form. */
function otherForm(candidates: readonly Candidate[], known: KnownDeposits): string | undefined {
  const entryKey = nameDigest(candidates[0]!.deposit.entryKey);
  const forms = known.forms(entryKey);
  return (isWhole(candidates) ? forms.split : forms.whole) ? entryKey : undefined;
}

const isWhole = (candidates: readonly Candidate[]): boolean =>
  candidates.length === 1 && candidates[0]!.deposit.key === candidates[0]!.deposit.entryKey;

function challenge(
  judged: JudgedEntry,
  opponents: readonly Known[],
  form: string | undefined,
  known: KnownDeposits,
  to: Challenge[],
): void {
  const { message = "", index } = judged;
  const reason = "reference-conflict";
  const stored = new Set<number>();
  for (const opponent of opponents) {
    opponent.judged?.suspend(reason, message);
    if (opponent.id !== undefined) stored.add(opponent.id);
  }
  const entryKeys = new Set(form === undefined ? [] : [form]);
  for (const key of entryKeys) known.forms(key).judged.forEach((other) => other.suspend(reason, message));
  if (stored.size + entryKeys.size > 0) to.push({ reason, message, index, ids: stored, entryKeys });
}

/** Writes the deposit down as new, or gives its free names to the one it repeats. */
function settleOne(judged: JudgedEntry, one: Candidate, outcome: Outcome, known: KnownDeposits, here: Here): void {
  const { deposit, content, nth } = one;
  const names = nth > 1 ? [] : one.names;
  if (outcome.is === "duplicate") {
    const { id, fresh, said: before } = outcome.of;
    if (id !== undefined && namesPayerMore(content, contentIn(before)))
      judged.fuller.push({ of: id, report: deposit, content });
    for (const name of names.filter((free) => known.add(free, outcome.of))) {
      if (fresh !== undefined) fresh.names.push(name);
      else if (id !== undefined) judged.learnt.push({ name, deposit: id });
    }
    return;
  }
  const { key } = outcome;
  if (key === undefined) return;
  const whole = deposit.key === deposit.entryKey;
  // A variant stands for itself: it is not the entry as another report has it.
  const entryKey = nameDigest(whole ? key : deposit.entryKey);
  const fresh: NewDeposit = { key, names: [], deposit, content, entryKey };
  const mine: Known = { state: "suspense", said: one.said, ...here, index: judged.index, judged, fresh };
  fresh.names.push(...[...new Set([nameDigest(key), ...names])].filter((name) => known.add(name, mine)));
  judged.deposits.push(fresh);
  const forms = known.forms(entryKey);
  if (whole) forms.whole = true;
  else forms.split = true;
  if (!forms.judged.includes(judged)) forms.judged.push(judged);
}

/** The earlier deposits of a statement whose weak reference an entry turns out to share. */
export function shareReference(
  judged: JudgedEntry,
  keys: readonly string[],
  known: KnownDeposits,
  challenges: Challenge[],
): void {
  const reason = "shared-reference";
  const ids = new Set<number>();
  for (const key of keys) {
    const earlier = known.get(nameDigest(key));
    if (earlier?.judged?.verdict === "deposit") earlier.judged.suspend(reason, SHARED_REFERENCE);
    if (earlier?.id !== undefined) ids.add(earlier.id);
  }
  if (ids.size === 0) return;
  challenges.push({ reason, message: SHARED_REFERENCE, index: judged.index, ids, entryKeys: new Set() });
}

function places(known: readonly Known[]): string {
  const all = [...new Set(known.map(({ statementId, index }) => `entry ${index} of statement ${statementId}`))];
  return all.length > 5 ? `${all.slice(0, 5).join(", ")} and ${all.length - 5} more` : all.join(", ");
}
