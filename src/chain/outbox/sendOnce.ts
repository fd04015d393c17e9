import {
  BaseWallet,
  type Provider,
  type Signer,
  type TransactionReceipt,
  type TransactionRequest,
  type TransactionResponse,
} from "ethers";

import { VostroError } from "../../errors/index.js";
import type { Call } from "../send.js";
import {
  earlierActDone,
  foreignTransactions,
  transactionsLost,
  transactionStuck,
  outcomeUnconfirmed,
} from "./errors.js";
import type { Outbox } from "./outbox.js";
import { hashOf, isLost, type RecordState, type SentRecord, stateOf } from "./record.js";

/*
 * Why repeating an act never does it twice: its transaction is signed and written down, with its nonce, before the node
 * gets it. Until somebody was told the outcome, the same content from the same key is that transaction: it is looked for,
 * waited for or given to the node again, exactly as it was signed. Whatever is mined, only one transaction can have a nonce.
 */

/** A transaction on its way. */
export interface OnItsWay {
  readonly transaction: TransactionResponse;
  readonly record: SentRecord | undefined;
  /** it was sent by an earlier run, not by this one */
  readonly before: boolean;
}

/**
 * Sends a call, unless an earlier run sent it already and nobody knows yet what became of it.
 * @param signer on the bank's node
 * @throws VostroError TransactionStuck, EarlierActDone, TransactionsLost, TransactionsPending, OutcomeUnconfirmed; what the client throws
 */
export async function sendOnce(
  outbox: Outbox,
  signer: Signer,
  call: Call,
  request: TransactionRequest,
): Promise<OnItsWay> {
  const provider = signer.provider!;
  // Signers that are not in this process sign and send at once: nothing can be written down before.
  if (!(signer instanceof BaseWallet)) {
    return { transaction: await signer.sendTransaction(request), record: undefined, before: false };
  }
  const earlier = await earlierOf(outbox, provider, signer.address, call);
  if (earlier !== undefined) return earlier;
  await refuseForeign(provider, signer.address);
  const populated = await signer.populateTransaction(request);
  const signed = await signer.signTransaction(populated);
  const record: SentRecord = {
    act: call.act,
    from: signer.address,
    to: call.to,
    data: call.data,
    nonce: Number(populated.nonce),
    signedAt: new Date().toISOString(),
    signed: [signed],
    cancels: [],
  };
  await outbox.put(record);
  return { transaction: await broadcastNew(outbox, provider, record), record, before: false };
}

/** The same act of an earlier run; refuses when something of this key is not settled. */
async function earlierOf(outbox: Outbox, provider: Provider, from: string, call: Call): Promise<OnItsWay | undefined> {
  await outbox.forgetFinal(provider);
  const known = await outbox.list(from);
  const count = await provider.getTransactionCount(from, "latest");
  // What the chain has counted and somebody was told of needs no second look.
  const unsettled = known.filter(({ told, nonce }) => told === undefined || nonce >= count);
  const lost: SentRecord[] = [];
  let same: OnItsWay | undefined;
  for (const record of unsettled) {
    const state = await stateOf(provider, record);
    const isSame = record.to === call.to && record.data === call.data;
    const isFailed = state.name === "mined" && state.receipt.status === 0;
    if (state.name === "cancelled" || state.name === "replaced" || isFailed) await outbox.remove(record);
    else if (isLost(record, state)) lost.push(record);
    else if (record.told !== undefined) continue;
    else if (isSame) same = { transaction: await transactionOf(provider, record, state), record, before: true };
    else if (state.name === "mined") throw await tellOf(outbox, record, state.receipt);
    else throw transactionStuck(record);
  }
  if (lost.length > 0) throw transactionsLost(from, lost);
  return same;
}

/** What the node has of a record that is not yet told; one that it does not know is given to it again. */
async function transactionOf(provider: Provider, record: SentRecord, state: RecordState): Promise<TransactionResponse> {
  if (state.name === "mined") return state.receipt.getTransaction();
  if (state.name === "pending") return state.transaction;
  try {
    return await broadcast(provider, record);
  } catch (error) {
    // Some nodes refuse a fee that is too low for the next block. That says nothing of other pools that may have it.
    throw error instanceof VostroError ? error : outcomeUnconfirmed(record, hashOf(record.signed.at(-1)!), error);
  }
}

/** Acts whose content is new each time (a deadline, a random number) cannot be recognised: a person looks. */
async function tellOf(outbox: Outbox, record: SentRecord, { hash, blockNumber }: TransactionReceipt): Promise<Error> {
  await outbox.put({ ...record, told: { hash, blockNumber } });
  return earlierActDone(record, hash, blockNumber);
}

async function refuseForeign(provider: Provider, from: string): Promise<void> {
  const [mined, pooled] = await Promise.all([
    provider.getTransactionCount(from, "latest"),
    provider.getTransactionCount(from, "pending"),
  ]);
  if (pooled > mined) throw foreignTransactions(from, mined, pooled);
}

/** What a node says when it will not have a transaction; everything else may have reached it. */
const REFUSALS = [
  "INSUFFICIENT_FUNDS",
  "NONCE_EXPIRED",
  "REPLACEMENT_UNDERPRICED",
  "UNSUPPORTED_OPERATION",
  "CALL_EXCEPTION",
];

/**
 * Gives the node one of a record's transactions.
 * @throws VostroError OutcomeUnconfirmed when it is not known whether the node has it; else what the client throws
 */
export async function broadcast(
  provider: Provider,
  record: SentRecord,
  signed = record.signed.at(-1)!,
): Promise<TransactionResponse> {
  try {
    return await provider.broadcastTransaction(signed);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: string };
    if (/already known|already imported/i.test(String(message))) {
      const known = await provider.getTransaction(hashOf(signed));
      if (known !== null) return known;
    }
    if (REFUSALS.includes(String(code)) || isAnswer(error)) throw error;
    throw outcomeUnconfirmed(record, hashOf(signed), error);
  }
}

/** Broadcasts for the first time: what the node refuses was never in a pool and is forgotten. */
async function broadcastNew(outbox: Outbox, provider: Provider, record: SentRecord): Promise<TransactionResponse> {
  try {
    return await broadcast(provider, record);
  } catch (error) {
    if (!(error instanceof VostroError)) await outbox.remove(record);
    throw error;
  }
}

/** The node answered with an error of its own: ethers keeps it under `info` or `error`. */
function isAnswer(error: unknown): boolean {
  const { info, error: inner } = error as { info?: { error?: unknown }; error?: unknown };
  return [info?.error, inner].some((one) => typeof (one as { code?: unknown } | undefined)?.code === "number");
}
