import type { Selectable } from "kysely";

import { record, type DepositTable, type RecallCaseTable, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { openCase } from "../redemption/cases.js";

export type RecallCase = Selectable<RecallCaseTable>;

export const recallSubject = (id: number): string => `recall:${id}`;
export const recallIdOf = (subject: string): number => Number(subject.slice(subject.indexOf(":") + 1));

type Deposit = Pick<Selectable<DepositTable>, "id" | "state" | "amount" | "currency">;

/**
 * Keeps a deposit that is not minted out of minting until a person decides: out of the control account, if it was in it.
 * The caller has its row locked.
 * @returns whether it is kept back
 */
export async function keepBack(gateway: Gateway, trx: Trx, deposit: Deposit, caseId: string): Promise<boolean> {
  const { id, state, amount, currency } = deposit;
  if (state !== "ready" && state !== "suspense") return false;
  const { worker, settings } = gateway;
  const subject = `deposit:${id}`;
  if (state === "ready") {
    await trx.updateTable("deposit").set({ state: "suspense", since: new Date() }).where("id", "=", id).execute();
    await trx
      .insertInto("control_entry")
      .values({ currency, kind: "credit-withdrawn", amount: -amount, subject, by: worker, note: "recalled" })
      .execute();
  }
  const message = `Its sender asks for it back (case ${caseId}): give it back, or mint it when the case is closed.`;
  await openCase(trx, { reason: "recalled", message, depositId: id, owner: settings.owner });
  await record(trx, { actor: worker, act: "deposit kept back", subject, data: { case: caseId } });
  return true;
}
