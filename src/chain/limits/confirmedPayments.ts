import { hexlify, randomBytes, type Signer } from "ethers";

import type { Bank } from "../bank.js";
import { requireAddress, requireBytes, tokenOf } from "../checks.js";
import { currencyOf } from "../events.js";
import { buildHold, type HoldActed, signHold } from "../holds.js";
import type { Approval } from "../issue.js";
import { type Call, callOf, chainTime, send } from "../send.js";
import {
  type Hold,
  holdId,
  type PayeeConfirmation,
  type PaymentTerms,
  paymentTermsHash,
  signFor,
} from "../typedData.js";

/*
 * A payment that goes through only if the payee's bank has confirmed who stands behind the account: the payer signs an
 * ordinary hold whose terms name the payee it expects, the bank signs the name, and anyone brings the two together.
 */

/** A confirmation serves any number of payments to the payee while it lives: a quarter of an hour is one dialogue. */
const CONFIRMATION_SECONDS = 900n;

export interface ConfirmedPaymentRequest {
  readonly currency: string;
  readonly payer: string;
  readonly payee: string;
  /** minor units */
  readonly amount: bigint;
  /** bytes32: the name that the payer expects; see `nameHash` */
  readonly nameHash: string;
  /** unix seconds: paid strictly before; a day from the chain's time if left out */
  readonly expiry?: bigint | undefined;
}

/** What the payer signs, and what it stands for. */
export interface ConfirmedPayment {
  readonly hold: Hold;
  readonly terms: PaymentTerms;
}

/** A confirmed payment to be signed by its payer. @throws VostroError as `buildHold` */
export async function buildConfirmedPayment(bank: Bank, request: ConfirmedPaymentRequest): Promise<ConfirmedPayment> {
  const { currency, payer, payee, amount } = request;
  const terms = {
    token: String(tokenOf(bank, currency).target),
    nameHash: requireBytes(request.nameHash, 32, "The hash of the payee's name"),
    salt: hexlify(randomBytes(32)),
  };
  const expiry = request.expiry ?? (await chainTime(bank)) + 86_400n;
  const notary = String(bank.confirmedPayments.target);
  const hold = await buildHold(bank, {
    ...{ currency, payer, payee, notary, amount, expiry },
    placeBy: expiry,
    terms: paymentTermsHash(terms),
  });
  return { hold, terms };
}

/** The payer's signature: an ordinary hold, so that it costs the payer no gas. */
export function signConfirmedPayment(bank: Bank, payer: Signer, { hold, terms }: ConfirmedPayment): Promise<string> {
  return signHold(bank, payer, currencyOf(bank, terms.token) ?? "", hold);
}

export interface ConfirmationRequest {
  readonly currency: string;
  readonly payee: string;
  /** bytes32: the name as the bank knows it; see `nameHash` */
  readonly nameHash: string;
  /** unix seconds; a quarter of an hour from the chain's time if left out */
  readonly expiry?: bigint | undefined;
}

/** The bank's word on who stands behind an account, to be signed. @throws VostroError UnknownToken, BadAddress, BadBytes */
export async function buildConfirmation(bank: Bank, request: ConfirmationRequest): Promise<PayeeConfirmation> {
  return {
    token: String(tokenOf(bank, request.currency).target),
    payee: requireAddress(request.payee, "The payee"),
    nameHash: requireBytes(request.nameHash, 32, "The hash of the payee's name"),
    expiry: request.expiry ?? (await chainTime(bank)) + CONFIRMATION_SECONDS,
  };
}

/** Who may sign: the payee confirmer, a service of the bank. */
export async function signConfirmation(
  bank: Bank,
  confirmer: Signer,
  confirmation: PayeeConfirmation,
): Promise<Approval> {
  const signature = await signFor(bank.confirmedPayments, confirmer, "PayeeConfirmation", confirmation);
  return { approver: await confirmer.getAddress(), signature };
}

/** A payment that its payer and the payee's bank have signed. */
export interface SignedPayment extends ConfirmedPayment {
  readonly holdSignature: string;
  readonly confirmation: PayeeConfirmation;
  readonly confirmed: Approval;
}

export function payConfirmedCall(bank: Bank, payment: SignedPayment): Promise<Call> {
  const { hold, terms, holdSignature, confirmation, confirmed } = payment;
  const { approver, signature } = confirmed;
  const populated = bank.confirmedPayments.pay.populateTransaction(
    ...([{ ...hold }, { ...terms }, holdSignature, { ...confirmation }, approver, signature] as const),
  );
  return callOf("ConfirmedPayments.pay", populated, { currency: currencyOf(bank, terms.token) });
}

/**
 * Pays, at once and in full. Who may call: anyone not blocked in the token, except the confirmer.
 * @throws VostroError ConfirmationMismatch (another name or payee), PaymentInvalid, ApprovalExpired, ApproverInvalid,
 * ApprovalInvalid, RelayerBlocked, and as a payment
 */
export async function payConfirmed(bank: Bank, sender: Signer, payment: SignedPayment): Promise<HoldActed> {
  return { ...(await send(bank, sender, await payConfirmedCall(bank, payment))), id: holdId(payment.hold) };
}

export function cancelConfirmedCall(bank: Bank, { hold, terms }: ConfirmedPayment): Promise<Call> {
  const populated = bank.confirmedPayments.cancel.populateTransaction(terms.token, { ...hold });
  return callOf("ConfirmedPayments.cancel", populated, { currency: currencyOf(bank, terms.token) });
}

/**
 * Lets go of a payment that somebody placed and nobody confirmed. Who may call: its payer.
 * @throws VostroError NotThePayer, HoldNotOpen (paid, or never placed: void it instead)
 */
export async function cancelConfirmed(bank: Bank, payer: Signer, payment: ConfirmedPayment): Promise<HoldActed> {
  return { ...(await send(bank, payer, await cancelConfirmedCall(bank, payment))), id: holdId(payment.hold) };
}
