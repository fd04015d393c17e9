import { ROLE_NAMES } from "../../src/bank/roleRules.js";
import { ROLES, type RoleName } from "../../src/bank/roles.js";
import { TEST_ACCOUNTS, testAccount } from "../../src/bank/testAccounts.js";
import { ADMINS, DEPLOYER } from "../support/serviceBank.js";
import type { Thief } from "./attempt.js";
import { type Life } from "./life.js";
import { PEOPLE } from "./people.js";
import { undone, type Watcher } from "./try.js";

/** A key that may be stolen. */
export interface Row {
  /** as the table calls it */
  readonly name: string;
  /** index of the test account */
  readonly account: number;
  readonly papers?: readonly string[];
}

const VICTIMS = ["alice", "aliceTwo", "bob", "carol", "dave"];

/** Every key of a bank, and those around it. */
export function rowsOf({ config }: Life): Row[] {
  const people = ROLE_NAMES.flatMap((role) => config.roles[role].map(({ signer }) => ({ role, signer })));
  return [
    ...people.map(({ role, signer }) => ({ name: `\`${role}\``, account: indexOf(signer) })),
    { name: "an admin", account: ADMINS[0] },
    { name: "the deployer", account: DEPLOYER },
    { name: "a custody account", account: PEOPLE.custody },
    { name: "a customer", account: PEOPLE.bob },
    { name: "the arbiter of an order", account: PEOPLE.arbiter },
    { name: "a relayer", account: PEOPLE.relayer, papers: ["relayer"] },
    { name: "a stranger", account: PEOPLE.stranger },
  ];

  function indexOf(signer: string): number {
    for (let index = 0; index < TEST_ACCOUNTS; index++) if (testAccount(index).address === signer) return index;
    throw new Error(`${signer} is no test account.`);
  }
}

/** Whoever has stolen this key, with its own customer account and its second key. */
export function thiefOf({ account, of }: Life, row: Row): Thief {
  const key = account(row.account);
  const own = Object.entries(PEOPLE).find(([, index]) => index === row.account)?.[0];
  return {
    key,
    address: key.address,
    accomplice: of("accomplice"),
    victims: VICTIMS.filter((name) => name !== own),
    papers: row.papers ?? [],
  };
}

/** Who may see what is scheduled and cancel it; the stranger must not. */
export const watchersOf = (life: Life): Watcher[] => [
  { name: "the guardian", address: life.person("GUARDIAN").address },
  ...ADMINS.map((account) => ({ name: "an admin", address: life.account(account).address })),
  { name: "a stranger", address: life.at("stranger") },
];

const APPROVERS: readonly RoleName[] = ["APPROVER", "REDEMPTION_APPROVER", "COMPLIANCE_APPROVER", "PAYEE_CONFIRMER"];

/**
 * What an admin can be three days later if nobody stops it: every role, without a delay, approvers included.
 * @param act runs with it
 * @returns seconds that it took
 */
export async function afterTakeover<T>(life: Life, thief: Thief, act: () => Promise<T>): Promise<[T, bigint]> {
  const { bank, time, now } = life;
  const manager = bank.accessManager.connect(thief.key);
  const { interface: abi } = manager;
  const grants = (Object.keys(ROLES) as RoleName[]).map((role) =>
    abi.encodeFunctionData("grantRole", [
      ROLES[role],
      APPROVERS.includes(role) ? life.at("accomplice") : thief.address,
      0,
    ]),
  );
  return undone(life, async () => {
    const target = bank.addresses.accessManager;
    await manager.multicall(grants.map((grant) => abi.encodeFunctionData("schedule", [target, grant, 0])));
    const id = await manager.hashOperation(thief.address, target, grants[0]!);
    const ready = await manager.getSchedule(id);
    const delay = ready - (await now());
    await time.increase(delay);
    for (const data of grants) await thief.key.sendTransaction({ to: target, data });
    await life.attest();
    return [await act(), delay] as [T, bigint];
  });
}
