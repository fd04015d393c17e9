import { sql } from "kysely";

import { VostroError } from "../../errors/index.js";
import { toJson, type Trx } from "../../store/index.js";
import type { BurnHold, Movement } from "./movements.js";

/** Rows a statement: one JSON text of some megabytes. */
const ROWS = 10_000;

/** Adds the movements and brings the holders' balances up to date, a few statements for any number of rows. */
export async function writeMovements(trx: Trx, movements: readonly Movement[]): Promise<void> {
  for (let i = 0; i < movements.length; i += ROWS) {
    const rows = toJson(movements.slice(i, i + ROWS));
    await sql`
      insert into movement (currency, block, log_index, tx_hash, kind, payer, payee, amount, reference, road)
      select currency, block, "logIndex", "txHash", kind, payer, payee, amount, reference, road
      from jsonb_to_recordset(${rows}::text::jsonb) as row (currency text, block bigint, "logIndex" integer,
        "txHash" text, kind text, payer text, payee text, amount numeric, reference text, road text)`.execute(trx);
  }
  await moveBalances(trx, movements);
}

/**
 * Adds what each wallet received and paid. Existing rows first: a negative change may never be proposed as a new row.
 * @throws VostroError BooksNegative when a wallet would have paid more than it had: movements are missing
 */
async function moveBalances(trx: Trx, movements: readonly Movement[]): Promise<void> {
  const changes = [...changesOf(movements).values()].filter(({ change }) => change !== 0n);
  for (let i = 0; i < changes.length; i += ROWS) {
    const rows = toJson(changes.slice(i, i + ROWS));
    try {
      await sql`
        with change as (
          select * from jsonb_to_recordset(${rows}::text::jsonb) as row (currency text, wallet text, change numeric)
        ), known as (
          update holder set balance = balance + change.change from change
          where holder.currency = change.currency and holder.wallet = change.wallet
          returning holder.currency, holder.wallet
        )
        insert into holder (currency, wallet, balance)
        select currency, wallet, change from change where (currency, wallet) not in (select currency, wallet from known)
      `.execute(trx);
    } catch (error) {
      if ((error as { code?: unknown }).code !== CHECK_VIOLATION) throw error;
      throw new VostroError({
        name: "BooksNegative",
        sentence: "By the movements read so far a wallet has paid more than it had.",
        fix: "Logs are missing. Compare the node with another one; the page was not written and is read again.",
        cause: error,
      });
    }
  }
}

const CHECK_VIOLATION = "23514";

interface Change {
  readonly currency: string;
  readonly wallet: string;
  change: bigint;
}

function changesOf(movements: readonly Movement[]): Map<string, Change> {
  const changes = new Map<string, Change>();
  const add = (currency: string, wallet: string, amount: bigint): void => {
    const key = `${currency} ${wallet}`;
    const known = changes.get(key);
    if (known === undefined) changes.set(key, { currency, wallet, change: amount });
    else known.change += amount;
  };
  for (const { currency, kind, payer, payee, amount } of movements) {
    if (kind !== "mint") add(currency, payer, -amount);
    if (kind !== "burn") add(currency, payee, amount);
  }
  return changes;
}

export async function writeBurnHolds(trx: Trx, holds: readonly BurnHold[]): Promise<void> {
  for (let i = 0; i < holds.length; i += ROWS) {
    await sql`
      insert into burn_hold (currency, id, notary)
      select currency, id, notary from jsonb_to_recordset(${toJson(holds.slice(i, i + ROWS))}::text::jsonb)
        as row (id text, currency text, notary text)
      on conflict do nothing`.execute(trx);
  }
}
