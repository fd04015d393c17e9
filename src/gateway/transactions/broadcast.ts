import type { Provider } from "ethers";
import { sql } from "kysely";

import { messageOf } from "../../errors/revertData.js";
import { rawTransaction } from "../../chain/rawNode.js";
import { providerOf } from "../../chain/send.js";
import type { Gateway } from "../gateway.js";

/** Transactions in one pass. */
const AT_ONCE = 64;
/** A node that has not mined a transaction by now may have lost it: it gets the same bytes again. */
const AGAIN_SECONDS = 5;

/**
 * Gives the node every signed transaction, and again those it may have lost, in the order of their nonces. Giving the same
 * bytes twice does nothing twice, so this needs no certainty about what the node has.
 */
export async function broadcastSigned({ store, bank, log }: Gateway): Promise<number> {
  const due = await store.transaction().execute(async (trx) => {
    const ids = await trx
      .selectFrom("chain_tx")
      .select("id")
      .where((eb) =>
        eb.or([
          eb("state", "=", "signed"),
          eb.and([
            eb("state", "=", "sent"),
            eb("since", "<", sql<Date>`now() - make_interval(secs => ${AGAIN_SECONDS})`),
          ]),
        ]),
      )
      .where("deep", "=", false)
      .where((eb) => eb.or([eb("leased_until", "is", null), eb("leased_until", "<", sql<Date>`now()`)]))
      .orderBy("sender")
      .orderBy("nonce")
      .limit(AT_ONCE)
      .forUpdate()
      .skipLocked()
      .execute();
    if (ids.length === 0) return [];
    const list = ids.map(({ id }) => id);
    await trx
      .updateTable("chain_tx")
      .set({ leased_until: sql<Date>`now() + make_interval(secs => ${AGAIN_SECONDS})` })
      .where("id", "in", list)
      .execute();
    return (
      trx
        .selectFrom("chain_tx as tx")
        .innerJoin("chain_attempt as attempt", "attempt.chain_tx", "tx.id")
        .select(["tx.id", "tx.state", "tx.purpose", "tx.nonce", "attempt.raw", "attempt.hash"])
        .where("tx.id", "in", list)
        // Of several attempts at a nonce the dearest counts; nodes refuse the others.
        .distinctOn("tx.id")
        .orderBy("tx.id")
        .orderBy("attempt.max_fee", "desc")
        .execute()
    );
  });
  const provider = providerOf(bank);
  let moved = 0;
  for (const { id, state, purpose, nonce, raw, hash } of [...due].sort((a, b) => a.nonce! - b.nonce!)) {
    const refusal = await give(provider, raw);
    if (refusal !== undefined)
      log.warn({ transaction: id, purpose, nonce, refusal }, "the node did not take a transaction");
    const isNew = state === "signed" && refusal === undefined;
    await store
      .updateTable("chain_tx")
      .set({
        error: refusal ?? null,
        since: new Date(),
        leased_until: null,
        ...(isNew ? { state: "sent" as const } : {}),
      })
      .where("id", "=", id)
      .where("state", "=", state)
      .execute();
    if (refusal !== undefined) continue;
    await store.updateTable("chain_attempt").set({ sent_at: new Date() }).where("hash", "=", hash).execute();
    if (isNew) moved++;
  }
  return moved;
}

/** @returns why the node does not have it; undefined when it has, or had */
async function give(provider: Provider, raw: string): Promise<string | undefined> {
  try {
    await rawTransaction(provider, raw);
    return undefined;
  } catch (error) {
    const message = messageOf(error);
    // "nonce too low": mined already, this one or another with its nonce. Whoever watches finds out which.
    if (/already known|already imported|known transaction|nonce too low|nonce has already been used/i.test(message)) {
      return undefined;
    }
    // Nodes that mine at once answer with the revert: the transaction is in a block all the same.
    if (/revert/i.test(message)) return undefined;
    return message.slice(0, 300);
  }
}
