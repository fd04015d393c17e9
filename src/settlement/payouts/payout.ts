import { hexlify, randomBytes, type Signer, ZeroHash } from "ethers";

import { requireAddress, requireAmount, requireBytes, requireSome } from "../../chain/checks.js";
import type { SigningContract } from "../../chain/typedData.js";
import { VostroError } from "../../errors/index.js";
import { dealHash, field, signDeal, type Types } from "../signing.js";

/** What a payer signs so that its own account pays many; see contracts/interfaces/ISignedPayouts.sol. */
export interface Payout {
  readonly token: string;
  readonly payments: readonly PayoutPayment[];
  /** false: all or nothing; true: what the token refuses is left out and reported */
  readonly lenient: boolean;
  /** unix seconds: submitted strictly before */
  readonly validBefore: bigint;
  /** bytes32, once an account */
  readonly nonce: string;
}

export interface PayoutPayment {
  readonly payee: string;
  /** minor units */
  readonly amount: bigint;
  /** bytes32; zero for none */
  readonly paymentReference: string;
}

/** The longest payout that surely fits one transaction (EIP-7825 caps it at 16,777,216 gas). */
export const MOST_PAYMENTS = 500;

export const PAYOUT_TYPES: Types = {
  Payout: [
    field("address", "token"),
    field("Payment[]", "payments"),
    field("bool", "lenient"),
    field("uint256", "validBefore"),
    field("bytes32", "nonce"),
  ],
  Payment: [field("address", "payee"), field("uint256", "amount"), field("bytes32", "paymentReference")],
};

/** What is known of a payout before its nonce is. */
export interface PayoutRequest {
  readonly token: string;
  readonly payments: readonly (Omit<PayoutPayment, "paymentReference"> & { readonly paymentReference?: string })[];
  readonly lenient?: boolean;
  readonly validBefore: bigint;
  /** a random one if left out */
  readonly nonce?: string;
}

/**
 * A payout that the account will take, as far as its own fields say.
 * @throws VostroError BadAddress, BadAmount, BadBytes, NothingToDo, PayoutTooLong
 */
export function buildPayout(request: PayoutRequest): Payout {
  const payments = requireSome(request.payments, "payments").map(({ payee, amount, paymentReference }, i) => ({
    payee: requireAddress(payee, `The payee of payment ${i + 1}`),
    amount: requireAmount(amount, `Payment ${i + 1}`),
    paymentReference: requireBytes(paymentReference ?? ZeroHash, 32, `The reference of payment ${i + 1}`),
  }));
  if (payments.length > MOST_PAYMENTS) {
    throw new VostroError({
      name: "PayoutTooLong",
      args: { payments: payments.length, most: MOST_PAYMENTS },
      sentence: `A payout of ${payments.length} payments may not fit one transaction: at most ${MOST_PAYMENTS}.`,
      fix: "Sign several payouts, each with a nonce of its own. Nothing was signed.",
    });
  }
  return {
    token: requireAddress(request.token, "The token"),
    payments,
    lenient: request.lenient ?? false,
    validBefore: request.validBefore,
    nonce: requireBytes(request.nonce ?? hexlify(randomBytes(32)), 32, "The nonce"),
  };
}

/** Signs for the account that will pay: it is the contract of the domain, by its delegated code. */
export const signPayout = (account: SigningContract, payer: Signer, payout: Payout): Promise<string> =>
  signDeal(account, payer, PAYOUT_TYPES, payout);

/** The struct hash of a payout. */
export const payoutHash = (payout: Payout): string => dealHash("Payout", PAYOUT_TYPES, payout);
