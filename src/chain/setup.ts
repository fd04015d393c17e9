import {
  DepositToken__factory,
  IssuanceDesk__factory,
  PartyRegistry__factory,
  RedemptionDesk__factory,
  Resolution__factory,
  SuccessorIssuanceDesk__factory,
} from "../../typechain-types/index.js";
import type { BankConfig } from "../bank/bankFile.js";
import { ROLE_NAMES } from "../bank/roleRules.js";
import { FUNCTION_ROLES, type ManagedContract, POWERS, type RoleName } from "../bank/roles.js";

/*
 * What a bank's suite must look like once deployed. The deployment builds it from here and the check compares the chain
 * with it, so that neither has a list of its own.
 */

/** AccessManager's own ids. */
export const ADMIN_ROLE = 0n;
export const PUBLIC_ROLE = 2n ** 64n - 1n;

/** ABIs of the contracts whose functions are restricted. */
export const MANAGED_ABIS = {
  DepositToken: DepositToken__factory.createInterface(),
  PartyRegistry: PartyRegistry__factory.createInterface(),
  IssuanceDesk: IssuanceDesk__factory.createInterface(),
  RedemptionDesk: RedemptionDesk__factory.createInterface(),
  Resolution: Resolution__factory.createInterface(),
  SuccessorIssuanceDesk: SuccessorIssuanceDesk__factory.createInterface(),
} as const;

/** A contract by its name in the deployment: its kind, or the currency of a token. */
export type TargetName = string;

/** Every contract that the AccessManager manages: three desks and registers, and one token a currency. */
export function managedContracts(bank: Pick<BankConfig, "tokens">): { name: TargetName; kind: ManagedContract }[] {
  const tokens = bank.tokens.map(({ currency }) => ({ name: currency, kind: "DepositToken" as const }));
  return [
    { name: "PartyRegistry", kind: "PartyRegistry" },
    { name: "IssuanceDesk", kind: "IssuanceDesk" },
    { name: "RedemptionDesk", kind: "RedemptionDesk" },
    ...tokens,
  ];
}

/** The selectors of one kind of contract that a role may call, for each role that has any. */
export function selectorsByRole(kind: ManagedContract): { role: RoleName; methods: string[]; selectors: string[] }[] {
  return ROLE_NAMES.map((role) => {
    const rows = Object.entries(FUNCTION_ROLES[kind]).filter(([, needed]) => needed === role);
    const methods = rows.map(([method]) => method);
    return { role, methods, selectors: methods.map((method) => selectorOf(kind, method)) };
  }).filter(({ methods }) => methods.length > 0);
}

export function selectorOf(kind: ManagedContract, method: string): string {
  const fragment = MANAGED_ABIS[kind].getFunction(method as never);
  if (fragment === null) throw new Error(`${kind} has no function ${method}, but FUNCTION_ROLES lists it.`);
  return (fragment as { selector: string }).selector;
}

/** What each desk may do in each token. The redemption desk mints again what a payee's bank sent back. */
export const DESK_POWERS = {
  IssuanceDesk: POWERS.ISSUER,
  RedemptionDesk: POWERS.NOTARY | POWERS.BURNER | POWERS.ISSUER,
} as const;
