import { duration } from "../format.js";
import type { Writers } from "./types.js";

/** "shipBy" out of its bytes32. */
const ascii = (bytes: unknown): string =>
  Buffer.from(String(bytes).slice(2), "hex").toString("latin1").replace(/\0+$/, "");

const order = (id: unknown): string => `order ${String(id)}`;

/** Errors of OrderEscrow. */
export const ORDERS: Writers = {
  OrderFieldInvalid: (a) => [
    `The order's field ${ascii(a.field)} breaks a rule of the escrow.`,
    "Correct it (buildOrder says how) and have both sign again; expiry means that it would live over 400 days.",
  ],
  OrderNotOpen: (a) => [
    `There is no open hold for ${order(a.id)}: never funded, or paid, refunded or released to the end.`,
    "Check that the order is exactly the one signed, and read stateOf.",
  ],
  NotOrderParty: (a, say) => [
    `${say.who(a.account)} has no such part in ${order(a.id)}.`,
    "A receipt is declared by the buyer or the inspector, a dispute escalated by buyer or seller.",
  ],
  OrderTooEarly: (a, say) => [
    `For ${order(a.id)} this is possible from ${say.date(a.from)} on, if its clock runs on.`,
    "Wait until then.",
  ],
  OrderTooLate: (a, say) => [
    `For ${order(a.id)} this was possible before ${say.date(a.deadline)}.`,
    "Read stateOf for what is possible now; buyer and seller can always settle.",
  ],
  OrderAlreadyShipped: (a) => [
    `The goods of ${order(a.id)} were reported as shipped already.`,
    "Buyer and seller may settle, or the buyer dispute.",
  ],
  OrderAlreadyReceived: (a) => [
    `The goods of ${order(a.id)} were reported as received already.`,
    "Nothing is to be done.",
  ],
  OrderNotShipped: (a) => [
    `The goods of ${order(a.id)} were never reported as shipped, so time pays nobody.`,
    "Have the buyer confirm; after shipBy anyone may refund.",
  ],
  OrderInDispute: (a) => [
    `A dispute of ${order(a.id)} is open: no parts are paid or refunded, nor is anything due.`,
    "Settle by both signatures, confirm or refund all of it, or wait for the award.",
  ],
  OrderNotInDispute: (a) => [`No dispute of ${order(a.id)} is open.`, "Read stateOf for what is possible now."],
  DisputeAlreadyAnswered: (a) => [
    `The seller has answered the dispute of ${order(a.id)} already.`,
    "Bring further evidence to the arbiter.",
  ],
  DisputeAlreadyEscalated: (a) => [
    `The dispute of ${order(a.id)} is before the arbiter already.`,
    "Wait for the award or its deadline.",
  ],
  ArbiterBlocked: (a, say) => [
    `The arbiter ${say.who(a.arbiter)} of order ${String(a.id)} is blocked and decides nothing.`,
    "Have the block lifted in time; otherwise the default award ends the dispute at the arbiter's deadline.",
  ],
  OrderShareInvalid: (a) => [
    `${String(a.share)} is no share: basis points are at most 10,000, and a claim is not zero.`,
    "Correct it and sign again.",
  ],
  OrderAmountInvalid: (a, say) => [
    `${say.amount(a.amount)} cannot be taken from ${order(a.id)}, of which ${say.amount(a.remaining)} remains.`,
    "Take more than zero and at most what remains.",
  ],
  OrderRemainingChanged: (a, say) => [
    `${say.amount(a.remaining)} remains of ${order(a.id)}, but the signature is for ${say.amount(a.signed)}: it was used, or something else was paid or refunded.`,
    "Sign again with what remains now.",
  ],
  InspectionNotShorter: (a) => [
    `The inspection of ${order(a.id)} takes ${duration(a.inspection)} already; it can only be shortened.`,
    "Agree on less.",
  ],
  OrderClockStopped: (a) => [
    `The clock of ${order(a.id)} stands.`,
    "Resume it once buyer and seller may both act; after 60 days of standstill it runs by itself.",
  ],
  OrderClockRunning: (a) => [`The clock of ${order(a.id)} runs.`, "Nothing is to be done."],
  OrderPartyHindered: (a, say) => [
    `Time decides nothing for ${order(a.id)} while ${say.who(a.party)} is blocked or its KYC has lapsed.`,
    "Stop the clock; once the party may act again, or after 60 days of standstill, time goes on.",
  ],
  OrderPartiesFree: (a) => [
    `Buyer and seller of ${order(a.id)} may both act: the clock has no reason to stand.`,
    "Stop it only while one is blocked or its KYC has lapsed.",
  ],
  StandstillUsed: (a) => [
    `The clock of ${order(a.id)} has stood for 60 days in all and does not stop again.`,
    "Act before the deadlines that stateOf names.",
  ],
  SellerNotPayable: (a, say) => [
    `${say.who(a.dealer)} could not pay ${say.who(a.seller)} for ${order(a.id)}: the seller's bank admits one of them not, or not that corridor.`,
    "Name a dealer and an account of the seller between which that bank lets money pass.",
  ],
  DealerLegCount: (a) => [
    `This payment of ${order(a.id)} takes ${String(a.expected)} holds of the dealer.`,
    "Bring the dealer's signed hold exactly when the seller is paid across currencies.",
  ],
  DealerLegInvalid: (a) => [
    `The dealer's hold is not for this payment of ${order(a.id)}: other payer or payee, assignable, or another part.`,
    "Have the dealer sign the hold that dealerHold builds for what remains now.",
  ],
  SellerMinimumMissed: (a) => [
    `The dealer would pay the seller ${String(a.amount)} minor units for ${order(a.id)}; its minimum is ${String(a.minimum)}.`,
    "Have the dealer sign at least the minimum.",
  ],
};
