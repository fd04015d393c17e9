import { sql } from "kysely";

import { pauseCall } from "../../chain/pauses.js";
import { record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import type { ChainTx, OutcomeHandler } from "../transactions/types.js";
import { guardianOf, queuePause } from "./halt.js";

/** Seconds after which a pause that failed is tried again. */
const AGAIN_SECONDS = 30;

/**
 * Sends the guardian's pause for every live halt that has none, or whose pause failed; where the guardian's key is.
 * @returns pauses queued
 */
export async function enforceHalts(gateway: Gateway): Promise<number> {
  const { store, bank } = gateway;
  const sender = await guardianOf(gateway);
  if (sender === undefined) return 0;
  const open = await unpaused(gateway).execute(store);
  let queued = 0;
  for (const { currency } of open.rows) {
    const call = await pauseCall(bank, { currency, operation: "mint" });
    queued += await store.transaction().execute(async (trx) => {
      const { rows } = await unpaused(gateway, currency).execute(trx);
      for (const { id } of rows) await queuePause(trx, id, { sender, call });
      return rows.length;
    });
  }
  return queued;
}

/** Locked, so that of two workers one queues. Currencies of other banks' stores do not occur here. */
const unpaused = ({ bank }: Gateway, currency?: string) => sql<{ id: number; currency: string }>`
  select h.id, h.currency from halt h left join chain_tx t on t.id = h.chain_tx
  where h.lifted_at is null and h.currency = any(${currency === undefined ? Object.keys(bank.tokens) : [currency]}::text[])
    and (h.chain_tx is null or (t.state = 'failed' and t.since < now() - make_interval(secs => ${AGAIN_SECONDS})))
  for update of h`;

async function tell(gateway: Gateway, trx: Trx, { subject }: ChainTx, act: string, data: object): Promise<void> {
  await record(trx, { actor: gateway.worker, act, subject, data: { ...data } });
}

/** What became of the guardian's pause; register it with the transactions. */
export const pauseHandler: OutcomeHandler = {
  purpose: "pause-mint",
  final: (gateway, trx, tx, { block, hash }) => tell(gateway, trx, tx, "minting paused on chain", { block, hash }),
  failed: async (gateway, trx, tx, error) => {
    gateway.log.error({ subject: tx.subject, error: error.name }, "the guardian's pause failed");
    await tell(gateway, trx, tx, "pause failed", { error: error.name });
  },
};
