import { sql } from "kysely";

import { settleRedemptionCall } from "../../chain/redemptionDesk.js";
import { record } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { queueCall } from "../transactions/queue.js";
import type { OutcomeHandler } from "../transactions/types.js";
import { bookPayout } from "./control.js";
import { operatorFor } from "./operator.js";
import { idOf, lockRedemption, moveRedemptions, onChain, type RedemptionRow, subjectOf } from "./rows.js";
import { tryAgain } from "./suspend.js";

const AT_ONCE = 100;

/** Burns what the bank has confirmed as paid. */
export async function settleRedemptions(gateway: Gateway): Promise<number> {
  if ((gateway.keys.REDEMPTION_OPERATOR ?? []).length === 0) return 0;
  const due = await gateway.store
    .selectFrom("redemption")
    .selectAll()
    .where("state", "=", "paid")
    .where("not_before", "<=", sql<Date>`now()`)
    .orderBy("since")
    .limit(AT_ONCE)
    .execute();
  let moved = 0;
  for (const row of due) moved += await settle(gateway, row);
  return moved;
}

async function settle(gateway: Gateway, { id, ...found }: RedemptionRow): Promise<number> {
  const call = await settleRedemptionCall(gateway.bank, onChain(gateway, { id, ...found }));
  const sender = await operatorFor(gateway, id);
  return gateway.store.transaction().execute(async (trx) => {
    const row = await lockRedemption(trx, id);
    if (row?.state !== "paid") return 0;
    const subject = subjectOf(id);
    const chainTx = await queueCall(trx, { purpose: "redemption-settle", subject, sender, call, atStake: row.amount });
    const { attempts } = row;
    await moveRedemptions(trx, [id], ["paid"], { state: "settling", attempts, chain_tx: chainTx });
    await record(trx, {
      actor: gateway.worker,
      act: "redemption settling",
      subject,
      data: { transaction: chainTx, sender },
    });
    return 1;
  });
}

export const settleOutcome: OutcomeHandler = {
  purpose: "redemption-settle",

  async unmined(gateway, trx, { subject }) {
    // Small amounts count as settled before nothing can take it back. The payment was made: the control entry stays.
    const back = await moveRedemptions(trx, [idOf(subject)], ["settled"], { state: "settling", settled_block: null });
    if (back.length > 0) gateway.log.warn({ subject }, "the chain lost a burn; it is sent again");
  },

  async final(gateway, trx, { subject, id }, { block }) {
    const row = await lockRedemption(trx, idOf(subject));
    if (row === undefined) return;
    const moved = await moveRedemptions(trx, [row.id], ["settling"], { state: "settled", settled_block: block });
    if (moved.length === 0) return;
    await bookPayout(gateway, trx, row);
    await record(trx, { actor: gateway.worker, act: "redemption settled", subject, data: { transaction: id, block } });
  },

  async failed(gateway, trx, { subject }, error) {
    const row = await lockRedemption(trx, idOf(subject));
    if (row?.state === "settling") await tryAgain(gateway, trx, row, { to: "paid", problem: error });
  },
};
