import type { Signer } from "ethers";

import { VostroError } from "../../errors/index.js";
import type { Bank } from "../bank.js";
import { requireSome, tokenOf } from "../checks.js";
import { ask, type Call, callOf, send, type Sent } from "../send.js";

/* Limits of a party in one token, over all its wallets. Raising and cutting are powers of different people. */

/** Parties a transaction: a first limit with its party's wallets costs about 130,000 gas. */
const PAGE = 50;

/** Most payments that can be counted; see contracts/types/LimitWord.sol. */
export const MAX_COUNT = 1_023;
/** Longest window: a year. */
export const MAX_WINDOW_HOURS = 8_760;

const NO_AMOUNT = (1n << 64n) - 1n;
const NO_COUNT = 0xffffn;

/** What is left out is not limited. Amounts are minor units. */
export interface PartyLimits {
  /** most in one payment or hold */
  readonly perPayment?: bigint | undefined;
  /** most in any window, payments and holds together */
  readonly windowValue?: bigint | undefined;
  /** most payments and holds in any window, at most 1,023 */
  readonly windowCount?: number | undefined;
  /** length of the window: an even number from 2 to 8,760 */
  readonly windowHours: number;
  /** most that the party's wallets may have together after money has arrived */
  readonly holdingCap?: bigint | undefined;
}

/** A field of limits, as errors name it. */
export type LimitField = keyof PartyLimits;
export const LIMIT_FIELDS: readonly LimitField[] = [
  "perPayment",
  "windowValue",
  "windowCount",
  "windowHours",
  "holdingCap",
];

/** `LimitSet` of the contract. */
interface LimitSet {
  readonly perPayment: bigint;
  readonly windowValue: bigint;
  readonly holdingCap: bigint;
  readonly windowCount: bigint;
  readonly windowHours: bigint;
}

/** The same limits for some parties. */
export interface LimitChange {
  readonly currency: string;
  readonly parties: readonly bigint[];
  readonly limits: PartyLimits;
}

/**
 * Limits as the contract takes them.
 * @throws VostroError BadLimits; `args.field` is the field that is wrong
 */
export function encodeLimits(limits: PartyLimits): LimitSet {
  const { perPayment, windowValue, holdingCap, windowCount, windowHours } = limits;
  for (const field of ["perPayment", "windowValue", "holdingCap"] as const) {
    const amount = limits[field] ?? 0n;
    if (amount >= 0n && amount < NO_AMOUNT) continue;
    throw bad(field, amount, `${amount} minor units is not possible`, "Use an amount that fits 64 bits, or no limit.");
  }
  if (windowCount !== undefined && !(Number.isInteger(windowCount) && windowCount >= 0 && windowCount <= MAX_COUNT)) {
    throw bad("windowCount", windowCount, `${windowCount} is not possible`, `Use 0 to ${MAX_COUNT}, or no limit.`);
  }
  if (!Number.isInteger(windowHours) || windowHours < 2 || windowHours > MAX_WINDOW_HOURS || windowHours % 2 !== 0) {
    const fix = `Use an even number of hours from 2 to ${MAX_WINDOW_HOURS}.`;
    throw bad("windowHours", windowHours, `${windowHours} is not possible`, fix);
  }
  return {
    perPayment: perPayment ?? NO_AMOUNT,
    windowValue: windowValue ?? NO_AMOUNT,
    holdingCap: holdingCap ?? NO_AMOUNT,
    windowCount: windowCount === undefined ? NO_COUNT : BigInt(windowCount),
    windowHours: BigInt(windowHours),
  };
}

function bad(field: LimitField, value: unknown, problem: string, fix: string): VostroError {
  const sentence = `The limit ${field} of ${problem}.`;
  return new VostroError({ name: "BadLimits", args: { field, value }, sentence, fix });
}

/** Undefined where none were set: then a limited party cannot move in this token. */
function decodeLimits({ perPayment, windowValue, holdingCap, windowCount, windowHours }: LimitSet) {
  if (windowHours === 0n) return undefined;
  const amount = (value: bigint): bigint | undefined => (value === NO_AMOUNT ? undefined : value);
  return {
    perPayment: amount(perPayment),
    windowValue: amount(windowValue),
    windowCount: windowCount === NO_COUNT ? undefined : Number(windowCount),
    windowHours: Number(windowHours),
    holdingCap: amount(holdingCap),
  } satisfies PartyLimits;
}

