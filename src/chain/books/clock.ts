import type { Bank } from "../bank.js";
import { ask, providerOf } from "../send.js";

/** Requests at once: enough to be quick, few enough for a public node. */
const AT_ONCE = 50;

/** The time of each of these blocks, unix seconds. */
export async function timesOf(bank: Bank, blocks: Iterable<number>): Promise<ReadonlyMap<number, bigint>> {
  const wanted = [...new Set(blocks)];
  const times = new Map<number, bigint>();
  for (let i = 0; i < wanted.length; i += AT_ONCE) {
    const page = wanted.slice(i, i + AT_ONCE);
    const found = await Promise.all(page.map((block) => ask(bank, providerOf(bank).getBlock(block))));
    page.forEach((block, j) => times.set(block, BigInt(found[j]?.timestamp ?? 0)));
  }
  return times;
}
