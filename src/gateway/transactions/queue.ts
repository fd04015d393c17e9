import type { Trx } from "../../store/index.js";
import type { QueuedCall } from "./types.js";

/**
 * Writes a call down in the caller's database transaction. It gets its nonce and its signature later, when a worker with
 * the sender's key takes it.
 * @returns id of the chain transaction
 */
export async function queueCall(trx: Trx, queued: QueuedCall): Promise<number> {
  const { purpose, subject, sender, call, atStake, gasLimit } = queued;
  const { id } = await trx
    .insertInto("chain_tx")
    .values({
      purpose,
      subject,
      sender,
      to_address: call.to,
      data: call.data,
      value_at_stake: atStake,
      gas_limit: gasLimit ?? null,
      currency: call.currency ?? null,
      state: "queued",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}
