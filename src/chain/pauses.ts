import type { Signer } from "ethers";

import type { Bank } from "./bank.js";
import { requireBytes, tokenOf } from "./checks.js";
import { type Call, callOf, send, type Sent } from "./send.js";
import { type ActApproval, type ActTerms, approveAct } from "./twoPeople.js";
import { type Operation, OPERATIONS } from "./words.js";

/** One operation of one token. */
export interface Pausable {
  /** ISO 4217 */
  readonly currency: string;
  readonly operation: Operation;
}

/** Why a pause is lifted. */
export interface PauseLift extends Pausable {
  /** bytes32: hash or number of the decision */
  readonly reason: string;
}

const codeOf = (operation: Operation): number => OPERATIONS.indexOf(operation);

export async function pauseCall(bank: Bank, { currency, operation }: Pausable): Promise<Call> {
  const populated = tokenOf(bank, currency).pause.populateTransaction(codeOf(operation));
  return callOf("DepositToken.pause", populated, { role: "GUARDIAN", currency });
}

/** Stops one operation of a token at once. Redemption and release cannot be stopped. Who may call: the guardian. */
export async function pause(bank: Bank, guardian: Signer, pausable: Pausable): Promise<Sent> {
  return send(bank, guardian, await pauseCall(bank, pausable));
}

/** The approver's yes to a lift. Who may sign: a compliance approver, never who sends it. */
export async function signPauseLift(
  bank: Bank,
  approver: Signer,
  lift: PauseLift,
  terms: ActTerms,
): Promise<ActApproval> {
  const token = tokenOf(bank, lift.currency).target;
  const message = { token, operation: codeOf(lift.operation), reason: reasonOf(lift) };
  return approveAct(bank.pauseControl, approver, "LiftPause", message, terms);
}

export async function liftPauseCall(bank: Bank, lift: PauseLift, approval: ActApproval): Promise<Call> {
  const { liftPause: method } = bank.pauseControl;
  const token = tokenOf(bank, lift.currency);
  const populated = method.populateTransaction(token, codeOf(lift.operation), reasonOf(lift), approval);
  return callOf("PauseControl.liftPause", populated, { role: "COMPLIANCE_RELEASER", currency: lift.currency });
}

/**
 * Lets a token run an operation again. Who may call: the compliance releaser, with an approval.
 * @throws VostroError NotPaused, TokenInResolution, ActDone, ApprovalExpired, ApproverInvalid, ApprovalInvalid
 */
export async function liftPause(bank: Bank, releaser: Signer, lift: PauseLift, approval: ActApproval): Promise<Sent> {
  return send(bank, releaser, await liftPauseCall(bank, lift, approval));
}

const reasonOf = ({ reason }: PauseLift): string => requireBytes(reason, 32, "The reason of the lift");
