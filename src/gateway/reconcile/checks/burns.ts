import { sql } from "kysely";

import { add, type Look } from "./difference.js";
import { bookings } from "./mints.js";

/** Each burn against the pay-out that it follows, each settled redemption against its burn, and what came back. */
export async function checkBurns(look: Look): Promise<void> {
  const { currency, block, lateBefore } = look;
  await add(
    look,
    "ORPHAN_BURN",
    sql`
    select 'burn:' || coalesce(m.reference, m.tx_hash || ':' || m.log_index), m.amount,
      'burned from ' || m.payer || ' in block ' || m.block || case
        when m.road = 'other' then ', neither by the redemption desk nor by a clearing contract'
        when r.id is null then ', and no redemption has this hold'
        when r.payout_file_id is null then ', and no file has paid its redemption'
        else ', and its redemption is ' || r.state end, r.since
    from movement m
    left join redemption r on r.id = m.reference and r.currency = m.currency
    left join (${bookings(currency)}) b on b.subject = 'burn:' || m.tx_hash || ':' || m.log_index
    where m.currency = ${currency} and m.kind = 'burn' and m.block <= ${block} and m.road <> 'clearing'
      and b.subject is null
      and (m.road = 'other' or r.id is null or r.payout_file_id is null
        or r.state not in ('paid', 'settling', 'settled'))`,
  );
  await add(
    look,
    "ORPHAN_BURN",
    sql`
    select 'redemption:' || r.id, r.amount, 'is settled' || coalesce(' in block ' || r.settled_block, '')
      || ', and the chain has no burn of it', r.since
    from redemption r
    left join movement m on m.currency = r.currency and m.kind = 'burn' and m.reference = r.id
    where r.currency = ${currency} and r.state = 'settled'
      and ((m.block is null and (r.since < ${lateBefore} or r.settled_block <= ${block}))
        or (m.block > ${block} and r.settled_block <= ${block}))`,
  );
  await add(
    look,
    "AMOUNT",
    sql`
    select 'redemption:' || r.id, abs(r.amount - m.amount),
      'burned ' || m.amount || ' minor units, redeemed ' || r.amount, r.since
    from redemption r join movement m on m.currency = r.currency and m.kind = 'burn' and m.reference = r.id
    where r.currency = ${currency} and m.block <= ${block} and r.amount <> m.amount`,
  );
  await add(
    look,
    "LATE",
    sql`
    select 'redemption:' || id, amount, 'is ' || state || ' for too long', since
    from redemption
    where currency = ${currency} and since < ${lateBefore}
      and state in ('submitting', 'sealed', 'payable', 'filed', 'paid', 'settling', 'rejecting')`,
  );
}

/** Money that came back from a pay-out and is not yet its payer's again. */
export async function checkReturns(look: Look): Promise<void> {
  const { currency } = look;
  await add(
    look,
    "RETURNED",
    sql`
    select 'redemption:' || c.redemption, c.amount, 'came back as deposit:' || c.deposit_id || '; its return is ' || c.state,
      c.since
    from return_case c join deposit d on d.id = c.deposit_id
    where d.currency = ${currency} and c.state not in ('final', 'closed')`,
  );
  await add(
    look,
    "RETURNED",
    sql`
    select 'deposit:' || d.id, d.amount, 'came back from a pay-out that nobody has named yet', d.since
    from deposit d join entry e on e.id = d.entry_id
    where d.currency = ${currency} and e.verdict = 'return' and d.state = 'suspense'
      and not exists (select from return_case c where c.deposit_id = d.id)`,
  );
}
