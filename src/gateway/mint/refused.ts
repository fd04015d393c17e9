import type { ReasonName } from "../../chain/reasons.js";
import type { Gateway } from "../gateway.js";
import { type BatchItem, itemsOf } from "./batchOf.js";
import { retry, suspend } from "./moves.js";

/**
 * Reasons that pass by themselves: the deposit waits and is tried again. `ReferenceUsed` is among them because the proposer
 * asks the chain by reference before every try, and then knows what used it.
 */
const PASSING: ReadonlySet<string> = new Set<ReasonName>([
  "Paused",
  "AttestationStale",
  "BackingExceeded",
  "LimitsUnavailable",
  "ReferenceUsed",
]);

/**
 * Items of final batches that the token refused, once nothing can take the batch back: what a rule says of the payee goes to a
 * person, what passes by itself goes back to the queue.
 * @returns batches looked at
 */
export async function releaseRefused(gateway: Gateway): Promise<number> {
  const { store } = gateway;
  const batches = await store
    .selectFrom("mint_batch as batch")
    .innerJoin("chain_tx as tx", "tx.id", "batch.chain_tx")
    .select("batch.id")
    .where("batch.state", "=", "final")
    .where("batch.reason", "is not", null)
    .where("tx.deep", "=", true)
    .orderBy("batch.id")
    .limit(100)
    .execute();
  let moved = 0;
  for (const { id } of batches) moved += await release(gateway, id);
  return moved;
}

function release(gateway: Gateway, id: number): Promise<number> {
  return gateway.store.transaction().execute(async (trx) => {
    const batch = await trx
      .selectFrom("mint_batch")
      .select(["reason"])
      .where("id", "=", id)
      .where("state", "=", "final")
      .where("reason", "is not", null)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (batch === undefined) return 0;
    const refused = JSON.parse(batch.reason!) as Readonly<Record<string, string>>;
    const left = (await itemsOf(trx, id)).filter(({ state }) => state === "batched");
    for (const [reason, ids] of byReason(left, refused)) {
      const why = { reason, message: `the token refused it in batch ${id}: ${reason}` };
      if (PASSING.has(reason)) await retry(gateway, trx, ids, why);
      else await suspend(gateway, trx, ids, why);
    }
    await trx.updateTable("mint_batch").set({ reason: null }).where("id", "=", id).execute();
    return 1;
  });
}

function byReason(left: readonly BatchItem[], refused: Readonly<Record<string, string>>): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const { id, reference } of left) {
    // Neither minted nor refused cannot be; if it is, a person looks.
    const reason = refused[reference] ?? "unaccounted";
    groups.set(reason, [...(groups.get(reason) ?? []), id]);
  }
  return groups;
}
