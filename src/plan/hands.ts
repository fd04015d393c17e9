import { type Signer, Wallet } from "ethers";

import type { BankConfig, Member } from "../bank/bankFile.js";
import { LOCAL_CHAINS, TEST_ACCOUNTS, testAccount } from "../bank/testAccounts.js";
import { InputError } from "../chain/commands/exitCodes.js";
import { checkedKey } from "../chain/commands/signers.js";
import type { Hand } from "../chain/checkDeployment.js";
import { type BankRun, chainIdOf } from "./run.js";

/*
 * Whose key signs for a role: VOSTRO_KEY_<ROLE> of the environment, an account of the connection (Hardhat's keystore, a
 * node), or on local chains a test account. What no key at hand may sign is written down for who may.
 */

/** Who the file names for an act. */
export const membersFor = ({ roles, admins }: BankConfig, hand: Hand): readonly Member[] =>
  hand === "ADMIN" ? admins : roles[hand];

/**
 * A signer for the role; undefined when nobody of the role has a key here.
 * @throws InputError when the environment's key is malformed, or of nobody in the role
 */
export async function signerFor(run: BankRun, hand: Hand): Promise<Signer | undefined> {
  const { provider } = run.connection.ethers;
  const members = membersFor(run.config, hand).map(({ signer }) => signer);
  const variable = `VOSTRO_KEY_${hand}`;
  const key = run.variables[variable];
  if (key !== undefined && key !== "") {
    const signer = new Wallet(checkedKey(key, variable), provider);
    if (members.includes(signer.address)) return signer;
    throw new InputError(
      variable,
      `is the key of ${signer.address}, who is not ${hand} in the bank file`,
      "Use another.",
    );
  }
  const accounts = await run.connection.ethers.getSigners();
  const account = accounts.find(({ address }) => members.includes(address));
  if (account !== undefined) return account;
  if (!LOCAL_CHAINS.includes(await chainIdOf(run))) return undefined;
  const known = Array.from({ length: TEST_ACCOUNTS }, (_, i) => testAccount(i));
  const found = known.find(({ address }) => members.includes(address));
  return found === undefined ? undefined : new Wallet(found.privateKey, provider);
}
