import { HDNodeWallet, Mnemonic } from "ethers";

/**
 * The mnemonic that every Ethereum tool knows, Hardhat's own local chain included. Anyone can spend from these accounts,
 * so they appear only in bank files marked `"local": true`, and such files are refused on any chain but a local one.
 */
export const TEST_MNEMONIC = "test test test test test test test test test test test junk";

/** The local chains fund this many accounts of the mnemonic: each role a key of its own, and customers. */
export const TEST_ACCOUNTS = 40;

/** Chain ids that only local development chains use (Hardhat and anvil; Ganache). */
export const LOCAL_CHAINS: readonly number[] = [31337, 1337];

export interface TestAccount {
  readonly index: number;
  readonly address: string;
  readonly privateKey: string;
}

/** An account of a local chain, as its configuration names it. */
export interface ChainAccount {
  readonly privateKey: string;
  /** wei */
  readonly balance: bigint;
}

let root: HDNodeWallet | undefined;
const known = new Map<number, TestAccount>();

/**
 * One account of the public test mnemonic, at m/44'/60'/0'/0/index.
 * @throws RangeError when the index is not 0 to 39
 */
export function testAccount(index: number): TestAccount {
  if (!Number.isInteger(index) || index < 0 || index >= TEST_ACCOUNTS) {
    throw new RangeError(`Test accounts are 0 to ${TEST_ACCOUNTS - 1}, not ${index}.`);
  }
  return derived(index);
}

/**
 * Accounts 0 to count - 1 with 10,000 ether each, for a local chain. They are those that Hardhat makes of the mnemonic, which it
 * stretches anew for each of them: a second for every chain.
 * @param count may be more than the local chains have otherwise
 */
export function chainAccounts(count = TEST_ACCOUNTS): ChainAccount[] {
  return Array.from({ length: count }, (_, index) => ({ privateKey: derived(index).privateKey, balance: 10n ** 22n }));
}

function derived(index: number): TestAccount {
  const before = known.get(index);
  if (before !== undefined) return before;
  // Stretching the mnemonic costs more than all derivations together.
  root ??= HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(TEST_MNEMONIC), "m/44'/60'/0'/0");
  const { address, privateKey } = root.deriveChild(index);
  const account = { index, address, privateKey };
  known.set(index, account);
  return account;
}
