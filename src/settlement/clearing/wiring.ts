import type { Signer } from "ethers";

import { CLEARING_FUNCTIONS, ROLES } from "../../bank/roles.js";
import type { Bank } from "../../chain/bank.js";
import { type Call, callOf, send, type Sent } from "../../chain/send.js";
import { InterbankClearing__factory } from "../../../typechain-types/index.js";
import { deskAddress } from "../desks.js";

/**
 * Gives each of the clearing desk's functions its role at the bank's own AccessManager, in one transaction: until then all of
 * them are the admin's. Nothing of it touches another bank.
 */
export function wireClearingCall(bank: Bank): Promise<Call> {
  const desk = InterbankClearing__factory.createInterface();
  const { interface: manager } = bank.accessManager;
  const roles = [...new Set(Object.values(CLEARING_FUNCTIONS))];
  const calls = roles.map((role) => {
    const methods = Object.entries(CLEARING_FUNCTIONS).filter(([, needed]) => needed === role);
    const selectors = methods.map(([method]) => desk.getFunction(method as "pay").selector);
    return manager.encodeFunctionData("setTargetFunctionRole", [
      deskAddress("InterbankClearing"),
      selectors,
      ROLES[role],
    ]);
  });
  return callOf("AccessManager.multicall", bank.accessManager.multicall.populateTransaction(calls));
}

/** Who may call: an admin of the bank's AccessManager. @throws VostroError AccessManagerUnauthorizedAccount */
export async function wireClearing(bank: Bank, admin: Signer): Promise<Sent> {
  return send(bank, admin, await wireClearingCall(bank));
}
