import { getAddress, type Log, ZeroAddress } from "ethers";

import type { Bank } from "../chain/bank.js";
import { tokenOf } from "../chain/checks.js";
import { readLogs } from "../chain/logs.js";

/** What a token's transfers add up to. Minor units. */
export interface BalancesThen {
  /** by wallet; those at zero are left out */
  readonly balances: ReadonlyMap<string, bigint>;
  /** a wallet that would have paid more than it had: events are missing */
  readonly overdrawn: string | undefined;
}

/** Blocks read and forgotten at once: memory is that of the holders and one page, however long the history. */
const PAGE = 10_000;
/** From here on a topic is an address in small letters. */
const ADDRESS = 2 + 24;
const NOBODY = ZeroAddress.slice(2);

/**
 * Balances at the end of a block, from the token's transfers alone.
 * @param page blocks at once; fewer where the node finds them too many
 * @throws VostroError when the node refuses the logs
 */
export async function balancesThen(bank: Bank, currency: string, block: number, page = PAGE): Promise<BalancesThen> {
  const token = tokenOf(bank, currency);
  const what = { addresses: [String(token.target)], topics: [token.interface.getEvent("Transfer").topicHash] };
  const sums = new Map<string, bigint>();
  let overdrawn: string | undefined;
  const move = (account: string, amount: bigint): void => {
    const sum = (sums.get(account) ?? 0n) + amount;
    if (sum < 0n && account !== NOBODY) overdrawn ??= getAddress(`0x${account}`);
    sums.set(account, sum);
  };
  const take = ({ topics, data }: Log): void => {
    move(topics[1]!.slice(ADDRESS), -BigInt(data));
    move(topics[2]!.slice(ADDRESS), BigInt(data));
  };
  for (let from = bank.addresses.fromBlock; from <= block; from += page) {
    const toBlock = Math.min(from + page - 1, block);
    for (const log of await readLogs(bank, { ...what, fromBlock: from, toBlock })) take(log);
  }
  // Mints come from nobody and burns go there.
  sums.delete(NOBODY);
  const holders = [...sums].filter(([, sum]) => sum !== 0n);
  return { balances: new Map(holders.map(([account, sum]) => [getAddress(`0x${account}`), sum])), overdrawn };
}
