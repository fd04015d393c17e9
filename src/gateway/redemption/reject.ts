import { sql } from "kysely";

import { rejectRedemptionCall } from "../../chain/redemptionDesk.js";
import { record } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { queueCall } from "../transactions/queue.js";
import type { OutcomeHandler } from "../transactions/types.js";
import { operatorBeside } from "./operator.js";
import type { StoredApproval } from "./refuse.js";
import { idOf, lockRedemption, moveRedemptions, onChain, type RedemptionRow, subjectOf } from "./rows.js";
import { suspendRedemption, tryAgain } from "./suspend.js";

const AT_ONCE = 50;

/** Lets the customer's money go where a redemption approver has said yes. */
export async function rejectRedemptions(gateway: Gateway): Promise<number> {
  if ((gateway.keys.REDEMPTION_OPERATOR ?? []).length === 0) return 0;
  const due = await gateway.store
    .selectFrom("redemption")
    .selectAll()
    .where("state", "=", "refused")
    .where("approval", "is not", null)
    .where("not_before", "<=", sql<Date>`now()`)
    .orderBy("since")
    .limit(AT_ONCE)
    .execute();
  let moved = 0;
  for (const row of due) moved += await reject(gateway, row);
  return moved;
}

async function reject(gateway: Gateway, found: RedemptionRow): Promise<number> {
  const { approver, signature, reason, expiry } = found.approval as StoredApproval;
  const sender = await operatorBeside(gateway, approver);
  if (sender === undefined) return 0;
  const redemption = onChain(gateway, found);
  const rejection = { reason, expiry: BigInt(expiry) };
  const call = await rejectRedemptionCall(gateway.bank, redemption, rejection, { approver, signature });
  return gateway.store.transaction().execute(async (trx) => {
    const row = await lockRedemption(trx, found.id);
    if (row?.state !== "refused" || (row.approval as StoredApproval | null)?.signature !== signature) return 0;
    const { id, amount, attempts } = row;
    const subject = subjectOf(id);
    const chainTx = await queueCall(trx, { purpose: "redemption-reject", subject, sender, call, atStake: amount });
    await moveRedemptions(trx, [id], ["refused"], { state: "rejecting", attempts, chain_tx: chainTx });
    await record(trx, {
      actor: gateway.worker,
      act: "redemption rejecting",
      subject,
      data: { transaction: chainTx, sender, approver, reason },
    });
    return 1;
  });
}

export const rejectOutcome: OutcomeHandler = {
  purpose: "redemption-reject",

  async unmined(_gateway, trx, { subject }) {
    await moveRedemptions(trx, [idOf(subject)], ["rejected"], { state: "rejecting" });
  },

  async final(gateway, trx, { subject, id }, { block }) {
    const moved = await moveRedemptions(trx, [idOf(subject)], ["rejecting"], { state: "rejected" });
    if (moved.length === 0) return;
    await record(trx, { actor: gateway.worker, act: "redemption rejected", subject, data: { transaction: id, block } });
  },

  async failed(gateway, trx, { subject }, error) {
    const row = await lockRedemption(trx, idOf(subject));
    if (row?.state !== "rejecting") return;
    const { id } = row;
    if (["ApprovalExpired", "ApproverInvalid", "ApprovalInvalid"].includes(error.name)) {
      // The yes is worth nothing: another is asked for, by whoever gave it or by a person.
      await moveRedemptions(trx, [id], ["rejecting"], { state: "refused", approval: null });
      const refused = { ...row, state: "refused" } as const;
      if (error.name === "ApprovalExpired") return;
      await suspendRedemption(gateway, trx, refused, { reason: "approval-invalid", message: error.message });
    } else await tryAgain(gateway, trx, row, { to: "refused", problem: error });
  },
};
