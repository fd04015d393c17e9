import { sql } from "kysely";

import type { FirstUse } from "../../chain/words.js";
import { record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { finalHead } from "../transactions/finality.js";
import { clearingReference, consumed } from "./consumed.js";
import { dismiss, suspend } from "./moves.js";

/** Seconds until a use that is not final yet is looked at again. */
const LOOK_AGAIN = 15;

/** A deposit of which the chain knows something already. */
export interface Looked {
  readonly id: number;
  readonly reference: string;
  readonly uetr: string | null;
  readonly payee: string | null;
  /** minor units */
  readonly amount: bigint;
}

/**
 * Deposits whose reference or UETR was used before they were batched. Used by itself, for the same payee and amount: it is
 * minted, by hand or by a transaction that was thought lost. Used by interbank clearing and final: it was paid there and is
 * never minted. Used for anything else: a person decides.
 */
export async function resolveKnown(
  gateway: Gateway,
  currency: string,
  deposits: readonly Looked[],
  used: ReadonlyMap<string, FirstUse>,
): Promise<number> {
  if (deposits.length === 0) return 0;
  const byClearing = deposits.filter(({ reference }) => !used.has(reference));
  const uetrs = byClearing.map(({ uetr }) => clearingReference(uetr)!);
  const { number } = await finalHead(gateway);
  const final = uetrs.length === 0 ? new Map<string, FirstUse>() : await consumed(gateway, currency, uetrs, number);
  return gateway.store.transaction().execute(async (trx) => {
    const locked = await lock(trx, deposits);
    let moved = 0;
    for (const deposit of locked) {
      const own = used.get(deposit.reference);
      if (own === undefined) moved += await paidByClearing(gateway, trx, deposit, final);
      else if (isFor(own, deposit)) moved += await markMinted(gateway, trx, deposit, own);
      else moved += await usedOtherwise(gateway, trx, deposit, own);
    }
    return moved;
  });
}

function lock(trx: Trx, deposits: readonly Looked[]): Promise<Looked[]> {
  return trx
    .selectFrom("deposit")
    .select(["id", "reference", "uetr", "payee", "amount"])
    .where(
      "id",
      "in",
      deposits.map(({ id }) => id),
    )
    .where("state", "=", "ready")
    .forUpdate()
    .skipLocked()
    .execute();
}

export const isFor = (use: FirstUse, { payee, amount }: Pick<Looked, "payee" | "amount">): boolean =>
  use.payee === payee && use.amount === amount;

/** Minted outside any batch of ours; `confirmKnown` makes it final. */
export async function markMinted(
  { worker }: Gateway,
  trx: Trx,
  { id }: Pick<Looked, "id">,
  { blockNumber }: FirstUse,
): Promise<number> {
  await trx
    .updateTable("deposit")
    .set({ state: "minted", minted_block: blockNumber, minted_tx: null, batch_id: null, position: null })
    .set({ since: new Date() })
    .where("id", "=", id)
    .execute();
  await record(trx, { actor: worker, act: "found minted", subject: `deposit:${id}`, data: { block: blockNumber } });
  return 1;
}

export async function usedOtherwise(
  gateway: Gateway,
  trx: Trx,
  { id }: Pick<Looked, "id">,
  { payee, amount, blockNumber }: FirstUse,
): Promise<number> {
  const message = `its reference was used in block ${blockNumber} for ${amount} minor units to ${payee}`;
  return suspend(gateway, trx, [id], { reason: "reference-used", message });
}

async function paidByClearing(
  gateway: Gateway,
  trx: Trx,
  deposit: Looked,
  final: ReadonlyMap<string, FirstUse>,
): Promise<number> {
  const use = final.get(clearingReference(deposit.uetr)!);
  if (use === undefined) {
    await trx
      .updateTable("deposit")
      .set({ not_before: sql<Date>`now() + make_interval(secs => ${LOOK_AGAIN})` })
      .where("id", "=", deposit.id)
      .execute();
    return 0;
  }
  const message = `interbank clearing minted ${use.amount} minor units under its UETR in block ${use.blockNumber}`;
  if (use.amount === deposit.amount)
    return dismiss(gateway, trx, [deposit.id], { reason: "paid-by-clearing", message });
  return suspend(gateway, trx, [deposit.id], { reason: "clearing-differs", message });
}

/**
 * Deposits that were found minted: final once their use is, back to the queue where a reorganisation took it.
 * @returns how many were decided
 */
export async function confirmKnown(gateway: Gateway): Promise<number> {
  const { store, worker } = gateway;
  const head = await finalHead(gateway);
  const waiting = await store
    .selectFrom("deposit")
    .select(["id", "reference", "uetr", "payee", "amount", "currency"])
    .where("state", "=", "minted")
    .where("batch_id", "is", null)
    .where("return_of", "is", null)
    .where("minted_block", "<=", head.number)
    .orderBy("id")
    .limit(1_000)
    .execute();
  let moved = 0;
  for (const currency of new Set(waiting.map((deposit) => deposit.currency))) {
    const deposits = waiting.filter((deposit) => deposit.currency === currency);
    const used = await consumed(
      gateway,
      currency,
      deposits.map(({ reference }) => reference),
      head.number,
    );
    const [final, lost] = [true, false].map((is) =>
      deposits.filter((deposit) => used.has(deposit.reference) === is).map(({ id }) => id),
    );
    moved += await store.transaction().execute(async (trx) => {
      const changed = async (ids: readonly number[], state: "final" | "ready"): Promise<number[]> => {
        if (ids.length === 0) return [];
        const rows = await trx
          .updateTable("deposit")
          .set({ state, since: new Date() })
          .where("id", "in", [...ids])
          .where("state", "=", "minted")
          .where("batch_id", "is", null)
          .returning("id")
          .execute();
        return rows.map(({ id }) => id);
      };
      const done = await changed(final!, "final");
      const back = await changed(lost!, "ready");
      await tellCore(trx, worker, "found", done);
      return done.length + back.length;
    });
  }
  return moved;
}

/**
 * Writes down that deposits are minted for good, for the core to fetch (`mintedSince`). Taken in turns, so that a later entry never
 * becomes visible before an earlier one.
 */
export async function tellCore(trx: Trx, actor: string, how: string, deposits: readonly number[]): Promise<void> {
  if (deposits.length === 0) return;
  await sql`select pg_advisory_xact_lock(hashtext('minted'))`.execute(trx);
  await record(trx, { actor, act: MINTED, subject: how, data: { deposits } });
}

/** The journal's word for deposits that are minted and final. */
export const MINTED = "deposits minted";
