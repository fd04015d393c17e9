import type { Selectable } from "kysely";

import { tokenOf } from "../../chain/checks.js";
import type { MintBatch } from "../../chain/typedData.js";
import type { Db, DepositTable, MintBatchTable } from "../../store/index.js";
import type { Gateway } from "../gateway.js";

export type BatchRow = Selectable<MintBatchTable>;
export type BatchItem = Pick<Selectable<DepositTable>, "id" | "reference" | "payee" | "amount" | "state" | "position">;

/** The deposits that are in the batch now, in its order. */
export async function itemsOf(db: Db, batch: number): Promise<BatchItem[]> {
  return db
    .selectFrom("deposit")
    .select(["id", "reference", "payee", "amount", "state", "position"])
    .where("batch_id", "=", batch)
    .orderBy("position")
    .execute();
}

/** What the approver signs and the issuer sends, from the rows alone. */
export function mintBatchOf({ bank }: Gateway, row: BatchRow, items: readonly BatchItem[]): MintBatch {
  return {
    token: String(tokenOf(bank, row.currency).target),
    items: items.map(({ payee, amount, reference }) => ({ payee: payee ?? "", amount, depositReference: reference })),
    count: BigInt(items.length),
    total: items.reduce((sum, { amount }) => sum + amount, 0n),
    expiry: BigInt(row.expiry),
  };
}
