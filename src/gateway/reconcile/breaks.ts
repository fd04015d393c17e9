import { sql } from "kysely";

import { CAN_BE_MATERIAL } from "./classes.js";
import type { Look } from "./checks/difference.js";

/** Who closes what is no longer found. */
export const RECONCILIATION = "reconciliation";

/**
 * Judges the differences of a look: those that people have closed as explained, unchanged since, stop nothing; those that
 * can mean more money on the chain than in the books are material when they add up, class by class, to more than the
 * threshold, so that no number of small ones stays below it.
 */
export async function judge({ trx, currency }: Look, materialAbove: bigint): Promise<void> {
  await sql`
    update difference d set accepted_by = b.closed_by from (
      select distinct on (class, subject) class, subject, amount, closed_by from break
      where currency = ${currency} and closed_at is not null order by class, subject, id desc
    ) b
    where b.class = d.class and b.subject = d.subject and b.amount = d.amount and b.closed_by <> ${RECONCILIATION}
      and not exists (select from break o
        where o.currency = ${currency} and o.class = d.class and o.subject = d.subject and o.closed_at is null)`.execute(
    trx,
  );
  await sql`
    update difference set material = true where accepted_by is null and class in (
      select class from difference where accepted_by is null and class = any(${[...CAN_BE_MATERIAL]}::text[])
      group by class having sum(abs(amount)) > ${materialAbove})`.execute(trx);
}

/** Opens a break for each difference, or finds it again; what is not found any more is closed. */
export async function writeBreaks({ trx, currency }: Look, reconciliation: number, owner: string): Promise<void> {
  await sql`
    insert into break (currency, class, subject, amount, message, owner, material, first_seen, last_seen)
    select ${currency}::text, class, subject, amount, message, ${owner}::text, material, ${reconciliation}::bigint,
      ${reconciliation}::bigint
    from difference where accepted_by is null
    on conflict (currency, class, subject) where closed_at is null do update set
      amount = excluded.amount, message = excluded.message, material = excluded.material,
      last_seen = excluded.last_seen,
      -- Who proposed to close it had another amount before him.
      proposed_by = case when break.amount = excluded.amount then break.proposed_by end`.execute(trx);
  await sql`
    update break set closed_at = now(), closed_by = ${RECONCILIATION}, note = 'no longer found'
    where currency = ${currency} and closed_at is null and last_seen < ${reconciliation}`.execute(trx);
}
