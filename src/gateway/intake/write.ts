import { sql } from "kysely";

import { depositReference } from "../../bank/keys.js";
import type { Trx } from "../../store/index.js";
import { normaliseAccount } from "../../bank/accounts.js";
import { jsonText } from "./json.js";
import type { JudgedEntry, NewDeposit } from "./judged.js";
import { indexable, reference35, storableDay } from "./names.js";

/** Rows in one statement. */
const ROWS = 1000;

async function inChunks<T>(rows: readonly T[], write: (json: string) => Promise<void>): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS) await write(jsonText(rows.slice(start, start + ROWS)));
}

/** Writes entries. @returns their ids by their number in the statement */
export async function writeEntries(
  trx: Trx,
  statement: number,
  judged: readonly JudgedEntry[],
): Promise<Map<number, number>> {
  const rows = judged.map(({ index, verdict, reason, message, source: { entry } }) => ({
    index,
    amount: entry.amount?.toString(),
    currency: entry.currency,
    credit_debit: entry.creditDebit,
    status: entry.status,
    reversal: entry.reversal,
    booking_date: storableDay(entry.bookingDate),
    value_date: storableDay(entry.valueDate),
    ntry_ref: entry.ntryRef,
    acct_svcr_ref: entry.acctSvcrRef === undefined ? undefined : indexable(entry.acctSvcrRef),
    verdict,
    reason,
    message,
  }));
  const ids = new Map<number, number>();
  await inChunks(rows, async (json) => {
    const written = await sql<{ id: number; index: number }>`
      insert into entry (statement_id, index, amount, currency, credit_debit, status, reversal, booking_date, value_date,
        ntry_ref, acct_svcr_ref, verdict, reason, message)
      select ${statement}::bigint, index, amount, currency, credit_debit, status, reversal, booking_date, value_date,
        ntry_ref, acct_svcr_ref, verdict, reason, message
      from jsonb_to_recordset(${json}::text::jsonb) as row (index integer, amount numeric, currency text,
        credit_debit text, status text, reversal boolean, booking_date date, value_date date, ntry_ref text,
        acct_svcr_ref text, verdict text, reason text, message text)
      returning id, index`.execute(trx);
    for (const { id, index } of written.rows) ids.set(index, id);
  });
  return ids;
}

/** Who owns what a person has to decide, and who writes. */
export interface Writer {
  readonly actor: string;
  readonly owner: string;
  /** 32 bytes, as `depositReference` takes it */
  readonly salt: string;
}

/** A deposit with its row's id. */
export interface WrittenDeposit {
  readonly id: number;
  readonly judged: JudgedEntry;
  readonly fresh: NewDeposit;
}

/**
 * Writes deposits: those that may be minted with their credit of the control account, the others with a suspense row.
 * @param entryIds of `writeEntries`
 */
export async function writeDeposits(
  trx: Trx,
  judged: readonly JudgedEntry[],
  entryIds: ReadonlyMap<number, number>,
  { actor, owner, salt }: Writer,
): Promise<WrittenDeposit[]> {
  const pending = new Map<string, { judged: JudgedEntry; fresh: NewDeposit }>();
  const rows = judged.flatMap((one) =>
    one.deposits.map((fresh) => {
      const reference = depositReference(salt, fresh.key);
      pending.set(reference, { judged: one, fresh });
      return depositRow(one, fresh, entryIds.get(one.index)!, reference);
    }),
  );
  const written: WrittenDeposit[] = [];
  await inChunks(rows, async (json) => {
    const { rows: ids } = await sql<{ id: number; reference: string }>`
      with given as (
        select * from jsonb_to_recordset(${json}::text::jsonb) as row (entry_id bigint, key text, reference text,
          strength text, entry_key uuid, amount numeric, currency text, account text, booking_date date,
          value_date date, content text, details jsonb, uetr text, end_to_end_id text, state text, customer text,
          matched_by text, payee text, return_of text, reason text, message text)
      ), written as (
        insert into deposit (entry_id, key, reference, strength, entry_key, amount, currency, account, booking_date,
          value_date, content, details, uetr, end_to_end_id, state, customer, matched_by, payee, return_of)
        select entry_id, key, reference, strength, entry_key, amount, currency, account, booking_date, value_date,
          content, details, uetr, end_to_end_id, state, customer, matched_by, payee, return_of
        from given
        returning id, reference, state, currency, amount, entry_id, return_of
      ), credited as (
        insert into control_entry (currency, kind, amount, subject, by)
        select currency, 'credit', amount, 'deposit:' || id, ${actor}::text from written where state = 'ready'
      ), opened as (
        insert into suspense (entry_id, deposit_id, reason, message, owner)
        select w.entry_id, w.id, g.reason, g.message, ${owner}::text
        from written w join given g on g.reference = w.reference where w.state = 'suspense' and w.return_of is null
      )
      select id, reference from written`.execute(trx);
    for (const { id, reference } of ids) written.push({ id, ...pending.get(reference)! });
  });
  await writeNames(trx, judged, written);
  return written;
}

