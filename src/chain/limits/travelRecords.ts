import { type Signer, ZeroAddress, ZeroHash } from "ethers";

import { isoDate, VostroError } from "../../errors/index.js";
import type { Bank } from "../bank.js";
import { requireAddress, requireAmount, requireBytes, tokenOf } from "../checks.js";
import { ask, type Call, callOf, chainTime, send, type Sent } from "../send.js";

/*
 * The travel rule (FATF recommendation 16): the salted hash of what the payer's institution told the payee's about exactly
 * one payment, filed before it and consumed by it.
 */

const LONGEST_RECORD = 30n * 86_400n;
const RECORD_SECONDS = 86_400n;

/** Exactly one payment between customers of different institutions. */
export interface TravelPayment {
  readonly currency: string;
  readonly payer: string;
  /** left out for a hold that a clearing contract will burn (interbank) */
  readonly payee?: string | undefined;
  /** minor units */
  readonly amount: bigint;
}

export interface TravelRecord extends TravelPayment {
  /** bytes32; see `travelRecordHash` */
  readonly record: string;
  /** unix seconds; a day from the chain's time if left out */
  readonly expiry?: bigint | undefined;
}

function paymentOf(bank: Bank, { currency, payer, payee, amount }: TravelPayment) {
  return {
    token: String(tokenOf(bank, currency).target),
    payer: requireAddress(payer, "The payer"),
    payee: payee === undefined ? ZeroAddress : requireAddress(payee, "The payee"),
    amount: requireAmount(amount, "A payment"),
  };
}

export async function fileTravelRecordCall(bank: Bank, filed: TravelRecord): Promise<Call> {
  const { token, payer, payee, amount } = paymentOf(bank, filed);
  const now = await chainTime(bank);
  const expiry = filed.expiry ?? now + RECORD_SECONDS;
  const record = requireBytes(filed.record, 32, "The travel-rule record");
  if (record === ZeroHash || expiry <= now || expiry > now + LONGEST_RECORD) {
    const [field, problem, fix] =
      record === ZeroHash
        ? ["record", "is empty", "Give the salted hash of what the institutions exchanged."]
        : ["expiry", `cannot end at ${isoDate(expiry)}`, "End it within 30 days from now."];
    const sentence = `The travel-rule record ${problem}.`;
    throw new VostroError({ name: "BadTravelRecord", args: { field }, sentence, fix: String(fix) });
  }
  const populated = bank.limits.fileTravelRecord.populateTransaction(token, payer, payee, amount, record, expiry);
  return callOf("Limits.fileTravelRecord", populated, { role: "TRAVEL_RULE", currency: filed.currency });
}

/**
 * Files a record of exactly one payment; it replaces an unused one. Who may call: the travel-rule service.
 * @throws VostroError BadTravelRecord
 */
export async function fileTravelRecord(bank: Bank, service: Signer, filed: TravelRecord): Promise<Sent> {
  return send(bank, service, await fileTravelRecordCall(bank, filed));
}

export interface TravelRecordState {
  readonly record: string;
  readonly expiry: bigint;
  /** the payment would find it now */
  readonly live: boolean;
}

/** The unused record of a payment; undefined if none was filed, or it was used. */
export async function readTravelRecord(bank: Bank, payment: TravelPayment): Promise<TravelRecordState | undefined> {
  const { token, payer, payee, amount } = paymentOf(bank, payment);
  const { record, expiry } = await ask(bank, bank.limits.travelRecordOf(token, payer, payee, amount), payment.currency);
  return expiry === 0n ? undefined : { record, expiry, live: (await chainTime(bank)) < expiry };
}

/** From this amount on a record is required, minor units. */
export async function readTravelThreshold(bank: Bank, currency: string): Promise<bigint> {
  return ask(bank, bank.limits.travelThresholdOf(tokenOf(bank, currency)), currency);
}

export function raiseTravelThresholdCall(bank: Bank, currency: string, threshold: bigint): Promise<Call> {
  const populated = bank.limits.raiseTravelThreshold.populateTransaction(tokenOf(bank, currency), threshold);
  return callOf("Limits.raiseTravelThreshold", populated, { role: "LIMITS_OFFICER", currency });
}

/** Asks for fewer records. Who may call: a limits officer. @throws VostroError TravelThresholdUnchanged */
export async function raiseTravelThreshold(
  bank: Bank,
  officer: Signer,
  currency: string,
  threshold: bigint,
): Promise<Sent> {
  return send(bank, officer, await raiseTravelThresholdCall(bank, currency, threshold));
}

export function lowerTravelThresholdCall(bank: Bank, currency: string, threshold: bigint): Promise<Call> {
  const populated = bank.limits.lowerTravelThreshold.populateTransaction(tokenOf(bank, currency), threshold);
  return callOf("Limits.lowerTravelThreshold", populated, { role: "COMPLIANCE", currency });
}

/** Asks for more records. Who may call: compliance. @throws VostroError TravelThresholdUnchanged */
export async function lowerTravelThreshold(
  bank: Bank,
  officer: Signer,
  currency: string,
  threshold: bigint,
): Promise<Sent> {
  return send(bank, officer, await lowerTravelThresholdCall(bank, currency, threshold));
}
