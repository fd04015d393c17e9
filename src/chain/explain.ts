import { getAddress, isAddress, ZeroAddress } from "ethers";

import { isoDate, VostroError, Words } from "../errors/index.js";
import { type Account, readAccount } from "./account.js";
import type { Bank } from "./bank.js";
import { requireAddress, tokenOf } from "./checks.js";
import { errorContext } from "./events.js";
import { reasonName, type ReasonName } from "./reasons.js";
import { paymentReference } from "./reference.js";
import { ask } from "./send.js";
import { decodePolicy } from "./words.js";

/** A payment that has not been sent. */
export interface Payment {
  readonly currency: string;
  readonly from: string;
  readonly to: string;
  /** minor units */
  readonly amount: bigint;
  /** who sends it, if not the payer: the caller of transferFrom */
  readonly spender?: string;
  readonly reference?: string;
}

/** What is known of the payment and its two sides. */
export interface PaymentDetails {
  readonly payer: Account;
  /** undefined for the zero address */
  readonly payee: Account | undefined;
  readonly spender: Account | undefined;
  readonly allowance: bigint | undefined;
  readonly corridor: { readonly from: number; readonly to: number; readonly state: "allowed" | "review" | "denied" };
  /** bytes32 as it would be logged */
  readonly reference: string | undefined;
}

/** Whether the payment would succeed now and, if not, why. */
export interface Explanation {
  readonly ok: boolean;
  readonly reason: ReasonName;
  readonly sentence: string;
  /** empty when it would succeed */
  readonly fix: string;
  readonly details: PaymentDetails;
}

/**
 * Why a payment would fail now, by the lens's own answer (which a property test of the contracts proves equal to what the
 * transfer does). Sends nothing and needs no key.
 * @throws VostroError UnknownToken, BadAddress, BadAmount, BadReference: a question that cannot be asked
 */
export async function explain(bank: Bank, payment: Payment): Promise<Explanation> {
  const { currency, amount } = payment;
  const token = tokenOf(bank, currency);
  const from = requireAddress(payment.from, "The payer");
  const to = payeeAddress(payment.to);
  const spender = payment.spender === undefined ? from : requireAddress(payment.spender, "The spender");
  if (amount < 0n || amount >= 1n << 256n) {
    const fix = "Ask about an amount from zero.";
    throw new VostroError({ name: "BadAmount", args: { amount }, sentence: `${amount} is no amount.`, fix });
  }
  const code = await ask(bank, bank.transferLens.checkTransfer(token, spender, from, to, amount), currency);
  const reason = reasonName(code);
  const details = await readDetails(bank, payment, { from, to, spender });
  const [sentence, fix] = SENTENCES[reason](details, amount, new Words(errorContext(bank, currency)));
  return { ok: reason === "Ok", reason, sentence, fix, details };
}

function payeeAddress(value: string): string {
  return isAddress(value) && getAddress(value) === ZeroAddress ? ZeroAddress : requireAddress(value, "The payee");
}

async function readDetails(
  bank: Bank,
  { currency, reference }: Payment,
  { from, to, spender }: { from: string; to: string; spender: string },
): Promise<PaymentDetails> {
  const token = tokenOf(bank, currency);
  const [payer, payee, sender, allowance, [policy, review]] = await Promise.all([
    readAccount(bank, currency, from),
    to === ZeroAddress ? undefined : readAccount(bank, currency, to),
    spender === from ? undefined : readAccount(bank, currency, spender),
    spender === from ? undefined : ask(bank, token.allowance(from, spender), currency),
    ask(bank, token.policyWords(), currency),
  ]);
  const corridor = { from: payer.standing.zone, to: payee?.standing.zone ?? 0 };
  const { allowed, review: reviewed } = decodePolicy(policy, review);
  const has = (list: typeof allowed): boolean =>
    list.some((pair) => pair.from === corridor.from && pair.to === corridor.to);
  return {
    payer,
    payee,
    spender: sender,
    allowance,
    corridor: { ...corridor, state: has(allowed) ? "allowed" : has(reviewed) ? "review" : "denied" },
    reference: reference === undefined ? undefined : paymentReference(reference),
  };
}

type Say = (details: PaymentDetails, amount: bigint, words: Words) => readonly [sentence: string, fix: string];

const notAdmitted = (side: string, account: Account | undefined): [string, string] => [
  `${side} ${account?.address ?? ZeroAddress} is not a customer that the bank has admitted.`,
  account?.outOfSync === true
    ? "The register knows it: sync the token (syncToken)."
    : "Have the registrar admit it, or correct the address.",
];

const blocked = (side: string, account: Account | undefined): [string, string] => [
  account?.localBlock === true
    ? `${side} ${account.address} is blocked in this token.`
    : `${side} ${account?.address ?? ""} is blocked as a party (${account?.party ?? 0n}) by ${account?.blocks ?? 0n} order(s).`,
  account?.localBlock === true || (account?.blocks ?? 0n) > 0n
    ? "Two people lift it by the LegalOrders contract, when its order ends."
    : "The register says otherwise: sync the token (syncToken).",
];

