import type { Signer } from "ethers";

import { signReturn } from "../../chain/redemptionDesk.js";
import { chainTime } from "../../chain/send.js";
import { VostroError } from "../../errors/index.js";
import { record, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { closeCases } from "../redemption/cases.js";
import { policyApprover } from "../redemption/operator.js";
import { lockRedemption, onChain, type RedemptionRow } from "../redemption/rows.js";
import { acceptReturn } from "./credit.js";
import { lockReturn, moveReturn, type ReturnCase, returnSubject } from "./rows.js";

const APPROVAL_SECONDS = 86_400n;
const AT_ONCE = 50;

/**
 * The second person's yes to minting returned money again. The booked credit enters the control account with it, so that the
 * next attestation covers the mint.
 * @param approver a redemption approver
 * @throws VostroError ReturnNotOpen
 */
export async function approveReturn(gateway: Gateway, approver: Signer, id: number): Promise<void> {
  if (!(await approve(gateway, approver, id))) {
    throw new VostroError({
      name: "ReturnNotOpen",
      args: { id },
      sentence: `The return ${id} does not wait for an approval.`,
      fix: "Only the booked return of a redemption that is burned is minted again, once.",
    });
  }
}

/** The policy's yes, where its key is, up to the amount that is redeemed without a person. */
export async function approveReturns(gateway: Gateway): Promise<number> {
  const approver = policyApprover(gateway);
  if (approver === undefined) return 0;
  const { policyUpTo } = gateway.settings.redemption;
  const rows = await gateway.store
    .selectFrom("return_case")
    .innerJoin("redemption", "redemption.id", "return_case.redemption")
    .select(["return_case.id", "return_case.amount", "redemption.currency"])
    .where("return_case.state", "=", "open")
    .where("redemption.state", "=", "settled")
    .orderBy("return_case.id")
    .limit(AT_ONCE)
    .execute();
  let approved = 0;
  for (const { id, amount, currency } of rows) {
    if (amount <= (policyUpTo[currency] ?? -1n) && (await approve(gateway, approver, id))) approved++;
  }
  return approved;
}

async function approve(gateway: Gateway, approver: Signer, id: number): Promise<boolean> {
  const { bank, store } = gateway;
  const found = await store.transaction().execute((trx) => readDue(trx, id));
  if (found === undefined) return false;
  const { row, returnCase, reference } = found;
  const expiry = (await chainTime(bank)) + APPROVAL_SECONDS;
  const terms = { amount: returnCase.amount, returnReference: reference, expiry };
  const { approver: by, signature } = await signReturn(bank, approver, onChain(gateway, row), terms);
  return store.transaction().execute(async (trx) => {
    const now = await readDue(trx, id);
    if (now === undefined) return false;
    await moveReturn(trx, now.returnCase, { state: "approved", approver: by, signature, expiry: Number(expiry) });
    await acceptReturn(trx, by, now.returnCase);
    await closeCases(trx, { redemption: row.id, reason: "return", by, resolution: "approved" });
    const { deposit_id: deposit, redemption, amount } = now.returnCase;
    await record(trx, {
      actor: by,
      act: "return approved",
      subject: returnSubject(id),
      data: { deposit, redemption, amount },
    });
    return true;
  });
}

/** A return that may be approved now, and all that the approver signs. */
async function readDue(
  trx: Trx,
  id: number,
): Promise<{ row: RedemptionRow; returnCase: ReturnCase; reference: string } | undefined> {
  const named = await trx.selectFrom("return_case").select("redemption").where("id", "=", id).executeTakeFirst();
  const row = named && (await lockRedemption(trx, named.redemption));
  const returnCase = await lockReturn(trx, id);
  if (row === undefined || returnCase === undefined) return undefined;
  const isFirst = row.state === "settled" && row.returned === 0n && returnCase.amount <= row.amount;
  if (returnCase.state !== "open" || !isFirst || (await isTaken(trx, returnCase))) return undefined;
  // Dismissed meanwhile: it would be minted with nothing behind it.
  const deposit = await trx
    .selectFrom("deposit")
    .select("reference")
    .where("id", "=", returnCase.deposit_id)
    .where("state", "in", ["suspense", "ready"])
    .executeTakeFirst();
  return deposit && { row, returnCase, reference: deposit.reference };
}

/** Another return of the same redemption is on its way. */
async function isTaken(trx: Trx, { id, redemption }: ReturnCase): Promise<boolean> {
  const other = await trx
    .selectFrom("return_case")
    .select("id")
    .where("redemption", "=", redemption)
    .where("id", "<>", id)
    .where("state", "in", ["approved", "queued", "mined", "final"])
    .executeTakeFirst();
  return other !== undefined;
}
