import type { Signer } from "ethers";

import type { Zones } from "../bank/zones.js";
import { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { requireSome, tokenOf } from "./checks.js";
import { ask, type Call, callOf, send, type Sent } from "./send.js";
import { type Corridor, decodePolicy, encodeCorridors, type Policy } from "./words.js";
import { corridorName, NO_NAMES } from "./zoneNames.js";

/*
 * Corridors of a token: which zone may pay which, at all (allow) or with a clearance of two people (review). Closing is
 * compliance's and works at once; opening is the policy admin's, with whatever delay the role has (see schedule.ts).
 */

export type CorridorState = "allow" | "review" | "deny";

/** One pair of zones, and what becomes of it. */
export interface CorridorChange extends Corridor {
  readonly before: CorridorState;
  readonly after: CorridorState;
}

/** Pairs to be opened. */
export interface Opening {
  readonly currency: string;
  readonly allow?: readonly Corridor[];
  readonly review?: readonly Corridor[];
}

/** Pairs to be closed. */
export interface Closing {
  readonly currency: string;
  readonly close: readonly Corridor[];
}

/** What a corridor is now. */
export function corridorState({ allowed, review }: Policy, corridor: Corridor): CorridorState {
  const has = (list: readonly Corridor[]): boolean => list.some((one) => same(one, corridor));
  if (has(allowed)) return "allow";
  return has(review) ? "review" : "deny";
}

const same = (a: Corridor, b: Corridor): boolean => a.from === b.from && a.to === b.to;

/** Corridors and pauses of a token now. @throws VostroError UnknownToken */
export async function readPolicy(bank: Bank, currency: string): Promise<Policy> {
  const [policy, review] = await ask(bank, tokenOf(bank, currency).policyWords(), currency);
  return decodePolicy(policy, review);
}

/**
 * What opening would change of each pair named, unchanged ones among them. A pair that is allowed stays so when it is opened
 * for review: that would be tightening, and is refused.
 * @throws VostroError EmptyList, CorridorTwice, CorridorAllowed
 */
export function openingChanges(
  policy: Policy,
  { allow = [], review = [] }: Opening,
  zones: Zones = NO_NAMES,
): CorridorChange[] {
  requireSome([...allow, ...review], "corridors to open");
  const both = review.find((pair) => allow.some((one) => same(one, pair)));
  if (both !== undefined) {
    throw new VostroError({
      name: "CorridorTwice",
      args: { ...both },
      sentence: `The corridor ${corridorName(both, zones)} is named under allow and under review.`,
      fix: "Name it under one of them.",
    });
  }
  const allowed = review.find((pair) => corridorState(policy, pair) === "allow");
  if (allowed !== undefined) {
    throw new VostroError({
      name: "CorridorAllowed",
      args: { ...allowed },
      sentence: `The corridor ${corridorName(allowed, zones)} is allowed: opening cannot put it under review.`,
      fix: "Close it first (compliance, at once), then open it for review.",
    });
  }
  const changed = (after: CorridorState) => (pair: Corridor) => ({
    ...pair,
    before: corridorState(policy, pair),
    after,
  });
  return unique([...allow.map(changed("allow")), ...review.map(changed("review"))]);
}

/** What closing would change of each pair named. @throws VostroError EmptyList */
export function closingChanges(policy: Policy, { close }: Closing): CorridorChange[] {
  const pairs = requireSome(close, "corridors to close");
  return unique(pairs.map((pair) => ({ ...pair, before: corridorState(policy, pair), after: "deny" as const })));
}

const unique = (changes: readonly CorridorChange[]): CorridorChange[] =>
  changes.filter((change, i) => changes.findIndex((other) => same(other, change)) === i);

/** @throws VostroError UnknownToken, EmptyList, BadZone */
export async function openCorridorsCall(bank: Bank, { currency, allow = [], review = [] }: Opening): Promise<Call> {
  requireSome([...allow, ...review], "corridors to open");
  const { openCorridors: method } = tokenOf(bank, currency);
  const populated = method.populateTransaction(encodeCorridors(allow), encodeCorridors(review));
  return callOf("DepositToken.openCorridors", populated, { role: "POLICY_ADMIN", currency });
}

/**
 * Opens corridors. Who may call: the policy admin; with a delay on the role, once it is scheduled (`scheduleAct`).
 * @throws VostroError AccessManagerNotScheduled, AccessManagerNotReady
 */
export async function openCorridors(bank: Bank, admin: Signer, opening: Opening): Promise<Sent> {
  return send(bank, admin, await openCorridorsCall(bank, opening));
}

/** @throws VostroError UnknownToken, EmptyList, BadZone */
export async function closeCorridorsCall(bank: Bank, { currency, close }: Closing): Promise<Call> {
  const { closeCorridors: method } = tokenOf(bank, currency);
  const populated = method.populateTransaction(encodeCorridors(requireSome(close, "corridors to close")));
  return callOf("DepositToken.closeCorridors", populated, { role: "COMPLIANCE", currency });
}

/** Closes corridors at once, allowed ones and those under review. Who may call: compliance. */
export async function closeCorridors(bank: Bank, officer: Signer, closing: Closing): Promise<Sent> {
  return send(bank, officer, await closeCorridorsCall(bank, closing));
}
