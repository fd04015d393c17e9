import { getCreateAddress, id, type Provider } from "ethers";

import type { Bank } from "../chain/bank.js";
import { readLogs } from "../chain/logs.js";
import { ask } from "../chain/send.js";
import type { Deployed } from "./deployed.js";

/** Events of constructors: by them a contract's creation is found without asking every block for its code. */
const CONSTRUCTOR_EVENTS = [
  "Upgraded(address)",
  "Initialized(uint64)",
  "AuthorityUpdated(address)",
  "RoleGranted(uint64,address,uint32,uint48,bool)",
].map(id);

/** The transaction that created a contract. */
export interface Creation {
  readonly hash: string;
  /** creation code and constructor arguments */
  readonly data: string;
}

/**
 * The creation transactions of a bank's contracts by address. Not in it: contracts whose constructor says nothing, and those
 * that another contract created.
 * @throws VostroError when the node refuses its logs
 */
export async function findCreations(
  bank: Bank,
  provider: Provider,
  contracts: readonly Deployed[],
): Promise<ReadonlyMap<string, Creation>> {
  const logs = await readLogs(bank, {
    addresses: contracts.map(({ address }) => address),
    topics: CONSTRUCTOR_EVENTS,
    fromBlock: bank.addresses.fromBlock,
    toBlock: await ask(bank, provider.getBlockNumber()),
  });
  const creations = new Map<string, Creation>();
  for (const { address } of contracts) {
    const first = logs.find((log) => log.address === address);
    if (first === undefined) continue;
    const transaction = await ask(bank, provider.getTransaction(first.transactionHash));
    if (transaction === null || transaction.to !== null || getCreateAddress(transaction) !== address) continue;
    creations.set(address, { hash: transaction.hash, data: transaction.data });
  }
  return creations;
}
