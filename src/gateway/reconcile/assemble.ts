import { sql } from "kysely";

import type { Gateway } from "../gateway.js";
import type { Look } from "./checks/difference.js";
import { AGES, type Report } from "./report.js";
import { LISTED } from "./statements.js";

/** Earlier reconciliations in a report's charts. */
const HISTORY = 23;

/** The differences of the look, judged: counts and sums of all, the largest one by one. */
export async function differencesOf({ settings }: Gateway, look: Look): Promise<Report["differences"]> {
  const { trx, currency, now } = look;
  const aged = sql`
    select d.*, coalesce(b.owner, ${settings.owner}) as owner,
      least(coalesce(d.since, b.opened_at, ${now}::timestamptz), ${now}::timestamptz) as stands
    from difference d left join break b
      on b.currency = ${currency} and b.class = d.class and b.subject = d.subject and b.closed_at is null`;
  const classes = await sql<{ class: string; count: number; amount: bigint; material: boolean }>`
    select class, count(*) as count, sum(abs(amount)) as amount, bool_or(material) as material
    from difference group by class order by class`.execute(trx);
  const ages = await sql<{ class: string; age: string; count: number; amount: bigint }>`
    select class, age, count(*) as count, sum(abs(amount)) as amount from (
      select d.class, d.amount, case
        when stands > ${now}::timestamptz - interval '1 hour' then ${AGES[0]}
        when stands > ${now}::timestamptz - interval '1 day' then ${AGES[1]}
        when stands > ${now}::timestamptz - interval '7 days' then ${AGES[2]} else ${AGES[3]} end as age
      from (${aged}) d) a
    group by class, age order by class, age`.execute(trx);
  const listed = await sql<Listed>`
    select class, subject, amount, message, stands, owner, material, accepted_by as "acceptedBy" from (
      select a.*, row_number() over (partition by class order by abs(amount) desc, subject) as place from (${aged}) a
    ) ranked
    order by place, class limit ${LISTED}`.execute(trx);
  const all = classes.rows.reduce((sum, { count }) => sum + count, 0);
  return textual({
    count: all,
    classes: classes.rows,
    ages: ages.rows,
    listed: listed.rows
      .map(({ stands, ...row }) => ({
        ...row,
        since: stands.toISOString(),
        ageSeconds: Math.floor((now.getTime() - stands.getTime()) / 1000),
      }))
      .sort((a, b) => (a.class === b.class ? 0 : a.class < b.class ? -1 : 1)),
  }) as Report["differences"];
}

interface Listed {
  readonly class: string;
  readonly subject: string;
  readonly amount: bigint;
  readonly message: string;
  readonly stands: Date;
  readonly owner: string;
  readonly material: boolean;
  readonly acceptedBy: string | null;
}

/** What the charts show besides: earlier reconciliations, oldest first. */
export async function historyOf({ trx, currency }: Look, before: number): Promise<Report["history"]> {
  const { rows } = await sql<{ block: number; at: string; supply: string; backing: string; control: string }>`
    select block, report ->> 'at' as at, report #>> '{chain,supply}' as supply, report #>> '{chain,backing}' as backing,
      report #>> '{control,figure}' as control
    from reconciliation where currency = ${currency} and id < ${before} and not (report ->> 'historic')::boolean
    order by id desc limit ${HISTORY}`.execute(trx);
  return rows.reverse();
}

/** Amounts as decimal text, as a report has them. */
export const textual = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item)));
