import { mintBatchCall } from "../../chain/issue.js";
import type { Call } from "../../chain/send.js";
import { mintBatchHash } from "../../chain/mintBatchWords.js";
import { alone, record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { isHalted } from "../halt/halt.js";
import { queueCall } from "../transactions/queue.js";
import { type BatchRow, itemsOf, mintBatchOf } from "./batchOf.js";
import { issuersOf, type MintState, readMintState } from "./room.js";

/** Seconds that an approval must still live to be worth sending. */
const MARGIN = 60;

/**
 * Queues approved batches for the issuers whose keys are at hand, each on the lane with the fewest. What would revert as a
 * whole (paused, a stale attestation, no quota) waits; the outbox has the node try the call once more before it gets a nonce.
 * @returns batches queued
 */
export async function queueBatches(gateway: Gateway): Promise<number> {
  const issuers = await issuersOf(gateway);
  if (issuers.length === 0) return 0;
  let moved = 0;
  for (const currency of Object.keys(gateway.bank.tokens)) {
    if ((await approvedIn(gateway, currency, 1)).length === 0) continue;
    const act = (): Promise<number> => queueIn(gateway, currency, issuers);
    moved += await alone(gateway.store, `queue:${currency}`, gateway.worker, act);
  }
  return moved;
}

function approvedIn({ store }: Gateway, currency: string, most: number): Promise<BatchRow[]> {
  return store
    .selectFrom("mint_batch")
    .selectAll()
    .where("state", "=", "approved")
    .where("currency", "=", currency)
    .where("reason", "is", null)
    .orderBy("id")
    .limit(most)
    .execute();
}

async function queueIn(gateway: Gateway, currency: string, issuers: readonly string[]): Promise<number> {
  const { store } = gateway;
  const approved = await approvedIn(gateway, currency, gateway.settings.minting.batchesAtOnce * issuers.length);
  if (approved.length === 0 || (await isHalted(store, currency))) return 0;
  const state = await readMintState(gateway, currency, issuers);
  if (!state.running) return 0;
  const due = approved.filter(({ expiry }) => expiry - MARGIN > state.time);
  const calls = await Promise.all(due.map((batch) => callOfBatch(gateway, batch)));
  let moved = 0;
  for (const [i, batch] of due.entries()) moved += await queue(gateway, batch, calls[i], state);
  return moved;
}

async function queue(gateway: Gateway, batch: BatchRow, call: Call | undefined, state: MintState): Promise<number> {
  if (call === undefined) return changed(gateway, batch);
  return gateway.store.transaction().execute(async (trx) => {
    const locked = await trx
      .selectFrom("mint_batch")
      .select("id")
      .where("id", "=", batch.id)
      .where("state", "=", "approved")
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (locked === undefined || (await isHalted(trx, batch.currency))) return 0;
    const lanes = await trx
      .selectFrom("mint_batch as batch")
      .innerJoin("chain_tx as tx", "tx.id", "batch.chain_tx")
      .select(["tx.sender", "batch.total"])
      .where("batch.state", "=", "queued")
      .where("batch.currency", "=", batch.currency)
      .execute();
    const sender = chooseLane(gateway, batch, state, lanes);
    if (sender === undefined) return 0;
    const subject = `batch:${batch.id}`;
    const gas = (await failedBefore(trx, subject)) ? {} : { gasLimit: BATCH_GAS + ITEM_GAS * BigInt(batch.count) };
    const id = await queueCall(trx, { purpose: "mint-batch", subject, sender, call, atStake: batch.total, ...gas });
    await trx.updateTable("mint_batch").set({ state: "queued", chain_tx: id }).where("id", "=", batch.id).execute();
    const data = { sender, transaction: id };
    await record(trx, { actor: gateway.worker, act: "batch queued", subject, data });
    return 1;
  });
}

/**
 * What a batch takes: docs/gas.md has the price of an item, and twice that leaves room for payees with limits. A node's estimate would
 * run the batch a dozen times; what would revert as a whole was asked for above. A batch that failed once is estimated: its payees may
 * have so many wallets under limits that this is too little.
 */
const BATCH_GAS = 150_000n;
const ITEM_GAS = 70_000n;

async function failedBefore(trx: Trx, subject: string): Promise<boolean> {
  const failed = trx.selectFrom("chain_tx").select("id").where("subject", "=", subject).where("state", "=", "failed");
  return (await failed.where("purpose", "=", "mint-batch").executeTakeFirst()) !== undefined;
}

/** The issuer with the fewest batches on their way whose quota carries this one, too; never the one who approved it. */
function chooseLane(
  { settings }: Gateway,
  { approver, total }: BatchRow,
  { quotas }: MintState,
  queued: readonly { readonly sender: string; readonly total: bigint }[],
): string | undefined {
  const lanes = quotas.map(({ issuer, available }) => {
    const own = queued.filter(({ sender }) => sender === issuer);
    return { issuer, batches: own.length, left: own.reduce((left, one) => left - one.total, available) };
  });
  const [best] = lanes
    .filter(
      ({ issuer, batches, left }) => issuer !== approver && batches < settings.minting.batchesAtOnce && left >= total,
    )
    .sort((a, b) => a.batches - b.batches);
  return best?.issuer;
}

/** The very call that was approved; undefined when the rows are no longer what the approver signed. */
export async function callOfBatch(gateway: Gateway, batch: BatchRow): Promise<Call | undefined> {
  const { approver, signature, digest } = batch;
  const content = mintBatchOf(gateway, batch, await itemsOf(gateway.store, batch.id));
  if (approver === null || signature === null || !isHash(content, digest)) return undefined;
  return mintBatchCall(gateway.bank, content, { approver, signature });
}

function isHash(content: Parameters<typeof mintBatchHash>[0], digest: string | null): boolean {
  try {
    return mintBatchHash(content) === digest;
  } catch {
    // A row that cannot even be hashed is not what was signed.
    return false;
  }
}

/** Kept back until its approval is dead: then its deposits are looked at again from the beginning. */
async function changed({ store, worker, log }: Gateway, { id }: BatchRow): Promise<number> {
  log.error({ batch: id }, "a batch was changed after its approval and is not sent");
  return store.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("mint_batch")
      .set({ reason: CHANGED })
      .where("id", "=", id)
      .where("state", "=", "approved")
      .where("reason", "is", null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return 0;
    await record(trx, { actor: worker, act: "batch kept back", subject: `batch:${id}`, data: { reason: CHANGED } });
    return 1;
  });
}

const CHANGED = "changed after its approval";
