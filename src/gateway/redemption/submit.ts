import { sql } from "kysely";

import { submitRedemptionCall } from "../../chain/redemptionDesk.js";
import { record } from "../../store/index.js";
import type { Gateway, Step } from "../gateway.js";
import { queueCall } from "../transactions/queue.js";
import { type Creditor, creditorOf, customersOf } from "./creditor.js";
import { haltedCurrencies } from "./halts.js";
import { operatorFor } from "./operator.js";
import { unwritable } from "./payoutContent.js";
import { lockRedemption, moveRedemptions, onChain, type RedemptionRow, subjectOf } from "./rows.js";
import { suspendRedemption, type Suspension } from "./suspend.js";

/** Redemptions in one pass. */
const AT_ONCE = 100;
/** Longer than any screening takes; a worker that was killed is followed by another then. */
const LEASE_SECONDS = 60;

/** Asks the bank's own screening whether the customer may be paid now. @returns what is against it */
export type Screening = (
  gateway: Gateway,
  redemption: RedemptionRow,
  creditor: Creditor,
) => Promise<string | undefined>;

/** The register has let the customer in and blocks it when it must: nothing more is asked. */
const registerOnly: Screening = () => Promise.resolve(undefined);

/**
 * Seals what customers have requested: the payment is prepared from here on. Each is looked at first; what is not in order goes
 * to a person and can still be cancelled by its customer.
 */
export function submitRedemptions(screening: Screening = registerOnly): Step {
  return async (gateway) => {
    if ((gateway.keys.REDEMPTION_OPERATOR ?? []).length === 0) return 0;
    const claimed = await claim(gateway);
    const customers = await customersOf(
      gateway,
      claimed.map(({ payer }) => payer),
    );
    let moved = 0;
    for (const row of claimed) {
      const judged = await judge(gateway, row, creditorOf(gateway, row, customers.get(row.payer)), screening);
      moved += "reason" in judged ? await suspend(gateway, row, judged) : await submit(gateway, row, judged);
    }
    return moved;
  };
}

async function claim({ store, worker }: Gateway): Promise<RedemptionRow[]> {
  return store.transaction().execute(async (trx) => {
    const halted = await haltedCurrencies(trx);
    const { rows } = await sql<{ id: string }>`
      select id from redemption
      where state = 'requested' and not_before <= now() and currency <> all(${halted}::text[])
        and (leased_until is null or leased_until < now())
      order by created_at, id limit ${AT_ONCE} for update skip locked`.execute(trx);
    if (rows.length === 0) return [];
    return trx
      .updateTable("redemption")
      .set({ leased_by: worker, leased_until: sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})` })
      .where(
        "id",
        "in",
        rows.map(({ id }) => id),
      )
      .returningAll()
      .execute();
  });
}

async function judge(
  gateway: Gateway,
  row: RedemptionRow,
  creditor: Creditor | Suspension,
  screening: Screening,
): Promise<Creditor | Suspension> {
  if ("reason" in creditor) return creditor;
  const problem = unwritable(gateway, row, creditor);
  if (problem !== undefined) return { reason: "payment-cannot-be-written", message: problem };
  const limit = gateway.settings.redemption.policyUpTo[row.currency] ?? -1n;
  if (row.amount > limit && row.released_by === null) {
    return { reason: "above-policy", message: "Above what is submitted without a person: release it." };
  }
  const hit = await screening(gateway, row, creditor);
  return hit === undefined ? creditor : { reason: "screening", message: hit };
}

function suspend(gateway: Gateway, { id }: RedemptionRow, suspension: Suspension): Promise<number> {
  return gateway.store.transaction().execute(async (trx) => {
    const row = await lockRedemption(trx, id);
    if (row?.state !== "requested") return 0;
    await suspendRedemption(gateway, trx, row, suspension);
    return 1;
  });
}

async function submit(gateway: Gateway, claimed: RedemptionRow, creditor: Creditor): Promise<number> {
  const call = await submitRedemptionCall(gateway.bank, onChain(gateway, claimed), claimed.uetr);
  const sender = await operatorFor(gateway, claimed.id);
  return gateway.store.transaction().execute(async (trx) => {
    const row = await lockRedemption(trx, claimed.id);
    if (row?.state !== "requested" || row.leased_by !== gateway.worker) return 0;
    const { id, attempts } = row;
    const subject = subjectOf(id);
    const chainTx = await queueCall(trx, {
      purpose: "redemption-submit",
      subject,
      sender,
      call,
      atStake: row.amount,
    });
    await moveRedemptions(trx, [id], ["requested"], {
      state: "submitting",
      attempts,
      chain_tx: chainTx,
      customer: creditor.customer,
      creditor_account: creditor.account,
      creditor_name: creditor.name,
    });
    await record(trx, {
      actor: gateway.worker,
      act: "redemption submitted",
      subject,
      data: { transaction: chainTx, sender, released: row.released_by },
    });
    return 1;
  });
}
