import { CONTRACT_ROLES, OPTIONAL_ROLES } from "../bank/roleRules.js";
import { INCOMPATIBLE, type RoleName } from "../bank/roles.js";
import { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { type HeldRole, ROLE_IDS } from "./heldRoles.js";
import { peopleIn, type RoleMember } from "./members.js";
import { type Call, callOf } from "./send.js";

/*
 * Who may join and leave a role on a live bank. The AccessManager takes any key: the rules of the bank file (`roles.ts`,
 * `roleRules.ts`) are kept here, before an admin signs.
 */

/** One signer takes the place of another, joins, or leaves. */
export interface Rotation {
  readonly role: HeldRole;
  /** who leaves */
  readonly from?: string | undefined;
  /** who joins */
  readonly to?: string | undefined;
  /** seconds: the newcomer's execution delay */
  readonly delay: bigint;
}

/**
 * The admin's calls of a rotation, the newcomer first, so that the role is never without a member. Each is restricted by
 * itself: an admin with a delay schedules each, then sends all in one `multicall`.
 */
export async function rotationCalls(bank: Bank, { role, from, to, delay }: Rotation): Promise<Call[]> {
  const { grantRole, revokeRole } = bank.accessManager;
  const id = ROLE_IDS[role];
  return Promise.all([
    ...(to === undefined ? [] : [callOf("AccessManager.grantRole", grantRole.populateTransaction(id, to, delay))]),
    ...(from === undefined ? [] : [callOf("AccessManager.revokeRole", revokeRole.populateTransaction(id, from))]),
  ]);
}

/** @throws VostroError ContractRole: nobody joins or leaves a role that contracts alone hold */
export function requirePeoplesRole(role: HeldRole): void {
  const contract = CONTRACT_ROLES[role as RoleName];
  if (contract === undefined) return;
  throw new VostroError({
    name: "ContractRole",
    args: { role },
    sentence: `${role} is held by the contract ${contract} alone.`,
    fix: "A person in it would act without the second one: change the people who act through the contract.",
  });
}

/**
 * Whether `account` may join a role, by what it holds now.
 * @throws VostroError MemberAlready, AdminHasRole, RolesMustNotMeet
 */
export function requireMayJoin(members: readonly RoleMember[], role: HeldRole, account: string, leaves?: string): void {
  const others = members.filter((member) => member.account === account).map((member) => member.role);
  const refuse = (name: string, sentence: string, fix: string): never => {
    throw new VostroError({ name, args: { role, account }, sentence, fix });
  };
  if (others.includes(role)) refuse("MemberAlready", `${account} holds ${role} already.`, "Name another key.");
  if (account === leaves) refuse("MemberAlready", "Who leaves and who joins are the same.", "Name another key.");
  if (others.includes("ADMIN") || (role === "ADMIN" && others.length > 0)) {
    const sentence = `${account} would be an admin and hold ${role === "ADMIN" ? others.join(", ") : role}.`;
    refuse(
      "AdminHasRole",
      sentence,
      "An admin who also acts could grant itself the second person's role: name another key.",
    );
  }
  for (const [one, other, why] of INCOMPATIBLE) {
    const meets = (role === one && others.includes(other)) || (role === other && others.includes(one));
    if (!meets) continue;
    refuse("RolesMustNotMeet", `${account} would hold ${one} and ${other}: ${why}.`, "Name another key.");
  }
}

/**
 * Whether `account` may leave a role.
 * @param replaced somebody joins in the same transaction
 * @throws VostroError NotAMember, LastMember
 */
export function requireMayLeave(
  members: readonly RoleMember[],
  role: HeldRole,
  account: string,
  replaced: boolean,
): RoleMember {
  const people = peopleIn(members, role);
  const member = people.find((one) => one.account === account);
  if (member === undefined) {
    throw new VostroError({
      name: "NotAMember",
      args: { role, account },
      sentence: `${account} does not hold ${role}.`,
      fix: `It is held by ${people.map((one) => one.account).join(", ") || "nobody"}.`,
    });
  }
  const mayBeEmpty = role in OPTIONAL_ROLES || role.startsWith("CLEARING_");
  if (people.length > 1 || replaced || mayBeEmpty) return member;
  throw new VostroError({
    name: "LastMember",
    args: { role, account },
    sentence: `${account} is the last who holds ${role}.`,
    fix: "Rotate it instead (signer rotate --from ... --to ...), or add another first.",
  });
}
