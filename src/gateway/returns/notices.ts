import { sql } from "kysely";

import { record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { mark, type PaymentMessage } from "../redemption/answers.js";
import { openCase } from "../redemption/cases.js";
import { returnSubject } from "./rows.js";

const AT_ONCE = 200;

/**
 * Takes announcements of returns (pacs.004). An announcement mints nothing: it only tells which booked credit is whose return, whichever
 * of the two comes first.
 */
export async function readReturnNotices(gateway: Gateway): Promise<number> {
  return gateway.store.transaction().execute(async (trx) => {
    const messages = await trx
      .selectFrom("payment_message")
      .selectAll()
      .where("kind", "=", "pacs.004")
      .where("handled", "is", null)
      .orderBy("id")
      .limit(AT_ONCE)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const message of messages) await announce(gateway, trx, message);
    return messages.length + (await matchCredits(gateway, trx));
  });
}

async function announce(gateway: Gateway, trx: Trx, message: PaymentMessage): Promise<void> {
  const { uetr, end_to_end_id, amount, currency } = message;
  const query = trx.selectFrom("redemption").select(["id", "amount", "currency"]);
  const row =
    uetr === null
      ? await query.where("end_to_end_id", "=", end_to_end_id ?? "").executeTakeFirst()
      : await query.where("uetr", "=", uetr.toLowerCase()).executeTakeFirst();
  const { owner } = gateway.settings;
  if (row === undefined) {
    await openCase(trx, {
      reason: "return-unknown",
      message: `A return is announced of the payment ${uetr ?? end_to_end_id ?? "without a reference"}, which this gateway never wrote.`,
      fileId: message.file_id,
      owner,
    });
    return mark(trx, message, "suspense");
  }
  const isTooMuch = (amount !== null && amount > row.amount) || (currency !== null && currency !== row.currency);
  if (isTooMuch) {
    const text = "More is announced to come back than was redeemed, or another currency.";
    await openCase(trx, { reason: "return-exceeds", message: text, redemption: row.id, owner });
    return mark(trx, message, "suspense", row.id);
  }
  await mark(trx, message, "announced", row.id);
}

/** Booked credits that wait for a person and carry a reference of an announced return: they are that return. */
async function matchCredits({ worker }: Gateway, trx: Trx): Promise<number> {
  const { rows } = await sql<{ message: number; redemption: string; deposit: number; amount: bigint }>`
    select message.id as message, redemption.id as redemption, deposit.id as deposit, deposit.amount
    from payment_message message
    join redemption on redemption.id = message.redemption
    join deposit on deposit.currency = redemption.currency and deposit.state = 'suspense' and deposit.return_of is null
      and (deposit.uetr = redemption.uetr
        or deposit.end_to_end_id in (redemption.end_to_end_id, message.data ->> 'returnId'))
      and (message.amount is null or deposit.amount = message.amount)
    where message.kind = 'pacs.004' and message.handled = 'announced'
    order by message.id, deposit.id
    for update of deposit skip locked`.execute(trx);
  const messages = new Set<number>();
  const deposits = new Set<number>();
  for (const { message, redemption, deposit, amount } of rows) {
    if (messages.has(message) || deposits.has(deposit)) continue;
    const inserted = await trx
      .insertInto("return_case")
      .values({ redemption, deposit_id: deposit, amount, state: "open" })
      .onConflict((conflict) => conflict.column("deposit_id").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (inserted === undefined) continue;
    messages.add(message);
    deposits.add(deposit);
    await trx.updateTable("deposit").set({ return_of: redemption }).where("id", "=", deposit).execute();
    await trx
      .updateTable("payment_message")
      .set({ handled: "matched", deposit_id: deposit })
      .where("id", "=", message)
      .execute();
    await record(trx, {
      actor: worker,
      act: "return matched",
      subject: returnSubject(inserted.id),
      data: { redemption, deposit, message },
    });
  }
  return messages.size;
}
