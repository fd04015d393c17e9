import { sql } from "kysely";

import { record, type Trx } from "../../store/index.js";
import type { ReturnCase } from "./rows.js";

/*
 * The booked credit of a return in the control account: in before its money is minted again, so that the attestation
 * covers it; never in when the redemption is let go instead.
 */

/** Takes the credit into the control account, once. */
export async function acceptReturn(trx: Trx, actor: string, { deposit_id: id }: ReturnCase): Promise<void> {
  const deposit = await trx
    .updateTable("deposit")
    .set({ state: "ready", since: new Date() })
    .where("id", "=", id)
    .where("state", "=", "suspense")
    .returning(["amount", "currency"])
    .executeTakeFirst();
  if (deposit === undefined) return;
  const { amount, currency } = deposit;
  const subject = `deposit:${id}`;
  await trx.insertInto("control_entry").values({ currency, kind: "credit", amount, subject, by: actor }).execute();
  await closeDepositCases(trx, id, { by: actor, resolution: "minted again for its redemption" });
  await record(trx, { actor, act: "returned deposit accepted", subject, data: { amount } });
}

/** The credit is never minted: the money of its redemption was let go, or will be. */
export async function dismissReturn(trx: Trx, actor: string, found: ReturnCase): Promise<void> {
  const { deposit_id: id, redemption } = found;
  const deposit = await trx
    .selectFrom("deposit")
    .select(["state", "amount", "currency"])
    .where("id", "=", id)
    .where("state", "in", ["suspense", "ready"])
    .forUpdate()
    .executeTakeFirst();
  if (deposit === undefined) return;
  const { state, amount, currency } = deposit;
  const subject = `deposit:${id}`;
  await trx
    .updateTable("deposit")
    .set({ state: "dismissed", return_of: redemption, since: new Date() })
    .where("id", "=", id)
    .execute();
  if (state === "ready") {
    const note = "returned before its redemption was burned";
    await trx
      .insertInto("control_entry")
      .values({ currency, kind: "credit-withdrawn", amount: -amount, subject, by: actor, note })
      .execute();
  }
  await closeDepositCases(trx, id, { by: actor, resolution: "returned before its redemption was burned" });
  await record(trx, { actor, act: "returned deposit dismissed", subject, data: { amount, redemption } });
}

async function closeDepositCases(trx: Trx, id: number, how: { by: string; resolution: string }): Promise<void> {
  await trx
    .updateTable("suspense")
    .set({ closed_at: sql<Date>`now()`, closed_by: how.by, resolution: how.resolution })
    .where("deposit_id", "=", id)
    .where("closed_at", "is", null)
    .execute();
}
