import { type Signer, ZeroAddress } from "ethers";

import { requireAddress, requireAmount, requireBytes } from "../../chain/checks.js";
import { uetrToBytes16 } from "../../chain/reference.js";
import { type Hold, signFor, type SigningContract } from "../../chain/typedData.js";
import { VostroError } from "../../errors/index.js";
import { dealHash, field, signDeal, type Types } from "../signing.js";

/** A payment at par between customers of two banks. See contracts/interfaces/IInterbankClearing.sol. */
export interface InterbankPayment {
  readonly senderToken: string;
  readonly receiverToken: string;
  /** zero address: the banks settle off chain, with evidence */
  readonly settlementToken: string;
  readonly payer: string;
  readonly payee: string;
  /** minor units */
  readonly amount: bigint;
  /** bytes32: the UETR's 16 bytes, left-aligned (`clearingUetr`) */
  readonly uetr: string;
  /** unix seconds: settled, or instructed, strictly before */
  readonly expiry: bigint;
  /** bytes32: salted hash of the remittance information */
  readonly remittance: string;
}

export const PAYMENT_FIELDS = [
  field("address", "senderToken"),
  field("address", "receiverToken"),
  field("address", "settlementToken"),
  field("address", "payer"),
  field("address", "payee"),
  field("uint256", "amount"),
  field("bytes32", "uetr"),
  field("uint256", "expiry"),
  field("bytes32", "remittance"),
];

export const INTERBANK_PAYMENT: Types = { InterbankPayment: PAYMENT_FIELDS };
/** Signed in the desk's domain by the payer of a hold that it takes back. */
export const WITHDRAW_HOLD: Types = { WithdrawHold: [field("address", "token"), field("bytes32", "hold")] };
/** Signed in the desk's domain by the payer of a payment not yet instructed. */
export const CANCEL_CLEARING: Types = { CancelClearing: [field("bytes32", "payment")] };

/**
 * A UETR as the desk and the tokens know it: one form only.
 * @throws VostroError BadUetr
 */
export const clearingUetr = (uetr: string): string => `${uetrToBytes16(uetr)}${"00".repeat(16)}`;

export interface PaymentRequest extends Omit<InterbankPayment, "settlementToken" | "uetr"> {
  /** left out: the banks settle off chain, with evidence */
  readonly settlementToken?: string;
  /** UUID version 4, as payment messages write it */
  readonly uetr: string;
}

/**
 * A payment that the desk will take, as far as its own fields say.
 * @throws VostroError BadAddress, BadAmount, BadBytes, BadUetr, BadPayment (one token twice)
 */
export function buildInterbankPayment(request: PaymentRequest): InterbankPayment {
  const { settlementToken } = request;
  const payment = {
    senderToken: requireAddress(request.senderToken, "The sending token"),
    receiverToken: requireAddress(request.receiverToken, "The receiving token"),
    settlementToken:
      settlementToken === undefined ? ZeroAddress : requireAddress(settlementToken, "The settlement token"),
    payer: requireAddress(request.payer, "The payer"),
    payee: requireAddress(request.payee, "The payee"),
    amount: requireAmount(request.amount, "A payment"),
    uetr: clearingUetr(request.uetr),
    expiry: request.expiry,
    remittance: requireBytes(request.remittance, 32, "The hash of the remittance information"),
  };
  const tokens = new Set([payment.senderToken, payment.receiverToken, payment.settlementToken]);
  if (tokens.size === 3) return payment;
  throw new VostroError({
    name: "BadPayment",
    sentence: "Sending, receiving and settlement token of an interbank payment are not three different ones.",
    fix: "Within one bank use an ordinary transfer; otherwise name the right tokens.",
  });
}

/** The payment's name: `terms` of its holds. */
export const paymentHash = (payment: InterbankPayment): string =>
  dealHash("InterbankPayment", INTERBANK_PAYMENT, payment);

/** What the payer signs, for either road and for an offset alike. */
export function payerHold(desk: string, payment: InterbankPayment): Hold {
  return clearingHold(desk, payment.payer, ZeroAddress, payment.amount, payment.expiry, paymentHash(payment));
}

/** What the sending bank's paying account signs in the settlement token. */
export function settlementHold(desk: string, payment: InterbankPayment, accounts: SettlementAccounts): Hold {
  const { paying, receiving } = accounts;
  return clearingHold(desk, paying, receiving, payment.amount, payment.expiry, paymentHash(payment));
}

/** The two registered accounts of a line, as the desk's `lineOf` says. */
export interface SettlementAccounts {
  readonly paying: string;
  readonly receiving: string;
}

export function clearingHold(
  desk: string,
  payer: string,
  payee: string,
  amount: bigint,
  expiry: bigint,
  terms: string,
): Hold {
  return { payer, payee, notary: desk, amount, expiry, placeBy: expiry, assignable: false, terms };
}

/** The payer's signature, in the domain of the sending token. */
export function signPayerHold(
  senderToken: SigningContract,
  payer: Signer,
  desk: string,
  payment: InterbankPayment,
): Promise<string> {
  return signFor(senderToken, payer, "Hold", payerHold(desk, payment));
}

/** The paying account's signature, in the domain of the settlement token. */
export function signSettlementHold(
  settlementToken: SigningContract,
  signer: Signer,
  desk: string,
  payment: InterbankPayment,
  accounts: SettlementAccounts,
): Promise<string> {
  return signFor(settlementToken, signer, "Hold", settlementHold(desk, payment, accounts));
}

/** With this anyone may give back a hold that names the desk and was never executed or sealed. */
export function signWithdrawal(desk: SigningContract, payer: Signer, token: string, hold: string): Promise<string> {
  return signDeal(desk, payer, WITHDRAW_HOLD, { token, hold });
}

/** With this anyone may cancel a payment that was not instructed. */
export function signCancellation(desk: SigningContract, payer: Signer, payment: InterbankPayment): Promise<string> {
  return signDeal(desk, payer, CANCEL_CLEARING, { payment: paymentHash(payment) });
}

/** Settlement money that the sending bank sets aside for many payments; see contracts/interfaces/IInterbankClearing.sol. */
export interface StandingHold {
  /** minor units: the whole hold */
  readonly amount: bigint;
  /** unix seconds: drawn, and its hold placed, strictly before; another second makes it another hold */
  readonly expiry: bigint;
}

export const STANDING_HOLD: Types = {
  StandingHold: [
    field("address", "senderToken"),
    field("address", "receiverToken"),
    field("address", "settlementToken"),
    field("uint256", "amount"),
    field("uint256", "expiry"),
  ],
};

/** The hold that the paying account places for `payFromHold`. */
export function standingHold(
  desk: string,
  tokens: Pick<InterbankPayment, "senderToken" | "receiverToken" | "settlementToken">,
  standing: StandingHold,
  accounts: SettlementAccounts,
): Hold {
  const { senderToken, receiverToken, settlementToken } = tokens;
  const named = { senderToken, receiverToken, settlementToken, ...standing };
  const terms = dealHash("StandingHold", STANDING_HOLD, named);
  return clearingHold(desk, accounts.paying, accounts.receiving, standing.amount, standing.expiry, terms);
}
