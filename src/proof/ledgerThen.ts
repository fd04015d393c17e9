import { type Log, ZeroAddress, zeroPadValue } from "ethers";

import type { Bank } from "../chain/bank.js";
import { tokenOf } from "../chain/checks.js";
import { decodeLogs } from "../chain/events.js";
import { readLogs } from "../chain/logs.js";
import { rebuild, supplyOf } from "../chain/rebuild.js";

/*
 * What the chain says of a past block, from events: any node has them, the state of an old block only few. Asked for by indexed
 * arguments, so that a holder does not read the transfers of all others.
 */

/** A place in the chain: after all of a block, or before one log of it. */
export interface Moment {
  readonly block: number;
  readonly logIndex?: number;
}

/** Minor units. */
export interface SupplyThen {
  readonly supply: bigint;
  /** as the token carries it on between attestations */
  readonly backing: bigint;
}

const NOBODY = zeroPadValue(ZeroAddress, 32);

/** Supply and backing at several moments, read once. */
export async function suppliesAt(bank: Bank, currency: string, moments: readonly Moment[]): Promise<SupplyThen[]> {
  const token = tokenOf(bank, currency);
  const { Transfer, Attested, InterbankReceived } = topicsOf(bank, currency);
  const toBlock = Math.max(...moments.map(({ block }) => block));
  const logs = [
    ...(await logsOf(bank, currency, toBlock, [Transfer], [NOBODY])),
    ...(await logsOf(bank, currency, toBlock, [Transfer], [null, NOBODY])),
    ...(await logsOf(bank, currency, toBlock, [Attested, InterbankReceived])),
  ].sort((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
  return moments.map(({ block, logIndex = Infinity }) => {
    const past = logs.filter((log) => log.blockNumber < block || (log.blockNumber === block && log.index < logIndex));
    const rebuilt = rebuild(decodeLogs(bank, past), String(token.target));
    return { supply: supplyOf(rebuilt), backing: rebuilt.backing };
  });
}

/** A wallet's balance at the end of a block: from storage where the node has it, else from the wallet's own transfers. */
export async function balanceAt(
  bank: Bank,
  currency: string,
  wallet: string,
  block: number,
): Promise<{ balance: bigint; from: "storage" | "events" }> {
  const token = tokenOf(bank, currency);
  try {
    return { balance: await token.balanceOf(wallet, { blockTag: block }), from: "storage" };
  } catch {
    // Not an archive node: every client says so in its own words. If it is dead altogether, the events will say so.
  }
  const { Transfer } = topicsOf(bank, currency);
  const own = zeroPadValue(wallet, 32);
  const [credits, debits] = [
    await logsOf(bank, currency, block, [Transfer], [null, own]),
    await logsOf(bank, currency, block, [Transfer], [own]),
  ];
  const sum = (logs: readonly Log[]): bigint => logs.reduce((total, { data }) => total + BigInt(data), 0n);
  return { balance: sum(credits) - sum(debits), from: "events" };
}

function topicsOf(bank: Bank, currency: string) {
  const { interface: abi } = tokenOf(bank, currency);
  const topic = (name: "Transfer" | "Attested" | "InterbankReceived"): string => abi.getEvent(name).topicHash;
  return { Transfer: topic("Transfer"), Attested: topic("Attested"), InterbankReceived: topic("InterbankReceived") };
}

function logsOf(
  bank: Bank,
  currency: string,
  toBlock: number,
  topics: readonly string[],
  indexed: readonly (string | null)[] = [],
): Promise<Log[]> {
  const addresses = [String(tokenOf(bank, currency).target)];
  return readLogs(bank, { addresses, topics, indexed, fromBlock: bank.addresses.fromBlock, toBlock });
}
