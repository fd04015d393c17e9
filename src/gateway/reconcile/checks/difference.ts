import { type RawBuilder, sql } from "kysely";

import type { Trx } from "../../../store/index.js";
import type { DifferenceClass } from "../classes.js";

/** One look at the books, in one database transaction. */
export interface Look {
  readonly trx: Trx;
  readonly currency: string;
  /** movements up to it count */
  readonly block: number;
  readonly now: Date;
  /** what has not moved since then is late */
  readonly lateBefore: Date;
}

/** Differences of one look; gone with the transaction. Any number of them never passes through this process. */
export async function openDifferences(trx: Trx): Promise<void> {
  await sql`
    create temporary table difference (
      class text not null,
      subject text not null,
      amount numeric(38) not null,
      message text not null,
      since timestamptz,
      material boolean not null default false,
      accepted_by text,
      primary key (class, subject)
    ) on commit drop`.execute(trx);
}

/**
 * Adds what `rows` selects: subject, amount (minor units), message, since (null where the books do not know).
 * A subject that two checks find under one class is one difference.
 */
export async function add({ trx }: Look, is: DifferenceClass, rows: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into difference (class, subject, amount, message, since)
    select ${is}::text, subject, amount, message, since from (${rows}) as found (subject, amount, message, since)
    on conflict do nothing`.execute(trx);
}
