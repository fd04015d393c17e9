import { FunctionFragment, type Interface } from "ethers";

import { FUNCTION_ROLES, type ManagedContract, ROLES } from "../../bank/roles.js";
import { ROLE_NAMES } from "../../bank/roleRules.js";
import { ADMIN_ROLE, MANAGED_ABIS, managedContracts, PUBLIC_ROLE, selectorOf } from "../setup.js";
import { addressOf, type CheckContext, subjectOf } from "./context.js";
import { emptyCall } from "./emptyCall.js";
import { eventsOf } from "./logs.js";

/** OpenZeppelin's own: only the AccessManager itself calls it, at its admins' word (`updateAuthority`). */
const MANAGERS_OWN = "setAuthority";

/**
 * Every restricted function has the role that `FUNCTION_ROLES` gives it. A restricted function nobody thought of would
 * belong to the admin, and one that lost its guard to everyone: so each is also tried, as a stranger.
 */
export async function checkFunctions(context: CheckContext): Promise<void> {
  const { accessManager: manager } = context.suite;
  const wired = new Map<string, string>();
  for (const { name, kind } of managedContracts(context.bank)) {
    const [subject, target] = [subjectOf(name), addressOf(context, name)];
    for (const [method, role] of Object.entries(FUNCTION_ROLES[kind])) {
      const selector = selectorOf(kind, method);
      wired.set(key(target, selector), method);
      const found = await manager.getTargetFunctionRole(target, selector);
      if (found !== ROLES[role]) context.report(subject, `${method} belongs to ${roleName(found)}, not to ${role}`);
    }
    if (await manager.isTargetClosed(target))
      context.report(subject, "is closed in the AccessManager: nobody can block or pause");
    const delay = await manager.getTargetAdminDelay(target);
    if (delay !== 0n) context.report(subject, `has an admin delay of ${delay} seconds that the file does not know`);
    await tryAsStranger(context, subject, target, kind);
  }
  await findOtherWiring(context, wired);
}

async function tryAsStranger(
  context: CheckContext,
  subject: string,
  target: string,
  kind: ManagedContract,
): Promise<void> {
  const abi: Interface = MANAGED_ABIS[kind];
  const refused = abi.getError("AccessManagedUnauthorized")!.selector;
  const rows = FUNCTION_ROLES[kind];
  for (const fragment of abi.fragments) {
    if (!FunctionFragment.isFragment(fragment) || fragment.constant) continue;
    const answer = await emptyCall(context.provider, target, fragment);
    const isRefused = answer?.startsWith(refused) ?? false;
    const isKnown = fragment.name in rows || fragment.name === MANAGERS_OWN;
    if (isRefused && !isKnown)
      context.report(subject, `${fragment.name} is restricted, but FUNCTION_ROLES has no row for it`);
    if (!isRefused && isKnown) context.report(subject, `${fragment.name} does not refuse a stranger`);
  }
}

/** Roles given to functions that the table does not have, whatever the contract. */
async function findOtherWiring(context: CheckContext, wired: ReadonlyMap<string, string>): Promise<void> {
  const { suite } = context;
  const others = new Map<string, readonly [string, string]>();
  for (const { args } of await eventsOf(context, suite.accessManager, "TargetFunctionRoleUpdated")) {
    const [target, selector] = [String(args["target"]), String(args["selector"])];
    if (!wired.has(key(target, selector))) others.set(key(target, selector), [target, selector]);
  }
  for (const [target, selector] of others.values()) {
    const role = await suite.accessManager.getTargetFunctionRole(target, selector);
    if (role !== ADMIN_ROLE) context.report("AccessManager", `${selector} of ${target} belongs to ${roleName(role)}`);
  }
}

const key = (target: string, selector: string): string => `${target}:${selector}`.toLowerCase();

/** A role as people call it. */
export function roleName(id: bigint): string {
  if (id === ADMIN_ROLE) return "the admins";
  if (id === PUBLIC_ROLE) return "everyone";
  return ROLE_NAMES.find((role) => ROLES[role] === id) ?? `role ${id}`;
}
