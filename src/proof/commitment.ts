import { dataLength, type Log, toBeHex, zeroPadValue } from "ethers";

import { ROLES } from "../bank/roles.js";
import type { Bank } from "../chain/bank.js";
import { tokenOf } from "../chain/checks.js";
import { readLogs } from "../chain/logs.js";
import { ask, providerOf } from "../chain/send.js";
import { chooseBlock } from "../chain/supply.js";
import { VostroError } from "../errors/index.js";
import { type AttestCall, attestCallsIn } from "./attestCalls.js";

/*
 * An attestation commits to claims by 32 bytes behind the arguments of `attest`. The token does not read them (an ABI decoder
 * ignores what follows), but they are signed with the transaction and stay in the chain for good.
 */

/** An attestation as the chain has it, and the claims that it commits to. */
export interface Commitment {
  readonly block: number;
  readonly logIndex: number;
  /** hash of the transaction */
  readonly transaction: string;
  /** minor units */
  readonly figure: bigint;
  readonly asOf: bigint;
  readonly backing: bigint;
  /** root of claims; undefined where it commits to none */
  readonly claims: string | undefined;
  /** why there is none, a clause; empty where there is one */
  readonly why: string;
}

/**
 * The last attestation at or before a block, and the claims it commits to.
 * @param block the latest if left out
 * @throws VostroError UnknownToken, NoSuchBlock, NeverAttested, TransactionUnknown
 */
export async function lastCommitment(bank: Bank, currency: string, block?: number): Promise<Commitment> {
  const at = await chooseBlock(bank, block);
  const log = (await attestedLogs(bank, currency, bank.addresses.fromBlock, at)).at(-1);
  if (log !== undefined) return commitmentIn(bank, currency, log);
  throw new VostroError({
    name: "NeverAttested",
    args: { currency, block: at },
    sentence: `The bank has attested no ${currency} at or before block ${at}.`,
    fix: "Choose a later block, or another currency.",
  });
}

/**
 * The first attestation after a block that commits to any claims: the one that must commit to the claims of that block. Were
 * a later one good too, a bank could show some holders one tree and the others another one of the same block.
 * @returns undefined where there is none yet
 * @throws VostroError UnknownToken, TransactionUnknown
 */
export async function firstCommitmentAfter(
  bank: Bank,
  currency: string,
  block: number,
): Promise<Commitment | undefined> {
  const latest = await ask(bank, providerOf(bank).getBlockNumber());
  for (const log of await attestedLogs(bank, currency, block + 1, latest)) {
    const commitment = await commitmentIn(bank, currency, log);
    if (commitment.claims !== undefined) return commitment;
  }
  return undefined;
}

async function attestedLogs(bank: Bank, currency: string, fromBlock: number, toBlock: number): Promise<Log[]> {
  const token = tokenOf(bank, currency);
  const topics = [token.interface.getEvent("Attested").topicHash];
  return readLogs(bank, { addresses: [String(token.target)], topics, fromBlock, toBlock });
}

async function commitmentIn(bank: Bank, currency: string, log: Log): Promise<Commitment> {
  const { blockNumber, transactionHash, index: logIndex } = log;
  const token = tokenOf(bank, currency);
  const [figure, asOf, burned, received, backing] = token.interface.decodeEventLog(
    "Attested",
    log.data,
    log.topics,
  ) as unknown as bigint[];
  const sent = await ask(bank, providerOf(bank).getTransaction(transactionHash));
  if (sent === null) throw unknownTransaction(transactionHash, blockNumber);
  const to = sent.to ?? "";
  const target = String(token.target);
  const direct = to.toLowerCase() === target.toLowerCase();
  const believed = {
    token: target,
    accessManager: bank.addresses.accessManager,
    isAttestor: direct ? () => false : await attestorsUntil(bank, blockNumber),
  };
  const calls = attestCallsIn(believed, to, sent.data).filter(
    (call) => call.figure === figure && call.asOf === asOf && call.burned === burned && call.received === received,
  );
  return {
    ...{ block: blockNumber, logIndex, transaction: transactionHash, figure: figure!, asOf: asOf!, backing: backing! },
    ...claimsIn(calls, to),
  };
}

function claimsIn(calls: readonly AttestCall[], to: string): Pick<Commitment, "claims" | "why"> {
  const none = (why: string): Pick<Commitment, "claims" | "why"> => ({ claims: undefined, why });
  const [call] = calls;
  if (call === undefined) {
    return none(`it was sent through ${to}, which is neither the token, a Safe of an attestor nor the AccessManager`);
  }
  // The token takes a time once only, so two such calls cannot both have made the event.
  if (calls.length > 1) return none("its transaction has the same attestation twice");
  const length = dataLength(call.tail);
  if (length === 32) return { claims: call.tail, why: "" };
  return none(length === 0 ? "it carries no claims" : `${length} bytes stand behind it, which are no root of claims`);
}

/** Whom the bank had made an attestor by a block, whether or not they still are. From events: state may be gone. */
async function attestorsUntil(bank: Bank, block: number): Promise<(account: string) => boolean> {
  const logs = await readLogs(bank, {
    addresses: [bank.addresses.accessManager],
    topics: [bank.accessManager.interface.getEvent("RoleGranted").topicHash],
    indexed: [zeroPadValue(toBeHex(ROLES.ATTESTOR), 32)],
    fromBlock: bank.addresses.fromBlock,
    toBlock: block,
  });
  const granted = new Set(logs.map(({ topics }) => topics[2]!.toLowerCase()));
  return (account) => account !== "" && granted.has(zeroPadValue(account, 32).toLowerCase());
}

const unknownTransaction = (transaction: string, block: number): VostroError =>
  new VostroError({
    name: "TransactionUnknown",
    args: { transaction, block },
    sentence: `The node has the attestation of block ${block}, but not its transaction ${transaction}.`,
    fix: "Ask a node that keeps all transactions.",
  });
