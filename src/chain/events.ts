import { type BaseContract, type EventFragment, type Interface, Result } from "ethers";

import { checksummed } from "./checksum.js";
import { wordsOf } from "./eventWords.js";
import type { LogWords } from "./rawNode.js";
import { decodeRevert, type ErrorContext, type VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";

/** An event of one of the bank's contracts, decoded. */
export interface ChainEvent {
  /** "DepositToken", "PartyRegistry", ... */
  readonly contract: string;
  readonly address: string;
  readonly name: string;
  /** By ABI name: amounts, times and numbers as bigint. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly blockNumber: number;
  /** Position in its block. */
  readonly logIndex: number;
}

/** Which contract of the bank stands at an address. */
export function contractsByAddress(bank: Bank): Map<string, { name: string; abi: Interface }> {
  const named: [string, BaseContract][] = [
    ["AccessManager", bank.accessManager],
    ["PartyRegistry", bank.partyRegistry],
    ["IssuanceDesk", bank.issuanceDesk],
    ["RedemptionDesk", bank.redemptionDesk],
    ["Limits", bank.limits],
    ["ConfirmedPayments", bank.confirmedPayments],
    ["LegalOrders", bank.legalOrders],
    ["PauseControl", bank.pauseControl],
    ["Resolution", bank.resolution],
    ...Object.values(bank.tokens).map((token): [string, BaseContract] => ["DepositToken", token]),
  ];
  return new Map(named.map(([name, contract]) => [key(contract.target), { name, abi: contract.interface }]));
}

/** The logs that are events of the bank's contracts, in order; others (none, in the suite's own acts) are left out. */
export function decodeLogs(bank: Bank, logs: readonly LogWords[]): ChainEvent[] {
  const known = contractsByAddress(bank);
  return logs.flatMap((log) => {
    const contract = known.get(key(log.address));
    const event = contract === undefined ? undefined : eventsOf(contract.abi).get(log.topics[0] ?? "");
    if (contract === undefined || event === undefined) return [];
    const args = wordsOf(event, log) ?? plain(contract.abi.decodeEventLog(event, log.data, log.topics));
    const { blockNumber, index: logIndex } = log;
    const address = checksummed(log.address);
    return [{ contract: contract.name, address, name: event.name, args, blockNumber, logIndex }];
  });
}

const byTopic = new WeakMap<Interface, Map<string, EventFragment>>();

/** Events by topic 0. ethers hashes the signatures of all events anew for each log, which a page of a register would feel. */
function eventsOf(abi: Interface): ReadonlyMap<string, EventFragment> {
  const known = byTopic.get(abi);
  if (known !== undefined) return known;
  const events = new Map<string, EventFragment>();
  abi.forEachEvent((event) => void events.set(event.topicHash, event));
  byTopic.set(abi, events);
  return events;
}

const key = (address: unknown): string => String(address).toLowerCase();
/** Lists become arrays; no event of the suite has a struct. */
const plain = (args: Result): Record<string, unknown> => {
  const named = Object.entries(args.toObject() as Record<string, unknown>);
  return Object.fromEntries(
    named.map(([name, value]) => [name, value instanceof Result ? value.toArray(true) : value]),
  );
};

/** A token that did not take a party's standing (event `PushFailed`), and why. */
export interface PushFailure {
  readonly token: string;
  readonly currency: string | undefined;
  readonly party: bigint;
  readonly reason: VostroError;
}

/** What failed to be pushed; empty is good. Repair the cause, then `syncToken`; pause the token if it matters. */
export function pushFailuresIn(bank: Bank, events: readonly ChainEvent[]): PushFailure[] {
  return events
    .filter(({ name }) => name === "PushFailed")
    .map(({ args }) => {
      const token = String(args["token"]);
      const currency = currencyOf(bank, token);
      const reason = decodeRevert(String(args["reason"]), errorContext(bank, currency));
      return { token, currency, party: args["party"] as bigint, reason };
    });
}

/** The ISO 4217 code of a token of the bank. */
export function currencyOf(bank: Bank, token: string): string | undefined {
  return Object.entries(bank.addresses.tokens).find(([, address]) => key(address) === key(token))?.[0];
}

/** How errors of this bank are put into words: its currency, its tokens, the names of its contracts. */
export function errorContext(bank: Bank, currency?: string): ErrorContext {
  const { addresses } = bank;
  const tokens = Object.entries(addresses.tokens).map(([code, address]) => [address, `the ${code} token`]);
  return {
    currency,
    tokens: addresses.tokens,
    names: {
      [addresses.accessManager]: "the access manager",
      [addresses.partyRegistry]: "the party registry",
      [addresses.issuanceDesk]: "the issuance desk",
      [addresses.redemptionDesk]: "the redemption desk",
      [addresses.limits]: "the limits contract",
      [addresses.confirmedPayments]: "the confirmed payments contract",
      [addresses.legalOrders]: "the legal orders contract",
      [addresses.pauseControl]: "the pause control",
      [addresses.resolution]: "the resolution contract",
      ...(Object.fromEntries(tokens) as Record<string, string>),
    },
  };
}
