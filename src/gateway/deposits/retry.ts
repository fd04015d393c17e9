import { type RawBuilder, sql } from "kysely";

import type { TransactionDetails } from "../../iso20022/index.js";
import type { Store, Trx } from "../../store/index.js";
import { attribute, type AttributionRules, CUSTOMER_REASONS } from "../customers/attribute.js";
import { customerIndex } from "../customers/book.js";
import { noScreening, type Screen } from "../customers/screening.js";
import type { Gateway } from "../gateway.js";
import { jsonText } from "../intake/json.js";
import { acceptDeposits } from "./accept.js";

/** Cases looked at in one transaction. */
const PIECE = 500;

/** Version of the customers that this process tried last. */
const TRIED = new WeakMap<Store, string>();

/**
 * Tries again to find the customers of deposits in suspense for that reason alone, once after each change of the customers. A
 * case that somebody has begun to decide is left to people.
 * @returns how many were accepted
 */
export async function retryMatching(
  gateway: Gateway,
  options: { screen?: Screen; today?: string } = {},
): Promise<number> {
  const { version, index } = await customerIndex(gateway, gateway.store);
  if (TRIED.get(gateway.store) === version) return 0;
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const rules: AttributionRules = { index, screen: options.screen ?? noScreening, today };
  let accepted = 0;
  for (let after = 0; ;) {
    const piece = await gateway.store
      .transaction()
      .execute((trx) => matchWaiting(trx, gateway.worker, rules, sql`s.id > ${after}::bigint`));
    accepted += piece.accepted;
    if (piece.last === undefined) break;
    after = piece.last;
  }
  TRIED.set(gateway.store, version);
  return accepted;
}

interface WaitingRow {
  readonly suspense: number;
  readonly id: number;
  readonly amount: bigint;
  readonly currency: string;
  readonly details: readonly TransactionDetails[];
}

/**
 * Looks for the customers of deposits that wait for nothing else.
 * @param which of them: a condition on suspense `s` and deposit `d`
 * @returns how many were accepted, and the last case looked at; the next ones have larger numbers
 */
export async function matchWaiting(
  trx: Trx,
  actor: string,
  rules: AttributionRules,
  which: RawBuilder<unknown>,
): Promise<{ accepted: number; last: number | undefined }> {
  const { rows } = await sql<WaitingRow>`
    select s.id as suspense, d.id, d.amount, d.currency, d.details
    from suspense s join deposit d on d.id = s.deposit_id
    where s.closed_at is null and s.proposed_by is null and ${which} and d.state = 'suspense'
      and s.reason in (select value from jsonb_array_elements_text(${jsonText(CUSTOMER_REASONS)}::text::jsonb))
      and not exists (select from suspense other where other.deposit_id = d.id and other.id <> s.id
        and other.closed_at is null)
    order by s.id limit ${PIECE} for update of s skip locked`.execute(trx);
  const acceptances = rows.flatMap((row) => {
    const found = attribute(row, rules);
    if (found.to === "suspense") return [];
    const { customer, payee, matchedBy } = found;
    return [{ id: row.id, customer, payee, matchedBy }];
  });
  const accepted = await acceptDeposits(trx, actor, acceptances, { resolution: "customer found" });
  return { accepted: accepted.length, last: rows.at(-1)?.suspense };
}
