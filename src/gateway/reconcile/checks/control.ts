import { sql } from "kysely";

import { add, type Look } from "./difference.js";
import { IN_CONTROL } from "./mints.js";

/**
 * Settled, and then a reorganisation took the burn of so small an amount: it was paid all the same, so the control account keeps the pay-out
 * until the burn is there again.
 */
const burnLost = sql`c.amount = -r.redeemed and case r.state when 'suspense' then r.resume else r.state end in ('paid', 'settling')`;

/**
 * The control account against deposits and redemptions, item by item: an accepted deposit is in it with its amount and
 * no other deposit is; a settled redemption is out of it.
 */
export async function checkControl(look: Look): Promise<void> {
  const { currency } = look;
  await add(
    look,
    "AMOUNT",
    sql`
    select coalesce(c.subject, 'deposit:' || d.id), abs(coalesce(c.amount, 0) - coalesce(d.amount, 0)),
      'the control account has ' || coalesce(c.amount, 0) || ' minor units, the deposit is '
        || coalesce(d.state || ' with ' || d.booked, 'unknown'), d.since
    from (
      select subject, sum(amount) as amount from control_entry
      where currency = ${currency} and kind in ('credit', 'credit-withdrawn') group by subject
    ) c
    full join (
      select id, state, since, amount as booked, case when state in ${IN_CONTROL} then amount else 0 end as amount
      from deposit where currency = ${currency} and return_of is null
    ) d on c.subject = 'deposit:' || d.id
    where coalesce(c.amount, 0) <> coalesce(d.amount, 0)
      and (d.id is not null or not exists (
        select from deposit r where 'deposit:' || r.id = c.subject and r.return_of is not null and r.amount = c.amount))`,
  );
  await add(
    look,
    "AMOUNT",
    sql`
    select coalesce(c.subject, 'redemption:' || r.id), abs(coalesce(c.amount, 0) + coalesce(r.amount, 0)),
      'the control account paid ' || -coalesce(c.amount, 0) || ' minor units, the redemption is '
        || coalesce(r.state || ' with ' || r.redeemed, 'unknown'), r.since
    from (
      select subject, sum(amount) as amount from control_entry
      where currency = ${currency} and kind = 'payout' group by subject
    ) c
    full join (
      select id, state, resume, since, amount as redeemed, case when state = 'settled' then amount else 0 end as amount
      from redemption where currency = ${currency}
    ) r on c.subject = 'redemption:' || r.id
    where coalesce(c.amount, 0) + coalesce(r.amount, 0) <> 0 and not coalesce(${burnLost}, false)`,
  );
  // An entry is one deposit or several that add up to it.
  await add(
    look,
    "AMOUNT",
    sql`
    select 'entry:' || e.id, abs(e.amount - sum(d.amount)),
      'the entry is ' || e.amount || ' minor units, its deposits make ' || sum(d.amount), min(d.created_at)
    from deposit d join entry e on e.id = d.entry_id
    where d.currency = ${currency} and e.verdict = 'deposit' and e.currency = d.currency
    group by e.id having e.amount <> sum(d.amount)`,
  );
}
