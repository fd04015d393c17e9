import { sql } from "kysely";

import type { Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { type RedemptionRow, subjectOf } from "./rows.js";

/**
 * Takes a burned redemption out of the control account, once: a burn that a reorganisation took back and that was mined
 * again is still one payment. The caller has the redemption's row locked.
 */
export async function bookPayout(
  { worker }: Gateway,
  trx: Trx,
  { id, currency, amount }: Pick<RedemptionRow, "id" | "currency" | "amount">,
): Promise<void> {
  const subject = subjectOf(id);
  await sql`
    insert into control_entry (currency, kind, amount, subject, by)
    select ${currency}, 'payout', ${(-amount).toString()}::numeric, ${subject}, ${worker}
    where not exists (select 1 from control_entry where subject = ${subject} and kind = 'payout')`.execute(trx);
}