/** Which fields of `wanted` are looser and which tighter than `current`; a longer window is tighter. */
export function compareLimits(
  current: PartyLimits,
  wanted: PartyLimits,
): { readonly looser: LimitField[]; readonly tighter: LimitField[] } {
  const [before, after] = [encodeLimits(current), encodeLimits(wanted)];
  // As numbers that grow with freedom.
  const freedom = (set: LimitSet, field: LimitField): bigint => (field === "windowHours" ? -set[field] : set[field]);
  const where = (holds: (a: bigint, b: bigint) => boolean): LimitField[] =>
    LIMIT_FIELDS.filter((field) => holds(freedom(after, field), freedom(before, field)));
  return { looser: where((a, b) => a > b), tighter: where((a, b) => a < b) };
}

type Direction = "raiseLimits" | "cutLimits";
const ROLE_OF = { raiseLimits: "LIMITS_OFFICER", cutLimits: "COMPLIANCE" } as const;

/** Called after each page: parties done so far, of all. */
export type OnPage = (done: number, total: number, sent: Sent) => void;

/** Parties of equal limits together, at most 50 a transaction. */
function pagesOf(changes: readonly LimitChange[]): LimitChange[] {
  return changes.flatMap(({ parties, ...same }) => {
    const some = requireSome(parties, "parties to set limits of");
    const pages = Math.ceil(some.length / PAGE);
    return Array.from({ length: pages }, (_, i) => ({ ...same, parties: some.slice(i * PAGE, (i + 1) * PAGE) }));
  });
}

function pageCall(bank: Bank, direction: Direction, { currency, parties, limits }: LimitChange): Promise<Call> {
  const populated = bank.limits[direction].populateTransaction(
    tokenOf(bank, currency),
    [...parties],
    encodeLimits(limits),
  );
  return callOf(`Limits.${direction}`, populated, { role: ROLE_OF[direction], currency });
}

async function callsOf(bank: Bank, direction: Direction, changes: readonly LimitChange[]): Promise<Call[]> {
  return Promise.all(pagesOf(requireSome(changes, "limits to set")).map((page) => pageCall(bank, direction, page)));
}

async function sendPages(
  bank: Bank,
  signer: Signer,
  direction: Direction,
  changes: readonly LimitChange[],
  onPage: OnPage = () => undefined,
): Promise<Sent[]> {
  const pages = pagesOf(requireSome(changes, "limits to set"));
  const total = pages.reduce((sum, { parties }) => sum + parties.length, 0);
  const sent: Sent[] = [];
  let done = 0;
  for (const page of pages) {
    sent.push(await send(bank, signer, await pageCall(bank, direction, page)));
    done += page.parties.length;
    onPage(done, total, sent.at(-1)!);
  }
  return sent;
}

/** The transactions of `raiseLimits`. */
export const raiseLimitsCalls = (bank: Bank, changes: readonly LimitChange[]): Promise<Call[]> =>
  callsOf(bank, "raiseLimits", changes);

/**
 * Sets first limits, or loosens: no limit lower, no window longer. Who may call: a limits officer. Pages before a refused
 * one stay done.
 * @throws VostroError BadLimits, LimitsNotRaised, PartyNotRegistered
 */
export const raiseLimits = (
  bank: Bank,
  officer: Signer,
  changes: readonly LimitChange[],
  onPage?: OnPage,
): Promise<Sent[]> => sendPages(bank, officer, "raiseLimits", changes, onPage);

/** The transactions of `cutLimits`. */
export const cutLimitsCalls = (bank: Bank, changes: readonly LimitChange[]): Promise<Call[]> =>
  callsOf(bank, "cutLimits", changes);

/**
 * Tightens: no limit higher, no window shorter. Who may call: compliance. Pages before a refused one stay done.
 * @throws VostroError BadLimits, LimitsNotCut: looser, or there are none to cut
 */
export const cutLimits = (
  bank: Bank,
  compliance: Signer,
  changes: readonly LimitChange[],
  onPage?: OnPage,
): Promise<Sent[]> => sendPages(bank, compliance, "cutLimits", changes, onPage);

/** The limits of a party, and what counts against its window now. */
export interface LimitState {
  /** undefined where none were set: a limited party then cannot move in this token */
  readonly limits: PartyLimits | undefined;
  /** minor units */
  readonly usedValue: bigint;
  readonly usedCount: bigint;
}

/** Reads the limits of a party in one token. @throws VostroError UnknownToken */
export async function readLimits(bank: Bank, currency: string, party: bigint): Promise<LimitState> {
  const token = tokenOf(bank, currency);
  const [limits, used] = await ask(
    bank,
    Promise.all([bank.limits.limitsOf(token, party), bank.limits.usedOf(token, party)]),
    currency,
  );
  return { limits: decodeLimits(limits), usedValue: used.value, usedCount: used.count };
}
