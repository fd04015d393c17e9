import { createHash } from "node:crypto";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";

import { sql } from "kysely";

import { dropLease, record, takeLease } from "../../store/index.js";
import type { Gateway, Step } from "../gateway.js";

const LEASE = "deliver-payouts";
const LEASE_SECONDS = 120;

/**
 * Puts payment files where the bank's core takes them from. A file is either not there or whole; when it is not certain that it was
 * delivered, the same bytes are written under the same name again, which the core knows by the message id in them.
 */
export function deliverPayouts(folder: string): Step {
  return async (gateway) => {
    const { store, worker } = gateway;
    const waiting = await store
      .selectFrom("payout_file")
      .select("id")
      .where("state", "=", "written")
      .orderBy("id")
      .execute();
    if (waiting.length === 0 || !(await takeLease(store, LEASE, worker, LEASE_SECONDS))) return 0;
    try {
      let delivered = 0;
      for (const { id } of waiting) delivered += await deliver(gateway, folder, id);
      return delivered;
    } finally {
      await dropLease(store, LEASE, worker);
    }
  };
}

async function deliver({ store, worker }: Gateway, folder: string, id: number): Promise<number> {
  const file = await store.selectFrom("payout_file").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  // Another worker had the lease when the list was read.
  if (file.state === "delivered") return 0;
  if (createHash("sha256").update(file.content).digest("hex") !== file.sha256) {
    throw new Error(`payment file ${file.message_id} is not what was written: restore the store, deliver nothing`);
  }
  await mkdir(folder, { recursive: true });
  await writeWhole(folder, file.name, file.content);
  return store.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("payout_file")
      .set({ state: "delivered", delivered_at: sql<Date>`now()` })
      .where("id", "=", id)
      .where("state", "=", "written")
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return 0;
    const data = { messageId: file.message_id, sha256: file.sha256 };
    await record(trx, { actor: worker, act: "payment file delivered", subject: `payout-file:${id}`, data });
    return 1;
  });
}

/** On the disk before it has its name, and its name on the disk before anybody is told. */
async function writeWhole(folder: string, name: string, content: string): Promise<void> {
  const partial = join(folder, `.${name}.partial`);
  const file = await open(partial, "w", 0o600);
  try {
    await file.writeFile(content, "utf8");
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, join(folder, name));
  const directory = await open(folder, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
