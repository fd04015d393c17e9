import { type Selectable, sql } from "kysely";

import { type PaymentMessageTable, record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { openCase } from "./cases.js";
import { type Decision, decide } from "./decide.js";
import { OUR_END_TO_END_ID } from "./events.js";
import { haltRedemption } from "./halts.js";
import { moveRedemptions, type RedemptionRow, subjectOf } from "./rows.js";
import { suspendRedemption } from "./suspend.js";

export type PaymentMessage = Selectable<PaymentMessageTable>;

/** Messages that say what became of payments. */
const KINDS = ["pain.002", "pacs.002", "camt.053", "camt.054"];
const AT_ONCE = 200;

/**
 * Takes what the bank says of the payments: paid, refused, or something that a person must look at. Each message in a database
 * transaction of its own, which so waits for no second row while it has one.
 */
export async function readAnswers(gateway: Gateway): Promise<number> {
  for (let read = 0; read < AT_ONCE; read++) {
    if (!(await readNext(gateway))) return read;
  }
  return AT_ONCE;
}

async function readNext(gateway: Gateway): Promise<boolean> {
  return gateway.store.transaction().execute(async (trx) => {
    const message = await trx
      .selectFrom("payment_message")
      .selectAll()
      .where("kind", "in", KINDS)
      .where("handled", "is", null)
      .orderBy("id")
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (message === undefined) return false;
    await readAnswer(gateway, trx, message);
    return true;
  });
}

async function readAnswer(gateway: Gateway, trx: Trx, message: PaymentMessage): Promise<void> {
  const { uetr, end_to_end_id, redemption } = message;
  const isOne = uetr !== null || end_to_end_id !== null || redemption !== null;
  const rows = isOne ? await ofPayment(trx, message) : await ofFile(gateway, trx, message);
  if (rows === "handled") return;
  if (rows.length === 0) return unmatched(gateway, trx, message);
  const decisions: Decision[] = [];
  // What a message says of many says nothing of each one's amount.
  const answer = rows.length === 1 ? message : { ...message, amount: null };
  for (const row of rows) {
    const decision = decide({ ...row, filed: row.payout_file_id !== null, refusedBy: row.refused_by }, answer);
    await carryOut(gateway, trx, row, { message, decision });
    decisions.push(decision);
  }
  const handled = [...new Set(decisions.map((decision) => decision.handled))].join(", ");
  await mark(trx, message, handled, rows.length === 1 ? rows[0]!.id : null);
}

/** What the intake has found in a statement; else a UETR decides alone; without one the end-to-end id does. */
async function ofPayment(trx: Trx, { uetr, end_to_end_id, redemption }: PaymentMessage): Promise<RedemptionRow[]> {
  const query = trx.selectFrom("redemption").selectAll().forUpdate();
  if (redemption !== null) return query.where("id", "=", redemption).execute();
  return uetr === null
    ? query.where("end_to_end_id", "=", end_to_end_id!).execute()
    : query.where("uetr", "=", uetr.toLowerCase()).execute();
}

/** A status of a whole file counts for each of its payments of which the message says nothing more narrow. */
async function ofFile(gateway: Gateway, trx: Trx, message: PaymentMessage): Promise<RedemptionRow[] | "handled"> {
  const file = await trx
    .selectFrom("payout_file")
    .select(["id", "total", "currency"])
    .where("message_id", "=", message.original_message_id ?? "")
    .executeTakeFirst();
  if (file === undefined) return [];
  // "PART": the narrower records say it.
  if (message.status === "PART") {
    await mark(trx, message, "pending");
    return "handled";
  }
  const isWhole =
    (message.amount === null || message.amount === file.total) &&
    (message.currency === null || message.currency === file.currency);
  if (!isWhole) {
    await openCase(trx, {
      reason: "paid-amount-differs",
      message: `What the bank says of the payment file ${message.original_message_id} is not about its total.`,
      fileId: message.file_id,
      owner: gateway.settings.owner,
    });
    await mark(trx, message, "suspense");
    return "handled";
  }
  const rows = await trx
    .selectFrom("redemption")
    .selectAll()
    .where("payout_file_id", "=", file.id)
    .where(
      sql<boolean>`not exists (select 1 from payment_message other
        where other.file_id = ${message.file_id} and other.id <> ${message.id} and other.kind = ${message.kind}
          and (other.uetr = redemption.uetr or other.end_to_end_id = redemption.end_to_end_id))`,
    )
    .orderBy("id")
    .forUpdate()
    .execute();
  if (rows.length > 0) return rows;
  await mark(trx, message, "repeated");
  return "handled";
}

async function carryOut(
  gateway: Gateway,
  trx: Trx,
  row: RedemptionRow,
  { message, decision }: { readonly message: PaymentMessage; readonly decision: Decision },
): Promise<void> {
  const { to, open, halt } = decision;
  const { id, currency, state } = row;
  if (to === "suspense" && open !== undefined) await suspendRedemption(gateway, trx, row, open);
  else {
    if (to === "paid") await moveRedemptions(trx, [id], [state], { state: "paid" });
    if (to === "refused") {
      const refusal = { refusal: message.reason, refused_by: message.status ?? "bank" };
      await moveRedemptions(trx, [id], [state], { state: "refused", approval: null, ...refusal });
    }
    if (open !== undefined) await openCase(trx, { ...open, redemption: id, owner: gateway.settings.owner });
  }
  if (halt === true) await haltRedemption(gateway, trx, { currency, reason: open!.reason, redemption: id });
  if (to === undefined && open === undefined) return;
  await record(trx, {
    actor: gateway.worker,
    act: `bank's answer: ${decision.handled}`,
    subject: subjectOf(id),
    data: { message: message.id, kind: message.kind, status: message.status, from: state },
  });
}

/** About no redemption that anybody knows. */
async function unmatched(gateway: Gateway, trx: Trx, message: PaymentMessage): Promise<void> {
  const { kind, outcome, currency, end_to_end_id, uetr, original_message_id } = message;
  const isOurs = OUR_END_TO_END_ID.test(end_to_end_id ?? "");
  // Entries of a statement have a verdict and, where needed, a case of their own.
  if (!isOurs && kind.startsWith("camt.")) return mark(trx, message, "unmatched");
  const named = uetr ?? end_to_end_id ?? original_message_id ?? "without a reference";
  const paid = isOurs && outcome === "paid";
  await openCase(trx, {
    reason: paid ? "paid-without-seal" : "payment-unknown",
    message: `The bank reports ${message.status ?? outcome ?? "a status"} of the payment ${named}, which this gateway never wrote.`,
    fileId: message.file_id,
    owner: gateway.settings.owner,
  });
  if (paid && currency !== null) await haltRedemption(gateway, trx, { currency, reason: "paid-without-seal" });
  await mark(trx, message, "suspense");
}

export async function mark(
  trx: Trx,
  { id }: Pick<PaymentMessage, "id">,
  handled: string,
  redemption: string | null = null,
): Promise<void> {
  // What the intake has linked stays linked.
  await trx
    .updateTable("payment_message")
    .set({ handled, ...(redemption !== null && { redemption }) })
    .where("id", "=", id)
    .execute();
}
