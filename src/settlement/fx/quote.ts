import { type Signer } from "ethers";

import { requireAddress, requireAmount, requireBytes } from "../../chain/checks.js";
import { type Hold, holdId, signFor, type SigningContract } from "../../chain/typedData.js";
import { VostroError } from "../../errors/index.js";
import { dealHash, field, signDeal, type Types } from "../signing.js";

/** Taker and dealer exchange these two amounts, both or neither. See contracts/interfaces/IFxDesk.sol. */
export interface FxQuote {
  readonly taker: string;
  readonly dealer: string;
  readonly takerToken: string;
  /** minor units of `takerToken` */
  readonly takerAmount: bigint;
  readonly dealerToken: string;
  /** minor units of `dealerToken` */
  readonly dealerAmount: bigint;
  /** unix seconds: settled strictly before */
  readonly expiry: bigint;
  /** bytes32: makes quotes of equal content different */
  readonly salt: string;
}

/** The quote's own type; what the parties sign is the hold of their leg, which carries the quote's hash. */
export const FX_QUOTE: Types = {
  FxQuote: [
    field("address", "taker"),
    field("address", "dealer"),
    field("address", "takerToken"),
    field("uint256", "takerAmount"),
    field("address", "dealerToken"),
    field("uint256", "dealerAmount"),
    field("uint256", "expiry"),
    field("bytes32", "salt"),
  ],
};

/** Signed in the desk's domain by a party that takes back a leg placed by somebody else. */
export const CANCEL_QUOTE: Types = { CancelQuote: [field("bytes32", "quote")] };

/**
 * A quote that the desk will settle, as far as its own fields say.
 * @throws VostroError BadAddress, BadAmount, BadBytes, BadQuote (one token or one party on both sides, expiry not positive)
 */
export function buildFxQuote(wanted: FxQuote): FxQuote {
  const quote = {
    taker: requireAddress(wanted.taker, "The taker"),
    dealer: requireAddress(wanted.dealer, "The dealer"),
    takerToken: requireAddress(wanted.takerToken, "The taker's token"),
    takerAmount: requireAmount(wanted.takerAmount, "The taker's leg"),
    dealerToken: requireAddress(wanted.dealerToken, "The dealer's token"),
    dealerAmount: requireAmount(wanted.dealerAmount, "The dealer's leg"),
    expiry: wanted.expiry,
    salt: requireBytes(wanted.salt, 32, "The salt"),
  };
  const problem = problemOf(quote);
  if (problem === undefined) return quote;
  throw new VostroError({ name: "BadQuote", sentence: problem, fix: "Correct the quote; nothing was signed or sent." });
}

function problemOf(quote: FxQuote): string | undefined {
  if (quote.taker === quote.dealer) return "Taker and dealer of the quote are the same.";
  if (quote.takerToken === quote.dealerToken) return "Both legs of the quote are in one token.";
  if (quote.expiry <= 0n) return "The quote has no expiry.";
  return undefined;
}

/** What both holds carry as `terms`. */
export const fxQuoteHash = (quote: FxQuote): string => dealHash("FxQuote", FX_QUOTE, quote);

/** The hold of each side, as the desk recomputes it: only these settle the quote. */
export function fxHolds(desk: string, quote: FxQuote): { taker: Hold; dealer: Hold } {
  const { taker, dealer, expiry } = quote;
  const both = { notary: desk, expiry, placeBy: expiry, assignable: false, terms: fxQuoteHash(quote) };
  return {
    taker: { payer: taker, payee: dealer, amount: quote.takerAmount, ...both },
    dealer: { payer: dealer, payee: taker, amount: quote.dealerAmount, ...both },
  };
}

/** The ids by which the two tokens know the legs. */
export function fxHoldIds(desk: string, quote: FxQuote): { taker: string; dealer: string } {
  const { taker, dealer } = fxHolds(desk, quote);
  return { taker: holdId(taker), dealer: holdId(dealer) };
}

/**
 * One side's signature: of its hold, in the domain of the token it pays in.
 * @param token the contract at `takerToken` or `dealerToken`
 */
export function signFxLeg(
  token: SigningContract,
  signer: Signer,
  desk: string,
  quote: FxQuote,
  side: "taker" | "dealer",
): Promise<string> {
  return signFor(token, signer, "Hold", fxHolds(desk, quote)[side]);
}

/** With this anyone may take back the signer's leg. */
export function signFxCancel(desk: SigningContract, signer: Signer, quote: FxQuote): Promise<string> {
  return signDeal(desk, signer, CANCEL_QUOTE, { quote: fxQuoteHash(quote) });
}
