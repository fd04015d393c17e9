import { createHash } from "node:crypto";

import { sql } from "kysely";

import { record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { haltedCurrencies } from "./halts.js";
import { messageIdOf, payoutContent } from "./payoutContent.js";
import { moveRedemptions, type RedemptionRow } from "./rows.js";

/**
 * Writes payment files for redemptions whose seal is final, and for no others. A file and the state of its redemptions change in
 * one database transaction, so a redemption is in one file at most, whoever is killed.
 */
export async function writePayouts(gateway: Gateway): Promise<number> {
  let filed = 0;
  for (const { currency } of gateway.accounts.filter(isFirstOfCurrency)) {
    filed += await gateway.store.transaction().execute((trx) => writeFile(gateway, trx, currency));
  }
  return filed;
}

const isFirstOfCurrency = (
  { currency }: { readonly currency: string },
  index: number,
  all: readonly { readonly currency: string }[],
): boolean => all.findIndex((other) => other.currency === currency) === index;

async function writeFile(gateway: Gateway, trx: Trx, currency: string): Promise<number> {
  if ((await haltedCurrencies(trx)).includes(currency)) return 0;
  const { fileItems, message: format } = gateway.settings.redemption;
  const rows = await trx
    .selectFrom("redemption")
    .selectAll()
    .where("state", "=", "payable")
    .where("currency", "=", currency)
    .where("payout_file_id", "is", null)
    .orderBy("since")
    .orderBy("id")
    .limit(fileItems)
    .forUpdate()
    .skipLocked()
    .execute();
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  const messageId = messageIdOf(ids);
  const { rows: times } = await sql<{ now: Date }>`select now() as now`.execute(trx);
  const content = payoutContent(gateway, rows.map(payoutOf), messageId, times[0]!.now);
  const total = rows.reduce((sum, { amount }) => sum + amount, 0n);
  const { id } = await trx
    .insertInto("payout_file")
    .values({
      message_id: messageId,
      name: `${format}-${messageId}.xml`,
      format,
      currency,
      count: rows.length,
      total,
      content,
      sha256: createHash("sha256").update(content).digest("hex"),
      state: "written",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const filed = await moveRedemptions(trx, ids, ["payable"], { state: "filed", payout_file_id: id });
  if (filed.length !== ids.length) throw new Error("a redemption changed while its row was locked");
  await record(trx, {
    actor: gateway.worker,
    act: "payment file written",
    subject: `payout-file:${id}`,
    data: { messageId, format, currency, total, redemptions: ids },
  });
  return ids.length;
}

function payoutOf(row: RedemptionRow): Parameters<typeof payoutContent>[1][number] {
  const { customer, creditor_account: account, creditor_name: name } = row;
  if (customer === null || account === null || name === null)
    throw new Error(`${row.id} was sealed without a creditor`);
  return { ...row, creditor: { customer, account, name } };
}
