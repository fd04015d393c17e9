import { CLEARING_FUNCTIONS, type RoleName, ROLES } from "../../bank/roles.js";
import type { Bank } from "../../chain/bank.js";
import { type Call, callOf } from "../../chain/send.js";
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
 * The admin's calls that give each of the clearing desk's functions its role at the bank's own AccessManager: until then all of
 * them are the admin's. Nothing of it touches another bank. A deployment whose bank file names the desk does it by itself.
 */
export function wireClearingCalls(bank: Bank): Promise<Call[]> {
  const { setTargetFunctionRole } = bank.accessManager;
  const desk = deskAddress("InterbankClearing");
  return Promise.all(
    clearingSelectors().map(({ role, selectors }) =>
      callOf(
        "AccessManager.setTargetFunctionRole",
        setTargetFunctionRole.populateTransaction(desk, selectors, ROLES[role]),
      ),
    ),
  );
}
