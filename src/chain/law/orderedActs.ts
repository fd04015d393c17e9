import type { Signer } from "ethers";

import type { Bank } from "../bank.js";
import { pushFailuresIn, type PushFailure } from "../events.js";
import { type Call, callOf, send, type Sent } from "../send.js";
import type { ActApproval } from "../twoPeople.js";
import {
  type ForcedRelease,
  legalActId,
  type LegalActName,
  type LegalActs,
  legalContent,
  type OrderedBlock,
  type OrderedLien,
  type Recovery,
  type Seizure,
} from "./signing.js";
import { sweepsIn, type Swept } from "./sweeps.js";

/*
 * What compliance does under a legal order, each act with a compliance approver's signature. All of it works while every
 * operation is paused. Beside the errors named at each, all fail with those of a bad order (OrderLapsed, OrderMismatch, ...)
 * and of a bad approval (ActDone, ApprovalExpired, ApproverInvalid, ApprovalInvalid).
 */

/** An act or lift that was done. */
export interface LegallyActed extends Sent {
  /** bytes32: what the act is called for ever; the id of a lien that was placed */
  readonly actId: string;
}

/** A block that was placed or lifted. */
export interface PartyBlockChanged extends LegallyActed {
  readonly party: bigint;
  /** blocks live on the party, those by officers among them; it is free at zero */
  readonly blocks: bigint;
  /** tokens that did not take it: pause those at once */
  readonly pushFailures: readonly PushFailure[];
}

/** A wallet that was retired, and what became of its money. */
export interface Recovered extends LegallyActed, Swept {}

/** Sends an act, and gives it its name. */
export async function sendLegalAct<N extends LegalActName>(
  bank: Bank,
  signer: Signer,
  name: N,
  act: LegalActs[N],
  approval: ActApproval,
  call: Promise<Call>,
): Promise<LegallyActed> {
  return { ...(await send(bank, signer, await call)), actId: legalActId(bank, name, act, approval) };
}

/** What a block or its lift left on the party. */
export function partyBlockIn(bank: Bank, acted: LegallyActed, party: bigint): PartyBlockChanged {
  const event = acted.events.find(({ name }) => name === "PartyBlocked" || name === "PartyUnblocked");
  const blocks = (event?.args["blocks"] ?? 0n) as bigint;
  return { ...acted, party, blocks, pushFailures: pushFailuresIn(bank, acted.events) };
}

export function blockUnderOrderCall(bank: Bank, block: OrderedBlock, approval: ActApproval): Promise<Call> {
  const { order, party } = legalContent(bank, "BlockParty", block);
  const populated = bank.legalOrders.blockParty.populateTransaction(order, party, approval);
  return callOf("LegalOrders.blockParty", populated, { role: "COMPLIANCE" });
}

/**
 * Blocks a party in every token, once per order while live. Who may call: compliance, with an approval.
 * @throws VostroError BlockLive, PartyUnknown, GasTooLow
 */
export async function blockUnderOrder(
  bank: Bank,
  officer: Signer,
  block: OrderedBlock,
  approval: ActApproval,
): Promise<PartyBlockChanged> {
  const call = blockUnderOrderCall(bank, block, approval);
  return partyBlockIn(bank, await sendLegalAct(bank, officer, "BlockParty", block, approval, call), block.party);
}

export function placeLienCall(bank: Bank, lien: OrderedLien, approval: ActApproval): Promise<Call> {
  const { order, token, account, amount } = legalContent(bank, "PlaceLien", lien);
  const populated = bank.legalOrders.placeLien.populateTransaction(order, token, account, amount, approval);
  return callOf("LegalOrders.placeLien", populated, { role: "COMPLIANCE", currency: lien.currency });
}

/**
 * Keeps an amount of an account for the order, on top of other liens; what the balance lacks is caught from later credits.
 * Who may call: compliance, with an approval.
 * @returns `actId` is the lien's id
 * @throws VostroError AccountUnknown, BadAmount
 */
export async function placeLien(
  bank: Bank,
  officer: Signer,
  lien: OrderedLien,
  approval: ActApproval,
): Promise<LegallyActed> {
  return sendLegalAct(bank, officer, "PlaceLien", lien, approval, placeLienCall(bank, lien, approval));
}

export function seizeCall(bank: Bank, seizure: Seizure, approval: ActApproval): Promise<Call> {
  const { order, token, account, custody, amount, lienId } = legalContent(bank, "Seize", seizure);
  const { seize: method } = bank.legalOrders;
  const populated = method.populateTransaction(order, token, account, custody, amount, lienId, approval);
  return callOf("LegalOrders.seize", populated, { role: "COMPLIANCE", currency: seizure.currency });
}

/**
 * Moves money to a custody account: out of the order's own lien first, then free money. Who may call: compliance, with an
 * approval.
 * @throws VostroError CustodyUnknown, LiensInTheWay, LienForeign, LienNotHere, HeldBalance (force the holds' release
 * first), ERC20InsufficientBalance
 */
export async function seize(
  bank: Bank,
  officer: Signer,
  seizure: Seizure,
  approval: ActApproval,
): Promise<LegallyActed> {
  return sendLegalAct(bank, officer, "Seize", seizure, approval, seizeCall(bank, seizure, approval));
}

export function recoverWalletCall(bank: Bank, recovery: Recovery, approval: ActApproval): Promise<Call> {
  const { order, lost, successor } = legalContent(bank, "Recover", recovery);
  const populated = bank.legalOrders.recover.populateTransaction(order, lost, successor, approval);
  return callOf("LegalOrders.recover", populated, { role: "COMPLIANCE" });
}

/**
 * Retires a lost wallet for another live wallet of the same party, and sweeps its money there; nothing is minted. Who may
 * call: compliance, with an approval.
 * @throws VostroError SuccessorInvalid (another party's, itself, or lost too), WalletNotLive
 */
export async function recoverWallet(
  bank: Bank,
  officer: Signer,
  recovery: Recovery,
  approval: ActApproval,
): Promise<Recovered> {
  const call = recoverWalletCall(bank, recovery, approval);
  const acted = await sendLegalAct(bank, officer, "Recover", recovery, approval, call);
  return { ...acted, ...sweepsIn(bank, acted.events) };
}

export function forceReleaseHoldCall(bank: Bank, release: ForcedRelease, approval: ActApproval): Promise<Call> {
  const { order, token } = legalContent(bank, "ForceRelease", release);
  const populated = bank.legalOrders.forceRelease.populateTransaction(order, token, release.hold, approval);
  return callOf("LegalOrders.forceRelease", populated, { role: "COMPLIANCE", currency: release.currency });
}

/**
 * Releases what remains of a hold to its payer. Who may call: compliance, with an approval.
 * @throws VostroError HoldNotOpen: closed, or a sealed redemption, which is out of every order's reach
 */
export async function forceReleaseHold(
  bank: Bank,
  officer: Signer,
  release: ForcedRelease,
  approval: ActApproval,
): Promise<LegallyActed> {
  return sendLegalAct(bank, officer, "ForceRelease", release, approval, forceReleaseHoldCall(bank, release, approval));
}
