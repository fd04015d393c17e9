import { ask, providerOf } from "../../chain/send.js";
import type { Gateway } from "../gateway.js";

/** A block, by both of its names. */
export interface BlockName {
  readonly number: number;
  readonly hash: string;
}

/** The last block that counts as final for any amount; block 0 on a young chain. */
export function finalHead(gateway: Gateway): Promise<BlockName> {
  return headAt(gateway, gateway.settings.finality.large);
}

async function headAt(gateway: Gateway, depth: "finalized" | number): Promise<BlockName> {
  const { bank } = gateway;
  const provider = providerOf(bank);
  const tag = depth === "finalized" ? depth : Math.max(0, (await ask(bank, provider.getBlockNumber())) - depth);
  const block = await ask(bank, provider.getBlock(tag));
  // A young chain has finalised nothing but its beginning.
  const found = block ?? (await ask(bank, provider.getBlock(0)));
  if (found === null || found.hash === null) throw new Error(`the node has no block ${tag}`);
  return { number: found.number, hash: found.hash };
}

/** Blocks named once in a pass: a pass looks at many transactions. */
export interface Heads {
  readonly deep: BlockName;
  /** how deep the block of this transaction must be: small amounts act near the head, under a cap for each currency */
  forTx(tx: { readonly value_at_stake: bigint; readonly currency: string | null }): BlockName;
}

/** The final blocks of this moment, for small amounts and for large ones. */
export async function readHeads(gateway: Gateway): Promise<Heads> {
  const { smallUpTo, smallBlocks } = gateway.settings.finality;
  // The deep one first: the other can then only be newer.
  const deep = await finalHead(gateway);
  const near = await headAt(gateway, smallBlocks);
  return {
    deep,
    forTx: ({ value_at_stake: amount, currency }) => {
      const isSmall = currency !== null && amount <= (smallUpTo[currency] ?? -1n);
      return isSmall && near.number > deep.number ? near : deep;
    },
  };
}
