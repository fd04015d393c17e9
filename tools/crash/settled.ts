import { sql } from "kysely";

import type { Store } from "../../src/store/index.js";

/** Work that the gateway still has, by what it is; nothing when it has come to rest. */
export async function openWork(store: Store): Promise<string[]> {
  const { rows } = await sql<{ what: string; count: number }>`
    select 'deposits ' || state as what, count(*)::int as count from deposit
      where state not in ('final', 'dismissed') group by state
    union all select 'redemptions ' || state, count(*)::int from redemption
      where state not in ('settled', 'rejected', 'cancelled', 'lapsed') group by state
    union all select 'returns ' || state, count(*)::int from return_case
      where state not in ('final', 'closed') group by state
    union all select 'transactions ' || purpose || ' ' || state, count(*)::int from chain_tx
      where not deep group by purpose, state
    union all select 'cases ' || reason || ': ' || message, count(*)::int from suspense
      where closed_at is null and (deposit_id is not null or redemption is not null) group by reason, message
    union all select 'messages not handled', count(*)::int from payment_message where handled is null having count(*) > 0
    union all select 'payment files not delivered', count(*)::int from payout_file
      where state <> 'delivered' having count(*) > 0`.execute(store);
  return rows.map(({ what, count }) => `${count} ${what}`).sort();
}
