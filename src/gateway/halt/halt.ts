import { sql } from "kysely";

import type { Call } from "../../chain/send.js";
import { type Db, record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { queueCall } from "../transactions/queue.js";

/** Issuing of a currency has stopped until two people lift it. */
export async function isHalted(db: Db, currency: string): Promise<boolean> {
  const live = db.selectFrom("halt").select("id").where("currency", "=", currency).where("lifted_at", "is", null);
  return (await live.executeTakeFirst()) !== undefined;
}

/** Who pauses: the first guardian's key at hand. Without one another worker's `enforceHalts` sends it. */
export const guardianOf = async ({ keys }: Gateway): Promise<string | undefined> => keys.GUARDIAN?.[0]?.getAddress();

/** The guardian's call, made before the database transaction that may need it. */
export interface Guardian {
  readonly sender: string;
  readonly call: Call;
}

/**
 * Stops issuing, in the caller's database transaction: the halt and the guardian's pause are written down together. A halt that is on
 * stays the one that it is; a proposal to lift it is void, because there is something new.
 * @returns whether this call began it
 */
export async function haltIssuing(
  gateway: Gateway,
  trx: Trx,
  { currency, reason, guardian }: { currency: string; reason: string; guardian: Guardian | undefined },
): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    insert into halt (currency, reason) values (${currency}, ${reason})
    on conflict (currency) where lifted_at is null do nothing returning id`.execute(trx);
  const begun = rows[0];
  if (begun === undefined) {
    await trx
      .updateTable("halt")
      .set({ lifted_by: null })
      .where("currency", "=", currency)
      .where("lifted_at", "is", null)
      .execute();
    return false;
  }
  await record(trx, {
    actor: gateway.worker,
    act: "issuing halted",
    subject: `halt:${begun.id}`,
    data: { currency, reason },
  });
  if (guardian !== undefined) await queuePause(trx, begun.id, guardian);
  gateway.log.error({ currency, halt: begun.id }, "issuing is halted");
  return true;
}

/** The pause of minting, for a halt. Nothing depends on its depth: it is repeated if a reorganisation takes it back. */
export async function queuePause(trx: Trx, halt: number, { sender, call }: Guardian): Promise<void> {
  const id = await queueCall(trx, { purpose: "pause-mint", subject: `halt:${halt}`, sender, call, atStake: 0n });
  await trx.updateTable("halt").set({ chain_tx: id }).where("id", "=", halt).execute();
}
