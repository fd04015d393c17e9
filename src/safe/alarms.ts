import type { Result } from "ethers";

import { DELAYED_ROLES } from "../bank/roleRules.js";
import { type RoleName, ROLES } from "../bank/roles.js";
import { roleName } from "../chain/check/functions.js";
import { ADMIN_ROLE, PUBLIC_ROLE } from "../chain/setup.js";
import type { Suite } from "./suite.js";

/** What a signer must not overlook in a call that can be read: powers given away, waits taken out. */
export function alarmsOf(suite: Suite, kind: string, name: string, args: Result): string[] {
  if (name === "upgradeToAndCall") {
    return ["REPLACES THE CODE: COMPARE THE IMPLEMENTATION'S ADDRESS AND CODE HASH WITH WHAT `upgrade check` SAYS."];
  }
  if (kind !== "AccessManager") return [];
  const rule = RULES[name];
  return rule === undefined ? [] : rule(args, suite).map((alarm) => `${alarm}.`);
}

const RULES: Readonly<Record<string, (args: Result, suite: Suite) => string[]>> = {
  grantRole: ([role, , delay]) => [
    ...(role === ADMIN_ROLE ? ["MAKES AN ADMIN, WHO MAY CHANGE EVERY ROLE"] : []),
    ...(delay === 0n && isDelayed(role as bigint) ? [`GIVES ${roleName(role as bigint)} WITHOUT ANY DELAY`] : []),
  ],
  setTargetFunctionRole: ([, , role]) => (role === PUBLIC_ROLE ? ["LETS EVERYBODY CALL THESE FUNCTIONS"] : []),
  setTargetClosed: ([, closed]) => (closed === true ? ["CLOSES THE CONTRACT: NOBODY CAN BLOCK OR PAUSE ANY MORE"] : []),
  setRoleAdmin: () => ["CHANGES WHO MAY GIVE A ROLE"],
  setRoleGuardian: () => ["CHANGES WHO MAY CANCEL WHAT A ROLE SCHEDULES"],
  updateAuthority: () => ["TAKES THE CONTRACT AWAY FROM THIS ACCESS MANAGER"],
  execute: () => ["GOES THROUGH THE ACCESS MANAGER, WHICH HIDES WHO SENDS: the suite's own acts never do"],
};

const isDelayed = (role: bigint): boolean => DELAYED_ROLES.some((name: RoleName) => ROLES[name] === role);
