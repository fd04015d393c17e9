import type { ArgumentType, Future, IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";

import type { BankConfig } from "../../src/bank/bankFile.js";
import { CONTRACT_MEMBERS, type MemberContract, ROLE_GUARDIANS, ROLE_NAMES } from "../../src/bank/roleRules.js";
import { ROLES, type RoleName } from "../../src/bank/roles.js";
import { ADMIN_ROLE, managedContracts, selectorsByRole } from "../../src/chain/setup.js";
import { clearingSelectors } from "../../src/settlement/clearing/wiring.js";
import { deskAddress } from "../../src/settlement/desks.js";
import type { ContractAt, Contracts } from "./contracts.js";

/**
 * Gives every restricted function its role and every role its members, labels and guardian, and makes the bank's admins
 * admins, in one transaction: a half-wired bank, in which a forgotten function would be the admin's, never exists.
 * @param after what the deployer still does as admin of unwired functions
 */
export function wireRoles(m: IgnitionModuleBuilder, bank: BankConfig, contracts: Contracts, after: Future[]): Future {
  const { manager } = contracts;
  const encode = (id: string, method: string, args: ArgumentType[]) =>
    m.encodeFunctionCall(manager, method, args, { id });
  const targets: Readonly<Record<string, ContractAt>> = { ...contracts.tokens, ...contracts.singles };

  const functions = managedContracts(bank).flatMap(({ name, kind }) =>
    selectorsByRole(kind).map(({ role, selectors }) =>
      encode(`Wire_${name}_${role}`, "setTargetFunctionRole", [targets[name]!, selectors, ROLES[role]]),
    ),
  );
  const clearing = bank.desks.includes("InterbankClearing")
    ? clearingSelectors().map(({ role, selectors }) =>
        encode(`Wire_InterbankClearing_${role}`, "setTargetFunctionRole", [
          ...[deskAddress("InterbankClearing"), selectors, ROLES[role]],
        ]),
      )
    : [];
  const labels = ROLE_NAMES.map((role) => encode(`Label_${role}`, "labelRole", [ROLES[role], role]));
  const guardians = (Object.entries(ROLE_GUARDIANS) as [RoleName, RoleName][]).map(([role, guardian]) =>
    encode(`Guardian_${role}`, "setRoleGuardian", [ROLES[role], ROLES[guardian]]),
  );
  const grants = ROLE_NAMES.flatMap((role) =>
    bank.roles[role].map(({ signer, delay }) =>
      encode(`Grant_${role}_${signer}`, "grantRole", [ROLES[role], signer, delay]),
    ),
  );
  const contractGrants = (Object.keys(CONTRACT_MEMBERS) as MemberContract[]).flatMap((name) =>
    CONTRACT_MEMBERS[name].map((role) =>
      encode(`Grant_${role}_${name}`, "grantRole", [ROLES[role], contracts.singles[name], 0]),
    ),
  );
  const admins = bank.admins.map(({ signer, delay }) =>
    encode(`Grant_ADMIN_${signer}`, "grantRole", [ADMIN_ROLE, signer, delay]),
  );
  const calls = [...functions, ...clearing, ...labels, ...guardians, ...grants, ...contractGrants, ...admins];
  return m.call(manager, "multicall", [calls], { id: "Roles", after });
}
