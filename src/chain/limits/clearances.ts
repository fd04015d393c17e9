import { type Signer, ZeroAddress, ZeroHash } from "ethers";

import { isoDate, VostroError } from "../../errors/index.js";
import type { Bank } from "../bank.js";
import { requireAddress, requireAmount, requireBytes, tokenOf } from "../checks.js";
import { currencyOf } from "../events.js";
import type { Approval } from "../issue.js";
import { ask, type Call, callOf, chainTime, send, type Sent } from "../send.js";
import { type Clearance, signFor } from "../typedData.js";

/* One payment over a corridor under review, let pass by two people, and consumed by the payment. */

/** A clearance is decided on a case as it stands: it may not wait longer. */
export const LONGEST_CLEARANCE = 30n * 86_400n;
const CLEARANCE_SECONDS = 86_400n;

/** Exactly one payment. */
export interface NamedPayment {
  readonly currency: string;
  /** left out for a mint */
  readonly payer?: string | undefined;
  readonly payee: string;
  /** minor units */
  readonly amount: bigint;
}

export interface ClearanceRequest extends NamedPayment {
  /** bytes32; see `caseHash` */
  readonly caseId: string;
  /** unix seconds; a day from the chain's time if left out */
  readonly expiry?: bigint | undefined;
}

/**
 * A clearance as it is signed and sent.
 * @throws VostroError UnknownToken, BadAddress, BadAmount, BadBytes, BadClearance
 */
export async function buildClearance(bank: Bank, request: ClearanceRequest): Promise<Clearance> {
  const now = await chainTime(bank);
  const expiry = request.expiry ?? now + CLEARANCE_SECONDS;
  if (expiry <= now || expiry > now + LONGEST_CLEARANCE) {
    throw new VostroError({
      name: "BadClearance",
      args: { field: "expiry", expiry },
      sentence: `A clearance cannot end at ${isoDate(expiry)}.`,
      fix: "End it within 30 days from now.",
    });
  }
  const caseId = requireBytes(request.caseId, 32, "The case");
  if (caseId === ZeroHash) {
    const fix = "Name the case in which the payment was examined.";
    const args = { field: "caseId" };
    throw new VostroError({ name: "BadClearance", args, sentence: "The clearance names no case.", fix });
  }
  return { ...paymentOf(bank, request), expiry, caseId };
}

function paymentOf(bank: Bank, { currency, payer, payee, amount }: NamedPayment) {
  return {
    token: String(tokenOf(bank, currency).target),
    payer: payer === undefined ? ZeroAddress : requireAddress(payer, "The payer"),
    payee: requireAddress(payee, "The payee"),
    amount: requireAmount(amount, "A clearance"),
  };
}

/** The second person's yes. Who may sign: a compliance approver, never who sends it. */
export async function signClearance(bank: Bank, approver: Signer, clearance: Clearance): Promise<Approval> {
  const signature = await signFor(bank.limits, approver, "Clearance", clearance);
  return { approver: await approver.getAddress(), signature };
}

export function grantClearanceCall(bank: Bank, clearance: Clearance, approval: Approval): Promise<Call> {
  const { approver, signature } = approval;
  const populated = bank.limits.grantClearance.populateTransaction({ ...clearance }, approver, signature);
  return callOf("Limits.grantClearance", populated, {
    role: "COMPLIANCE_RELEASER",
    currency: currencyOf(bank, clearance.token),
  });
}

/**
 * Lets one payment pass. Who may call: a compliance releaser, with an approval.
 * @throws VostroError ClearanceLive (one for this very payment is unused), ClearanceAlreadyGranted (this approval was used),
 * ClearanceInvalid, ApprovalExpired, ApproverInvalid, ApprovalInvalid
 */
export async function grantClearance(
  bank: Bank,
  releaser: Signer,
  clearance: Clearance,
  approval: Approval,
): Promise<Sent> {
  return send(bank, releaser, await grantClearanceCall(bank, clearance, approval));
}

export function revokeClearanceCall(bank: Bank, payment: NamedPayment): Promise<Call> {
  const { token, payer, payee, amount } = paymentOf(bank, payment);
  const populated = bank.limits.revokeClearance.populateTransaction(token, payer, payee, amount);
  return callOf("Limits.revokeClearance", populated, { role: "COMPLIANCE", currency: payment.currency });
}

/** Takes an unused clearance back. Who may call: compliance. @throws VostroError ClearanceUnknown */
export async function revokeClearance(bank: Bank, officer: Signer, payment: NamedPayment): Promise<Sent> {
  return send(bank, officer, await revokeClearanceCall(bank, payment));
}

export interface ClearanceState {
  readonly expiry: bigint;
  readonly caseId: string;
  /** it would let the payment pass now */
  readonly live: boolean;
}

/** The unused clearance of a payment; undefined if none was granted, or it was used or revoked. */
export async function readClearance(bank: Bank, payment: NamedPayment): Promise<ClearanceState | undefined> {
  const { token, payer, payee, amount } = paymentOf(bank, payment);
  const { expiry, caseId } = await ask(bank, bank.limits.clearanceOf(token, payer, payee, amount), payment.currency);
  return expiry === 0n ? undefined : { expiry, caseId, live: (await chainTime(bank)) < expiry };
}
