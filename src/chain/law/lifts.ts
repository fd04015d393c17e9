import type { Signer } from "ethers";

import type { Bank } from "../bank.js";
import { type BlockLift, liftBlockCall as liftDirectBlockCall } from "../parties.js";
import { type Call, callOf } from "../send.js";
import type { ActApproval } from "../twoPeople.js";
import { type LegallyActed, type PartyBlockChanged, partyBlockIn, sendLegalAct } from "./orderedActs.js";
import { legalContent, type LienLift, type OrderedBlockLift, type WalletUnblock } from "./signing.js";

/*
 * What ends: each lift is sent by a compliance releaser, never by who placed it, with a compliance approver's signature.
 * Beside the errors named at each, all fail with GroundsMissing and those of a bad approval.
 */

export function liftOrderedBlockCall(bank: Bank, lift: OrderedBlockLift, approval: ActApproval): Promise<Call> {
  const { orderId, party, grounds } = legalContent(bank, "LiftBlock", lift);
  const populated = bank.legalOrders.liftBlock.populateTransaction(orderId, party, grounds, approval);
  return callOf("LegalOrders.liftBlock", populated, { role: "COMPLIANCE_RELEASER", needsMargin: true });
}

/**
 * Lifts one order's block of a party, which is free when no other is left. Who may call: a compliance releaser, with an
 * approval.
 * @throws VostroError BlockNotLive
 */
export async function liftOrderedBlock(
  bank: Bank,
  releaser: Signer,
  lift: OrderedBlockLift,
  approval: ActApproval,
): Promise<PartyBlockChanged> {
  const call = liftOrderedBlockCall(bank, lift, approval);
  return partyBlockIn(bank, await sendLegalAct(bank, releaser, "LiftBlock", lift, approval, call), lift.party);
}

export function liftLienCall(bank: Bank, lift: LienLift, approval: ActApproval, currency?: string): Promise<Call> {
  const { lienId, amount, grounds } = legalContent(bank, "LiftLien", lift);
  const populated = bank.legalOrders.liftLien.populateTransaction(lienId, amount, grounds, approval);
  return callOf("LegalOrders.liftLien", populated, { role: "COMPLIANCE_RELEASER", currency });
}

/**
 * Lifts a lien in part or whole, wherever its money went. Who may call: a compliance releaser, with an approval.
 * @throws VostroError LiftAmountInvalid: more than is left of it, or no such lien
 */
export async function liftLien(
  bank: Bank,
  releaser: Signer,
  lift: LienLift,
  approval: ActApproval,
  currency?: string,
): Promise<LegallyActed> {
  return sendLegalAct(bank, releaser, "LiftLien", lift, approval, liftLienCall(bank, lift, approval, currency));
}

/**
 * Lifts one block that an officer placed at the register, never one under an order. Who may call: a compliance releaser,
 * with an approval.
 * @throws VostroError NoDirectBlock
 */
export async function liftDirectBlock(
  bank: Bank,
  releaser: Signer,
  lift: BlockLift,
  approval: ActApproval,
): Promise<PartyBlockChanged> {
  const call = liftDirectBlockCall(bank, lift, approval);
  return partyBlockIn(bank, await sendLegalAct(bank, releaser, "LiftDirectBlock", lift, approval, call), lift.party);
}

export function unblockWalletCall(bank: Bank, unblock: WalletUnblock, approval: ActApproval): Promise<Call> {
  const { token, wallet, grounds } = legalContent(bank, "UnblockWallet", unblock);
  const populated = bank.legalOrders.unblockWallet.populateTransaction(token, wallet, grounds, approval);
  return callOf("LegalOrders.unblockWallet", populated, { role: "COMPLIANCE_RELEASER", currency: unblock.currency });
}

/**
 * Lifts the block of one wallet in one token, placed by an officer at the token. Who may call: a compliance releaser, with
 * an approval.
 * @throws VostroError WalletNotBlocked
 */
export async function unblockWallet(
  bank: Bank,
  releaser: Signer,
  unblock: WalletUnblock,
  approval: ActApproval,
): Promise<LegallyActed> {
  const call = unblockWalletCall(bank, unblock, approval);
  return sendLegalAct(bank, releaser, "UnblockWallet", unblock, approval, call);
}
