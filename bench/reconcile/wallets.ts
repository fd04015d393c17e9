import { AbiCoder, keccak256, toBeHex, zeroPadValue } from "ethers";
import { sql } from "kysely";

import type { Gateway } from "../../src/gateway/gateway.js";
import { walletsAt } from "../../src/gateway/reconcile/wallets.js";
import type { Store } from "../../src/store/index.js";
import type { BenchChain } from "../gateway/chain.js";

/** ERC-7201 slot of the token's struct; its accounts come first. See test/solidity/StorageLayout.t.sol. */
const ACCOUNTS = "0x3b481fc3301cffa83a198cafa25ad4ce96836626918771a70ed818e6f9075400";
/** Words written, and wallets asked one by one, at once. */
const AT_ONCE = 500;
/** What a wallet takes alone does not depend on how many there are. */
const ONE_BY_ONE = 2_000;

export interface WalletsMeasured {
  readonly wallets: number;
  /** all of them, as the reconciliation asks */
  readonly seconds: number;
  /** microseconds a wallet by `await token.balanceOf(...)` for each, of the first ones */
  readonly oneByOne: number;
}

/**
 * Every wallet of the subledger against the token on a node, at a block behind all movements. The balances are written into the token's
 * storage at once: admitting and paying 50,000 customers is not what is measured. The answers are the token's own code's.
 */
export async function measureWallets(
  { bank, node }: BenchChain,
  store: Store,
  { currency, block }: { readonly currency: string; readonly block: number },
): Promise<WalletsMeasured> {
  const token = bank.tokens[currency]!;
  const holders = await store.selectFrom("holder").select(["wallet", "balance"]).orderBy("wallet").execute();
  for (let start = 0; start < holders.length; start += AT_ONCE) {
    const words = holders
      .slice(start, start + AT_ONCE)
      .map(({ wallet, balance }) => [accountSlot(wallet), word(balance)]);
    await Promise.all(
      words.map(([slot, value]) => node.rpc("hardhat_setStorageAt", String(token.target), slot, value)),
    );
  }
  const head = await bank.accessManager.runner!.provider!.getBlockNumber();
  if (head < block) await node.rpc("hardhat_mine", toBeHex(block - head));
  const gateway = { store, bank } as Gateway;
  const started = performance.now();
  const { compared, different, all } = await walletsAt(gateway, currency, block, { since: 0, full: true });
  const seconds = (performance.now() - started) / 1000;
  if (!all || compared !== holders.length || different !== 0) {
    throw new Error(`${compared} of ${holders.length} wallets were compared, ${different} differ`);
  }
  await requireSensitive(gateway, { currency, block }, holders[0]!);
  return { wallets: holders.length, seconds, oneByOne: await askOneByOne(bank, holders, { currency, block }) };
}

/** A unit more at one wallet must be seen, or the comparison compared nothing. */
async function requireSensitive(
  gateway: Gateway,
  { currency, block }: { readonly currency: string; readonly block: number },
  { wallet, balance }: { readonly wallet: string; readonly balance: bigint },
): Promise<void> {
  await sql`update holder set balance = balance + 1 where wallet = ${wallet}`.execute(gateway.store);
  const { different } = await walletsAt(gateway, currency, block, { since: 0, full: true });
  await sql`update holder set balance = ${balance.toString()} where wallet = ${wallet}`.execute(gateway.store);
  if (different !== 1) throw new Error(`one wallet was changed, ${different} differ`);
}

/** What a wallet would take without putting questions together, microseconds. */
async function askOneByOne(
  bank: BenchChain["bank"],
  all: readonly { readonly wallet: string }[],
  { currency, block }: { readonly currency: string; readonly block: number },
): Promise<number> {
  const holders = all.slice(0, ONE_BY_ONE);
  const token = bank.tokens[currency]!;
  const started = performance.now();
  for (let start = 0; start < holders.length; start += AT_ONCE) {
    const page = holders.slice(start, start + AT_ONCE);
    await Promise.all(page.map(({ wallet }) => token.balanceOf(wallet, { blockTag: block })));
  }
  return ((performance.now() - started) * 1000) / holders.length;
}

const accountSlot = (wallet: string): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [wallet, ACCOUNTS]));

/** An account with this balance and nothing else. */
const word = (balance: bigint): string => zeroPadValue(toBeHex(balance), 32);
