import type { Writers } from "./types.js";

/** Errors of the FX desk, and of all desks that act on a customer's consent. */
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
  InvalidShortString: () => ["A short string of the desk is malformed.", "Report it: this cannot happen."],
  StringTooLong: () => ["A name of the desk is too long to be stored.", "Report it: this cannot happen."],
  ConsentMissing: (a, say) => [
    `${say.who(a.party)} has not signed exactly this, and does not send it.`,
    "Send it from that wallet, or with its signature in this desk's domain; a lost wallet's successor decides for it.",
  ],
};
