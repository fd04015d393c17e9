import { sql } from "kysely";

import { record, type Trx } from "../../store/index.js";
import { suspendDeposits } from "../deposits/suspend.js";
import type { Gateway } from "../gateway.js";

/*
 * Where a deposit goes that leaves a batch. Each takes ids, changes only deposits that are in the control account and not
 * minted, and returns how many. A deposit that leaves the control account leaves it with an entry of its own.
 */

/** Tries of a deposit before a person looks at it. */
export const MOST_ATTEMPTS = 8;
/** Seconds before the first retry; each one doubles them, up to an hour. */
const FIRST_WAIT = 15;
const LONGEST_WAIT = 3_600;

interface Why {
  readonly reason: string;
  readonly message: string;
}

/** A person decides; the money stays an ordinary deposit, and backs nothing meanwhile. */
export async function suspend(gateway: Gateway, trx: Trx, ids: readonly number[], why: Why): Promise<number> {
  const { worker, settings } = gateway;
  return (await suspendDeposits(trx, worker, ids, { ...why, owner: settings.owner })).length;
}

/** Never to be minted. */
export async function dismiss(gateway: Gateway, trx: Trx, ids: readonly number[], why: Why): Promise<number> {
  const { worker } = gateway;
  const { reason, message } = why;
  if (ids.length === 0) return 0;
  const moved = await trx
    .updateTable("deposit")
    .set({ state: "dismissed", batch_id: null, position: null, since: new Date() })
    .where("id", "in", [...ids])
    .where("state", "in", ["ready", "batched"])
    .returning(["id", "currency", "amount"])
    .execute();
  if (moved.length === 0) return 0;
  const entries = moved.map(({ id, currency, amount }) => ({
    currency,
    kind: "credit-withdrawn" as const,
    amount: -amount,
    subject: `deposit:${id}`,
    by: worker,
    note: reason,
  }));
  await trx.insertInto("control_entry").values(entries).execute();
  await record(
    trx,
    ...moved.map(({ id, amount }) => ({
      actor: worker,
      act: "deposit dismissed",
      subject: `deposit:${id}`,
      data: { reason, message, amount },
    })),
  );
  return moved.length;
}

/** Back to the queue, later each time; one that was tried too often goes to a person. */
export async function retry(gateway: Gateway, trx: Trx, ids: readonly number[], why: Why): Promise<number> {
  if (ids.length === 0) return 0;
  const worn = await trx
    .selectFrom("deposit")
    .select("id")
    .where("id", "in", [...ids])
    .where("attempts", ">=", MOST_ATTEMPTS - 1)
    .execute();
  const gaveUp = worn.map(({ id }) => id);
  const suspended = await suspend(gateway, trx, gaveUp, {
    reason: "minting-failed",
    message: `${MOST_ATTEMPTS} attempts; the last one: ${why.message}`,
  });
  const others = ids.filter((id) => !gaveUp.includes(id));
  return suspended + (await requeue(gateway, trx, others, why));
}

async function requeue({ worker }: Gateway, trx: Trx, ids: readonly number[], { reason }: Why): Promise<number> {
  if (ids.length === 0) return 0;
  const moved = await trx
    .updateTable("deposit")
    .set({
      state: "ready",
      batch_id: null,
      position: null,
      since: new Date(),
      attempts: sql<number>`attempts + 1`,
      not_before: sql<Date>`now() + make_interval(secs => least(${LONGEST_WAIT}, ${FIRST_WAIT} * power(2, attempts)))`,
    })
    .where("id", "in", [...ids])
    .where("state", "=", "batched")
    .returning("id")
    .execute();
  if (moved.length === 0) return 0;
  await record(trx, {
    actor: worker,
    act: "deposits back to the queue",
    subject: `deposit:${moved[0]!.id}`,
    data: { reason, deposits: moved.map(({ id }) => id) },
  });
  return moved.length;
}
