import type { Writers } from "./types.js";

/** Errors that every desk of settlement shares, and those of signed payouts. */
export const SETTLEMENT: Writers = {
  ConsentMissing: (a, say) => [
    `${say.who(a.party)} neither sends this nor has signed exactly this content.`,
    "Have that party sign the deal as it is sent, or send it itself; a lost wallet's successor signs in its place.",
  ],
  // OpenZeppelin's, when a contract is deployed with too long a name for its signing domain.
  InvalidShortString: () => ["A stored short text is malformed.", "Deploy the contract as it was built."],
  StringTooLong: (a) => [
    `The text ${JSON.stringify(String(a.str))} is too long for a signing domain.`,
    "Deploy the contract as it was built.",
  ],
  PayoutNotSigned: (a, say) => [
    `${say.who(a.payer)} neither sends this payout nor has signed exactly it.`,
    "Have the paying account's own key sign the payout as it is sent, in the domain that the account itself names.",
  ],
  PayoutExpired: (a, say) => [
    `The payout had to be submitted before ${say.date(a.validBefore)}.`,
    "Have the payer sign it again with a later time.",
  ],
  PayoutUsed: (a) => [
    `The payout's nonce ${String(a.nonce)} was used or cancelled before.`,
    "See whether it was paid (PaidOut); a further payout needs a new nonce.",
  ],
  PayoutGasTooLow: (a) => [
    `Too little gas was left for payment ${String(a.index)} of the payout. Nothing was paid.`,
    "Send it with a higher gas limit, or split it.",
  ],
};
