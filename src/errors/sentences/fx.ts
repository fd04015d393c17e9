import type { Writers } from "./types.js";

/** Errors of the FX desk. */
export const FX: Writers = {
  FxQuoteInvalid: (a) => [
    `The quote ${String(a.quote)} has both legs in one token, or one party on both sides.`,
    "Name two tokens and two parties; within one token use an ordinary transfer.",
  ],
  FxQuoteExpired: (a, say) => [
    `The quote expired at ${say.date(a.expiry)}.`,
    "Ask the dealer for a new one; a leg that was placed can be released by anyone now.",
  ],
  NotAPartyOfQuote: (a, say) => [
    `${say.who(a.party)} is neither taker nor dealer of this quote.`,
    "Name the party whose leg is to be released.",
  ],
};
