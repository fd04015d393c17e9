import { sql } from "kysely";

import { decodeLogs, errorContext } from "../../chain/events.js";
import { type RawReceipt, rawReceipt } from "../../chain/rawNode.js";
import { providerOf } from "../../chain/send.js";
import { decodeError, VostroError } from "../../errors/index.js";
import type { Gateway } from "../gateway.js";
import { type BlockName, type Heads, readHeads } from "./finality.js";
import { failTx, finishTx, mineTx, settleTx, unmineTx } from "./outcome.js";
import type { ChainTx, Mined, OutcomeHandler } from "./types.js";

/** Transactions in one pass. */
const AT_ONCE = 64;
/** How long a nonce must count as used, without a receipt of ours, before it is somebody else's. */
const DOUBT_SECONDS = 10;
/** While one worker looks, others look at other transactions. */
const LEASE_SECONDS = 30;
/** What waits for its finality is looked at again only so often. */
const PAUSE_SECONDS = 1;

/**
 * Asks the chain what became of every transaction on its way, until nothing can take it back: mined, final, lost by a
 * reorganisation, reverted, or displaced by another with its nonce. The chain is asked each time, never remembered.
 */
export async function watchTransactions(gateway: Gateway, handlers: readonly OutcomeHandler[]): Promise<number> {
  const open = await claim(gateway);
  if (open.length === 0) return 0;
  const heads = await readHeads(gateway);
  const moves = await Promise.all(
    open.map((tx) =>
      look(gateway, handlers, tx, heads).catch((error: unknown) => {
        gateway.log.error({ transaction: tx.id, purpose: tx.purpose, err: error }, "a transaction could not be judged");
        return 0;
      }),
    ),
  );
  await release(gateway, open);
  return moves.reduce((sum, moved) => sum + moved, 0);
}

