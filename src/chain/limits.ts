import type { Signer } from "ethers";

import type { LimitSet } from "../bank/bankFileLimits.js";
import type { Bank } from "./bank.js";
import { requireAddress, requireAmount, requireBytes, requireSome, tokenOf } from "./checks.js";
import type { Approval } from "./issue.js";
import { type Call, callOf, chainTime, send, type Sent } from "./send.js";
import { type Clearance, signFor } from "./typedData.js";

export type { LimitSet } from "../bank/bankFileLimits.js";

/* Limits of parties, and clearances for corridors under review. */

/** Parties a transaction: about 100,000 gas each where limits are first set. */
const PAGE = 50;

/** In the contract the largest value of a field means no limit. */
const UNLIMITED = { amount: 2n ** 64n - 1n, count: 2n ** 16n - 1n };

/** The same limits for many parties, in one token. */
export interface LimitsOrder {
  /** ISO 4217 */
  readonly currency: string;
  readonly parties: readonly bigint[];
  readonly limits: LimitSet;
}

/** Limits as the contract takes them. */
export function limitStruct({ perPayment, windowValue, windowCount, windowHours, holdingCap }: LimitSet) {
  return {
    perPayment: perPayment ?? UNLIMITED.amount,
    windowValue: windowValue ?? UNLIMITED.amount,
    holdingCap: holdingCap ?? UNLIMITED.amount,
    windowCount: windowCount ?? UNLIMITED.count,
    windowHours,
  };
}

export async function raiseLimitsCalls(bank: Bank, { currency, parties, limits }: LimitsOrder): Promise<Call[]> {
  const token = tokenOf(bank, currency);
  const some = requireSome(parties, "parties to limit");
  const pages = Array.from({ length: Math.ceil(some.length / PAGE) }, (_, i) => some.slice(i * PAGE, (i + 1) * PAGE));
  const { raiseLimits: method } = bank.limits;
  return Promise.all(
    pages.map((page) =>
      callOf("Limits.raiseLimits", method.populateTransaction(token, page, limitStruct(limits)), {
        role: "LIMITS_OFFICER",
        currency,
      }),
    ),
  );
}

/**
 * Sets first limits, or loosens them. Who may call: the limits officer.
 * @throws VostroError LimitsNotRaised, LimitSetInvalid, TokenNotListed; pages sent before the refused one stay set
 */
export async function raiseLimits(bank: Bank, officer: Signer, order: LimitsOrder): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const call of await raiseLimitsCalls(bank, order)) sent.push(await send(bank, officer, call));
  return sent;
}

/** How long a clearance lives unless told: one day. */
const CLEARANCE_SECONDS = 86_400n;

/** One payment over a corridor under review. */
export interface ClearanceRequest {
  /** ISO 4217 */
  readonly currency: string;
  readonly payer: string;
  readonly payee: string;
  /** minor units: the payment must be of exactly this */
  readonly amount: bigint;
  /** bytes32: salted hash of the bank's case file */
  readonly caseId: string;
  /** unix seconds, used strictly before; a day from the chain's time if left out */
  readonly expiry?: bigint;
}

/** A clearance as it is signed and sent. @throws VostroError UnknownToken, BadAddress, BadAmount, BadBytes */
export async function buildClearance(bank: Bank, request: ClearanceRequest): Promise<Clearance> {
  return {
    token: String(tokenOf(bank, request.currency).target),
    payer: requireAddress(request.payer, "The payer"),
    payee: requireAddress(request.payee, "The payee"),
    amount: requireAmount(request.amount, "A clearance"),
    expiry: request.expiry ?? (await chainTime(bank)) + CLEARANCE_SECONDS,
    caseId: requireBytes(request.caseId, 32, "The case"),
  };
}

/** The approver's yes to a clearance. Who may sign: a compliance approver, never who sends it. */
export async function signClearance(bank: Bank, approver: Signer, clearance: Clearance): Promise<Approval> {
  const signature = await signFor(bank.limits, approver, "Clearance", clearance);
  return { approver: await approver.getAddress(), signature };
}

export async function grantClearanceCall(
  bank: Bank,
  clearance: Clearance,
  { approver, signature }: Approval,
): Promise<Call> {
  const populated = bank.limits.grantClearance.populateTransaction(clearance, approver, signature);
  return callOf("Limits.grantClearance", populated, { role: "COMPLIANCE_RELEASER" });
}

/**
 * Lets one payment pass a corridor under review, once. Who may call: the compliance releaser, with an approval.
 * @throws VostroError ClearanceLive, ClearanceAlreadyGranted, ClearanceInvalid, ApproverInvalid, ApprovalInvalid, ...
 */
export async function grantClearance(
  bank: Bank,
  releaser: Signer,
  clearance: Clearance,
  approval: Approval,
): Promise<Sent> {
  return send(bank, releaser, await grantClearanceCall(bank, clearance, approval));
}