function depositRow(judged: JudgedEntry, fresh: NewDeposit, entry: number, reference: string) {
  const { deposit, attribution } = fresh;
  const detail = deposit.details[0];
  const found = attribution === undefined ? {} : attribution;
  const ready = judged.verdict === "deposit" && attribution?.to === "customer";
  const why = judged.verdict === "deposit" && attribution?.to === "suspense" ? attribution : judged;
  return {
    entry_id: entry,
    key: fresh.key,
    reference,
    strength: deposit.strength,
    entry_key: fresh.entryKey,
    amount: deposit.amount.toString(),
    currency: deposit.currency,
    account: normaliseAccount(deposit.account.id),
    booking_date: storableDay(deposit.bookingDate),
    value_date: storableDay(deposit.valueDate),
    content: fresh.content,
    details: storedDetails(deposit),
    uetr: detail?.uetr,
    end_to_end_id: reference35(detail?.endToEndId),
    state: ready ? "ready" : "suspense",
    customer: "customer" in found ? found.customer : undefined,
    matched_by: "matchedBy" in found ? found.matchedBy : undefined,
    payee: ready ? attribution.payee : undefined,
    return_of: fresh.returnOf,
    reason: why.reason,
    message: why.message ?? "",
  };
}

/** Details of a deposit as its row has them. */
export const storedDetails = ({ details }: NewDeposit["deposit"]) =>
  details.map((one) => ({ ...one, amount: one.amount?.toString() }));

async function writeNames(trx: Trx, judged: readonly JudgedEntry[], written: readonly WrittenDeposit[]): Promise<void> {
  const names = [
    ...judged.flatMap(({ learnt }) => learnt),
    ...written.flatMap(({ id, fresh }) => fresh.names.map((name) => ({ name, deposit: id }))),
  ];
  await inChunks(names, async (json) => {
    await sql`
      insert into deposit_alias (alias, deposit_id)
      select name, deposit from jsonb_to_recordset(${json}::text::jsonb) as row (name uuid, deposit bigint)`.execute(
      trx,
    );
  });
}

/** Opens a case for each entry that has no deposit of its own and still needs a person. */
export async function writeCases(
  trx: Trx,
  judged: readonly JudgedEntry[],
  entryIds: ReadonlyMap<number, number>,
  owner: string,
): Promise<void> {
  const rows = judged
    .filter(({ verdict, deposits }) => verdict === "suspense" && deposits.length === 0)
    .map(({ index, reason, message }) => ({ entry: entryIds.get(index), reason, message: message ?? "" }));
  await inChunks(rows, async (json) => {
    await sql`
      insert into suspense (entry_id, reason, message, owner)
      select entry, reason, message, ${owner}::text
      from jsonb_to_recordset(${json}::text::jsonb) as row (entry bigint, reason text, message text)`.execute(trx);
  });
}
