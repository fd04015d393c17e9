import { VostroError } from "../../errors/index.js";
import type { Bank } from "../bank.js";
import { timesOf } from "../books/clock.js";
import { type ChainEvent, decodeLogs } from "../events.js";
import { readLogs } from "../logs.js";
import { ask, providerOf } from "../send.js";
import type { LegalOrder } from "../typedData.js";

/*
 * The whole file of a legal order, put together from the events of LegalOrders alone, as a court would ask for it: what was
 * filed, every act under it with its two people, and what of it stands today. No storage is read.
 */

/** Events and the time of their blocks, unix seconds (`timesOf`). */
export interface TimedEvents {
  /** those of other contracts are left aside */
  readonly events: readonly ChainEvent[];
  readonly times: ReadonlyMap<number, bigint>;
}

export const ACT_KINDS = {
  BlockPlaced: "block",
  LienPlaced: "lien",
  Seized: "seizure",
  WalletRecovered: "recovery",
  ReleaseForced: "forced release",
  BlockLifted: "block lifted",
  LienLifted: "lien lifted",
} as const;
export type ActKind = (typeof ACT_KINDS)[keyof typeof ACT_KINDS];

/** One act under the order. */
export interface FiledAct {
  readonly kind: ActKind;
  /** what both people agreed to: the hash that the approver signed */
  readonly act: string;
  readonly sender: string;
  readonly approver: string;
  readonly blockNumber: number;
  /** unix seconds */
  readonly time: bigint;
  /** what was done, by the names of the event: amounts in minor units */
  readonly content: Readonly<Record<string, unknown>>;
}

export interface FiledLien {
  readonly id: string;
  readonly token: string;
  /** as named when it was placed; a lost wallet's lien follows its money */
  readonly account: string;
  /** minor units */
  readonly placed: bigint;
  readonly seized: bigint;
  readonly lifted: bigint;
  readonly left: bigint;
}

export interface FiledBlock {
  readonly party: bigint;
  readonly live: boolean;
}

/** Money that followed a recovery from the lost wallet to the live one that stands for it, whoever sent the sweep. */
export interface FiledSweep {
  readonly token: string;
  readonly heir: string;
  /** minor units */
  readonly amount: bigint;
  /** liens that went along, minor units */
  readonly liens: bigint;
  readonly blockNumber: number;
}

export interface FiledRecovery {
  readonly lost: string;
  readonly successor: string;
  readonly sweeps: readonly FiledSweep[];
  /** tokens whose sweep failed and was not made good since */
  readonly unswept: readonly string[];
}

export interface OrderFile {
  readonly order: LegalOrder;
  /** when the first act put it on file, unix seconds */
  readonly filedAt: bigint;
  /** in the order of the chain */
  readonly acts: readonly FiledAct[];
  readonly liens: readonly FiledLien[];
  readonly blocks: readonly FiledBlock[];
  readonly recoveries: readonly FiledRecovery[];
}

/** The ids of all orders on file, in the order of their filing. */
export const orderIdsIn = ({ events }: TimedEvents): string[] =>
  events.filter(isLaw).flatMap(({ name, args }) => (name === "OrderFiled" ? [String(args["id"])] : []));

/** Puts one order's file together; undefined if nothing was ever done under this id. */
export function foldOrderFile({ events, times }: TimedEvents, orderId: string): OrderFile | undefined {
  const law = events.filter(isLaw);
  const own = law.filter(({ name, args }) => args[name === "OrderFiled" ? "id" : "orderId"] === orderId);
  const filed = own.find(({ name }) => name === "OrderFiled");
  if (filed === undefined) return undefined;
  const acts = own.filter(({ name }) => name in ACT_KINDS).map((event) => actOf(event, times));
  return {
    order: orderOf(filed),
    filedAt: times.get(filed.blockNumber) ?? 0n,
    acts,
    liens: liensOf(acts),
    blocks: blocksOf(acts),
    recoveries: recoveriesOf(acts, law),
  };
}

