import { sql } from "kysely";

import type { Db } from "../../store/index.js";

/** Mints on the chain that neither a deposit nor a booking explains. */
export interface OpeningMints {
  readonly block: number;
  /** minor units */
  readonly total: bigint;
  readonly mints: readonly { readonly reference: string; readonly amount: bigint }[];
}

/**
 * What was minted before there was a gateway.
 * @param upTo the last block that counts; the watcher's if left out
 */
export async function openingMints(db: Db, currency: string, upTo?: number): Promise<OpeningMints> {
  const block = upTo ?? (await lastBlock(db, currency));
  const { rows } = await sql<{ reference: string; amount: bigint }>`
    select reference, sum(amount) as amount from movement m
    where currency = ${currency} and kind = 'mint' and reference is not null and block <= ${block} and road = 'issue'
      and not exists (select from deposit where deposit.reference = m.reference)
      and not exists (select from control_entry c where c.currency = m.currency and c.subject = m.reference)
    group by reference order by reference`.execute(db);
  return { block, total: rows.reduce((sum, { amount }) => sum + amount, 0n), mints: rows };
}

async function lastBlock(db: Db, currency: string): Promise<number> {
  const row = await db
    .selectFrom("movement")
    .select((eb) => eb.fn.max("block").as("block"))
    .where("currency", "=", currency)
    .executeTakeFirst();
  return row?.block ?? 0;
}
