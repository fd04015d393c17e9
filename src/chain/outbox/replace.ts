import { type Provider, type Signer, Transaction, type TransactionReceipt } from "ethers";

import { VostroError } from "../../errors/index.js";
import { outcomeUnconfirmed } from "./errors.js";
import { type Fees, replacementFees } from "./fees.js";
import type { Outbox } from "./outbox.js";
import { hashOf, isLost, type RecordState, type SentRecord, stateOf } from "./record.js";
import { broadcast } from "./sendOnce.js";

/** A recorded transaction and where it stands. */
export interface Standing {
  readonly record: SentRecord;
  /** lost: the chain had it and has it no more; displaced: lost, and its nonce went to another, so it is lost for good */
  readonly state: RecordState["name"] | "lost" | "displaced";
}

/** Every recorded transaction, oldest nonce first. */
export async function readOutbox(outbox: Outbox, provider: Provider): Promise<Standing[]> {
  const standings: Standing[] = [];
  for (const record of await outbox.list()) {
    const state = await stateOf(provider, record);
    const isDisplaced = record.told !== undefined && (state.name === "replaced" || state.name === "cancelled");
    standings.push({ record, state: isLost(record, state) ? "lost" : isDisplaced ? "displaced" : state.name });
  }
  return standings;
}

/** The fees of every transaction with this nonce that is known. */
export const feesOf = ({ signed, cancels }: SentRecord): Fees[] =>
  [...signed, ...cancels].map((one) => {
    const { maxFeePerGas, maxPriorityFeePerGas, gasPrice } = Transaction.from(one);
    const fee = gasPrice ?? 0n;
    return { maxFeePerGas: maxFeePerGas ?? fee, maxPriorityFeePerGas: maxPriorityFeePerGas ?? fee };
  });

/** What takes a nonce. */
export type Replacement = "replace" | "cancel";

/** A transaction of a nonce that another one is to take the place of. */
export interface ReplaceOrder {
  readonly nonce: number;
  /** the same content at a higher fee, or nothing at all */
  readonly how: Replacement;
  /** wei for each gas; what the network asks, and more than before, if left out */
  readonly maxFeePerGas?: bigint | undefined;
}

export interface Replaced {
  /** what was mined with the nonce */
  readonly receipt: TransactionReceipt;
  /** whether the act was done, by whichever transaction */
  readonly done: boolean;
}

/**
 * Sends another transaction with the same nonce, and waits for whichever is mined: never both. Who may call: the key that
 * sent it.
 * @throws VostroError NothingToReplace, FeeTooLow, OutcomeUnconfirmed; what the node refuses
 */
export async function replaceTransaction(outbox: Outbox, signer: Signer, order: ReplaceOrder): Promise<Replaced> {
  const provider = signer.provider!;
  const from = await signer.getAddress();
  const { nonce } = order;
  const record = await replaceable(outbox, provider, from, order);
  const fees = replacementFees(feesOf(record), await provider.getFeeData(), order.maxFeePerGas);
  if (fees === undefined) throw feeTooLow(record, order.maxFeePerGas!);
  const before = record.signed.at(-1);
  const content =
    order.how === "replace"
      ? { to: record.to, data: record.data, gasLimit: Transaction.from(before!).gasLimit }
      : { to: from, data: "0x", gasLimit: 21_000n };
  const { chainId } = await provider.getNetwork();
  const signed = await signer.signTransaction({ ...content, ...fees, nonce, chainId, type: 2, value: 0n });
  const next: SentRecord =
    order.how === "replace"
      ? { ...record, signed: [...record.signed, signed] }
      : { ...record, cancels: [...record.cancels, signed] };
  await outbox.put(next);
  await offer(outbox, provider, record, next, signed);
  return settle(outbox, provider, next, hashOf(signed));
}

/** Given to the node; a replacement that it refuses is not kept. */
async function offer(
  outbox: Outbox,
  provider: Provider,
  before: SentRecord,
  next: SentRecord,
  signed: string,
): Promise<void> {
  try {
    await broadcast(provider, next, signed);
  } catch (error) {
    if (!(error instanceof VostroError)) await (isNothing(before) ? outbox.remove(before) : outbox.put(before));
    throw error;
  }
}

/** Waits until one of the transactions with this nonce is in a block. */
async function settle(outbox: Outbox, provider: Provider, record: SentRecord, hash: string): Promise<Replaced> {
  for (let left = outbox.waitSeconds * 2; left > 0; left--) {
    const mined = await minedOf(provider, record);
    if (mined !== undefined) {
      const { receipt, done } = mined;
      if (done) await outbox.put({ ...record, told: { hash: receipt.hash, blockNumber: receipt.blockNumber } });
      else await outbox.remove(record);
      return mined;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw outcomeUnconfirmed(record, hash);
}

async function minedOf(provider: Provider, { signed, cancels }: SentRecord): Promise<Replaced | undefined> {
  for (const [list, acts] of [
    [signed, true],
    [cancels, false],
  ] as const) {
    for (const one of list) {
      const receipt = await provider.getTransactionReceipt(hashOf(one));
      if (receipt !== null) return { receipt, done: acts && receipt.status === 1 };
    }
  }
  return undefined;
}

/** Only cancels: it stands for a transaction that was sent from elsewhere. */
const isNothing = ({ signed, cancels }: SentRecord): boolean => signed.length + cancels.length === 0;

async function replaceable(outbox: Outbox, provider: Provider, from: string, order: ReplaceOrder): Promise<SentRecord> {
  const { nonce, how } = order;
  const record = (await outbox.list(from)).find((one) => one.nonce === nonce);
  const count = await provider.getTransactionCount(from, "latest");
  if (count > nonce)
    throw nothing(from, nonce, "it is used: the chain has a transaction with it.", "Look with transactions show.");
  if (record !== undefined && (how === "cancel" || record.signed.length > 0)) return record;
  const pooled = await provider.getTransactionCount(from, "pending");
  if (how === "replace") {
    throw nothing(
      from,
      nonce,
      "it was not sent from here, so its content is not known.",
      "Cancel it, or replace it where it was sent.",
    );
  }
  if (pooled <= nonce) throw nothing(from, nonce, "no transaction waits with it.", "Look with transactions show.");
  const signedAt = new Date().toISOString();
  return { act: "sent from elsewhere", from, to: from, data: "0x", nonce, signedAt, signed: [], cancels: [] };
}

const nothing = (from: string, nonce: number, why: string, fix: string): VostroError =>
  new VostroError({
    name: "NothingToReplace",
    args: { from, nonce },
    sentence: `Nonce ${nonce} of ${from} cannot be replaced: ${why}`,
    fix,
  });

function feeTooLow(record: SentRecord, wanted: bigint): VostroError {
  const highest = feesOf(record).reduce((most, { maxFeePerGas: fee }) => (fee > most ? fee : most), 0n);
  return new VostroError({
    name: "FeeTooLow",
    args: { wanted, highest },
    sentence: `${wanted} wei is not enough to take the place of ${highest} wei: nodes want an eighth more.`,
    fix: "Give a higher --max-fee, or leave it out.",
  });
}

/**
 * Gives the node again, as it was signed, everything that the chain or the node lost. Needs no key.
 * @returns what was given to it
 */
export async function resendLost(provider: Provider, outbox: Outbox): Promise<SentRecord[]> {
  const again: SentRecord[] = [];
  for (const { record, state } of await readOutbox(outbox, provider)) {
    if (state !== "lost" && state !== "gone") continue;
    await broadcast(provider, record, [...record.cancels, ...record.signed].at(-1)!);
    again.push(record);
  }
  return again;
}
