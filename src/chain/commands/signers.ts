import { computeAddress, type Signer, Wallet } from "ethers";

import { TEST_ACCOUNTS, testAccount } from "../../bank/testAccounts.js";
import type { Bank } from "../bank.js";
import { decodeLogs } from "../events.js";
import { type HeldRole, ROLE_IDS } from "../heldRoles.js";
import { readLogs } from "../logs.js";
import { ask } from "../send.js";
import { SINGLE_CONTRACTS, SINGLE_NAMES } from "../setup.js";
import { checkedAddress, type Context, type Person } from "./context.js";
import { flagOf } from "./definitions.js";
import { InputError } from "./exitCodes.js";

/*
 * Keys come from the environment (VOSTRO_KEY_ISSUER, ...) or, on local chains only, from the public test mnemonic; never
 * from the command line, where other processes and the shell's history see them.
 */

/** Whose key: a role of the bank, a customer, a notary, or anyone who can pay for a deployment. */
export type Signatory = HeldRole | "CUSTOMER" | "NOTARY" | "DEPLOYER";

/**
 * Who signs as `signatory`.
 * @param option the flag that names a test account
 * @throws InputError: no key, a malformed one, or a test account on a chain that is not local
 */
export async function personOf(context: Context, signatory: Signatory, option = "as"): Promise<Person> {
  const safe = option === "as" ? safeIn(context) : undefined;
  if (safe !== undefined) return safe;
  const index = context.integer(option, 0, TEST_ACCOUNTS - 1);
  if (index !== undefined) {
    if (context.local) return personWithKey(context, testAccount(index).privateKey);
    const fix = `Set VOSTRO_KEY_${signatory} in the environment.`;
    throw new InputError(flagOf(option), "test accounts are for local chains only, anyone can sign for them", fix);
  }
  const variable = `VOSTRO_KEY_${signatory}`;
  const key = context.environment.variables[variable];
  if (key !== undefined && key !== "") return personWithKey(context, checkedKey(key, variable));
  const kept = signatory in ROLE_IDS ? await context.environment.signer?.(signatory as HeldRole) : undefined;
  if (kept !== undefined) return { address: await kept.getAddress(), signer: kept };
  const members = signatory in ROLE_IDS ? await peopleOf(context.bank, signatory as HeldRole) : [];
  if (context.local) {
    const account = testAccounts().find(({ address }) => members.includes(address));
    if (account !== undefined) return personWithKey(context, account.privateKey);
    // Deploying takes no role: the first account does it.
    if (signatory === "DEPLOYER") return personWithKey(context, testAccount(0).privateKey);
  }
  // A dry run sends nothing: whoever holds the role will do, without a key.
  if (context.dryRun && members[0] !== undefined) return { address: members[0], signer: undefined };
  const fix = context.local ? `Name a test account with ${flagOf(option)}, or set ${variable}.` : `Set ${variable}.`;
  throw new InputError(variable, `there is no key for ${signatory}`, fix);
}

/** The Safe that --safe names as the sender. @throws InputError when --as names another one */
function safeIn(context: Context): Person | undefined {
  const address = context.readIf("safe", (text) => checkedAddress(text, "--safe"));
  if (address === undefined) return undefined;
  if (context.text("as") === undefined) return { address, signer: undefined, safe: true };
  throw new InputError("--as", "stands beside --safe", "Give one of them: a test account sends, or the Safe does.");
}

/** Who lifts what another stopped: a releaser who sends, and an approver. @throws InputError when they are one */
export async function twoReleasers(context: Context): Promise<{ releaser: Person; approver: Person }> {
  const releaser = await personOf(context, "COMPLIANCE_RELEASER");
  const approver = await personOf(context, "COMPLIANCE_APPROVER", "approverAs");
  if (releaser.address !== approver.address) return { releaser, approver };
  throw new InputError("--approver-as", "is the releaser", "Two people lift: another key approves.");
}

/**
 * The person's signer.
 * @throws InputError in a dry run without the key, where only a signature would tell more; for a Safe, which signs nothing here
 */
export function signerOf({ address, signer, safe }: Person, signatory: Signatory): Signer {
  if (signer !== undefined) return signer;
  if (safe === true) {
    const problem = `${address} cannot do this: it needs signatures of its own, or many transactions one after the other`;
    throw new InputError("--safe", problem, `Leave it out, and set VOSTRO_KEY_${signatory}.`);
  }
  throw new InputError(`VOSTRO_KEY_${signatory}`, `the key of ${address} is needed to sign`, "Set it.");
}

/** Who can send as a member of a role: contracts of the suite hold roles too, and send nothing of their own. */
export async function peopleOf(bank: Bank, role: HeldRole): Promise<string[]> {
  const own = new Set(SINGLE_NAMES.map((name) => bank.addresses[SINGLE_CONTRACTS[name]]));
  return (await membersOf(bank, role)).filter((member) => !own.has(member));
}

/** Who holds a role now, in the order of granting: from the manager's events, confirmed with the manager itself. */
export async function membersOf(bank: Bank, role: HeldRole): Promise<string[]> {
  const { accessManager } = bank;
  const latest = await ask(bank, accessManager.runner!.provider!.getBlockNumber());
  const logs = await readLogs(bank, {
    addresses: [bank.addresses.accessManager],
    topics: [accessManager.interface.getEvent("RoleGranted").topicHash],
    fromBlock: bank.addresses.fromBlock,
    toBlock: latest,
  });
  const granted = decodeLogs(bank, logs).filter(({ args }) => args["roleId"] === ROLE_IDS[role]);
  const accounts = [...new Set(granted.map(({ args }) => String(args["account"])))];
  const still = await ask(bank, Promise.all(accounts.map((account) => accessManager.hasRole(ROLE_IDS[role], account))));
  return accounts.filter((_, i) => still[i]?.[0] === true);
}

const testAccounts = () => Array.from({ length: TEST_ACCOUNTS }, (_, i) => testAccount(i));

function personWithKey({ environment }: Context, key: string): Person {
  const signer = new Wallet(key, environment.provider);
  return { address: signer.address, signer };
}

/** The message never repeats the key. @throws InputError */
export function checkedKey(key: string, variable: string): string {
  try {
    computeAddress(key);
    return key;
  } catch {
    throw new InputError(variable, "is not a private key", "Write 0x and 64 hexadecimal digits.");
  }
}
