import { sql } from "kysely";

import { errorContext } from "../../chain/events.js";
import { ask, providerOf } from "../../chain/send.js";
import { decodeError } from "../../errors/index.js";
import { record } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { type BlockName, finalHead } from "../transactions/finality.js";
import { type BatchItem, type BatchRow, itemsOf } from "./batchOf.js";
import { consumed } from "./consumed.js";
import { isFor, markMinted } from "./known.js";
import { retry, suspend } from "./moves.js";
import { issuersOf } from "./room.js";
import { callOfBatch } from "./send.js";

/** Seconds between two looks at a batch that waits. */
const LOOK_AGAIN = 30;

/**
 * Approved batches that failed, were kept back or came too late. While an approval lives the same batch is sent again under it: a new
 * one would be a second chance to mint. A batch is dissolved only when its approval can never be used: spent, or past its expiry, in a
 * final block. Then each deposit goes where the chain says by its reference.
 * @returns batches decided
 */
export async function resolveFailed(gateway: Gateway): Promise<number> {
  const { store, bank } = gateway;
  const head = await finalHead(gateway);
  const block = await ask(bank, providerOf(bank).getBlock(head.number));
  const finalTime = block?.timestamp ?? 0;
  const { rows } = await sql<BatchRow>`
    update mint_batch set leased_by = ${gateway.worker}, leased_until = now() + make_interval(secs => ${LOOK_AGAIN})
    where id in (
      select id from mint_batch where state = 'approved' and (reason is not null or expiry <= ${finalTime})
        and (leased_until is null or leased_until < now())
      order by id limit 16 for update skip locked)
    returning *`.execute(store);
  let moved = 0;
  for (const row of rows) moved += await resolve(gateway, { ...row, expiry: Number(row.expiry) }, head, finalTime);
  return moved;
}

async function resolve(gateway: Gateway, batch: BatchRow, head: BlockName, finalTime: number): Promise<number> {
  if (batch.expiry <= finalTime) return dissolve(gateway, batch, head, "expired");
  const [issuer] = (await issuersOf(gateway)).filter((one) => one !== batch.approver);
  if (issuer === undefined) return 0;
  const call = await callOfBatch(gateway, batch);
  if (call === undefined) return 0;
  const asked = async (blockTag: number | "latest"): Promise<string | undefined> => {
    try {
      await providerOf(gateway.bank).call({ from: issuer, to: call.to, data: call.data, blockTag });
      return undefined;
    } catch (error) {
      return decodeError(error, errorContext(gateway.bank, batch.currency)).name;
    }
  };
  if ((await asked(head.number)) === SPENT) return dissolve(gateway, batch, head, "spent");
  const refusal = await asked("latest");
  // Under the same approval; the lease ends with it, so that it goes out at once.
  if (refusal === undefined) return again(gateway, batch);
  await gateway.store
    .updateTable("mint_batch")
    .set({ reason: refusal })
    .where("id", "=", batch.id)
    .where("state", "=", "approved")
    .where("reason", "is not", null)
    .execute();
  return 0;
}

const SPENT = "BatchAlreadySpent";

async function again({ store, worker }: Gateway, { id }: BatchRow): Promise<number> {
  return store.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("mint_batch")
      .set({ reason: null, chain_tx: null, leased_by: null, leased_until: null })
      .where("id", "=", id)
      .where("state", "=", "approved")
      .executeTakeFirst();
    if (numUpdatedRows > 0n)
      await record(trx, { actor: worker, act: "batch to be sent again", subject: `batch:${id}` });
    return Number(numUpdatedRows);
  });
}

async function dissolve(gateway: Gateway, batch: BatchRow, head: BlockName, why: string): Promise<number> {
  const { store, worker } = gateway;
  const before = await itemsOf(store, batch.id);
  const references = before.map(({ reference }) => reference);
  const used = await consumed(gateway, batch.currency, references, head.number);
  return store.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("mint_batch")
      .set({ state: "dissolved", reason: why, leased_by: null, leased_until: null })
      .where("id", "=", batch.id)
      .where("state", "=", "approved")
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return 0;
    const unused: BatchItem[] = [];
    for (const item of (await itemsOf(trx, batch.id)).filter(({ state }) => state === "batched")) {
      const use = used.get(item.reference);
      if (use === undefined) unused.push(item);
      else if (isFor(use, item)) await markMinted(gateway, trx, item, use);
      else {
        const message = `its reference was used in block ${use.blockNumber} for something else`;
        await suspend(gateway, trx, [item.id], { reason: "reference-used", message });
      }
    }
    const message = `batch ${batch.id} was dissolved: ${why}`;
    await retry(
      gateway,
      trx,
      unused.map(({ id }) => id),
      { reason: why, message },
    );
    const data = { why, block: head.number, minted: used.size, back: unused.length };
    await record(trx, { actor: worker, act: "batch dissolved", subject: `batch:${batch.id}`, data });
    return 1;
  });
}