const expired = (side: string, account: Account | undefined): [string, string] => [
  `The KYC of ${side.toLowerCase()} ${account?.address ?? ""} lapsed at ${isoDate(account?.standing.validUntil ?? 0n)}.`,
  "Have the registrar renew the party; a redemption to its own bank account stays possible.",
];

const retired = (side: string, account: Account | undefined, fix: string): [string, string] => [
  `${side} ${account?.address ?? ""} was lost and retired.`,
  `${fix} ${account?.successor ?? "(sync the token: syncToken)"}.`,
];

const zones = ({ corridor: { from, to } }: PaymentDetails): string => `from zone ${from} to zone ${to}`;

/** What only a mint can answer: the lens never says it of a payment, and the record must be complete. */
const ofMints: Say = () => ["The token would refuse a mint, not a payment, for this.", "Ask about a payment."];

const SENTENCES: Readonly<Record<ReasonName, Say>> = {
  Ok: (_, amount, words) => [`The payment of ${words.amount(amount)} would succeed now.`, ""],
  Paused: () => [
    "Transfers are paused by the guardian.",
    "Wait until two people lift the pause; redemptions stay open.",
  ],
  PayerNotAdmitted: ({ payer }) => notAdmitted("The payer", payer),
  PayerBlocked: ({ payer }) => blocked("The payer", payer),
  PayerExpired: ({ payer }) => expired("The payer", payer),
  PayeeNotAdmitted: ({ payee }) => notAdmitted("The payee", payee),
  PayeeBlocked: ({ payee }) => blocked("The payee", payee),
  PayeeExpired: ({ payee }) => expired("The payee", payee),
  SpenderNotAllowed: ({ spender }) => [
    `The spender ${spender?.address ?? ""} is not an admitted, valid, unblocked customer.`,
    "Have it admitted or renewed, or let the payer pay itself.",
  ],
  CorridorDenied: (details) => [
    `The corridor ${zones(details)} is denied.`,
    "Nothing opens it but the bank's policy; pay another account of the payee.",
  ],
  ClearanceMissing: (details, amount, words) => [
    `The corridor ${zones(details)} is under review and no live clearance names this payment of ${words.amount(amount)}.`,
    "Have compliance clear exactly this payer, payee and amount.",
  ],
  PayerLimit: ({ payer }) => [
    `The limits of party ${payer.party} do not allow it.`,
    "Pay less, wait for the window to pass, or have the limits changed.",
  ],
  PayeeLimit: ({ payee }) => [
    `The limits of the payee's party ${payee?.party ?? 0n} do not allow it.`,
    "Pay less, or ask the payee's bank officer.",
  ],
  InsufficientBalance: ({ payer }, amount, words) => [
    `The payer has ${words.amount(payer.balance)}, less than ${words.amount(amount)}.`,
    "Pay less, or wait for a deposit.",
  ],
  InsufficientUnfrozen: ({ payer }, amount, words) => [
    `Liens of ${words.amount(payer.frozen)} leave less than ${words.amount(amount)} of ${words.amount(payer.balance)}.`,
    "Pay less, or have the lien lifted under its legal order.",
  ],
  InsufficientAvailable: ({ payer }, amount, words) => [
    `Open holds of ${words.amount(payer.held)} leave ${words.amount(payer.available)}, less than ${words.amount(amount)}.`,
    "Pay at most that, or wait until a hold is executed or released.",
  ],
  InsufficientAllowance: ({ allowance }, amount, words) => [
    `The spender's allowance is ${words.amount(allowance ?? 0n)}, less than ${words.amount(amount)}.`,
    "Have the payer approve the amount.",
  ],
  InvalidPayee: () => ["The zero address can never be paid.", "Name a customer's wallet; to redeem, use `redeem`."],
  LimitsUnavailable: () => [
    "The bank's Limits contract failed to answer, so the payment is refused.",
    "Have the policy admin repair or replace it (setLimits).",
  ],
  PayerRetired: ({ payer }) => retired("The payer", payer, "Pay from its successor"),
  PayeeRetired: ({ payee }) => retired("The payee", payee, "Pay its successor"),
  LimitsMissing: () => [
    "The token has no Limits contract, so limited parties and pairs under review cannot move.",
    "Have the policy admin set one (setLimits).",
  ],
  LimitsNotSet: ({ payer, payee }) => {
    const parties = [payer, payee].flatMap((side) => (side?.standing.limited === true ? [`party ${side.party}`] : []));
    return [
      `Limits apply to ${parties.join(" and ")}, but none are set for this token.`,
      "Have the limits officer set them.",
    ];
  },
  TravelRecordMissing: () => [
    "Payer and payee are served by different institutions and no travel-rule record names this payment.",
    "Have the travel-rule service file a record of exactly this payment, then send again.",
  ],
  ZeroAmount: ofMints,
  ReferenceUsed: ofMints,
  AttestationStale: ofMints,
  BackingExceeded: ofMints,
};
