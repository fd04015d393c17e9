import type { TransactionReceipt } from "ethers";

import { decodeError } from "../errors/index.js";
import type { ReplayWorld } from "./world.js";

/** A transaction to be mined. */
export interface Act {
  /** for messages: "invoice 280670965: pay" */
  readonly what: string;
  readonly to: string;
  readonly data: string;
}

/** An act that was mined. */
export interface Mined {
  readonly gas: bigint;
  /** blocks from the one on which it was submitted to the one that has it */
  readonly blocks: number;
  readonly receipt: TransactionReceipt;
}

/** Enough for any act of the replay; a gas limit does not change gas used. */
const GAS_LIMIT = 3_000_000n;
/** Acts a block: what fits well under its gas limit. */
const ACTS_A_BLOCK = 10;

/**
 * Submits the acts together and mines them from this second on, as a chain does: several in a block.
 * @throws Error naming the act that reverted and why
 */
export async function mineTogether(world: ReplayWorld, acts: readonly Act[], second: bigint): Promise<Mined[]> {
  const { relayer, provider, helpers } = world;
  const mined: Mined[] = [];
  for (let i = 0; i < acts.length; i += ACTS_A_BLOCK) {
    const page = acts.slice(i, i + ACTS_A_BLOCK);
    const submitted = await provider.getBlockNumber();
    const hashes: string[] = [];
    for (const { to, data } of page) {
      // One after the other: the node gives the relayer's nonces in the order of arrival.
      hashes.push((await relayer.sendTransaction({ to, data, gasLimit: GAS_LIMIT })).hash);
    }
    await helpers.time.setNextBlockTimestamp(second + BigInt(i / ACTS_A_BLOCK) * 2n);
    await helpers.mine();
    for (const [k, hash] of hashes.entries()) {
      const receipt = await provider.getTransactionReceipt(hash);
      if (receipt === null || receipt.status !== 1) throw await failureOf(world, page[k]!, receipt);
      mined.push({ gas: receipt.gasUsed, blocks: receipt.blockNumber - submitted, receipt });
    }
  }
  return mined;
}

/** Why an act reverted: the same call on the state before its block says it. */
async function failureOf(world: ReplayWorld, act: Act, receipt: TransactionReceipt | null): Promise<Error> {
  if (receipt === null) return new Error(`${act.what}: was not mined`);
  try {
    const { to, data } = act;
    await world.provider.call({ from: world.relayer.address, to, data, blockTag: receipt.blockNumber - 1 });
    return new Error(`${act.what}: reverted because of another act of its block`);
  } catch (error) {
    return new Error(`${act.what}: ${decodeError(error).message}`);
  }
}
