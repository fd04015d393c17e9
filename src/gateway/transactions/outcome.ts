import type { VostroError } from "../../errors/index.js";
import { record } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import type { ChainTx, ChainTxRow, Mined, OutcomeHandler } from "./types.js";

/*
 * The changes of a transaction's state, each with what its pipeline does about it in one database transaction. Each asks for
 * the state and the block it starts from: of two workers that saw the same, one does it.
 */

function handlerOf(handlers: readonly OutcomeHandler[], tx: ChainTx): OutcomeHandler {
  const handler = handlers.find(({ purpose }) => purpose === tx.purpose);
  if (handler === undefined) throw new Error(`nobody handles transactions for ${tx.purpose}`);
  return handler;
}

/** In a block. */
export function mineTx(
  gateway: Gateway,
  handlers: readonly OutcomeHandler[],
  tx: ChainTx,
  mined: Mined,
): Promise<number> {
  return change(gateway, tx, ["signed", "sent"], async (trx, row) => {
    await row({ state: "mined", hash: mined.hash, block: mined.block, block_hash: mined.blockHash, error: null });
    await handlerOf(handlers, tx).mined?.(gateway, trx, tx, mined);
  });
}

/** As final as its amount asks for. */
export function finishTx(
  gateway: Gateway,
  handlers: readonly OutcomeHandler[],
  tx: ChainTx,
  { mined, deep }: { readonly mined: Mined; readonly deep: boolean },
): Promise<number> {
  // Another worker may have seen its block go and another come since: what happened there is not what happened here.
  return change(gateway, { ...tx, block_hash: mined.blockHash }, ["mined"], async (trx, row) => {
    await row({ state: "final", deep });
    await handlerOf(handlers, tx).final(gateway, trx, tx, mined);
    await record(trx, {
      actor: gateway.worker,
      act: "transaction final",
      subject: tx.subject,
      data: { transaction: tx.id, purpose: tx.purpose, hash: mined.hash, block: mined.block },
    });
  });
}

/** Nothing can take it back any more. */
export function settleTx(gateway: Gateway, tx: ChainTx): Promise<number> {
  return change(gateway, tx, ["final"], async (_trx, row) => row({ deep: true }));
}

/** Its block is gone. */
export function unmineTx(gateway: Gateway, handlers: readonly OutcomeHandler[], tx: ChainTx): Promise<number> {
  return change(gateway, tx, ["mined", "final"], async (trx, row) => {
    await row({ state: "sent", block: null, block_hash: null, hash: null });
    await handlerOf(handlers, tx).unmined?.(gateway, trx, tx);
    await record(trx, {
      actor: gateway.worker,
      act: "transaction lost by a reorganisation",
      subject: tx.subject,
      data: { transaction: tx.id, purpose: tx.purpose, block: tx.block, hash: tx.hash },
    });
  });
}

/** It did not happen and never will. */
export function failTx(
  gateway: Gateway,
  handlers: readonly OutcomeHandler[],
  tx: ChainTx,
  error: VostroError,
): Promise<number> {
  return change(gateway, tx, ["queued", "signed", "sent"], async (trx, row) => {
    await row({ state: "failed", error: error.message, deep: true });
    await handlerOf(handlers, tx).failed(gateway, trx, tx, error);
    await record(trx, {
      actor: gateway.worker,
      act: "transaction failed",
      subject: tx.subject,
      data: { transaction: tx.id, purpose: tx.purpose, error: error.name },
    });
  });
}

async function change(
  gateway: Gateway,
  tx: ChainTx,
  from: readonly ChainTx["state"][],
  act: (trx: Parameters<OutcomeHandler["failed"]>[1], row: (set: ChainTxRow) => Promise<void>) => Promise<void>,
): Promise<number> {
  return gateway.store.transaction().execute(async (trx) => {
    const found = await trx
      .selectFrom("chain_tx")
      .select(["state", "deep", "block_hash"])
      .where("id", "=", tx.id)
      .forUpdate()
      .executeTakeFirst();
    if (found === undefined || found.state !== tx.state || found.deep || !from.includes(found.state)) return 0;
    if (found.block_hash !== tx.block_hash) return 0;
    await act(trx, async (set) => {
      await trx
        .updateTable("chain_tx")
        .set({ ...set, since: new Date(), leased_until: null, missing_since: null })
        .where("id", "=", tx.id)
        .execute();
    });
    return 1;
  });
}
