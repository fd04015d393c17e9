import { record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { openCase } from "./cases.js";
import { moveRedemptions, type RedemptionRow, subjectOf } from "./rows.js";

/** Failures in a row after which a person looks. */
const ATTEMPTS = 5;
/** Seconds before the second attempt; doubled with each. */
const PAUSE = 2;

export interface Suspension {
  readonly reason: string;
  readonly message: string;
}

/** A person decides what becomes of it; it remembers the state that it was taken from. */
export async function suspendRedemption(
  gateway: Gateway,
  trx: Trx,
  { id, state, resume }: Pick<RedemptionRow, "id" | "state" | "resume">,
  { reason, message }: Suspension,
): Promise<void> {
  const moved = await moveRedemptions(trx, [id], [state], {
    state: "suspense",
    resume: state === "suspense" ? resume : state,
  });
  if (moved.length === 0) return;
  await openCase(trx, { redemption: id, reason, message, owner: gateway.settings.owner });
  await record(trx, {
    actor: gateway.worker,
    act: "redemption into suspense",
    subject: subjectOf(id),
    data: { reason, state },
  });
}

/**
 * Its transaction failed for a reason that may pass: back to `to`, to be tried again a little later; after five failures in
 * a row a person looks.
 */
export async function tryAgain(
  gateway: Gateway,
  trx: Trx,
  row: RedemptionRow,
  { to, problem }: { readonly to: RedemptionRow["state"]; readonly problem: Error },
): Promise<void> {
  const attempts = row.attempts + 1;
  if (attempts >= ATTEMPTS) {
    const message = `${attempts} transactions in a row failed, the last: ${problem.message}`;
    // What it goes on from is the state before the transaction.
    await moveRedemptions(trx, [row.id], [row.state], { state: to });
    await suspendRedemption(gateway, trx, { ...row, state: to }, { reason: "transactions-failed", message });
    return;
  }
  await moveRedemptions(trx, [row.id], [row.state], { state: to, attempts, not_before: afterFailures(attempts) });
}

/** When the next attempt is due. */
export const afterFailures = (attempts: number): Date => new Date(Date.now() + PAUSE * 2 ** attempts * 1000);
