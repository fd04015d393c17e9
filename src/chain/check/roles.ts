import { getAddress } from "ethers";

import type { Member } from "../../bank/bankFile.js";
import { ROLE_GUARDIANS, ROLE_NAMES } from "../../bank/roleRules.js";
import { INCOMPATIBLE, type RoleName, ROLES } from "../../bank/roles.js";
import { isoDate } from "../../errors/index.js";
import { ADMIN_ROLE, membersOf } from "../setup.js";
import { type CheckContext, expectSame } from "./context.js";
import { roleName } from "./functions.js";
import { eventsOf } from "./logs.js";
import { type Remedy, remedy } from "./remedy.js";

/** Who holds a role on chain, from when, with which delays (seconds). */
interface Holder {
  readonly account: string;
  /** unix seconds; a membership granted with a delay lies in the future */
  readonly since: bigint;
  readonly delay: bigint;
  /** a delay that replaces the present one at `effect`; 0 when none is coming */
  readonly nextDelay: bigint;
  readonly effect: bigint;
}

/**
 * Every role has exactly the members and delays of the file and the contracts that hold it, the right guardian and no
 * admin but the admins; no pair that must not meet shares a member; the deployer holds nothing. The AccessManager has no
 * list of members: whoever was ever granted a role is asked about.
 */
export async function checkRoles(context: CheckContext): Promise<void> {
  const { bank, suite, options } = context;
  const granted = await everGranted(context);
  const holders = new Map<bigint, readonly Holder[]>();
  const remember = async (id: bigint, wanted: readonly Member[]): Promise<void> => {
    holders.set(id, await checkMembers(context, id, wanted, granted.get(id) ?? new Set()));
  };
  for (const role of ROLE_NAMES) {
    const subject = `role ${role}`;
    await remember(ROLES[role], membersOf(bank, suite.addresses, role));
    const guardian = ROLE_GUARDIANS[role] === undefined ? ADMIN_ROLE : ROLES[ROLE_GUARDIANS[role]];
    const foundGuardian = await suite.accessManager.getRoleGuardian(ROLES[role]);
    const put = (does: string, method: string, ...args: unknown[]) => [
      remedy(does, "ADMIN", suite.accessManager, method, args),
    ];
    expectSame(context, subject, "its guardian", roleName(foundGuardian), roleName(guardian), () =>
      put(`Makes ${roleName(guardian)} the guardian of ${role}`, "setRoleGuardian", ROLES[role], guardian),
    );
    const admin = await suite.accessManager.getRoleAdmin(ROLES[role]);
    expectSame(context, subject, "its admin", roleName(admin), roleName(ADMIN_ROLE), () =>
      put(`Lets the admins alone hand out ${role}`, "setRoleAdmin", ROLES[role], ADMIN_ROLE),
    );
    const grantDelay = await suite.accessManager.getRoleGrantDelay(ROLES[role]);
    expectSame(context, subject, "its grant delay", grantDelay, 0, () =>
      put(`Takes away the delay with which ${role} is granted`, "setGrantDelay", ROLES[role], 0),
    );
  }
  const deployer = options.deployer;
  const staying = options.beforeHandover && deployer !== undefined ? [{ signer: deployer, delay: 0 }] : [];
  await remember(ADMIN_ROLE, [...bank.admins, ...staying]);
  for (const [id, accounts] of granted) {
    if (id === ADMIN_ROLE || ROLE_NAMES.some((role) => ROLES[role] === id)) continue;
    await checkMembers(context, id, [], accounts);
  }
  reportMeetings(context, holders);
}

/** Accounts by role id that were granted it at any time. */
async function everGranted(context: CheckContext): Promise<Map<bigint, Set<string>>> {
  const granted = new Map<bigint, Set<string>>();
  for (const { args } of await eventsOf(context, context.suite.accessManager, "RoleGranted")) {
    const id = args["roleId"] as bigint;
    granted.set(id, (granted.get(id) ?? new Set()).add(getAddress(String(args["account"]))));
  }
  return granted;
}

async function checkMembers(
  context: CheckContext,
  id: bigint,
  wanted: readonly Member[],
  granted: ReadonlySet<string>,
): Promise<readonly Holder[]> {
  const name = id === ADMIN_ROLE ? "ADMIN" : roleName(id).replace(/^role /, "");
  const subject = `role ${name}`;
  const manager = context.suite.accessManager;
  const grant = (account: string, delay: number) =>
    remedy(`Gives ${name} to ${account} with a delay of ${delay} seconds`, "ADMIN", manager, "grantRole", [
      ...[id, account, delay],
    ]);
  const deployer = context.options.deployer;
  const asked = new Set([
    ...wanted.map(({ signer }) => signer),
    ...granted,
    ...(deployer === undefined ? [] : [deployer]),
  ]);
  const holders: Holder[] = [];
  for (const account of asked) {
    const [since, delay, nextDelay, effect] = await context.suite.accessManager.getAccess(id, account);
    if (since !== 0n) holders.push({ account, since, delay, nextDelay, effect });
  }
  for (const holder of holders) {
    const member = wanted.find(({ signer }) => signer === holder.account);
    const who = holder.account === deployer ? `the deployer ${deployer}` : holder.account;
    if (member === undefined) {
      const takes = remedy(`Takes ${name} from ${holder.account}`, "ADMIN", manager, "revokeRole", [
        id,
        holder.account,
      ]);
      context.report(subject, `${who} holds it, but not in the file`, {
        now: `held by ${holder.account}`,
        wanted: "not held",
        remedies: [takes],
      });
    } else checkDelay(context, subject, holder, member.delay, grant(holder.account, member.delay));
  }
  for (const { signer, delay } of wanted.filter(
    (member) => !holders.some(({ account }) => account === member.signer),
  )) {
    context.report(subject, `${signer} does not hold it`, {
      now: "not held",
      wanted: `held by ${signer}, delay ${delay} s`,
      remedies: [grant(signer, delay)],
    });
  }
  return holders;
}

function checkDelay(
  context: CheckContext,
  subject: string,
  { account, delay, nextDelay, effect }: Holder,
  wanted: number,
  grant: Remedy,
) {
  const details = { wanted: `${account}: ${wanted} s`, remedies: [grant] };
  const isComing = effect !== 0n && nextDelay === BigInt(wanted);
  if (delay !== BigInt(wanted)) {
    // A shorter delay takes effect only after the old one has passed: what is on its way need not be done again.
    context.report(subject, `${account} has a delay of ${delay} seconds, not ${wanted}`, {
      ...details,
      now: `${account}: ${delay} s${isComing ? `, as wanted from ${isoDate(effect)} on` : ""}`,
      remedies: isComing ? [] : [grant],
    });
  }
  if (effect !== 0n && nextDelay !== BigInt(wanted)) {
    context.report(subject, `${account} will have a delay of ${nextDelay} seconds from ${effect}, not ${wanted}`, {
      ...details,
      now: `${account}: ${nextDelay} s from ${isoDate(effect)} on`,
    });
  }
}

function reportMeetings(context: CheckContext, holders: ReadonlyMap<bigint, readonly Holder[]>): void {
  const of = (role: RoleName): string[] => (holders.get(ROLES[role]) ?? []).map(({ account }) => account);
  for (const [one, other, why] of INCOMPATIBLE) {
    for (const account of of(one).filter((holder) => of(other).includes(holder))) {
      context.report(`roles ${one} and ${other}`, `${account} holds both: ${why}`);
    }
  }
}
