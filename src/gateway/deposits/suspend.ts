import { sql } from "kysely";

import { record, type Trx } from "../../store/index.js";
import type { DepositState } from "../../store/tables/index.js";
import { jsonText } from "../intake/json.js";

/** Why a person has to decide, and who. */
export interface SuspenseCause {
  /** a word for programs, such as "reference-conflict" */
  readonly reason: string;
  /** a sentence for people */
  readonly message: string;
  readonly owner: string;
}

/**
 * Takes deposits out of the control account and gives them to a person. Those in another state than `from` stay as they
 * are: what is on its way to the chain cannot be called back.
 * @param from "ready" and "batched" unless told otherwise; of a batch only when it is certain that it never happens
 * @returns ids of those that were taken
 */
export async function suspendDeposits(
  trx: Trx,
  actor: string,
  ids: readonly number[],
  { reason, message, owner }: SuspenseCause,
  from: readonly DepositState[] = ["ready", "batched"],
): Promise<number[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: number }>`
    with moved as (
      update deposit set state = 'suspense', since = now(), batch_id = null, position = null
      where id in (select value::bigint from jsonb_array_elements_text(${jsonText(ids)}::text::jsonb))
        and state in (select value from jsonb_array_elements_text(${jsonText(from)}::text::jsonb))
      returning id, entry_id, currency, amount
    ), withdrawn as (
      insert into control_entry (currency, kind, amount, subject, by)
      select currency, 'credit-withdrawn', -amount, 'deposit:' || id, ${actor}::text from moved
    ), opened as (
      insert into suspense (entry_id, deposit_id, reason, message, owner)
      select entry_id, id, ${reason}::text, ${message}::text, ${owner}::text from moved
    )
    select id from moved order by id`.execute(trx);
  const taken = rows.map(({ id }) => id);
  if (taken.length > 0) {
    const data = { reason, deposits: taken.length, ids: taken.slice(0, 1000) };
    await record(trx, { actor, act: "deposits-suspended", subject: `deposit:${taken[0]}`, data });
  }
  return taken;
}
