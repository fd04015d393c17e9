import { CLEARING_STATES } from "../../settlement/clearing/statements.js";
import type { Writers } from "./types.js";

const currencyOf = (code: unknown) => {
  const text = Buffer.from(String(code).slice(2), "hex").toString("latin1");
  return /^[A-Z]{3}$/.test(text) ? text : String(code);
};

/** Errors of the interbank clearing desk. */
export const CLEARING: Writers = {
  NotOfTheBank: (a, say) => [
    `The bank of the token ${say.who(a.token)} does not let ${say.who(a.caller)} do this at once.`,
    "Send it as a person whose role that bank's AccessManager gives this function of the desk; with a delay, schedule and execute it there.",
  ],
  CurrencyInvalid: (a, say) => [
    `${currencyOf(a.currency)} cannot be declared as the currency of ${say.who(a.token)}: not three capital letters, or another was declared before.`,
    "Write the ISO 4217 code; a declared currency never changes.",
  ],
  CurrencyMismatch: (a, say) => [
    `The token ${say.who(a.token)} has not declared the currency and decimals of the sending token.`,
    "Have all banks of the line declare their token's currency; different currencies are exchanged at the FX desk.",
  ],
  LineInvalid: () => [
    "The line names one token twice, or an account that the settlement token does not admit.",
    "Name three different tokens and the bank's own account there; without a settlement token, no account.",
  ],
  LineAlreadyOpen: () => ["This side of the line is open already.", "Close it before opening it with other accounts."],
  LineClosed: () => [
    "One of the two banks has not opened its side of this line, or has closed it.",
    "Read `lineOf`; each bank opens its own side.",
  ],
  ZoneMapInvalid: () => ["The map names an own zone above 14.", "Build the map with `packZones`."],
  ZoneNotMapped: (a) => [
    `The receiving bank takes no payments from zone ${String(a.zone)} of the sending bank.`,
    "This payment cannot be made this way unless the receiving bank maps the zone.",
  ],
  CapInvalid: (a, say) => [
    `A cap of ${say.amount(a.cap)} is not what this function sets: the present one is ${say.amount(a.current)}.`,
    "Raise with `raiseCap`, cut with `cutCap`.",
  ],
  CapExceeded: (a, say) => [
    `The receiving bank takes ${say.amount(a.left)} more from this sender now, not ${say.amount(a.amount)}.`,
    "Wait, since the cap refills evenly over a day, send less, or have the receiving bank raise it.",
  ],
  ClearingExpired: (a, say) => [
    `The payment's time ended at ${say.date(a.expiry)}.`,
    "Build a new payment with a new UETR; what is held for this one can be taken back.",
  ],
  UetrInvalid: (a) => [
    `${String(a.uetr)} is not a UETR of 16 bytes, left-aligned.`,
    "Convert the UUID with `clearingUetr`.",
  ],
  UetrReserved: (a) => [
    `The UETR ${String(a.uetr)} is kept for the payment ${String(a.payment)}.`,
    "Give every payment its own new UUID (version 4).",
  ],
  UetrUsedBefore: (a) => [
    `The receiving token has credited something under the UETR ${String(a.uetr)} before.`,
    "Find that credit; a new payment needs a new UETR.",
  ],
  SettlementRoadInvalid: (a) => [
    `The payment ${String(a.payment)} settles in the other way: by a token, or by evidence.`,
    "With a settlement token call `pay`; without one, `propose`.",
  ],
  OffsetInvalid: (a) => [
    `The payment ${String(a.payment)} is not between the two tokens of the offset over its settlement token, or there is none.`,
    "Build the offset with `buildOffset`.",
  ],
  SignatureCount: (a) => [
    `${String(a.signatures)} signatures came for ${String(a.payments)} payments.`,
    "Give one for each payment in its order; an empty one where the hold is placed.",
  ],
  HoldNotWithdrawable: (a) => [
    `The hold ${String(a.hold)} is not open: never placed, over, or sealed for a payment.`,
    "A payment that settles with evidence is ended by `cancel`.",
  ],
  ClearingInState: (a) => [
    `The payment ${String(a.payment)} is in the state ${CLEARING_STATES[Number(a.state)] ?? "unknown"}: this act does not follow from there.`,
    "The order is propose, ready, lock, instruct, settle; in Repair only its completion follows.",
  ],
  ReceiverNotReady: (a, say) => [
    `The receiving token would not credit ${say.who(a.payee)} now.`,
    "Look at the payee's standing, the corridor, the pause of minting and the age of the attestation.",
  ],
  RtgsReferenceInvalid: (a) => [
    `The settlement reference ${String(a.rtgsReference)} is not the one instructed for the payment ${String(a.payment)}, or names another.`,
    "Use one reference for one payment, and state the one that was instructed.",
  ],
  SettledAmountInvalid: (a, say) => [
    `${say.amount(a.settled)} was settled for a payment of ${say.amount(a.amount)}.`,
    "Only the exact amount settles a payment; return or complete the difference in the settlement system first.",
  ],
  SamePersonTwice: (a, say) => [
    `${say.who(a.person)} stands for both people.`,
    "Operator and approver must be two people.",
  ],
  SignerInvalid: (a, say) => [
    `${say.who(a.signer)} does not hold role ${String(a.role)} at the receiving bank, or only with a delay.`,
    "Have the operator (19) and the approver (20) of the receiving bank sign; the sending bank's people do not count.",
  ],
  StatementInvalid: (a, say) => [
    `${say.who(a.signer)} did not sign exactly this statement.`,
    "Sign it again with these very values in the desk's domain.",
  ],
  StatementExpired: (a, say) => [`The statement ran out at ${say.date(a.expiry)}.`, "Have both people sign a new one."],
  NotOfTheParty: (a, say) => [
    `The wallet ${say.who(a.wallet)} is not of the party of the payee ${say.who(a.payee)}.`,
    "Credit a wallet of the same party, or record that the payee was paid outside.",
  ],
  MintGasTooLow: (a) => [
    `Only ${String(a.gas)} gas was left for the mint, ${String(a.needed)} are needed.`,
    "Send it again with a higher gas limit; what is not used costs nothing.",
  ],
};
