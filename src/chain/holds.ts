import { getAddress, type Signer, ZeroAddress } from "ethers";

import { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { requireAddress, requireAmount, requireBytes, tokenOf } from "./checks.js";
import { ask, type Call, callOf, chainTime, send, type Sent } from "./send.js";
import { type Hold, holdId, signFor } from "./typedData.js";
import { decodeHoldWord, type HoldStatus } from "./words.js";

const DAY = 86_400n;

/** Longest life of a hold, as the token has it. */
export const LONGEST_HOLD = 400n * DAY;

/** What is known of a hold before its times are. */
export interface HoldRequest {
  readonly currency: string;
  readonly payer: string;
  /** left out for a redemption */
  readonly payee?: string;
  /** a contract that the bank has admitted as notary */
  readonly notary: string;
  /** minor units */
  readonly amount: bigint;
  /** unix seconds; 30 days from the chain's time if left out */
  readonly expiry?: bigint;
  /** unix seconds; a day from the chain's time if left out: a signature should not lie in a drawer */
  readonly placeBy?: bigint;
  readonly assignable?: boolean;
  /** bytes32: hash of what the hold is for */
  readonly terms: string;
}

/**
 * A hold that the token will take, as far as its own fields say.
 * @throws VostroError BadAddress, BadAmount, BadBytes, BadHold (payee is the payer, times past or beyond 400 days)
 */
export async function buildHold(bank: Bank, request: HoldRequest): Promise<Hold> {
  tokenOf(bank, request.currency);
  const now = await chainTime(bank);
  const expiry = request.expiry ?? now + 30n * DAY;
  const placeBy = request.placeBy ?? now + DAY;
  const hold = {
    payer: requireAddress(request.payer, "The payer"),
    payee: request.payee === undefined ? ZeroAddress : requireAddress(request.payee, "The payee"),
    notary: requireAddress(request.notary, "The notary"),
    amount: requireAmount(request.amount, "A hold"),
    expiry,
    placeBy: placeBy < expiry ? placeBy : expiry,
    assignable: request.assignable ?? false,
    terms: requireBytes(request.terms, 32, "The hash of the terms"),
  };
  const problem = problemOf(hold, now);
  if (problem === undefined) return hold;
  throw new VostroError({ name: "BadHold", sentence: problem, fix: "Correct the hold; nothing was signed or sent." });
}

function problemOf(hold: Hold, now: bigint): string | undefined {
  if (hold.payee === hold.payer) return "Payer and payee of the hold are the same.";
  if (hold.payee === ZeroAddress && hold.assignable) return "A redemption cannot be assigned.";
  if (hold.placeBy <= now) return "The hold's time to be placed has passed.";
  if (hold.expiry > now + LONGEST_HOLD) return "The hold would live longer than 400 days.";
  return undefined;
}

/** The payer's signature of the hold, with which anyone may place it. */
export async function signHold(bank: Bank, payer: Signer, currency: string, hold: Hold): Promise<string> {
  return signFor(tokenOf(bank, currency), payer, "Hold", hold);
}

export interface HoldActed extends Sent {
  readonly id: string;
}

export function placeHoldCall(bank: Bank, currency: string, hold: Hold, signature?: string): Promise<Call> {
  const token = tokenOf(bank, currency);
  return signature === undefined
    ? callOf("DepositToken.placeHold", token.placeHold.populateTransaction(hold), { currency })
    : callOf(
        "DepositToken.placeHoldWithAuthorization",
        token.placeHoldWithAuthorization.populateTransaction(hold, signature),
        { currency },
      );
}

/**
 * Earmarks money: sent by the payer, or by anyone unblocked with the payer's signature. Placing a hold that is open and
 * undrawn succeeds and changes nothing.
 * @throws VostroError HoldInvalid, HoldExpired, HoldNotOpen, NotaryNotAdmitted, and as a payment
 */
export async function placeHold(
  bank: Bank,
  sender: Signer,
  currency: string,
  hold: Hold,
  signature?: string,
): Promise<HoldActed> {
  const sent = await send(bank, sender, await placeHoldCall(bank, currency, hold, signature));
  return { ...sent, id: holdId(hold) };
}

export function executeHoldCall(bank: Bank, currency: string, hold: Hold, amount = hold.amount): Promise<Call> {
  const populated = tokenOf(bank, currency).executeHold.populateTransaction(
    hold,
    requireAmount(amount, "An execution"),
  );
  return callOf("DepositToken.executeHold", populated, { currency });
}

/**
 * Pays `amount` (all of it, if left out) to the hold's payee. Who may call: the hold's notary, in practice a contract.
 * @throws VostroError HoldUnauthorized, HoldNotOpen, HoldExpired, HoldAmount, ERC7943InsufficientUnfrozenBalance, ...
 */
export async function executeHold(
  bank: Bank,
  notary: Signer,
  currency: string,
  hold: Hold,
  amount?: bigint,
): Promise<HoldActed> {
  return { ...(await send(bank, notary, await executeHoldCall(bank, currency, hold, amount))), id: holdId(hold) };
}

export async function releaseHoldCall(bank: Bank, currency: string, hold: Hold, amount?: bigint): Promise<Call> {
  const remaining = amount ?? (await readHold(bank, currency, hold)).remaining;
  const populated = tokenOf(bank, currency).releaseHold.populateTransaction(hold, remaining);
  return callOf("DepositToken.releaseHold", populated, { currency });
}

/**
 * Lets `amount` (what remains, if left out) go to the payer. Who may call: notary or payee; anyone from expiry on.
 * @throws VostroError HoldUnauthorized, HoldNotOpen, HoldAmount
 */
export async function releaseHold(
  bank: Bank,
  sender: Signer,
  currency: string,
  hold: Hold,
  amount?: bigint,
): Promise<HoldActed> {
  return { ...(await send(bank, sender, await releaseHoldCall(bank, currency, hold, amount))), id: holdId(hold) };
}

/** A hold as it stands. */
export interface HoldState {
  readonly id: string;
  readonly status: HoldStatus;
  /** minor units not yet paid or released */
  readonly remaining: bigint;
  /** unix seconds, extensions included */
  readonly expiry: bigint;
  /** who is paid: the assignee if there is one, and the successor of a lost wallet; undefined for a redemption */
  readonly payee: string | undefined;
  /** what its notary could execute now: liens come first, so this may be less than remains */
  readonly executable: bigint;
}

/** Reads a hold from its fields: the chain keeps only the id. */
export async function readHold(bank: Bank, currency: string, hold: Hold): Promise<HoldState> {
  const token = tokenOf(bank, currency);
  const id = holdId(hold);
  const [raw, executable] = await ask(
    bank,
    Promise.all([token.holdWord(id), bank.transferLens.executable(token, hold)]),
    currency,
  );
  const word = decodeHoldWord(raw);
  const named = word.assignee ?? hold.payee;
  const payee = named === ZeroAddress ? named : await ask(bank, bank.partyRegistry.successorOf(named), currency);
  return {
    id,
    status: word.status,
    remaining: word.remaining,
    expiry: hold.expiry + word.extensionHours * 3_600n,
    payee: payee === ZeroAddress ? undefined : getAddress(payee),
    executable,
  };
}
