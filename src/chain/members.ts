import { decodeLogs } from "./events.js";
import { HELD_ROLES, type HeldRole, ROLE_IDS } from "./heldRoles.js";
import { readLogs } from "./logs.js";
import { ask, providerOf } from "./send.js";
import type { Bank } from "./bank.js";
import { SINGLE_CONTRACTS, SINGLE_NAMES, type SingleContract } from "./setup.js";

/** Somebody who holds a role, or will from `since` on. */
export interface RoleMember {
  readonly role: HeldRole;
  readonly account: string;
  /** the contract of the suite that it is; undefined for a person */
  readonly contract: SingleContract | undefined;
  /** seconds between scheduling and carrying out; 0 acts at once */
  readonly delay: bigint;
  /** unix seconds */
  readonly since: bigint;
}

/** Who holds which role now, in the order of granting: from the manager's events, confirmed with the manager itself. */
export async function readMembers(bank: Bank): Promise<RoleMember[]> {
  const { accessManager: manager, addresses } = bank;
  const logs = await readLogs(bank, {
    addresses: [addresses.accessManager],
    topics: [manager.interface.getEvent("RoleGranted").topicHash],
    fromBlock: addresses.fromBlock,
    toBlock: await ask(bank, providerOf(bank).getBlockNumber()),
  });
  const granted = decodeLogs(bank, logs).map(({ args }) => [args["roleId"], String(args["account"])] as const);
  const pairs = HELD_ROLES.flatMap((role) => {
    const accounts = granted.filter(([id]) => id === ROLE_IDS[role]).map(([, account]) => account);
    return [...new Set(accounts)].map((account) => ({ role, account }));
  });
  const access = await ask(
    bank,
    Promise.all(pairs.map(({ role, account }) => manager.getAccess(ROLE_IDS[role], account))),
  );
  return pairs.flatMap(({ role, account }, i) => {
    const { since, currentDelay: delay } = access[i]!;
    return since === 0n ? [] : [{ role, account, contract: contractAt(bank, account), delay, since }];
  });
}

const contractAt = ({ addresses }: Bank, account: string): SingleContract | undefined =>
  SINGLE_NAMES.find((name) => addresses[SINGLE_CONTRACTS[name]] === account);

/** People of a role: contracts of the suite hold roles too, and rotate with an upgrade only. */
export const peopleIn = (members: readonly RoleMember[], role: HeldRole): RoleMember[] =>
  members.filter((member) => member.role === role && member.contract === undefined);
