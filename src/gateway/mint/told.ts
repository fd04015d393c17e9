import { sql } from "kysely";

import type { Gateway } from "../gateway.js";
import { MINTED } from "./known.js";

/** A deposit that is minted and final, as the bank's core is told. */
export interface MintedNotice {
  /** ask from here on the next time */
  readonly cursor: number;
  readonly deposit: number;
  readonly reference: string;
  readonly currency: string;
  /** minor units */
  readonly amount: bigint;
  readonly customer: string | null;
  readonly account: string;
  readonly endToEndId: string | null;
  readonly uetr: string | null;
  readonly bookingDate: string | null;
  readonly payee: string | null;
  readonly block: number | null;
  /** null: minted outside the gateway and found by its reference */
  readonly transaction: string | null;
}

/**
 * What became final after `cursor` (0: from the beginning), in the order in which it did. A deposit can come twice where a reorganisation
 * undid a small amount that counted as final: the core knows it by its reference.
 * @param batches entries of the journal to read at most; each has up to a batch of deposits
 */
export async function mintedSince({ store }: Gateway, cursor: number, batches = 100): Promise<MintedNotice[]> {
  const { rows } = await sql<MintedNotice>`
    select told.id as cursor, d.id as deposit, d.reference, d.currency, d.amount, d.customer, d.account,
      d.end_to_end_id as "endToEndId", d.uetr, d.booking_date as "bookingDate", d.payee,
      d.minted_block as block, d.minted_tx as transaction
    from (select id, data from journal where act = ${MINTED} and id > ${cursor} order by id limit ${batches}) told
    cross join lateral jsonb_array_elements_text(told.data -> 'deposits') with ordinality as item (id, place)
    join deposit d on d.id = item.id::bigint
    where d.state = 'final'
    order by told.id, item.place`.execute(store);
  return rows;
}