const isLaw = ({ contract }: ChainEvent): boolean => contract === "LegalOrders";

function orderOf({ args }: ChainEvent): LegalOrder {
  const { id, authority, documentHash, issuedAt, validUntil } = args as unknown as LegalOrder;
  return { id, authority, documentHash, issuedAt, validUntil };
}

function actOf({ name, args, blockNumber }: ChainEvent, times: TimedEvents["times"]): FiledAct {
  const { orderId: _orderId, act, sender, approver, ...content } = args;
  const people = { act: String(act), sender: String(sender), approver: String(approver) };
  const time = times.get(blockNumber) ?? 0n;
  return { kind: ACT_KINDS[name as keyof typeof ACT_KINDS], ...people, blockNumber, time, content };
}

function liensOf(acts: readonly FiledAct[]): FiledLien[] {
  const sum = (kind: ActKind, id: string, amount: string) =>
    acts.reduce(
      (total, { kind: of, content }) =>
        of === kind && content["lienId"] === id ? total + (content[amount] as bigint) : total,
      0n,
    );
  return acts
    .filter(({ kind }) => kind === "lien")
    .map(({ act: id, content }) => {
      const placed = content["amount"] as bigint;
      const [seized, lifted] = [sum("seizure", id, "ofLien"), sum("lien lifted", id, "amount")];
      const [token, account] = [String(content["token"]), String(content["account"])];
      return { id, token, account, placed, seized, lifted, left: placed - seized - lifted };
    });
}

function blocksOf(acts: readonly FiledAct[]): FiledBlock[] {
  const live = new Map<bigint, boolean>();
  for (const { kind, content } of acts) {
    if (kind === "block" || kind === "block lifted") live.set(content["party"] as bigint, kind === "block");
  }
  return [...live].map(([party, isLive]) => ({ party, live: isLive }));
}

function recoveriesOf(acts: readonly FiledAct[], events: readonly ChainEvent[]): FiledRecovery[] {
  return acts
    .filter(({ kind }) => kind === "recovery")
    .map(({ content }) => {
      const lost = String(content["lost"]);
      const about = events.filter(({ args }) => args["lost"] === lost);
      const sweeps = about.filter(({ name }) => name === "Swept").map(sweepOf);
      const unswept = about
        .filter(({ name }) => name === "SweepFailed")
        .map(({ args }) => String(args["token"]))
        .filter((failed) => !sweeps.some(({ token }) => token === failed));
      return { lost, successor: String(content["successor"]), sweeps, unswept };
    });
}

function sweepOf({ args, blockNumber }: ChainEvent): FiledSweep {
  const [amount, liens] = [args["amount"] as bigint, args["liens"] as bigint];
  return { token: String(args["token"]), heir: String(args["heir"]), amount, liens, blockNumber };
}

/**
 * Every event of LegalOrders up to a block (the newest if left out), in the order of the chain, with its time.
 * @throws VostroError when the node refuses
 */
export async function lawEvents(bank: Bank, toBlock?: number): Promise<TimedEvents> {
  const logs = await readLogs(bank, {
    addresses: [bank.addresses.legalOrders],
    fromBlock: bank.addresses.fromBlock,
    toBlock: toBlock ?? (await ask(bank, providerOf(bank).getBlockNumber())),
  });
  const blocks = logs.map(({ blockNumber }) => blockNumber);
  return { events: decodeLogs(bank, logs), times: await timesOf(bank, blocks) };
}

/**
 * The whole file of an order, from events alone.
 * @throws VostroError OrderUnknown when nothing was ever done under this id; or when the node refuses
 */
export async function orderFile(bank: Bank, orderId: string, toBlock?: number): Promise<OrderFile> {
  const file = foldOrderFile(await lawEvents(bank, toBlock), orderId);
  if (file !== undefined) return file;
  throw new VostroError({
    name: "OrderUnknown",
    sentence: `Nothing was ever done under a legal order ${orderId}.`,
    fix: "Check the id: it is the bank's own salted number of the order, 32 bytes.",
  });
}
