import type { Writers } from "./types.js";

/** Errors of Limits and ConfirmedPayments. */
export const LIMITS: Writers = {
  WalletNotRegistered: (a, say) => [
    `${say.who(a.wallet)} belongs to no party of the register.`,
    "Have the registrar admit its party, or add the wallet to it.",
  ],
  PartyNotRegistered: (a) => [
    `Party ${String(a.party)} is not in the register, or has no wallet any more.`,
    "Admit it first, or correct the number.",
  ],
  PartyLimitsNotSet: (a, say) => [
    `Party ${String(a.party)} has limits, but none were set in ${say.who(a.token)}.`,
    "Have the limits officer set them (raiseLimits).",
  ],
  PaymentLimitExceeded: (a, say) => [
    `Party ${String(a.party)} may pay ${say.amount(a.limit)} at once, less than ${say.amount(a.amount)}.`,
    "Pay at most that much at once, or have the limits officer raise perPayment.",
  ],
  WindowValueExceeded: (a, say) => [
    `Party ${String(a.party)} has used ${say.amount(a.used)} of ${say.amount(a.limit)} in its window: ${say.amount(a.amount)} more would pass it.`,
    "Pay less, wait until earlier payments leave the window, or have the limits officer raise windowValue.",
  ],
  WindowCountExceeded: (a) => [
    `Party ${String(a.party)} has made ${String(a.used)} payments in its window, and ${String(a.limit)} are allowed.`,
    "Wait until earlier payments leave the window, or have the limits officer raise windowCount.",
  ],
  HoldingCapExceeded: (a, say) => [
    `Party ${String(a.party)} would have ${say.amount(a.holding)} over all its wallets, more than its cap of ${say.amount(a.cap)}.`,
    "Pay less, have the payee pay or redeem first, or have the limits officer raise holdingCap.",
  ],
  ClearanceMissing: (a, say) => [
    `The corridor from ${say.who(a.payer)} to ${say.who(a.payee)} is under review, and no live clearance names this payment of ${say.of(a.token).amount(a.amount)}.`,
    "Have two people of compliance clear exactly this payer, payee and amount (grantClearance).",
  ],
  TravelRecordMissing: (a, say) => [
    `${say.who(a.payer)} and ${say.who(a.payee)} are served by different institutions, and no live travel-rule record names this payment of ${say.of(a.token).amount(a.amount)}.`,
    "Have the travel-rule service file the record of exactly this payment (fileTravelRecord), then send it again.",
  ],
  LimitSetInvalid: () => [
    "The limits cannot be set: windowHours is not an even number from 2 to 8,760, or windowCount is above 1,023.",
    "Correct windowHours or windowCount; 65,535 in windowCount means no limit.",
  ],
  LimitsNotRaised: (a) => [
    `For party ${String(a.party)} these limits would make something tighter: a limit lower, or windowHours longer.`,
    "Raise with raiseLimits only; compliance tightens with cutLimits.",
  ],
  LimitsNotCut: (a) => [
    `For party ${String(a.party)} these limits would make something looser: a limit higher, windowHours shorter, or limits where none were set.`,
    "Cut with cutLimits only; the limits officer loosens, and sets first limits, with raiseLimits.",
  ],
  ClearanceInvalid: () => [
    "The clearance names no amount or no payee, or its expiry is more than 30 days ahead.",
    "Correct amount, payee or expiry and have it signed again.",
  ],
  ClearanceLive: (a, say) => [
    `A clearance for this very payment is live until ${say.date(a.expiry)}, under the case ${String(a.caseId)}.`,
    "Use or revoke it first: two of them could not be told apart.",
  ],
  ClearanceAlreadyGranted: (a) => [
    `The approval of clearance ${String(a.clearance)} was used before.`,
    "Have another signed, with another caseId or expiry.",
  ],
  ClearanceUnknown: (a, say) => [
    `There is no clearance from ${say.who(a.payer)} to ${say.who(a.payee)} of ${say.of(a.token).amount(a.amount)}.`,
    "Nothing to revoke: it was never granted, was used, or was revoked before.",
  ],
  TravelRecordInvalid: () => [
    "The travel-rule record is zero, or its expiry has passed or lies more than 30 days ahead.",
    "File the salted hash of the record, with an expiry within 30 days.",
  ],
  TravelThresholdUnchanged: (a, say) => [
    `The travel-rule threshold is ${say.amount(a.current)}: ${say.amount(a.wanted)} does not move it that way.`,
    "Raise with raiseTravelThreshold, lower with lowerTravelThreshold.",
  ],
  PaymentInvalid: (a) => [
    `The hold ${String(a.id)} was not signed on these terms, or it is assignable.`,
    "Set terms to hashTerms of the payment's terms and assignable to false, and have the payer sign.",
  ],
  ConfirmationMismatch: (a) => [
    `The confirmation is of another token, payee or name than the payer signed for in the hold ${String(a.id)}.`,
    "Ask the payee's bank to confirm exactly this payee and nameHash; if the name differs, do not pay.",
  ],
};
