import type { Provider } from "ethers";

/*
 * The node's own methods, for what comes by the thousand: ethers' would turn each byte of what goes out and comes in from text
 * into numbers and back several times, which costs more than what is asked. A provider that has no `send` is asked in ethers' way.
 */

/** What a log says, as a node and as ethers give it. */
export interface LogWords {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: number;
  readonly index: number;
}

/** What became of a transaction. */
export interface RawReceipt {
  readonly hash: string;
  readonly blockNumber: number;
  readonly blockHash: string;
  /** 0: reverted */
  readonly status: number | null;
  readonly logs: readonly LogWords[];
}

interface NodeReceipt {
  readonly transactionHash: string;
  readonly blockNumber: string;
  readonly blockHash: string;
  readonly status?: string | null;
  readonly logs: readonly {
    readonly address: string;
    readonly topics: readonly string[];
    readonly data: string;
    readonly blockNumber: string;
    readonly logIndex: string;
  }[];
}

type Send = (method: string, params: readonly unknown[]) => Promise<unknown>;

function sendOf(provider: Provider): Send | undefined {
  const { send } = provider as { send?: Send };
  return send?.bind(provider);
}

const quantity = (value: number): string => `0x${value.toString(16)}`;

/** `eth_call` from nobody. @param to left out: `data` is code that is run and deployed nowhere */
export async function rawCall(
  provider: Provider,
  call: { readonly to?: string; readonly data: string },
  block: number | "latest",
): Promise<string> {
  const send = sendOf(provider);
  if (send === undefined) return provider.call({ ...call, blockTag: block });
  return (await send("eth_call", [call, block === "latest" ? block : quantity(block)])) as string;
}

/** @returns null while it is in no block */
export async function rawReceipt(provider: Provider, hash: string): Promise<RawReceipt | null> {
  const send = sendOf(provider);
  if (send === undefined) return provider.getTransactionReceipt(hash);
  const found = (await send("eth_getTransactionReceipt", [hash])) as NodeReceipt | null;
  // Some nodes answer for what is still in their pool.
  if (found === null || found.blockNumber === null) return null;
  return {
    hash: found.transactionHash,
    blockNumber: Number(found.blockNumber),
    blockHash: found.blockHash,
    status: found.status === undefined || found.status === null ? null : Number(found.status),
    logs: found.logs.map(({ address, topics, data, blockNumber, logIndex }) => ({
      address,
      topics,
      data,
      blockNumber: Number(blockNumber),
      index: Number(logIndex),
    })),
  };
}

/** Without the questions that ethers asks before and after: whoever signed it knows its hash. */
export async function rawTransaction(provider: Provider, raw: string): Promise<void> {
  const send = sendOf(provider);
  if (send === undefined) await provider.broadcastTransaction(raw);
  else await send("eth_sendRawTransaction", [raw]);
}
