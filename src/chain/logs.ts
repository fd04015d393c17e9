import type { Log } from "ethers";

import { decodeError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { errorContext } from "./events.js";
import { providerOf } from "./send.js";

/** Blocks a page: what most public nodes answer at once. */
const PAGE = 10_000;

export interface LogQuery {
  readonly addresses: readonly string[];
  /** any of these events (topic 0); all events if left out */
  readonly topics?: readonly string[];
  /** with `topics`: indexed arguments from the first on, null for any */
  readonly indexed?: readonly (string | null)[];
  readonly fromBlock: number;
  readonly toBlock: number;
  /** blocks a request; halved by itself when the node finds a page too large */
  readonly page?: number;
}

/**
 * All logs of a range, in the order of the chain, fetched page by page.
 * @throws VostroError when the node refuses even a single block
 */
export async function readLogs(bank: Bank, query: LogQuery): Promise<Log[]> {
  const { addresses, topics, indexed = [], fromBlock, toBlock } = query;
  const provider = providerOf(bank);
  const logs: Log[] = [];
  let page = query.page ?? PAGE;
  let from = fromBlock;
  while (from <= toBlock) {
    const to = Math.min(from + page - 1, toBlock);
    try {
      const found = await provider.getLogs({
        address: [...addresses],
        topics: [...(topics === undefined ? [] : [[...topics]]), ...indexed],
        fromBlock: from,
        toBlock: to,
      });
      // One push per log: a spread of a large page overflows the stack.
      for (const log of found) logs.push(log);
      from = to + 1;
    } catch (error) {
      // Every node words "too many results" and "range too large" in its own way: a smaller page tells.
      if (from === to) throw decodeError(error, errorContext(bank));
      page = Math.max(1, Math.floor((to - from + 1) / 2));
    }
  }
  return logs.sort((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
}
