import { sql } from "kysely";

import type { ChainEvent } from "../../chain/events.js";
import { reasonName } from "../../chain/reasons.js";
import { record, toJson, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import type { OutcomeHandler } from "../transactions/types.js";
import { tellCore } from "./known.js";

/** Seconds after which a failed batch is looked at. */
const LOOK_AGAIN = 5;

const batchOf = (subject: string): number => Number(subject.slice("batch:".length));

/** What the token did with each item of a batch. */
export interface BatchEvents {
  readonly minted: ReadonlyMap<string, { readonly payee: string; readonly amount: bigint }>;
  /** why not, by reference */
  readonly refused: Readonly<Record<string, string>>;
}

/** A mint is a reference and, right behind it, a credit out of nothing. */
export function readBatchEvents(events: readonly ChainEvent[]): BatchEvents {
  const minted = new Map<string, { payee: string; amount: bigint }>();
  const refused: Record<string, string> = {};
  events.forEach(({ contract, name, args }, i) => {
    if (contract !== "DepositToken") return;
    if (name === "MintRefused") refused[args["depositReference"] as string] = reasonName(args["reason"] as bigint);
    const next = events[i + 1];
    if (name !== "TransferReference" || next?.name !== "Transfer") return;
    const [reference, payee, amount] = [Object.values(args)[0], next.args["to"], next.args["value"]];
    minted.set(reference as string, { payee: payee as string, amount: amount as bigint });
  });
  return { minted, refused };
}

/** Deposits follow their batch: minted with its block, final with it, and back when a reorganisation takes it. */
export const mintBatchOutcome: OutcomeHandler = {
  purpose: "mint-batch",

  async mined(gateway, trx, tx, { hash, block, events }) {
    const id = batchOf(tx.subject);
    const { minted } = readBatchEvents(events);
    await trx.updateTable("mint_batch").set({ state: "mined" }).where("id", "=", id).execute();
    const ids = await depositsMinted(gateway, trx, minted);
    if (ids.length === 0) return;
    await trx
      .updateTable("deposit")
      .set({ state: "minted", minted_block: block, minted_tx: hash, batch_id: id, since: new Date() })
      .where("id", "in", ids)
      .execute();
  },

  async unmined({ worker }, trx, tx) {
    const id = batchOf(tx.subject);
    await trx.updateTable("mint_batch").set({ state: "queued", reason: null }).where("id", "=", id).execute();
    const back = await trx
      .updateTable("deposit")
      .set({ state: "batched", minted_block: null, minted_tx: null, since: new Date() })
      .where("batch_id", "=", id)
      .where("state", "in", ["minted", "final"])
      .returning("id")
      .execute();
    const data = { deposits: back.map((deposit) => deposit.id) };
    await record(trx, { actor: worker, act: "mints taken back by a reorganisation", subject: tx.subject, data });
  },

  async final({ worker }, trx, tx, { events }) {
    const id = batchOf(tx.subject);
    const { refused } = readBatchEvents(events);
    const done = await trx
      .updateTable("deposit")
      .set({ state: "final", since: new Date() })
      .where("batch_id", "=", id)
      .where("state", "=", "minted")
      .returning("id")
      .execute();
    const left = await trx
      .selectFrom("deposit")
      .select("id")
      .where("batch_id", "=", id)
      .where("state", "=", "batched")
      .executeTakeFirst();
    // Refusals are acted upon once no reorganisation can judge them anew: see releaseRefused.
    const reason = left === undefined ? null : toJson(refused);
    await trx.updateTable("mint_batch").set({ state: "final", reason }).where("id", "=", id).execute();
    await tellCore(
      trx,
      worker,
      tx.subject,
      done.map((deposit) => deposit.id),
    );
  },

  async failed({ worker }, trx, tx, error) {
    // Not a word about its deposits: the approval may still be good, and only the chain knows. See resolveFailed.
    await trx
      .updateTable("mint_batch")
      .set({
        state: "approved",
        reason: error.name,
        leased_by: null,
        leased_until: sql<Date>`now() + make_interval(secs => ${LOOK_AGAIN})`,
      })
      .where("id", "=", batchOf(tx.subject))
      .where("state", "=", "queued")
      .execute();
    await record(trx, { actor: worker, act: "batch failed", subject: tx.subject, data: { error: error.name } });
  },
};

/** By reference, wherever the deposit is by now: after a reorganisation it may be in the queue again. */
async function depositsMinted({ log }: Gateway, trx: Trx, minted: BatchEvents["minted"]): Promise<number[]> {
  if (minted.size === 0) return [];
  const rows = await trx
    .selectFrom("deposit")
    .select(["id", "reference", "payee", "amount", "state"])
    .where("reference", "in", [...minted.keys()])
    .forUpdate()
    .execute();
  const fits = rows.filter(({ reference, payee, amount, state }) => {
    const mint = minted.get(reference)!;
    return mint.payee === payee && mint.amount === amount && ["ready", "batched", "minted"].includes(state);
  });
  const odd = rows.filter((row) => !fits.includes(row)).map(({ id }) => id);
  // The reconciliation will not let this pass: tokens without the deposit that they are for.
  if (odd.length > 0 || rows.length < minted.size) log.error({ deposits: odd }, "minted, but not as the deposits say");
  return fits.map(({ id }) => id);
}
