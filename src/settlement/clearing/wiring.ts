import type { Signer } from "ethers";

import { CLEARING_FUNCTIONS, type RoleName, ROLES } from "../../bank/roles.js";
import type { Bank } from "../../chain/bank.js";
import { type Call, callOf, send, type Sent } from "../../chain/send.js";
import { InterbankClearing__factory } from "../../../typechain-types/index.js";
import { deskAddress } from "../desks.js";

const DESK = InterbankClearing__factory.createInterface();

/** The desk's selectors that each role may call, for each role that has any. */
export function clearingSelectors(): { role: RoleName; selectors: string[] }[] {
  return [...new Set(Object.values(CLEARING_FUNCTIONS))].map((role) => {
    const methods = Object.entries(CLEARING_FUNCTIONS).filter(([, needed]) => needed === role);
    return { role, selectors: methods.map(([method]) => DESK.getFunction(method as "pay").selector) };
  });
}

/**
 * Gives each of the clearing desk's functions its role at the bank's own AccessManager, in one transaction: until then all of
 * them are the admin's. Nothing of it touches another bank. A deployment whose bank file names the desk does it by itself.
 */
export function wireClearingCall(bank: Bank): Promise<Call> {
  const { interface: manager } = bank.accessManager;
  const desk = deskAddress("InterbankClearing");
  const calls = clearingSelectors().map(({ role, selectors }) =>
    manager.encodeFunctionData("setTargetFunctionRole", [desk, selectors, ROLES[role]]),
  );
  return callOf("AccessManager.multicall", bank.accessManager.multicall.populateTransaction(calls));
}

/** Who may call: an admin of the bank's AccessManager. @throws VostroError AccessManagerUnauthorizedAccount */
export async function wireClearing(bank: Bank, admin: Signer): Promise<Sent> {
  return send(bank, admin, await wireClearingCall(bank));
}
