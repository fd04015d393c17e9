import type { Writers } from "./types.js";

/** By `RedemptionState` of `contracts/interfaces/IRedemptionDesk.sol`. */
const STATE_WORDS = [
  "is not submitted",
  "was cancelled",
  "is submitted for payment",
  "is settled",
  "was rejected",
  "was returned and minted again",
] as const;

/** Errors about holds (DepositToken) and redemptions (RedemptionDesk). */
export const HOLDS: Writers = {
  HoldUnauthorized: (a, say) => [
    `${say.who(a.caller)} may not do this to the hold ${String(a.id)}.`,
    "The notary executes; notary or payee release, anyone from expiry on; the payer places, extends and voids.",
  ],
  NotaryNotAdmitted: (a, say) => [
    `${say.who(a.notary)} is not a notary of this token, or not one for redemptions.`,
    "Name a desk that the bank has admitted; after a deployment, check that the token has admitted it.",
  ],
  HoldInvalid: (a) => [
    `The hold ${String(a.id)} breaks a rule: amount zero, payee is the payer, longer than 400 days, or assignable where it may not be.`,
    "Correct the field and sign again.",
  ],
  HoldNotOpen: (a) => [
    `The hold ${String(a.id)} is not open: never placed, or executed, released, sealed or voided already.`,
    "Read the hold; for another of the same terms use another salt.",
  ],
  HoldExpired: (a, say) => [
    `The time of the hold ${String(a.id)} ended at ${say.date(a.deadline)}.`,
    "Release it if it is open, and have the payer sign a new one.",
  ],
  HoldAmount: (a, say) => [
    `The hold ${String(a.id)} has ${say.amount(a.remaining)} left; ${say.amount(a.amount)} cannot be taken from it.`,
    "Take part of what is left, more than zero; a sealed redemption goes whole.",
  ],
  TokenNotListed: (a, say) => [
    `${say.who(a.token)} is not a token of this bank.`,
    "Name a token of the bank's register.",
  ],
  RedemptionInvalid: (a) => [
    `The hold ${String(a.id)} is no redemption at this desk on these terms.`,
    "Build it with payee zero, this desk as notary and the hash of exactly these terms.",
  ],
  SettlementAccountInvalid: (a, say) => [
    `The account named is not the one registered for ${say.who(a.payer)}: redemptions go to the customer's own account only.`,
    "Read the registered account and build the redemption again, or have the registrar set it.",
  ],
  RedemptionInState: (a) => [
    `The redemption ${String(a.id)} ${STATE_WORDS[Number(a.state)] ?? "is in an unknown state"}: this act does not follow from there.`,
    "Submit follows a request, settle and reject a submission, a re-mint a settlement; a customer cancels before submission.",
  ],
  UetrUsed: (a) => [
    `The UETR ${String(a.uetr)} is zero or names another payment already.`,
    "Give every payment its own new UUID (version 4).",
  ],
  NotThePayer: (a, say) => [
    `Only the payer ${say.who(a.payer)} takes its money back, not ${say.who(a.caller)}.`,
    "Send from the payer's wallet; of a redemption its signature of CancelRedemption will do.",
  ],
  ReturnAmount: (a, say) => [
    `${say.amount(a.amount)} cannot come back of a redemption of ${say.amount(a.redeemed)}.`,
    "Name what the payee's bank returned: more than zero, at most what was redeemed.",
  ],
};
