import { sql } from "kysely";

import type { Db } from "../../store/index.js";

/** The tokenised-deposit control account in one currency, minor units. */
export interface ControlFigure {
  /** accepted credits less confirmed pay-outs: what the bank owes on its books */
  readonly figure: bigint;
  /** the same without pay-outs: every credit accepted, and what people booked */
  readonly accepted: bigint;
  /** last entry contained; 0 for none */
  readonly entry: number;
}

/**
 * Reads the control account: the one figure behind backing, mint ceiling and reconciliation. Never a statement's balance, which has
 * money in it that nobody was promised as tokens.
 * @param upTo last entry to count; all if left out
 */
export async function controlFigure(db: Db, currency: string, upTo?: number): Promise<ControlFigure> {
  const { rows } = await sql<ControlFigure>`
    select coalesce(sum(amount), 0) as figure,
      coalesce(sum(amount) filter (where kind <> 'payout'), 0) as accepted,
      coalesce(max(id), 0) as entry
    from control_entry where currency = ${currency} and (${upTo ?? null}::bigint is null or id <= ${upTo ?? null}::bigint)
  `.execute(db);
  return rows[0]!;
}

/**
 * `accepted` as of now. Counts on from the last attestation, which counted with the table locked: what has a smaller number than its last
 * entry was in it, or is never there. Asked several times a second, for the life of the bank.
 */
export async function acceptedNow(db: Db, currency: string): Promise<Pick<ControlFigure, "accepted" | "entry">> {
  const { rows } = await sql<Pick<ControlFigure, "accepted" | "entry">>`
    with base as (
      select accepted, control_entry as entry from attestation where currency = ${currency} order by id desc limit 1
    )
    select coalesce((select accepted from base), 0) + coalesce(sum(amount) filter (where kind <> 'payout'), 0) as accepted,
      coalesce(max(id), (select entry from base), 0) as entry
    from control_entry where currency = ${currency} and id > coalesce((select entry from base), 0)`.execute(db);
  return rows[0]!;
}
