import { record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { mark, type PaymentMessage } from "../redemption/answers.js";
import { openCase } from "../redemption/cases.js";
import { keepBack, recallSubject } from "./rows.js";

const AT_ONCE = 100;
/** Deposits that a recall may mean; more than this is ambiguous anyway. */
const CANDIDATES = 10;

/**
 * Takes recalls (camt.056): a deposit that is not minted is kept back, one that is minted becomes a case with an owner, and
 * money is never taken silently. Answers to the bank's own recalls (camt.029) are noted.
 */
export async function readRecalls(gateway: Gateway): Promise<number> {
  const read = await gateway.store.transaction().execute(async (trx) => {
    const messages = await trx
      .selectFrom("payment_message")
      .selectAll()
      .where("kind", "in", ["camt.056", "camt.029"])
      .where("handled", "is", null)
      .orderBy("id")
      .limit(AT_ONCE)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const message of messages) {
      if (message.kind === "camt.029") await note(gateway, trx, message);
      else await recall(gateway, trx, message);
    }
    return messages.length;
  });
  return read + (await matchLater(gateway)) + (await keepBackLater(gateway));
}

async function note({ worker }: Gateway, trx: Trx, message: PaymentMessage): Promise<void> {
  const { id, status, outcome, uetr } = message;
  await mark(trx, message, "recorded");
  await record(trx, {
    actor: worker,
    act: "answer to a recall",
    subject: `message:${id}`,
    data: { status, outcome, uetr },
  });
}

const caseIdOf = ({ id, data }: PaymentMessage): string => {
  const { caseId, cancellationId } = (data ?? {}) as { caseId?: unknown; cancellationId?: unknown };
  if (typeof caseId === "string") return caseId;
  return typeof cancellationId === "string" ? cancellationId : `message ${id}`;
};

async function recall(gateway: Gateway, trx: Trx, message: PaymentMessage): Promise<void> {
  const deposits = await candidates(trx, message);
  const { owner } = gateway.settings;
  const { uetr, end_to_end_id, amount, currency, reason } = message;
  if (deposits.length === 1) return open(gateway, trx, message, deposits[0]!);
  const named = uetr ?? end_to_end_id ?? "without a reference";
  const text =
    deposits.length === 0
      ? `A payment is recalled that is not here (${named}): it is kept back if it still comes.`
      : `A recall means one of ${deposits.length} deposits (${named}): find out which.`;
  await openCase(trx, { reason: "recall-unmatched", message: text, fileId: message.file_id, owner });
  await trx
    .insertInto("recall_case")
    .values({
      file_id: message.file_id,
      case_id: caseIdOf(message),
      amount,
      currency,
      reason,
      state: "open",
      owner,
    })
    .onConflict((conflict) => conflict.columns(["case_id", "deposit_id"]).doNothing())
    .execute();
  await mark(trx, message, deposits.length === 0 ? "unmatched" : "suspense");
}

/**
 * Deposits that a recall may mean. A UETR decides alone where both have one; an end-to-end id is any text of the payer's, so the
 * amount must fit too.
 */
async function candidates(trx: Trx, { uetr, end_to_end_id, amount, currency }: PaymentMessage) {
  const query = trx
    .selectFrom("deposit")
    .select(["id", "state", "amount", "currency"])
    .orderBy("id")
    .limit(CANDIDATES)
    .forUpdate();
  const named = uetr === null ? [] : await query.where("uetr", "=", uetr.toLowerCase()).execute();
  if (named.length > 0 || end_to_end_id === null) return named;
  let byText = query.where("end_to_end_id", "=", end_to_end_id);
  if (uetr !== null) byText = byText.where("uetr", "is", null);
  if (amount !== null) byText = byText.where("amount", "=", amount);
  if (currency !== null) byText = byText.where("currency", "=", currency);
  return byText.execute();
}

type Candidate = Awaited<ReturnType<typeof candidates>>[number];

async function open(gateway: Gateway, trx: Trx, message: PaymentMessage, deposit: Candidate): Promise<void> {
  const { owner } = gateway.settings;
  const caseId = caseIdOf(message);
  const kept = await keepBack(gateway, trx, deposit, caseId);
  const state = kept ? "kept-back" : deposit.state === "dismissed" ? "closed" : "open";
  const inserted = await trx
    .insertInto("recall_case")
    .values({
      file_id: message.file_id,
      case_id: caseId,
      deposit_id: deposit.id,
      amount: message.amount ?? deposit.amount,
      currency: message.currency ?? deposit.currency,
      reason: message.reason,
      state,
      owner,
    })
    .onConflict((conflict) => conflict.columns(["case_id", "deposit_id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  await trx
    .updateTable("payment_message")
    .set({ handled: state, deposit_id: deposit.id })
    .where("id", "=", message.id)
    .execute();
  // The same recall again.
  if (inserted === undefined) return;
  await record(trx, {
    actor: gateway.worker,
    act: `recall ${state}`,
    subject: recallSubject(inserted.id),
    data: { deposit: deposit.id, case: caseId, reason: message.reason },
  });
}

/** The recall was faster than the payment. */
async function matchLater(gateway: Gateway): Promise<number> {
  return gateway.store.transaction().execute(async (trx) => {
    const messages = await trx
      .selectFrom("payment_message")
      .selectAll()
      .where("kind", "=", "camt.056")
      .where("handled", "=", "unmatched")
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom("deposit")
            .select("deposit.id")
            .where((on) =>
              on.or([
                on("deposit.uetr", "=", on.ref("payment_message.uetr")),
                on("deposit.end_to_end_id", "=", on.ref("payment_message.end_to_end_id")),
              ]),
            ),
        ),
      )
      .orderBy("id")
      .limit(AT_ONCE)
      .forUpdate()
      .skipLocked()
      .execute();
    let moved = 0;
    for (const message of messages) {
      const deposits = await candidates(trx, message);
      if (deposits.length !== 1) continue;
      await trx
        .updateTable("recall_case")
        .set({ state: "closed", since: new Date() })
        .where("file_id", "=", message.file_id)
        .where("case_id", "=", caseIdOf(message))
        .where("deposit_id", "is", null)
        .execute();
      await open(gateway, trx, message, deposits[0]!);
      moved++;
    }
    return moved;
  });
}

/** In a batch when the recall came, and out of it again: kept back before the next. */
async function keepBackLater(gateway: Gateway): Promise<number> {
  return gateway.store.transaction().execute(async (trx) => {
    const rows = await trx
      .selectFrom("recall_case")
      .innerJoin("deposit", "deposit.id", "recall_case.deposit_id")
      .select([
        "recall_case.id as recall",
        "case_id",
        "deposit.id",
        "deposit.state",
        "deposit.amount",
        "deposit.currency",
      ])
      .where("recall_case.state", "=", "open")
      .where("deposit.state", "in", ["ready", "suspense"])
      .orderBy("deposit.id")
      .limit(AT_ONCE)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const { recall, case_id, ...deposit } of rows) {
      await keepBack(gateway, trx, deposit, case_id);
      await trx
        .updateTable("recall_case")
        .set({ state: "kept-back", since: new Date() })
        .where("id", "=", recall)
        .execute();
    }
    return rows.length;
  });
}
