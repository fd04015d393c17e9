import { sql } from "kysely";

import { remintReturnedCall } from "../../chain/redemptionDesk.js";
import { record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { operatorBeside } from "../redemption/operator.js";
import { onChain } from "../redemption/rows.js";
import { afterFailures } from "../redemption/suspend.js";
import { queueCall } from "../transactions/queue.js";
import type { OutcomeHandler } from "../transactions/types.js";
import { lockReturn, moveReturn, type ReturnCase, returnIdOf, returnSubject, suspendReturn } from "./rows.js";

const AT_ONCE = 50;
/** Failures after which a person looks. */
const ATTEMPTS = 5;

/** Mints approved returns again, under the reference of their booked credit. */
export async function remintReturns(gateway: Gateway): Promise<number> {
  if ((gateway.keys.REDEMPTION_OPERATOR ?? []).length === 0) return 0;
  const due = await gateway.store
    .selectFrom("return_case")
    .selectAll()
    .where("state", "=", "approved")
    .where("not_before", "<=", sql<Date>`now()`)
    .orderBy("id")
    .limit(AT_ONCE)
    .execute();
  let moved = 0;
  for (const found of due) moved += await remint(gateway, found);
  return moved;
}

async function remint(gateway: Gateway, found: ReturnCase): Promise<number> {
  const { store, bank, worker } = gateway;
  const { id, redemption, deposit_id, amount, approver, signature, expiry } = found;
  if (approver === null || signature === null || expiry === null) throw new Error(`return ${id} has no approval`);
  const sender = await operatorBeside(gateway, approver);
  if (sender === undefined) return 0;
  const row = await store.selectFrom("redemption").selectAll().where("id", "=", redemption).executeTakeFirstOrThrow();
  const { reference } = await store
    .selectFrom("deposit")
    .select("reference")
    .where("id", "=", deposit_id)
    .executeTakeFirstOrThrow();
  const terms = { amount, returnReference: reference, expiry: BigInt(expiry) };
  const call = await remintReturnedCall(bank, onChain(gateway, row), terms, { approver, signature });
  return store.transaction().execute(async (trx) => {
    const now = await lockReturn(trx, id);
    if (now?.state !== "approved" || now.signature !== signature) return 0;
    const subject = returnSubject(id);
    const chainTx = await queueCall(trx, { purpose: "redemption-return", subject, sender, call, atStake: amount });
    await moveReturn(trx, now, { state: "queued", chain_tx: chainTx });
    const data = { transaction: chainTx, sender, approver, redemption };
    await record(trx, { actor: worker, act: "return minting", subject, data });
    return 1;
  });
}

export const returnOutcome: OutcomeHandler = {
  purpose: "redemption-return",

  async mined(_gateway, trx, { subject }, { block, hash }) {
    const found = await lockReturn(trx, returnIdOf(subject));
    if (found?.state !== "queued") return;
    await moveReturn(trx, found, { state: "mined" });
    await moveDeposit(trx, found, { state: "minted", minted_block: block, minted_tx: hash });
  },

  async unmined(_gateway, trx, { subject }) {
    const found = await lockReturn(trx, returnIdOf(subject));
    if (found?.state !== "mined" && found?.state !== "final") return;
    await moveReturn(trx, found, { state: "queued" });
    await moveDeposit(trx, found, { state: "ready", minted_block: null, minted_tx: null });
    if (found.state === "final") await addReturned(trx, found, -found.amount);
  },

  async final(gateway, trx, { subject, id }, { block, hash }) {
    const found = await lockReturn(trx, returnIdOf(subject));
    if (found?.state !== "mined") return;
    await moveReturn(trx, found, { state: "final", attempts: 0 });
    await moveDeposit(trx, found, { state: "final", minted_block: block, minted_tx: hash });
    await addReturned(trx, found, found.amount);
    const { redemption, deposit_id: deposit, amount } = found;
    await record(trx, {
      actor: gateway.worker,
      act: "return minted",
      subject,
      data: { transaction: id, redemption, deposit, amount, block },
    });
  },

  async failed(gateway, trx, { subject }, error) {
    const found = await lockReturn(trx, returnIdOf(subject));
    if (found?.state !== "queued") return;
    const { name, message } = error;
    if (name === "ApprovalExpired") {
      await moveReturn(trx, found, { state: "open", approver: null, signature: null, expiry: null });
      return;
    }
    // The next attestation covers it: its credit is in the control account.
    const waits = name === "BackingExceeded" || name === "AttestationStale" || name === "OperationPaused";
    const attempts = waits ? Math.min(found.attempts + 1, ATTEMPTS) : found.attempts + 1;
    if (!waits && (LASTING.includes(name) || attempts >= ATTEMPTS)) {
      await suspendReturn(gateway, trx, found, { reason: "return-not-minted", message });
      return;
    }
    await moveReturn(trx, found, { state: "approved", attempts, not_before: afterFailures(attempts) });
  },
};

/** Refusals that time does not heal. */
const LASTING: readonly string[] = [
  "RedemptionInState",
  "ReturnAmount",
  "DepositReferenceUsed",
  "ERC7943CannotReceive",
  "ERC7943CannotTransfer",
  "ApproverInvalid",
  "ApprovalInvalid",
];

async function moveDeposit(
  trx: Trx,
  { deposit_id }: ReturnCase,
  set: { state: "minted" | "ready" | "final"; minted_block: number | null; minted_tx: string | null },
): Promise<void> {
  await trx
    .updateTable("deposit")
    .set({ ...set, since: new Date() })
    .where("id", "=", deposit_id)
    .execute();
}

async function addReturned(trx: Trx, { redemption }: ReturnCase, amount: bigint): Promise<void> {
  await sql`update redemption set returned = returned + ${amount.toString()}::numeric where id = ${redemption}`.execute(
    trx,
  );
}
