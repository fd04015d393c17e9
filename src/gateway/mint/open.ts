import { sql } from "kysely";

import type { Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { isLarge } from "./partition.js";

/** States of a batch that nothing is known to have ended. */
const OPEN = ["proposed", "approved", "queued", "mined"] as const;

/** What is on its way, read before the chain is asked what it has already. */
export interface Open {
  /** batches that are not final */
  readonly ids: readonly number[];
  /** the newest batch of the currency; 0 for none */
  readonly last: number;
  /** ordinary batches that are not in a block, as far as the store knows */
  readonly ordinary: number;
}

export async function readOpen({ store, settings }: Gateway, currency: string): Promise<Open> {
  // The newest first: what is proposed in between is then either newer or among the open ones, never neither.
  const newest = await store
    .selectFrom("mint_batch")
    .select("id")
    .where("currency", "=", currency)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const open = await store
    .selectFrom("mint_batch")
    .select(["id", "state", "total", "count"])
    .where("currency", "=", currency)
    .where("state", "in", [...OPEN])
    .execute();
  const policyUpTo = settings.minting.policyUpTo[currency];
  return {
    ids: open.map(({ id }) => id),
    last: newest?.id ?? 0,
    ordinary: open.filter((batch) => batch.state !== "mined" && isOrdinary(batch, policyUpTo)).length,
  };
}

/**
 * Batches whose amounts are not in the supply that was read at `block`. Another worker may have followed one to its end since: what counts
 * is its block, or two batches would fill the same room.
 */
export function openBatches(
  trx: Trx,
  currency: string,
  { ids, last }: Open,
  block: number,
): Promise<{ total: bigint; count: number }[]> {
  return trx
    .selectFrom("mint_batch as batch")
    .leftJoin("chain_tx as tx", "tx.id", "batch.chain_tx")
    .select(["batch.total", "batch.count"])
    .where((eb) =>
      eb.or([
        eb("batch.id", "=", sql<number>`any(${ids}::bigint[])`),
        eb("batch.id", ">", last),
        // A reorganisation may have taken the block of one that was final.
        eb("batch.state", "in", [...OPEN]),
      ]),
    )
    .where("batch.currency", "=", currency)
    .where("batch.state", "<>", "dissolved")
    .where((eb) => eb.or([eb("tx.block", "is", null), eb("tx.block", ">", block)]))
    .execute();
}

/** Of several deposits, or of one that is not large: the policy approves it, nobody waits for a person. */
export const isOrdinary = (
  { count, total }: { count: number; total: bigint },
  policyUpTo: bigint | undefined,
): boolean => count > 1 || !isLarge(total, policyUpTo);
