import type { Signer } from "ethers";

import type { Bank } from "../bank.js";
import { requireAddress } from "../checks.js";
import { type Call, callOf, send, type Sent } from "../send.js";

/* Accounts of the bank to which seized money goes, and no other. */

export function addCustodyAccountCall(bank: Bank, account: string): Promise<Call> {
  const wallet = requireAddress(account, "The custody account");
  const populated = bank.legalOrders.addCustodyAccount.populateTransaction(wallet);
  return callOf("LegalOrders.addCustodyAccount", populated, { role: "POLICY_ADMIN" });
}

/**
 * Registers a custody account: a wallet of the register, best of the bank's own party. Who may call: the policy admin.
 * @throws VostroError CustodyInvalid
 */
export async function addCustodyAccount(bank: Bank, admin: Signer, account: string): Promise<Sent> {
  return send(bank, admin, await addCustodyAccountCall(bank, account));
}

export function removeCustodyAccountCall(bank: Bank, account: string): Promise<Call> {
  const wallet = requireAddress(account, "The custody account");
  const populated = bank.legalOrders.removeCustodyAccount.populateTransaction(wallet);
  return callOf("LegalOrders.removeCustodyAccount", populated, { role: "COMPLIANCE" });
}

/** Takes a custody account off the list; its money stays where it is. Who may call: compliance. */
export async function removeCustodyAccount(bank: Bank, officer: Signer, account: string): Promise<Sent> {
  return send(bank, officer, await removeCustodyAccountCall(bank, account));
}
