import { sql } from "kysely";
import type { Signer } from "ethers";

import { type Rejection, signRejection } from "../../chain/redemptionDesk.js";
import { reasonCodeToBytes4 } from "../../chain/reference.js";
import { chainTime } from "../../chain/send.js";
import { VostroError } from "../../errors/index.js";
import { record, toJson } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { closeCases } from "./cases.js";
import { policyApprover } from "./operator.js";
import { lockRedemption, onChain, type RedemptionRow, subjectOf } from "./rows.js";

/** How long a signed yes is good: a rejection is sent at once, unless the chain is away. */
const APPROVAL_SECONDS = 86_400n;
/** ISO 20022: "narrative", for a bank that gives no code. */
const NO_CODE = "NARR";
const AT_ONCE = 50;

/** An approval as it lies in the store. */
export interface StoredApproval {
  readonly approver: string;
  readonly signature: string;
  readonly reason: string;
  /** unix seconds, decimal text */
  readonly expiry: string;
}

/**
 * The second person's yes to letting the customer's money go, because the bank will not pay. It is sent by an operator, with
 * another key.
 * @param approver a redemption approver
 * @throws VostroError RedemptionNotRefused
 */
export async function approveRejection(gateway: Gateway, approver: Signer, id: string): Promise<void> {
  const row = await gateway.store.selectFrom("redemption").selectAll().where("id", "=", id).executeTakeFirst();
  if (row?.state !== "refused") throw notRefused(id, row?.state);
  if (!(await approve(gateway, approver, row))) throw notRefused(id, "changed meanwhile");
}

/**
 * The policy's yes, where its key is: only when the bank itself rejected the payment (RJCT), and up to the amount that is
 * submitted without a person.
 */
export async function approveRejections(gateway: Gateway): Promise<number> {
  const approver = policyApprover(gateway);
  if (approver === undefined) return 0;
  const { policyUpTo } = gateway.settings.redemption;
  const rows = await gateway.store
    .selectFrom("redemption")
    .selectAll()
    .where("state", "=", "refused")
    .where("approval", "is", null)
    .where("refused_by", "=", "RJCT")
    .where("not_before", "<=", sql<Date>`now()`)
    .orderBy("since")
    .limit(AT_ONCE)
    .execute();
  let approved = 0;
  for (const row of rows.filter(({ amount, currency }) => amount <= (policyUpTo[currency] ?? -1n))) {
    if (await approve(gateway, approver, row)) approved++;
  }
  return approved;
}

async function approve(gateway: Gateway, approver: Signer, row: RedemptionRow): Promise<boolean> {
  const { id } = row;
  const expiry = (await chainTime(gateway.bank)) + APPROVAL_SECONDS;
  const rejection: Rejection = { reason: reasonCode(row.refusal), expiry };
  const { approver: by, signature } = await signRejection(gateway.bank, approver, onChain(gateway, row), rejection);
  const approval: StoredApproval = { approver: by, signature, reason: rejection.reason, expiry: String(expiry) };
  return gateway.store.transaction().execute(async (trx) => {
    const now = await lockRedemption(trx, id);
    if (now?.state !== "refused" || now.approval !== null) return false;
    await trx
      .updateTable("redemption")
      .set({ approval: toJson(approval) })
      .where("id", "=", id)
      .execute();
    await closeCases(trx, { redemption: id, reason: "refused", by, resolution: "rejection approved" });
    await record(trx, {
      actor: by,
      act: "rejection approved",
      subject: subjectOf(id),
      data: { reason: approval.reason, refusedBy: row.refused_by },
    });
    return true;
  });
}

/** The code that the chain keeps; a bank's own words are not for the chain. */
function reasonCode(refusal: string | null): string {
  try {
    reasonCodeToBytes4(refusal ?? "");
    return refusal!;
  } catch {
    return NO_CODE;
  }
}

const notRefused = (id: string, state: string | undefined): VostroError =>
  new VostroError({
    name: "RedemptionNotRefused",
    args: { id, state },
    sentence: `The redemption ${id} is ${state ?? "unknown"}, not refused by the bank.`,
    fix: "Only what the bank will never pay is rejected.",
  });
