import { VostroError } from "../../errors/index.js";
import { ask, providerOf } from "../../chain/send.js";
import { type Db, record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import type { BlockName } from "../transactions/finality.js";

/** The last block whose movements are in the store. */
export const WATCH = "watch";

export async function readCursor(db: Db): Promise<BlockName | undefined> {
  const row = await db
    .selectFrom("chain_cursor")
    .select(["block", "hash"])
    .where("name", "=", WATCH)
    .executeTakeFirst();
  return row === undefined ? undefined : { number: row.block, hash: row.hash };
}

/**
 * Moves the cursor, if it still stands where the page began: of two workers that read the same page one writes it.
 * @returns whether it was moved
 */
export async function moveCursor(trx: Trx, from: BlockName | undefined, to: BlockName): Promise<boolean> {
  const next = { block: to.number, hash: to.hash };
  const moved =
    from === undefined
      ? trx
          .insertInto("chain_cursor")
          .values({ name: WATCH, ...next })
          .onConflict((conflict) => conflict.doNothing())
          .returning("name")
      : trx
          .updateTable("chain_cursor")
          .set(next)
          .where("name", "=", WATCH)
          .where("block", "=", from.number)
          .where("hash", "=", from.hash)
          .returning("name");
  return (await moved.execute()).length === 1;
}

export async function hashOf(gateway: Gateway, block: number): Promise<string | undefined> {
  const found = await ask(gateway.bank, providerOf(gateway.bank).getBlock(block));
  return found?.hash ?? undefined;
}

/**
 * A block that was final must still be on the chain. If it is not, movements that the books contain may never have been:
 * nothing is read on, a person decides.
 * @throws VostroError DeepReorg
 */
export async function requireCursorOnChain(gateway: Gateway, cursor: BlockName): Promise<void> {
  const found = await hashOf(gateway, cursor.number);
  if (found === cursor.hash) return;
  const error = new VostroError({
    name: "DeepReorg",
    args: { block: cursor.number, known: cursor.hash, found: found ?? "no block" },
    sentence: `Block ${cursor.number} was final as ${cursor.hash}; the node now has ${found ?? "no such block"}.`,
    fix: "Is the node synced, and on the bank's chain? If the chain itself went back, decide by the runbook before anything is minted.",
  });
  await alarm(gateway, error);
  throw error;
}

/** One open item in suspense, whatever number of times it is met. */
async function alarm({ store, settings, worker }: Gateway, error: VostroError): Promise<void> {
  await store.transaction().execute(async (trx) => {
    await trx.selectFrom("chain_cursor").select("name").where("name", "=", WATCH).forUpdate().execute();
    const open = await trx
      .selectFrom("suspense")
      .select("id")
      .where("reason", "=", ALARM)
      .where("closed_at", "is", null)
      .executeTakeFirst();
    if (open !== undefined) return;
    const { id } = await trx
      .insertInto("suspense")
      .values({ reason: ALARM, message: error.message, owner: settings.owner })
      .returning("id")
      .executeTakeFirstOrThrow();
    await record(trx, {
      actor: worker,
      act: "found a deep reorganisation",
      subject: `suspense:${id}`,
      data: error.args,
    });
  });
}

const ALARM = "deep-reorg";
