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
  const amount = await withdrawCredit(trx, actor, id, { state: "dismissed", note: "not minted again" });
  if (amount === undefined) return;
  await trx.updateTable("deposit").set({ return_of: redemption }).where("id", "=", id).execute();
  await closeDepositCases(trx, id, { by: actor, resolution: "not minted again" });
  await record(trx, {
    actor,
    act: "returned deposit dismissed",
    subject: `deposit:${id}`,
    data: { amount, redemption },
  });
}

/**
 * Out of the control account, if it was in it.
 * @returns its amount; undefined when it is minted or gone
 */
export async function withdrawCredit(
  trx: Trx,
  actor: string,
  id: number,
  { state, note }: { readonly state: "dismissed" | "suspense"; readonly note: string },
): Promise<bigint | undefined> {
  const deposit = await trx
    .selectFrom("deposit")
    .select(["state", "amount", "currency"])
    .where("id", "=", id)
    .where("state", "in", ["suspense", "ready"])
    .forUpdate()
    .executeTakeFirst();
  if (deposit === undefined) return undefined;
  const { amount, currency } = deposit;
  await trx.updateTable("deposit").set({ state, since: new Date() }).where("id", "=", id).execute();
  if (deposit.state === "ready") {
    const subject = `deposit:${id}`;
    await trx
      .insertInto("control_entry")
      .values({ currency, kind: "credit-withdrawn", amount: -amount, subject, by: actor, note })
      .execute();
  }
  return amount;
}

async function closeDepositCases(trx: Trx, id: number, how: { by: string; resolution: string }): Promise<void> {
  await trx
    .updateTable("suspense")
    .set({ closed_at: sql<Date>`now()`, closed_by: how.by, resolution: how.resolution })
    .where("deposit_id", "=", id)
    .where("closed_at", "is", null)
    .execute();
}
