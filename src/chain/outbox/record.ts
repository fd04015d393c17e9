import { type Provider, Transaction, type TransactionReceipt, type TransactionResponse } from "ethers";

/** A transaction that a command signed, written down before the node is given it. */
export interface SentRecord {
  /** "IssuanceDesk.mint" */
  readonly act: string;
  readonly from: string;
  readonly to: string;
  readonly data: string;
  readonly nonce: number;
  /** ISO 8601, this machine's clock */
  readonly signedAt: string;
  /** signed transactions with this content: the first, and those that replaced it at a higher fee */
  readonly signed: readonly string[];
  /** signed transactions that take its nonce and do nothing */
  readonly cancels: readonly string[];
  /** where it was mined; absent until its sender was told so */
  readonly told?: { readonly hash: string; readonly blockNumber: number } | undefined;
}

/** Where a recorded transaction stands on the node that is asked. */
export type RecordState =
  | { readonly name: "mined"; readonly receipt: TransactionReceipt }
  /** its nonce was used by one of its cancels, or by a transaction that is not recorded: it can never be mined */
  | { readonly name: "cancelled" | "replaced" }
  /** in the node's pool */
  | { readonly name: "pending"; readonly transaction: TransactionResponse }
  /** the node does not know it and its nonce is free: it may still be mined if it is in other pools */
  | { readonly name: "gone" };

export const hashOf = (signed: string): string => Transaction.from(signed).hash!;

/** Asks the node what became of a transaction. */
export async function stateOf(provider: Provider, record: SentRecord): Promise<RecordState> {
  const found = await minedOf(provider, record);
  if (found !== undefined) return found;
  if ((await provider.getTransactionCount(record.from, "latest")) > record.nonce) {
    // It may have been mined between the two questions.
    return (await minedOf(provider, record)) ?? { name: "replaced" };
  }
  for (const signed of [...record.signed].reverse()) {
    const transaction = await provider.getTransaction(hashOf(signed));
    if (transaction !== null) return { name: "pending", transaction };
  }
  return { name: "gone" };
}

async function minedOf(provider: Provider, { signed, cancels }: SentRecord): Promise<RecordState | undefined> {
  for (const one of signed) {
    const receipt = await provider.getTransactionReceipt(hashOf(one));
    if (receipt !== null) return { name: "mined", receipt };
  }
  for (const one of cancels) {
    if ((await provider.getTransactionReceipt(hashOf(one))) !== null) return { name: "cancelled" };
  }
  return undefined;
}

/** The chain had it, its sender was told so, and the chain lost it: dropped blocks, or a node restored from an older state. */
export const isLost = ({ told }: SentRecord, { name }: RecordState): boolean =>
  told !== undefined && (name === "pending" || name === "gone");
