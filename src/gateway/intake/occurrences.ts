import { sql } from "kysely";

import type { Draft } from "../../bank/draft.js";
import { content, keyText, namesOtherPayer } from "../../bank/keys.js";
import { type Candidate, Numbering } from "../../bank/numbering.js";
import type { Trx } from "../../store/index.js";
import type { Deposit } from "../../bank/verdicts.js";
import { jsonText } from "./json.js";
import { nameDigest } from "./names.js";

/*
 * What a statement has said so far: how often each reference, and whether one stands for several payers. A statement of a
 * million entries is not held in memory for it: the counts are in a temporary table of the import's transaction.
 */

/** A deposit with its key, and how it stands in its statement. */
export interface Numbered {
  readonly deposit: Deposit;
  /** everything that tells it from another with its reference; see `content` of src/bank/keys.ts */
  readonly content: string;
  /** strong: how often the statement has said the same, this time included */
  readonly nth: number;
}

/** The deposits of one entry. */
export interface NumberedDraft {
  readonly draft: Draft;
  readonly deposits: readonly Numbered[];
  /** a weak reference of it stands for several payers */
  readonly shared: boolean;
  /** keys of earlier deposits of the statement that turn out to share their reference with this entry */
  readonly sharedEarlier: readonly string[];
}

interface Count {
  n: number;
  /** digest of the content of the first: others under a weak reference share it */
  readonly first: string;
  shared: boolean;
}

/** Makes the table, gone with the transaction. */
export async function openOccurrences(trx: Trx): Promise<void> {
  await sql`create temp table occurrence (statement bigint, name uuid, n integer not null, first uuid not null,
    shared boolean not null, primary key (statement, name)) on commit drop`.execute(trx);
}

/** What tells two deposits under one reference apart. */
export const said = (amount: bigint, currency: string, content: string): string => `${amount} ${currency} ${content}`;

/** The content in what `said` gives. */
export const contentIn = (text: string): string => text.slice(text.indexOf("["));

/** Whether two reports under one strong reference can be one deposit: the same money, and no other payer. @param one as `said` */
export function isAlike(one: string, other: string): boolean {
  if (one === other) return true;
  const [money, otherMoney] = [one, other].map((text) => text.slice(0, text.indexOf("[")));
  return money === otherMoney && !namesOtherPayer(contentIn(one), contentIn(other));
}

/** Gives the deposits of some entries their keys, in file order, after those of the statement that came before. */
export async function numberDrafts(trx: Trx, statement: number, drafts: readonly Draft[]): Promise<NumberedDraft[]> {
  const described = drafts.map((draft) => ({ draft, candidates: draft.candidates.map(describe) }));
  const wholes = drafts.flatMap(({ whole }) => (whole === undefined ? [] : [describe(whole)]));
  const names = [...described.flatMap(({ candidates }) => candidates), ...wholes];
  const counts = await load(trx, statement, [...new Set(names.map(({ name }) => name))]);
  const used = new Map(names.map(({ base, name }) => [base, counts.get(name)?.n ?? 0]));
  const numbered = described.map((one) => numberDraft(one.draft, one.candidates, counts, used));
  for (const { base, name, first } of names) {
    if (!counts.has(name)) counts.set(name, { n: 0, first, shared: false });
    const count = counts.get(name)!;
    count.n = Math.max(count.n, used.get(base) ?? 0);
  }
  await save(trx, statement, counts);
  return numbered;
}

interface Described {
  readonly candidate: Candidate;
  /** key without its number; of a strong reference with what is said under it, so that equal ones are counted */
  readonly base: string;
  readonly name: string;
  readonly content: string;
  readonly first: string;
}

function describe(candidate: Candidate): Described {
  const { identity, entry, detail, amount } = candidate;
  const text = content(entry, detail);
  const key = keyText(identity.parts);
  const strong = identity.strength === "strong";
  const base = strong ? `${key} ${said(amount, entry.currency, text)}` : key;
  return { candidate, base, name: nameDigest(base), content: text, first: nameDigest(text) };
}

function numberDraft(
  draft: Draft,
  candidates: readonly Described[],
  counts: Map<string, Count>,
  used: Map<string, number>,
): NumberedDraft {
  const numbering = new Numbering(draft.statement, used);
  const { whole } = draft;
  const entryKey = whole && candidates.length > 1 ? numbering.key(whole.identity) : undefined;
  const earlier: string[] = [];
  let shared = false;
  const deposits = candidates.map((described): Numbered => {
    const { candidate, base, name, first } = described;
    const strong = candidate.identity.strength === "strong";
    if (strong) used.set(base, (used.get(base) ?? 0) + 1);
    const before = used.get(base) ?? 0;
    const deposit = numbering.deposit(candidate, entryKey);
    if (candidate.identity.strength === "weak") {
      const count = counts.get(name) ?? { n: 0, first, shared: false };
      counts.set(name, count);
      if (!count.shared && count.first !== first) {
        count.shared = true;
        for (let n = 1; n <= before; n++) earlier.push(keyText([...candidate.identity.parts, `#${n}`]));
      }
      shared ||= count.shared;
    }
    return { deposit, content: described.content, nth: strong ? before : 1 };
  });
  return { draft, deposits, shared, sharedEarlier: earlier };
}

async function load(trx: Trx, statement: number, names: readonly string[]): Promise<Map<string, Count>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<Count & { name: string }>`
    select o.name::text as name, o.n, o.first::text as first, o.shared
    from jsonb_array_elements_text(${jsonText(names)}::text::jsonb) as given (name)
    join occurrence o on o.statement = ${statement}::bigint and o.name = given.name::uuid`.execute(trx);
  return new Map(rows.map(({ name, n, first, shared }) => [name, { n, first, shared }]));
}

async function save(trx: Trx, statement: number, counts: ReadonlyMap<string, Count>): Promise<void> {
  if (counts.size === 0) return;
  const rows = [...counts].map(([name, count]) => ({ name, ...count }));
  await sql`
    insert into occurrence (statement, name, n, first, shared)
    select ${statement}::bigint, name, n, first, shared
    from jsonb_to_recordset(${jsonText(rows)}::text::jsonb) as row (name uuid, n integer, first uuid, shared boolean)
    on conflict (statement, name) do update set n = excluded.n, shared = excluded.shared`.execute(trx);
}
