import type { Provider, Signer, TransactionReceipt, TransactionResponse } from "ethers";

import type { RoleName } from "../bank/roles.js";
import { decodeError, VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { type ChainEvent, decodeLogs, errorContext } from "./events.js";
import { outcomeUnconfirmed, transactionReplaced } from "./outbox/errors.js";
import { type OnItsWay, sendOnce } from "./outbox/sendOnce.js";

/** One transaction that would be sent: what it does, to whom, and who has to send it. */
export interface Call {
  /** "IssuanceDesk.mint" */
  readonly act: string;
  readonly to: string;
  readonly data: string;
  /** The role the sender needs; absent where the rules of the contract decide (a customer, anyone). */
  readonly role?: RoleName | undefined;
  /** ISO 4217 code in which a refusal's amounts are. */
  readonly currency?: string | undefined;
  /**
   * It goes on when a token it calls has failed, and a node's estimate is the least gas that "succeeds": so little that
   * the last token may starve. Such a call gets a sixteenth more.
   */
  readonly needsMargin?: boolean;
}

/** One transaction that was mined and did not revert. */
export interface Sent {
  readonly act: string;
  readonly hash: string;
  readonly blockNumber: number;
  /** Gas used. */
  readonly gas: bigint;
  readonly events: readonly ChainEvent[];
  /** an earlier run had sent it and did not hear of its outcome; this run sent nothing */
  readonly before?: true;
}

/** A call tried on the node, nothing sent. */
export interface Simulated {
  readonly act: string;
  readonly from: string;
  readonly role: RoleName | undefined;
  /** Estimated gas. */
  readonly gas: bigint;
}

/** Seconds to wait for a block; past it the outcome is unconfirmed, not failed. */
const WAIT_SECONDS = 180;

/** A call with its data, from what TypeChain's `populateTransaction` gives. */
export async function callOf(
  act: string,
  populated: Promise<{ to: string; data: string }>,
  more: Pick<Call, "role" | "currency" | "needsMargin"> = {},
): Promise<Call> {
  const { to, data } = await populated;
  return { act, to, data, ...more };
}

/**
 * Sends a call and waits for its block. With the bank's outbox, a call that was sent before and whose outcome nobody was
 * told is waited for instead: repeating it does nothing twice.
 * @throws VostroError: what the contract, the node or the signer refused; `OutcomeUnconfirmed` once it has been sent;
 * `TransactionReplaced` when its nonce went to another; with an outbox what `sendOnce` throws
 */
export async function send(bank: Bank, signer: Signer, call: Call): Promise<Sent> {
  const { outbox } = bank;
  const context = errorContext(bank, call.currency);
  let way: OnItsWay;
  try {
    const connected = await onChain(bank, signer);
    const request = { to: call.to, data: call.data };
    const gas = call.needsMargin === true ? { gasLimit: ((await connected.estimateGas(request)) * 17n) / 16n } : {};
    way =
      outbox === undefined
        ? { transaction: await connected.sendTransaction({ ...request, ...gas }), record: undefined, before: false }
        : await sendOnce(outbox, connected, call, { ...request, ...gas });
  } catch (error) {
    throw decodeError(error, context);
  }
  const { record, before } = way;
  try {
    const { hash, blockNumber, gasUsed: gas, logs } = await mined(way, call, context, outbox?.waitSeconds);
    if (record !== undefined) await outbox!.put({ ...record, told: { hash, blockNumber } });
    const sent = { act: call.act, hash, blockNumber, gas, events: decodeLogs(bank, logs) };
    return before ? { ...sent, before } : sent;
  } catch (error) {
    const isOpen = error instanceof VostroError && error.name === "OutcomeUnconfirmed";
    if (record !== undefined && !isOpen) await outbox!.remove(record);
    throw error;
  }
}

/**
 * What `send` would do now, tried on the node as `from`; sends nothing and needs no key.
 * @throws VostroError as `send`
 */
export async function simulate(bank: Bank, from: string, call: Call): Promise<Simulated> {
  try {
    const gas = await providerOf(bank).estimateGas({ from, to: call.to, data: call.data });
    return { act: call.act, from, role: call.role, gas };
  } catch (error) {
    throw decodeError(error, errorContext(bank, call.currency));
  }
}

/** Asks the chain; every failure becomes a VostroError. */
export async function ask<T>(bank: Bank, question: Promise<T>, currency?: string): Promise<T> {
  try {
    return await question;
  } catch (error) {
    throw decodeError(error, errorContext(bank, currency));
  }
}

/** The node behind a bank. */
export function providerOf(bank: Bank): Provider {
  const provider = bank.partyRegistry.runner?.provider;
  if (provider) return provider;
  throw new VostroError({
    name: "NoProvider",
    sentence: "The bank is connected to no node.",
    fix: "Connect it with a provider, or a signer that has one (connectBank).",
  });
}

/** The chain's own time, unix seconds: deadlines are judged by it, not by this machine's clock. */
export async function chainTime(bank: Bank): Promise<bigint> {
  const block = await ask(bank, providerOf(bank).getBlock("latest"));
  if (block === null) throw decodeError(new Error("the node has no block"));
  return BigInt(block.timestamp);
}

/** The signer on the bank's node, if it came without one, and never on another chain than the bank's. */
async function onChain(bank: Bank, signer: Signer): Promise<Signer> {
  const connected = signer.provider === null ? signer.connect(providerOf(bank)) : signer;
  const { chainId } = await connected.provider!.getNetwork();
  if (Number(chainId) === bank.addresses.chainId) return connected;
  throw new VostroError({
    name: "WrongChain",
    args: { expected: bank.addresses.chainId, found: Number(chainId) },
    sentence: `The signer is on chain ${chainId}, the bank on chain ${bank.addresses.chainId}.`,
    fix: "Connect to the chain on which the bank was deployed. Nothing was sent.",
  });
}

async function mined(
  { transaction, record }: OnItsWay,
  call: Call,
  context: ReturnType<typeof errorContext>,
  waitSeconds = WAIT_SECONDS,
): Promise<TransactionReceipt> {
  const { hash } = transaction;
  try {
    const receipt = await transaction.wait(1, waitSeconds * 1000);
    if (receipt !== null && receipt.status !== 0) return receipt;
  } catch (error) {
    const { code, reason, receipt } = error as { code?: unknown; reason?: unknown; receipt?: TransactionReceipt };
    if (code === "TRANSACTION_REPLACED" && receipt !== undefined) {
      // "repriced": the same content at another fee, so the act is done.
      if (reason !== "repriced") throw transactionReplaced(call.act, hash, error);
      if (receipt.status !== 0) return receipt;
    } else if (code !== "CALL_EXCEPTION") {
      if (record !== undefined) throw outcomeUnconfirmed(record, hash, error);
      throw new VostroError({
        name: "OutcomeUnconfirmed",
        args: { hash },
        sentence: `${call.act} was sent as ${hash} and no answer came: the outcome is unconfirmed, not failed.`,
        fix: "Ask the chain for this transaction before sending anything again.",
        cause: error,
      });
    }
  }
  throw decodeError(await replay(transaction, call), context);
}

/** A receipt says that a transaction reverted, never why: the same call at the same block says it. */
async function replay({ provider, from, blockNumber }: TransactionResponse, { to, data }: Call): Promise<unknown> {
  try {
    await provider.call({ from, to, data, blockTag: blockNumber ?? "latest" });
    return new Error("reverted without a reason: on the present state it would succeed");
  } catch (error) {
    return error;
  }
}
