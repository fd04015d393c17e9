import { sql } from "kysely";

import type { Db } from "../../store/index.js";

/** What the bank accepted in one currency, by the tokenised-deposit control account. */
export interface Accepted {
  /** every credit accepted, and what people booked, without pay-outs: minor units */
  readonly accepted: bigint;
  /** last entry contained; 0 for none */
  readonly entry: number;
}

/**
 * Reads the control account: the figure behind backing and mint ceiling. Never a statement's balance, which has money in it that nobody was
 * promised as tokens. Counts on from the last attestation, which counted with the table locked: what has a smaller number than its last
 * entry was in it, or is never there. Asked several times a second, for the life of the bank.
 */
export async function acceptedNow(db: Db, currency: string): Promise<Accepted> {
  const { rows } = await sql<Accepted>`
    with base as (
      select accepted, control_entry as entry from attestation where currency = ${currency} order by id desc limit 1
    )
    select coalesce((select accepted from base), 0) + coalesce(sum(amount) filter (where kind <> 'payout'), 0) as accepted,
      coalesce(max(id), (select entry from base), 0) as entry
    from control_entry where currency = ${currency} and id > coalesce((select entry from base), 0)`.execute(db);
  return rows[0]!;
}
