import type { Signer } from "ethers";

import type { Bank } from "./bank.js";
import { requireAmount, requireBytes } from "./checks.js";
import { currencyOf } from "./events.js";
import type { HoldActed } from "./holds.js";
import type { Approval } from "./issue.js";
import { acted, type Redemption } from "./redemptions.js";
import { reasonCodeToBytes4, uetrToBytes16 } from "./reference.js";
import { type Call, callOf, send } from "./send.js";
import { holdId, signFor } from "./typedData.js";

/* What the bank does with a redemption: submit, settle, reject, re-mint what came back. */

export function submitRedemptionCall(bank: Bank, { hold, terms }: Redemption, uetr: string): Promise<Call> {
  const populated = bank.redemptionDesk.submit.populateTransaction(hold, terms, uetrToBytes16(uetr));
  return callOf("RedemptionDesk.submit", populated, {
    role: "REDEMPTION_OPERATOR",
    currency: currencyOf(bank, terms.token),
  });
}

/**
 * Seals the hold and names the payment. Send the payment only once this is final. Who may call: a redemption operator.
 * @param uetr UUID version 4
 * @throws VostroError BadUetr, UetrUsed, RedemptionInState, HoldExpired, HoldNotOpen, ERC7943CannotSend (blocked),
 * ERC7943InsufficientUnfrozenBalance (lien)
 */
export async function submitRedemption(
  bank: Bank,
  operator: Signer,
  redemption: Redemption,
  uetr: string,
): Promise<HoldActed> {
  return acted(redemption, await send(bank, operator, await submitRedemptionCall(bank, redemption, uetr)));
}

export function settleRedemptionCall(bank: Bank, { hold, terms }: Redemption): Promise<Call> {
  const populated = bank.redemptionDesk.settle.populateTransaction(terms.token, hold);
  return callOf("RedemptionDesk.settle", populated, {
    role: "REDEMPTION_OPERATOR",
    currency: currencyOf(bank, terms.token),
  });
}

/**
 * Burns what was paid out. Who may call: a redemption operator, once the payment is confirmed.
 * @throws VostroError RedemptionInState; nothing else stops it after `submitRedemption`
 */
export async function settleRedemption(bank: Bank, operator: Signer, redemption: Redemption): Promise<HoldActed> {
  return acted(redemption, await send(bank, operator, await settleRedemptionCall(bank, redemption)));
}

/** Why the payment will never be made, and until when the approver's signature of it is good. */
export interface Rejection {
  /** ISO 20022 external status reason code, such as AC04 */
  readonly reason: string;
  /** unix seconds */
  readonly expiry: bigint;
}

/** The approver's yes to a rejection. Who may sign: a redemption approver, never the operator who sends it. */
export async function signRejection(
  bank: Bank,
  approver: Signer,
  { hold, terms }: Redemption,
  { reason, expiry }: Rejection,
): Promise<Approval> {
  const message = { token: terms.token, hold: holdId(hold), reason: reasonCodeToBytes4(reason), expiry };
  const signature = await signFor(bank.redemptionDesk, approver, "RejectRedemption", message);
  return { approver: await approver.getAddress(), signature };
}

export function rejectRedemptionCall(
  bank: Bank,
  { hold, terms }: Redemption,
  { reason, expiry }: Rejection,
  { approver, signature }: Approval,
): Promise<Call> {
  const { reject } = bank.redemptionDesk;
  const code = reasonCodeToBytes4(reason);
  const populated = reject.populateTransaction(terms.token, hold, code, expiry, approver, signature);
  return callOf("RedemptionDesk.reject", populated, {
    role: "REDEMPTION_OPERATOR",
    currency: currencyOf(bank, terms.token),
  });
}

/**
 * Lets the sealed money go: the payment will never be made. Who may call: a redemption operator with an approval.
 * @throws VostroError RedemptionInState, ApprovalExpired, ApproverInvalid, ApprovalInvalid, BadReasonCode
 */
export async function rejectRedemption(
  bank: Bank,
  operator: Signer,
  redemption: Redemption,
  rejection: Rejection,
  approval: Approval,
): Promise<HoldActed> {
  return acted(
    redemption,
    await send(bank, operator, await rejectRedemptionCall(bank, redemption, rejection, approval)),
  );
}

/** A paid redemption that came back: how much (charges may be kept), as which booked deposit. */
export interface Return {
  /** minor units */
  readonly amount: bigint;
  /** bytes32: the deposit reference of the returned payment */
  readonly returnReference: string;
  /** unix seconds: until when the approval is good */
  readonly expiry: bigint;
}

/** The approver's yes to a re-mint. Who may sign: a redemption approver, never the operator who sends it. */
export async function signReturn(
  bank: Bank,
  approver: Signer,
  { hold, terms }: Redemption,
  { amount, returnReference, expiry }: Return,
): Promise<Approval> {
  const message = { token: terms.token, hold: holdId(hold), amount, returnReference, expiry };
  const signature = await signFor(bank.redemptionDesk, approver, "ReturnRedemption", message);
  return { approver: await approver.getAddress(), signature };
}

export function remintReturnedCall(
  bank: Bank,
  { hold, terms }: Redemption,
  { amount, returnReference, expiry }: Return,
  { approver, signature }: Approval,
): Promise<Call> {
  const { remint } = bank.redemptionDesk;
  const reference = requireBytes(returnReference, 32, "The return's reference");
  requireAmount(amount, "A return");
  const populated = remint.populateTransaction(terms.token, hold, amount, reference, expiry, approver, signature);
  return callOf("RedemptionDesk.remint", populated, {
    role: "REDEMPTION_OPERATOR",
    currency: currencyOf(bank, terms.token),
  });
}

/**
 * Mints a returned payment again, linked to its redemption, once. Who may call: a redemption operator with an approval.
 * @throws VostroError RedemptionInState, ReturnAmount, DepositReferenceUsed, BackingExceeded, AttestationStale, ...
 */
export async function remintReturned(
  bank: Bank,
  operator: Signer,
  redemption: Redemption,
  returned: Return,
  approval: Approval,
): Promise<HoldActed> {
  return acted(redemption, await send(bank, operator, await remintReturnedCall(bank, redemption, returned, approval)));
}
