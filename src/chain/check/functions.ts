import { FunctionFragment, type Interface } from "ethers";

import { InterbankClearing__factory } from "../../../typechain-types/index.js";
import { CLEARING_FUNCTIONS, FUNCTION_ROLES, type ManagedContract, type RoleName, ROLES } from "../../bank/roles.js";
import { ROLE_NAMES } from "../../bank/roleRules.js";
import { ADMIN_ROLE, MANAGED_ABIS, managedContracts, PUBLIC_ROLE, selectorOf } from "../setup.js";
import { addressOf, type CheckContext, subjectOf } from "./context.js";
import { emptyCall } from "./emptyCall.js";
import { eventsOf } from "./logs.js";
import { remedy } from "./remedy.js";
import { deskAddress } from "../../settlement/desks.js";

const CLEARING_ABI = InterbankClearing__factory.createInterface();

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
      checkFunction(context, subject, [target, selector, method], found, role);
    }
    if (await manager.isTargetClosed(target))
      context.report(subject, "is closed in the AccessManager: nobody can block or pause", {
        now: "closed",
        wanted: "open",
        remedies: [remedy(`Opens ${subject} again`, "ADMIN", manager, "setTargetClosed", [target, false])],
      });
    const delay = await manager.getTargetAdminDelay(target);
    if (delay !== 0n)
      context.report(subject, `has an admin delay of ${delay} seconds that the file does not know`, {
        now: `admin delay ${delay} s`,
        wanted: "none",
        remedies: [
          remedy(`Takes away the admin delay of ${subject}`, "ADMIN", manager, "setTargetAdminDelay", [target, 0]),
        ],
      });
    await tryAsStranger(context, subject, target, kind);
  }
  await checkClearing(context, wired);
  await findOtherWiring(context, wired);
}

/** The clearing desk is nobody's: that its functions ask this bank's roles is the bank's own wiring. */
async function checkClearing(context: CheckContext, wired: Map<string, string>): Promise<void> {
  if (!context.bank.desks.includes("InterbankClearing")) return;
  const target = deskAddress("InterbankClearing");
  for (const [method, role] of Object.entries(CLEARING_FUNCTIONS)) {
    const { selector } = CLEARING_ABI.getFunction(method as "propose");
    wired.set(key(target, selector), method);
    const found = await context.suite.accessManager.getTargetFunctionRole(target, selector);
    checkFunction(context, "InterbankClearing", [target, selector, method], found, role);
  }
}

function checkFunction(
  context: CheckContext,
  subject: string,
  [target, selector, method]: readonly [string, string, string],
  found: bigint,
  wanted: RoleName,
): void {
  if (found === ROLES[wanted]) return;
  context.report(subject, `${method} belongs to ${roleName(found)}, not to ${wanted}`, {
    now: roleName(found),
    wanted: `${method}: ${wanted}`,
    remedies: [
      remedy(
        `Gives ${method} of ${subject} to ${wanted}`,
        "ADMIN",
        context.suite.accessManager,
        "setTargetFunctionRole",
        [...[target, [selector], ROLES[wanted]]],
      ),
    ],
  });
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
    if (role === ADMIN_ROLE) continue;
    const back = remedy(
      `Gives ${selector} of ${target} back to the admins`,
      "ADMIN",
      suite.accessManager,
      "setTargetFunctionRole",
      [...[target, [selector], ADMIN_ROLE]],
    );
    context.report("AccessManager", `${selector} of ${target} belongs to ${roleName(role)}`, {
      now: roleName(role),
      wanted: "the admins",
      remedies: [back],
    });
  }
}

const key = (target: string, selector: string): string => `${target}:${selector}`.toLowerCase();

/** A role as people call it. */
export function roleName(id: bigint): string {
  if (id === ADMIN_ROLE) return "the admins";
  if (id === PUBLIC_ROLE) return "everyone";
  return ROLE_NAMES.find((role) => ROLES[role] === id) ?? `role ${id}`;
}
