import { id as topicOf, ZeroAddress } from "ethers";

import { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { tokenOf } from "./checks.js";
import { decodeLogs } from "./events.js";
import { readLogs } from "./logs.js";
import { heldIn, rebuild, type Rebuilt, type RebuiltHold, supplyOf } from "./rebuild.js";
import { ask, providerOf } from "./send.js";
import { compareWithStorage, type SupplyFinding } from "./supplyCheck.js";

/** A hold that has not closed, with its age at the block. */
export interface OpenHold extends RebuiltHold {
  /** seconds since it was placed (sealed, for a submitted redemption) */
  readonly age: bigint;
  /** past its expiry: anyone may release it */
  readonly lapsed: boolean;
}

/** Supply against deposits at one block. Amounts are minor units, times unix seconds. */
export interface SupplyReport {
  readonly currency: string;
  readonly token: string;
  readonly block: number;
  readonly time: bigint;
  readonly supply: bigint;
  readonly minted: bigint;
  readonly burned: bigint;
  readonly received: bigint;
  readonly backing: bigint;
  /** age in seconds at the block; undefined when nobody has attested yet */
  readonly attestation: { readonly figure: bigint; readonly asOf: bigint; readonly age: bigint } | undefined;
  /** accounts with a balance */
  readonly holders: number;
  /** earmarked by all open holds and redemptions */
  readonly held: bigint;
  /** oldest first */
  readonly openHolds: readonly OpenHold[];
  /** redemptions that the bank has not submitted, oldest first */
  readonly requested: readonly OpenHold[];
  /** redemptions sealed for payment and not burned: in transit, oldest first */
  readonly submitted: readonly OpenHold[];
  /** whether the node could still read storage at the block; if not, only the events were judged */
  readonly compared: boolean;
  /** differences between events and storage, and what must never be; empty is good */
  readonly findings: readonly SupplyFinding[];
}

export interface SupplyOptions {
  /** blocks a request for logs; 10,000 if left out */
  readonly page?: number;
}

/**
 * Supply, backing and everything pending, rebuilt from events alone and then compared with storage.
 * @param block the latest if left out
 * @throws VostroError UnknownToken, NoSuchBlock
 */
export async function supplyReport(
  bank: Bank,
  currency: string,
  block?: number,
  options: SupplyOptions = {},
): Promise<SupplyReport> {
  const token = String(tokenOf(bank, currency).target);
  const at = await chooseBlock(bank, block);
  const time = await timeOf(bank, at);
  const logs = await readLogs(bank, {
    addresses: [token, bank.addresses.redemptionDesk],
    topics: topics(bank),
    fromBlock: bank.addresses.fromBlock,
    toBlock: at,
    ...options,
  });
  const rebuilt = rebuild(decodeLogs(bank, logs), token);
  const open = await openHolds(bank, rebuilt, time);
  const desk = bank.addresses.redemptionDesk;
  const isRedemption = ({ payee, notary }: OpenHold): boolean => payee === ZeroAddress && notary === desk;
  const checked = await compareWithStorage(bank, currency, at, rebuilt);
  const { minted, burned, received, backing, attestation } = rebuilt;
  return {
    currency,
    token,
    block: at,
    time,
    supply: supplyOf(rebuilt),
    minted,
    burned,
    received,
    backing,
    attestation: attestation && { figure: attestation.figure, asOf: attestation.asOf, age: time - attestation.asOf },
    holders: rebuilt.balances.size,
    held: heldIn(rebuilt),
    openHolds: open.filter((hold) => !isRedemption(hold)),
    requested: open.filter((hold) => isRedemption(hold) && hold.status === "Open"),
    submitted: open.filter((hold) => isRedemption(hold) && hold.status === "Sealed"),
    ...checked,
  };
}

const TOKEN_EVENTS = [
  "Transfer",
  "Attested",
  "InterbankReceived",
  "HoldPlaced",
  "HoldExecuted",
  "HoldReleased",
  "HoldExtended",
  "HoldAssigned",
  "HoldSealed",
] as const;

function topics(bank: Bank): string[] {
  const token = Object.values(bank.tokens)[0];
  const names = TOKEN_EVENTS.map((name) => token?.interface.getEvent(name).topicHash ?? topicOf(name));
  return [...names, bank.redemptionDesk.interface.getEvent("RedemptionSubmitted").topicHash];
}

/** A block of the chain, from the bank's first on; the latest if left out. @throws VostroError NoSuchBlock */
export async function chooseBlock(bank: Bank, block: number | undefined): Promise<number> {
  const latest = await ask(bank, providerOf(bank).getBlockNumber());
  if (block === undefined) return latest;
  const { fromBlock } = bank.addresses;
  if (Number.isInteger(block) && block >= fromBlock && block <= latest) return block;
  throw new VostroError({
    name: "NoSuchBlock",
    args: { block, fromBlock, latest },
    sentence: `There is nothing to report at block ${block}: the bank was deployed in block ${fromBlock} and the chain is at ${latest}.`,
    fix: `Choose a block from ${fromBlock} to ${latest}.`,
  });
}

async function timeOf(bank: Bank, block: number): Promise<bigint> {
  const found = await ask(bank, providerOf(bank).getBlock(block));
  return BigInt(found?.timestamp ?? 0);
}

async function openHolds(bank: Bank, { holds }: Rebuilt, now: bigint): Promise<OpenHold[]> {
  const open = [...holds.values()].filter(({ status }) => status === "Open" || status === "Sealed");
  const begins = await Promise.all(open.map(({ placedAt, sealedAt }) => timeOf(bank, sealedAt ?? placedAt)));
  return open
    .map((hold, i) => ({ ...hold, age: now - begins[i]!, lapsed: now >= hold.expiry }))
    .sort((a, b) => Number(b.age - a.age));
}
