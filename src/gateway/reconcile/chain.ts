import { zeroPadValue } from "ethers";

import { VostroError } from "../../errors/index.js";
import { askMany } from "../../chain/askMany.js";
import { tokenOf } from "../../chain/checks.js";
import { ask, providerOf } from "../../chain/send.js";
import { decodeFlowWord, decodePolicy, decodeSupplyWord } from "../../chain/words.js";
import type { Gateway } from "../gateway.js";

/** What the token itself stores at the block; minor units, unix seconds. */
export interface ChainTotals {
  readonly supply: bigint;
  readonly backing: bigint;
  readonly attestedAt: bigint;
  readonly burned: bigint;
  readonly received: bigint;
  readonly mintPaused: boolean;
}

/**
 * Reads the token's storage at a block.
 * @throws VostroError NoStateAtBlock where the node keeps no state so old
 */
export async function readChain({ bank }: Gateway, currency: string, block: number): Promise<ChainTotals> {
  const token = tokenOf(bank, currency);
  const at = { blockTag: block };
  try {
    const [[supplyWord, flowWord], [policy, review]] = await Promise.all([
      token.supplyWords(at),
      token.policyWords(at),
    ]);
    const { totalSupply, backing, attestedAt } = decodeSupplyWord(supplyWord);
    const { burned, received } = decodeFlowWord(flowWord);
    const mintPaused = decodePolicy(policy, review).paused.includes("mint");
    return { supply: totalSupply, backing, attestedAt, burned, received, mintPaused };
  } catch (error) {
    throw noState(block, error);
  }
}

export async function blockAt({ bank }: Gateway, block: number): Promise<{ hash: string; time: number }> {
  const found = await ask(bank, providerOf(bank).getBlock(block));
  if (found !== null && found.hash !== null) return { hash: found.hash, time: found.timestamp };
  throw noState(block, new Error("no such block"));
}

/** A wallet whose balance on the chain is not the subledger's. */
export interface WalletDifference {
  readonly wallet: string;
  readonly chain: bigint;
  readonly subledger: bigint;
}

/** Compares one page of wallets with the token at the block. */
export async function compareWallets(
  { bank }: Gateway,
  currency: string,
  block: number,
  page: readonly { readonly wallet: string; readonly balance: bigint }[],
): Promise<WalletDifference[]> {
  const token = tokenOf(bank, currency);
  const { selector } = token.interface.getFunction("balanceOf");
  const words = page.map(({ wallet }) => zeroPadValue(wallet, 32));
  const found = await askMany(providerOf(bank), { target: String(token.target), selector, words, block }).catch(
    (error: unknown) => {
      throw noState(block, error);
    },
  );
  return page.flatMap(({ wallet, balance }, i) =>
    found[i] === balance ? [] : [{ wallet, chain: found[i]!, subledger: balance }],
  );
}

const noState = (block: number, cause: unknown): VostroError =>
  new VostroError({
    name: "NoStateAtBlock",
    args: { block },
    sentence: `The node does not give the token's state at block ${block}.`,
    fix: "Let the watcher catch up and reconcile at its block, or use a node that keeps old state (an archive node).",
    cause,
  });
