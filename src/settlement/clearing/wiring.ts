import type { Signer } from "ethers";

import { ROLES, type RoleName } from "../../bank/roles.js";
import type { Bank } from "../../chain/bank.js";
import { type Call, callOf, send, type Sent } from "../../chain/send.js";
import { InterbankClearing__factory } from "../../../typechain-types/index.js";
import { deskAddress } from "../desks.js";
import { CLEARING_FUNCTIONS, CLEARING_ROLES } from "./book.js";

type ClearingRole = keyof typeof CLEARING_ROLES;

const roleId = (role: RoleName | ClearingRole): bigint =>
  role in CLEARING_ROLES ? CLEARING_ROLES[role as ClearingRole] : ROLES[role as RoleName];

/** The admin's calls that give each of the clearing desk's functions its role at the bank's own AccessManager. */
export function wireClearingCalls(bank: Bank): Promise<Call[]> {
  const desk = InterbankClearing__factory.createInterface();
  const { setTargetFunctionRole } = bank.accessManager;
  const roles = [...new Set(Object.values(CLEARING_FUNCTIONS))];
  return Promise.all(
    roles.map((role) => {
      const methods = Object.entries(CLEARING_FUNCTIONS).filter(([, needed]) => needed === role);
      const selectors = methods.map(([method]) => desk.getFunction(method as "pay").selector);
      const populated = setTargetFunctionRole.populateTransaction(
        deskAddress("InterbankClearing"),
        selectors,
        roleId(role),
      );
      return callOf("AccessManager.setTargetFunctionRole", populated);
    }),
  );
}

/** All of them in one transaction: until then every function is the admin's. Nothing of it touches another bank. */
export async function wireClearingCall(bank: Bank): Promise<Call> {
  const calls = (await wireClearingCalls(bank)).map(({ data }) => data);
  return callOf("AccessManager.multicall", bank.accessManager.multicall.populateTransaction(calls));
}

/** Who may call: an admin of the bank's AccessManager. @throws VostroError AccessManagerUnauthorizedAccount */
export async function wireClearing(bank: Bank, admin: Signer): Promise<Sent> {
  return send(bank, admin, await wireClearingCall(bank));
}