function claim({ store }: Gateway): Promise<ChainTx[]> {
  return store.transaction().execute(async (trx) => {
    const ids = await trx
      .selectFrom("chain_tx")
      .select("id")
      .where("state", "in", ["signed", "sent", "mined", "final"])
      .where("deep", "=", false)
      .where("nonce", "is not", null)
      .where((eb) => eb.or([eb("leased_until", "is", null), eb("leased_until", "<", sql<Date>`now()`)]))
      .orderBy("id")
      .limit(AT_ONCE)
      .forUpdate()
      .skipLocked()
      .execute();
    if (ids.length === 0) return [];
    return trx
      .updateTable("chain_tx")
      .set({ leased_until: sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})` })
      .where(
        "id",
        "in",
        ids.map(({ id }) => id),
      )
      .returningAll()
      .execute();
  });
}

/** Those that did not move are left alone for a moment; those that did were released with their change. */
async function release({ store }: Gateway, looked: readonly ChainTx[]): Promise<void> {
  const waiting = looked.filter(({ state }) => state === "mined" || state === "final").map(({ id }) => id);
  const others = looked.filter(({ state }) => state !== "mined" && state !== "final").map(({ id }) => id);
  for (const [ids, seconds] of [
    [waiting, PAUSE_SECONDS],
    [others, 0],
  ] as const) {
    if (ids.length === 0) continue;
    await store
      .updateTable("chain_tx")
      .set({ leased_until: sql<Date>`now() + make_interval(secs => ${seconds})` })
      .where("id", "in", [...ids])
      .where("leased_until", "is not", null)
      .execute();
  }
}

async function look(gateway: Gateway, handlers: readonly OutcomeHandler[], tx: ChainTx, heads: Heads): Promise<number> {
  const provider = providerOf(gateway.bank);
  // Counted before the receipts are asked for: what is mined in between is then found by its receipt.
  const used = await provider.getTransactionCount(tx.sender, heads.deep.number);
  const receipt = await receiptOf(gateway, tx);
  if (tx.state === "mined" || tx.state === "final") {
    if (receipt === undefined || receipt.blockHash !== tx.block_hash) return unmineTx(gateway, handlers, tx);
    return ripen(gateway, handlers, tx, minedBy(gateway, receipt), heads);
  }
  if (receipt === undefined) {
    return used > tx.nonce! && (await isLongMissing(gateway, tx)) ? failTx(gateway, handlers, tx, displaced(tx)) : 0;
  }
  const isDeep = receipt.blockNumber <= heads.deep.number;
  if (receipt.status === 0) return isDeep ? failTx(gateway, handlers, tx, await whyReverted(gateway, tx, receipt)) : 0;
  const mined = minedBy(gateway, receipt);
  const moved = await mineTx(gateway, handlers, tx, mined);
  return moved === 0 ? 0 : moved + (await ripen(gateway, handlers, { ...tx, state: "mined" }, mined, heads));
}

/** Final as soon as the amount's finality allows, settled when nothing can take it back. */
async function ripen(
  gateway: Gateway,
  handlers: readonly OutcomeHandler[],
  tx: ChainTx,
  mined: Mined,
  heads: Heads,
): Promise<number> {
  const isIn = ({ number }: BlockName): boolean => mined.block <= number;
  if (tx.state === "final") return isIn(heads.deep) ? settleTx(gateway, tx) : 0;
  if (!isIn(heads.forTx(tx))) return 0;
  return finishTx(gateway, handlers, tx, { mined, deep: isIn(heads.deep) });
}

/**
 * A node that is just making a block counts its nonces before it gives its receipts, and of several nodes behind one address one may be behind
 * another: only what stays so was displaced.
 */
async function isLongMissing({ store }: Gateway, { id }: ChainTx): Promise<boolean> {
  const found = await store
    .updateTable("chain_tx")
    .set({ missing_since: sql<Date>`coalesce(missing_since, now())` })
    .where("id", "=", id)
    .returning(sql<boolean>`missing_since < now() - make_interval(secs => ${DOUBT_SECONDS})`.as("long"))
    .executeTakeFirst();
  return found?.long === true;
}

/** Of all attempts at the nonce, one at most is in a block. */
async function receiptOf({ store, bank }: Gateway, { id }: ChainTx): Promise<RawReceipt | undefined> {
  const attempts = await store.selectFrom("chain_attempt").select("hash").where("chain_tx", "=", id).execute();
  const receipts = await Promise.all(attempts.map(({ hash }) => rawReceipt(providerOf(bank), hash)));
  return receipts.find((receipt) => receipt !== null) ?? undefined;
}

const minedBy = ({ bank }: Gateway, receipt: RawReceipt): Mined => ({
  hash: receipt.hash,
  block: receipt.blockNumber,
  blockHash: receipt.blockHash,
  events: decodeLogs(bank, receipt.logs),
});

/** The same call at the block before: what it met there is nearly always why. */
async function whyReverted({ bank }: Gateway, tx: ChainTx, receipt: RawReceipt): Promise<VostroError> {
  try {
    const blockTag = receipt.blockNumber - 1;
    await providerOf(bank).call({ from: tx.sender, to: tx.to_address, data: tx.data, blockTag });
  } catch (error) {
    return decodeError(error, errorContext(bank, tx.currency ?? undefined));
  }
  return new VostroError({
    name: "Reverted",
    args: { hash: receipt.hash },
    sentence: `Transaction ${receipt.hash} reverted in block ${receipt.blockNumber}, and would not have one block before.`,
    fix: "Look at the other transactions of its block.",
  });
}

const displaced = ({ sender, nonce, hash }: ChainTx): VostroError =>
  new VostroError({
    name: "TransactionReplaced",
    args: { sender, nonce, hash },
    sentence: `Nonce ${nonce} of ${sender} went to another transaction, which this gateway did not sign.`,
    fix: "Nobody else may use the key of a gateway: find out who did.",
  });
