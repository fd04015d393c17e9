import type { Context, Outcome } from "../../chain/commands/context.js";
import { InputError } from "../../chain/commands/exitCodes.js";
import { orderIn } from "../../chain/commands/legalOrder.js";
import { table } from "../../demo/table.js";
import type { Gateway } from "../gateway.js";
import { closeRecall, confirmLien, proposeLien } from "../recalls/index.js";
import { personGiving, withGateway } from "./opened.js";
import { formatAmount } from "./signedAmount.js";

/** Recalls that nobody has closed, oldest first. */
export async function recalls(context: Context): Promise<Outcome> {
  const limit = context.integer("limit", 1, 10_000) ?? 100;
  return withGateway(context, [], async ({ gateway: { store } }) => {
    const rows = await store
      .selectFrom("recall_case")
      .leftJoin("deposit", "deposit.id", "recall_case.deposit_id")
      .select(["recall_case.id", "recall_case.case_id", "recall_case.state", "recall_case.reason", "recall_case.owner"])
      .select(["recall_case.amount", "recall_case.currency", "recall_case.since", "recall_case.deposit_id"])
      .select("deposit.state as deposit_state")
      .where("recall_case.state", "<>", "closed")
      .orderBy("recall_case.id")
      .limit(limit)
      .execute();
    const lines = rows.map((row) => [
      String(row.id),
      row.since.toISOString().slice(0, 16),
      row.case_id,
      row.reason ?? "",
      row.amount === null || row.currency === null ? "" : `${row.currency} ${formatAmount(row.amount, row.currency)}`,
      row.deposit_id === null ? "none found" : `${row.deposit_id} (${row.deposit_state})`,
      row.state,
      row.owner,
    ]);
    const heads = ["recall", "since", "the bank's case", "reason", "amount", "deposit", "state", "owner"];
    const text = rows.length === 0 ? "No recall is open." : table(heads, lines, [0]);
    return { text, data: { recalls: rows } };
  });
}

/** What becomes of one recall: minted money is kept by a lien of two people of compliance; a case is closed with a name. */
export async function recall(context: Context): Promise<Outcome> {
  const what = context.required("do");
  if (what === "lien") return propose(context);
  if (what === "confirm") return confirm(context);
  if (what === "close") return close(context);
  throw new InputError("--do", `${JSON.stringify(what)} is not possible`, "Write lien, confirm or close.");
}

/** First person: signs the lien with the compliance approver's key. */
async function propose(context: Context): Promise<Outcome> {
  const id = recallIn(context);
  const order = await orderIn(context);
  return withGateway(context, ["COMPLIANCE_APPROVER"], async ({ gateway }) => {
    const amount = context.text("amount") === undefined ? undefined : context.amount();
    if (amount !== undefined) await requireCurrency(gateway, id, context.currency);
    await proposeLien(gateway, gateway.keys.COMPLIANCE_APPROVER![0]!, id, order, amount);
    return {
      text: `Recall ${id}: the lien is approved. An officer of compliance confirms it (--do confirm).`,
      data: { recall: id, order: order.id },
    };
  });
}

/** An amount in another currency may have other decimals. @throws InputError */
async function requireCurrency({ store }: Gateway, id: number, currency: string): Promise<void> {
  const found = await store.selectFrom("recall_case").select("currency").where("id", "=", id).executeTakeFirst();
  const recalled = found?.currency ?? currency;
  if (recalled === currency) return;
  throw new InputError("--currency", `${currency} is not what is recalled`, `Give the amount in ${recalled}.`);
}

/** Second person: the officer whose key sends it. */
async function confirm(context: Context): Promise<Outcome> {
  const id = recallIn(context);
  return withGateway(context, ["COMPLIANCE"], async ({ gateway }) => {
    await confirmLien(gateway, gateway.keys.COMPLIANCE![0]!, id);
    const text = `Recall ${id}: the lien is queued. A gateway that runs with --roles COMPLIANCE sends it.`;
    return { text, data: { recall: id } };
  });
}

async function close(context: Context): Promise<Outcome> {
  const id = recallIn(context);
  const reason = context.required("reason");
  return withGateway(context, [], async (opened) => {
    const person = personGiving(context, opened, "decide");
    await closeRecall(opened.gateway, person, id, reason);
    return { text: `Recall ${id} is closed.`, data: { recall: id, person } };
  });
}

function recallIn(context: Context): number {
  context.required("recall");
  return context.integer("recall", 1, Number.MAX_SAFE_INTEGER)!;
}
