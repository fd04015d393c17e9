import { sql } from "kysely";

import { normaliseAccount, type OurAccount } from "../../bank/accounts.js";
import { add, type Look } from "./checks/difference.js";

/** One of our accounts: its statements in a row. Amounts are minor units; null where no statement says. */
export interface AccountTotals {
  readonly account: string;
  readonly statements: number;
  readonly opening: bigint | null;
  readonly credits: bigint;
  readonly debits: bigint;
  readonly closing: bigint | null;
}

/** Entries of our accounts by what was decided about them: every entry has one verdict. */
export interface VerdictTotals {
  readonly verdict: string;
  readonly creditDebit: string | null;
  readonly entries: number;
  readonly amount: bigint;
}

/** Something about a statement that a person should know; it halts nothing. */
export interface StatementFinding {
  readonly statement: string;
  readonly message: string;
}

/** A statement by its bank's id, and the file it came in. */
export interface StatementId {
  readonly id: number;
  readonly statementId: string;
  readonly account: string;
  readonly sha256: string;
}

/** How many of a kind a report lists; what is beyond is counted. */
export const LISTED = 1_000;

/** Statements of our accounts in the currency; repeats and other accounts' are none of this. */
const ours = (currency: string, accounts: readonly OurAccount[]) => {
  const ids = accounts.filter((account) => account.currency === currency).map(({ id }) => normaliseAccount(id));
  return sql`s.repeats is null and s.our_account = any(${ids}::text[]) and s.currency = ${currency}`;
};

/** camt.053 statements of one account in order, each beside the one before. */
const inOrder = (currency: string, accounts: readonly OurAccount[]) => sql`
  select s.*, f.received_at, lag(s.closing) over w as before, lag(s.statement_id) over w as follows
  from statement s join file f on f.id = s.file_id
  where ${ours(currency, accounts)} and s.kind like 'camt.053%' and s.opening is not null and s.closing is not null
  window w as (partition by s.our_account order by s.closing_on, s.opening_on, s.id)`;

/**
 * An opening balance with which no statement of the day, and none of the day before, has closed: one between them has not come, or one came
 * twice. Several of one day come in any order. The first one of an account follows none.
 */
export async function checkStatements(look: Look, accounts: readonly OurAccount[]): Promise<void> {
  await add(
    look,
    "LATE",
    sql`
    with one as (
      select s.*, coalesce(closing_on, 'infinity') as day from (${inOrder(look.currency, accounts)}) s
    ), day as (
      select our_account, day, lag(day) over (partition by our_account order by day) as day_before
      from (select distinct our_account, day from one) days
    ), loose as (
      select one.*, day_before, row_number() over (partition by our_account order by day, opening_on, id) as nth
      from (select *, row_number() over (partition by our_account, day, opening order by opening_on, id) as same from one) one
      join day using (our_account, day)
      where same > (select count(*) from one other where other.our_account = one.our_account and other.id <> one.id
          and other.day = one.day and other.closing = one.opening)
        + (exists (select from one other where other.our_account = one.our_account
          and other.day = day_before and other.closing = one.opening))::int
    )
    select 'statement:' || id, abs(opening - before),
      statement_id || ' opens with ' || opening || ' minor units, ' || follows || ' before it closed with ' || before,
      received_at
    from loose where nth > 1 or day_before is not null`,
  );
}

export async function accountTotals(look: Look, accounts: readonly OurAccount[]): Promise<AccountTotals[]> {
  const { rows } = await sql<AccountTotals>`
    select our_account as account, count(*) as statements,
      (array_agg(opening order by closing_on, opening_on, id))[1] as opening,
      sum(credits) as credits, sum(debits) as debits,
      (array_agg(closing order by closing_on desc, opening_on desc, id desc))[1] as closing
    from (${inOrder(look.currency, accounts)}) s group by our_account order by our_account`.execute(look.trx);
  return rows;
}

export async function verdictTotals(look: Look, accounts: readonly OurAccount[]): Promise<VerdictTotals[]> {
  const { rows } = await sql<VerdictTotals>`
    select e.verdict, e.credit_debit as "creditDebit", count(*) as entries, coalesce(sum(e.amount), 0) as amount
    from entry e join statement s on s.id = e.statement_id
    where ${ours(look.currency, accounts)} and (e.currency = s.currency or e.currency is null)
    group by 1, 2 order by 1, 2`.execute(look.trx);
  return rows;
}

/** Statements that do not add up, and entries without a verdict of their own. */
export async function statementFindings(look: Look, accounts: readonly OurAccount[]): Promise<StatementFinding[]> {
  const { rows } = await sql<StatementFinding>`
    select s.statement_id as statement, s.opening || ' + ' || s.credits || ' - ' || s.debits || ' is not the closing balance '
      || s.closing || ' (minor units)' as message
    from statement s
    where ${ours(look.currency, accounts)} and s.opening is not null and s.closing is not null
      and s.opening + s.credits - s.debits <> s.closing
    union all
    select s.statement_id, s.entries || ' entries in the file, ' || count(e.id) || ' with a verdict'
    from statement s left join entry e on e.statement_id = s.id
    where ${ours(look.currency, accounts)} group by s.id having s.entries <> count(e.id)
    limit ${LISTED}`.execute(look.trx);
  return rows;
}

/** Statements of our accounts that came after statement number `after`. */
export async function newStatements(
  look: Look,
  accounts: readonly OurAccount[],
  after: number,
): Promise<{ readonly upTo: number; readonly count: number; readonly listed: readonly StatementId[] }> {
  const condition = sql`${ours(look.currency, accounts)} and s.id > ${after}`;
  const { rows } = await sql<{ upTo: number | null; count: number }>`
    select max(s.id) as "upTo", count(*) as count from statement s where ${condition}`.execute(look.trx);
  const { rows: listed } = await sql<StatementId>`
    select s.id, s.statement_id as "statementId", s.our_account as account, f.sha256
    from statement s join file f on f.id = s.file_id
    where ${condition} order by s.id limit ${LISTED}`.execute(look.trx);
  return { upTo: rows[0]?.upTo ?? after, count: rows[0]?.count ?? 0, listed };
}

/** What the bank paid out: by its files, by its statements, and by what it confirmed. Minor units. */
export interface PayoutTotals {
  readonly filed: bigint;
  readonly booked: bigint;
  readonly paid: bigint;
}

export async function payoutTotals(look: Look, accounts: readonly OurAccount[]): Promise<PayoutTotals> {
  const { rows } = await sql<PayoutTotals>`
    select
      (select coalesce(sum(total), 0) from payout_file where currency = ${look.currency}) as filed,
      (select coalesce(sum(e.amount), 0) from entry e join statement s on s.id = e.statement_id
        where ${ours(look.currency, accounts)} and e.verdict = 'payout' and e.currency = s.currency) as booked,
      (select coalesce(sum(amount), 0) from redemption
        where currency = ${look.currency} and state in ('paid', 'settling', 'settled')) as paid`.execute(look.trx);
  return rows[0]!;
}
