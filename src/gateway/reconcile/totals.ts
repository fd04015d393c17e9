import { sql } from "kysely";

import { bookings, IN_CONTROL } from "./checks/mints.js";
import { balancesAt } from "./checks/subledger.js";
import type { Look } from "./checks/difference.js";

/** The subledger at the block: what the watcher read. Amounts are minor units. */
export interface Subledger {
  readonly minted: bigint;
  readonly burned: bigint;
  /** sum of all balances */
  readonly balances: bigint;
  readonly holders: number;
  readonly movements: number;
  readonly interbank: bigint;
  readonly returned: bigint;
  readonly redeemed: bigint;
  readonly cleared: bigint;
}

/** The tokenised-deposit control account, now. Amounts are minor units; pay-outs are negative. */
export interface Control {
  readonly figure: bigint;
  readonly credits: bigint;
  readonly payouts: bigint;
  readonly bookings: bigint;
  /** last entry that the figure contains */
  readonly entry: number;
}

/** From the control account's figure to the supply, line by line: signed minor units. */
export interface Bridge {
  /** accepted and not minted at the block */
  readonly unminted: bigint;
  /** interest, opening balance and corrections that no mint or burn has followed */
  readonly unmintedBookings: bigint;
  /** burned, the pay-out not yet booked; negative where a booked one's burn is after the block */
  readonly unbookedBurns: bigint;
  readonly interbank: bigint;
  readonly cleared: bigint;
  readonly unbackedMints: bigint;
  readonly orphanBurns: bigint;
  readonly amountDifferences: bigint;
  /** entries of the control account that deposits do not agree with */
  readonly controlDifferences: bigint;
  /** what is left: must be zero */
  readonly unexplained: bigint;
}

export async function subledgerAt({ trx, currency, block }: Look): Promise<Subledger> {
  const { rows: sums } = await sql<Omit<Subledger, "balances" | "holders">>`
    select coalesce(sum(amount) filter (where kind = 'mint'), 0) as minted,
      coalesce(sum(amount) filter (where kind = 'burn'), 0) as burned,
      count(*) as movements,
      coalesce(sum(amount) filter (where road = 'interbank'), 0) as interbank,
      coalesce(sum(amount) filter (where road = 'return'), 0) as returned,
      coalesce(sum(amount) filter (where road = 'redemption'), 0) as redeemed,
      coalesce(sum(amount) filter (where road = 'clearing'), 0) as cleared
    from movement where currency = ${currency} and block <= ${block}`.execute(trx);
  const { rows: held } = await sql<Pick<Subledger, "balances" | "holders">>`
    select coalesce(sum(balance), 0) as balances, count(*) filter (where balance > 0) as holders
    from (${balancesAt(currency, block)}) b`.execute(trx);
  return { ...sums[0]!, ...held[0]! };
}

export async function controlNow({ trx, currency }: Look): Promise<Control> {
  const { rows } = await sql<Control>`
    select coalesce(sum(amount), 0) as figure,
      coalesce(sum(amount) filter (where kind in ('credit', 'credit-withdrawn')), 0) as credits,
      coalesce(sum(amount) filter (where kind = 'payout'), 0) as payouts,
      coalesce(sum(amount) filter (where kind in ('opening', 'interest', 'correction')), 0) as bookings,
      coalesce(max(id), 0) as entry
    from control_entry where currency = ${currency}`.execute(trx);
  return rows[0]!;
}

/** Deposits in transit; differences between control account and deposits, signed. */
interface Accepted {
  readonly unminted: bigint;
  readonly control: bigint;
}

/** Mints and burns by what they rest on. */
interface Rested {
  readonly deposits: bigint;
  readonly booked: bigint;
  readonly posted: bigint;
  readonly unbacked: bigint;
  readonly orphaned: bigint;
}

export async function bridgeAt(look: Look, subledger: Subledger, control: Control): Promise<Bridge> {
  const accepted = await acceptedAt(look);
  const rested = await restedAt(look);
  const controlDifferences = accepted.control;
  return {
    unminted: -accepted.unminted,
    unmintedBookings: rested.posted - control.bookings,
    unbookedBurns: -(subledger.redeemed + control.payouts),
    interbank: subledger.interbank,
    cleared: -subledger.cleared,
    unbackedMints: rested.unbacked,
    orphanBurns: -rested.orphaned,
    amountDifferences: rested.deposits - rested.booked,
    controlDifferences: -controlDifferences,
    unexplained: accepted.unminted + rested.booked + controlDifferences - control.credits,
  };
}

/** A return is in the control account from when its credit was booked there, whatever its state. */
const inControl = sql`(d.state in ${IN_CONTROL} and d.return_of is null)
  or (d.return_of is not null and c.subject is not null)`;

const credited = (currency: string) => sql`
  select subject, sum(amount) as amount from control_entry
  where currency = ${currency} and kind in ('credit', 'credit-withdrawn') group by subject having sum(amount) <> 0`;

async function acceptedAt({ trx, currency, block }: Look): Promise<Accepted> {
  const { rows } = await sql<Accepted>`
    select coalesce(sum(d.amount) filter (where (${inControl}) and m.block is null), 0) as unminted,
      coalesce(sum(coalesce(c.amount, 0) - case when ${inControl} then d.amount else 0 end), 0) as control
    from (select * from deposit where currency = ${currency}) d
    full join (${credited(currency)}) c on c.subject = 'deposit:' || d.id
    left join movement m on m.currency = ${currency} and m.kind = 'mint' and m.reference = d.reference
      and m.block <= ${block}`.execute(trx);
  return rows[0]!;
}

async function restedAt({ trx, currency, block }: Look): Promise<Rested> {
  const { rows: mints } = await sql<Omit<Rested, "orphaned">>`
    select coalesce(sum(amount) filter (where rests = 'deposit'), 0) as deposits,
      coalesce(sum(booked) filter (where rests = 'deposit'), 0) as booked,
      coalesce(sum(amount) filter (where rests = 'booking'), 0) as posted,
      coalesce(sum(amount) filter (where rests = 'nothing'), 0) as unbacked
    from (
      select m.amount, d.amount as booked, case
        when b.subject is not null then 'booking' when ${inControl} then 'deposit' else 'nothing' end as rests
      from movement m
      left join deposit d on d.reference = m.reference and d.currency = m.currency
      left join (${credited(currency)}) c on d.return_of is not null and c.subject = 'deposit:' || d.id
      left join (${bookings(currency)}) b on b.subject = m.reference
      where m.currency = ${currency} and m.kind = 'mint' and m.road <> 'interbank' and m.block <= ${block}
    ) mint`.execute(trx);
  const { rows: burns } = await sql<{ orphaned: bigint; posted: bigint }>`
    select coalesce(sum(m.amount) filter (where b.subject is null), 0) as orphaned,
      coalesce(sum(m.amount) filter (where b.subject is not null), 0) as posted
    from movement m left join (${bookings(currency)}) b on b.subject = 'burn:' || m.tx_hash || ':' || m.log_index
    where m.currency = ${currency} and m.kind = 'burn' and m.road = 'other' and m.block <= ${block}`.execute(trx);
  const [mint, burn] = [mints[0]!, burns[0]!];
  return { ...mint, posted: mint.posted - burn.posted, orphaned: burn.orphaned };
}
