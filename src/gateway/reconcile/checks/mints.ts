import { sql } from "kysely";

import { add, type Look } from "./difference.js";

/** States in which a deposit's amount is in the control account. */
export const IN_CONTROL = sql`('ready', 'batched', 'minted', 'final')`;

/** Bookings of two people that a mint or a burn may rest on: interest, the opening balance, a correction. */
export const bookings = (currency: string) => sql`
  select subject, sum(amount) as amount from control_entry
  where currency = ${currency} and kind in ('opening', 'interest', 'correction') group by subject`;

/** Each mint against what it must rest on, and each deposit against its mint; by reference. */
export async function checkMints(look: Look): Promise<void> {
  const { currency, block, lateBefore } = look;
  const mint = sql`
    select 'mint:' || coalesce(m.reference, m.tx_hash || ':' || m.log_index) as subject, m.reference, m.amount, m.payee,
      m.road, m.block, d.id, d.amount as booked, d.state, d.payee as wallet, d.return_of, b.amount as posted
    from movement m
    left join deposit d on d.reference = m.reference and d.currency = m.currency
    left join (${bookings(currency)}) b on b.subject = m.reference
    where m.currency = ${currency} and m.kind = 'mint' and m.block <= ${block}`;

  await add(
    look,
    "UNBACKED_MINT",
    sql`
    select subject, amount,
      'minted to ' || payee || ' in block ' || block || case
        when reference is null then ' under no reference'
        when id is null then ', and no deposit has this reference'
        when state in ('suspense', 'dismissed') then ', and deposit:' || id || ' is ' || state
        else ', and deposit:' || id || ' is of wallet ' || coalesce(wallet, '(none)') end, null::timestamptz
    from (${mint}) m
    where road <> 'interbank' and posted is null and (id is null
      or (state in ('suspense', 'dismissed') and (road <> 'return' or return_of is null))
      or (road = 'issue' and lower(coalesce(wallet, '')) <> lower(payee)))`,
  );
  await add(
    look,
    "AMOUNT",
    sql`
    select subject, abs(amount - coalesce(booked, posted)),
      'minted ' || amount || ' minor units, booked ' || coalesce(booked, posted), null::timestamptz
    from (${mint}) m where amount <> coalesce(booked, posted)`,
  );
  // A mint that the chain has had since cannot be missing; before it is final it is only on its way.
  await add(
    look,
    "MISSING_MINT",
    sql`
    select 'deposit:' || d.id, d.amount, 'counts as ' || d.state || coalesce(' in block ' || d.minted_block, '')
      || ', and the chain has no mint of it', d.since
    from deposit d
    left join movement m on m.currency = d.currency and m.kind = 'mint' and m.reference = d.reference
    where d.currency = ${currency} and d.state in ('minted', 'final')
      and ((m.block is null and (d.since < ${lateBefore} or d.minted_block <= ${block}))
        or (m.block > ${block} and d.minted_block <= ${block}))`,
  );
  await add(
    look,
    "LATE",
    sql`
    select 'deposit:' || d.id, d.amount, 'is ' || d.state || ' for too long', d.since
    from deposit d
    where d.currency = ${currency} and d.since < ${lateBefore} and (d.state in ('ready', 'batched')
      or (d.state = 'minted' and exists (select from movement m
        where m.currency = d.currency and m.kind = 'mint' and m.reference = d.reference)))`,
  );
}

/** One payment that counts twice. */
export async function checkDuplicates(look: Look): Promise<void> {
  const { currency, block } = look;
  await add(
    look,
    "DUPLICATE_REF",
    sql`
    select 'mint:' || reference, sum(amount) - min(amount), 'minted ' || count(*) || ' times', null::timestamptz
    from movement
    where currency = ${currency} and kind = 'mint' and block <= ${block} and reference is not null
    group by reference having count(*) > 1`,
  );
  // A return carries the UETR of our own pay-out, never of another deposit.
  await add(
    look,
    "DUPLICATE_REF",
    sql`
    select 'uetr:' || uetr, sum(amount) - min(amount),
      'accepted as ' || string_agg('deposit:' || id, ', ' order by id), min(created_at)
    from deposit
    where currency = ${currency} and uetr is not null and return_of is null and state in ${IN_CONTROL}
    group by uetr having count(*) > 1`,
  );
  await add(
    look,
    "DUPLICATE_REF",
    sql`
    select 'uetr:' || d.uetr, d.amount, 'deposit:' || d.id || ' is the interbank credit of block ' || m.block, d.created_at
    from deposit d
    join movement m on m.currency = d.currency and m.kind = 'mint' and m.road = 'interbank'
      and m.reference = '0x' || replace(lower(d.uetr), '-', '') || repeat('0', 32)
    where d.currency = ${currency} and d.uetr is not null and d.state in ${IN_CONTROL} and m.block <= ${block}`,
  );
  // An entry is minted whole or in its parts, never both.
  await add(
    look,
    "DUPLICATE_REF",
    sql`
    select 'deposit:' || w.id, w.amount, 'accepted whole, and deposit:' || min(p.id) || ' is a part of it', w.created_at
    from deposit p join deposit w on w.entry_key = p.entry_key and w.id <> p.id
    join deposit_alias a on a.alias = w.entry_key and a.deposit_id = w.id
    where p.currency = ${currency} and p.state in ${IN_CONTROL} and w.state in ${IN_CONTROL}
    group by w.id`,
  );
  await add(
    look,
    "DUPLICATE_REF",
    sql`
    select 'deposit:' || max(d.id), d.amount, 'has a strong reference of deposit:' || min(o.id), max(d.created_at)
    from deposit_alias a
    join deposit o on o.id = a.deposit_id and o.state in ${IN_CONTROL}
    join deposit d on substr(encode(sha256(convert_to(d.key, 'UTF8')), 'hex'), 1, 32)::uuid = a.alias and d.id <> o.id and d.state in ${IN_CONTROL}
    where d.currency = ${currency} group by d.id`,
  );
}
