import type { Selectable } from "kysely";

import { record, type ReturnCaseTable, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { openCase } from "../redemption/cases.js";

export type ReturnCase = Selectable<ReturnCaseTable>;

/** As journal and chain transactions name it. */
export const returnSubject = (id: number): string => `return:${id}`;
export const returnIdOf = (subject: string): number => Number(subject.slice(subject.indexOf(":") + 1));

export function lockReturn(trx: Trx, id: number): Promise<ReturnCase | undefined> {
  return trx.selectFrom("return_case").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** Moves a return that is still in the state `from`. */
export async function moveReturn(
  trx: Trx,
  { id, state }: Pick<ReturnCase, "id" | "state">,
  set: Partial<Omit<ReturnCase, "id">> & Pick<ReturnCase, "state">,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("return_case")
    .set({ since: new Date(), ...set })
    .where("id", "=", id)
    .where("state", "=", state)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** A person decides what the money is. */
export async function suspendReturn(
  gateway: Gateway,
  trx: Trx,
  found: ReturnCase,
  { reason, message }: { readonly reason: string; readonly message: string },
): Promise<void> {
  if (!(await moveReturn(trx, found, { state: "suspense" }))) return;
  const { id, deposit_id: depositId, redemption } = found;
  await openCase(trx, { reason, message, redemption, depositId, owner: gateway.settings.owner });
  await record(trx, {
    actor: gateway.worker,
    act: "return into suspense",
    subject: returnSubject(id),
    data: { reason, redemption },
  });
}
