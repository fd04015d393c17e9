import { sql } from "kysely";

import { record, type Trx } from "../../store/index.js";
import { jsonText } from "../intake/json.js";

/** A deposit in suspense, and whose it is. */
export interface Acceptance {
  readonly id: number;
  readonly customer: string;
  /** the customer's wallet that is credited */
  readonly payee: string;
  /** rule of `src/bank/matching.ts`, or "person" */
  readonly matchedBy: string;
}

/** The second person, and how the case ends. */
export interface AcceptOptions {
  readonly second?: string;
  /** closes the deposits' suspense rows with this word; "accepted" unless told otherwise */
  readonly resolution?: string;
}

/**
 * Takes deposits from suspense into the control account: from now on they may be minted. Money back from a pay-out is
 * never taken: the redemption desk mints it again.
 * @param actor who accepts: closes the case, with `second` where two people did
 * @returns ids of those that were accepted; others were not in suspense any more
 */
export async function acceptDeposits(
  trx: Trx,
  actor: string,
  acceptances: readonly Acceptance[],
  { second, resolution = "accepted" }: AcceptOptions = {},
): Promise<number[]> {
  if (acceptances.length === 0) return [];
  const { rows } = await sql<{ id: number }>`
    with given as (
      select * from jsonb_to_recordset(${jsonText(acceptances)}::text::jsonb)
        as row (id bigint, customer text, payee text, "matchedBy" text)
    ), moved as (
      update deposit set state = 'ready', customer = given.customer, payee = given.payee,
        matched_by = given."matchedBy", since = now(), not_before = now()
      from given where deposit.id = given.id and deposit.state = 'suspense' and deposit.return_of is null
      returning deposit.id, deposit.currency, deposit.amount
    ), credited as (
      insert into control_entry (currency, kind, amount, subject, by, second_by)
      select currency, 'credit', amount, 'deposit:' || id, ${actor}::text, ${second ?? null}::text from moved
    ), closed as (
      update suspense set closed_at = now(), closed_by = ${second ?? actor}::text, resolution = ${resolution}::text
      where deposit_id in (select id from moved) and closed_at is null
    )
    select id from moved order by id`.execute(trx);
  const accepted = rows.map(({ id }) => id);
  if (accepted.length > 0) {
    const data = { second, deposits: accepted.length, ids: accepted.slice(0, 1000) };
    await record(trx, { actor, act: "deposits-accepted", subject: `deposit:${accepted[0]}`, data });
  }
  return accepted;
}
