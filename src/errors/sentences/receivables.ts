import type { Writers } from "./types.js";

/** Errors of the desk of receivables, and of what it shares with the netting desk. */
export const RECEIVABLES: Writers = {
  InvoiceInvalid: (a) => [
    `The invoice ${String(a.id)} breaks a rule: amount zero or too large, tolerance not below it, due before issue, or the seller owes itself.`,
    "Correct the field and sign again.",
  ],
  InvoiceKnown: (a) => [
    `The invoice ${String(a.id)} was issued before.`,
    "Nothing is to be done; for another invoice use its own document and number.",
  ],
  DocumentUsed: (a) => [
    `The document ${String(a.document)} was issued before, as the invoice ${String(a.firstInvoice)}.`,
    "Do not finance it: look at the first invoice, and ask the seller.",
  ],
  InvoiceReferenceUsed: (a) => [
    `The number ${String(a.invoiceReference)} was issued before, as the invoice ${String(a.firstInvoice)}.`,
    "Give each invoice its own number; look at the first invoice.",
  ],
  SellerUnknown: (a, say) => [
    `The register of the token ${say.who(a.token)} does not list it, or does not know the seller ${say.who(a.seller)}.`,
    "Name a token of the seller's own bank, and the seller's registered wallet.",
  ],
  BatchMixed: (a) => [
    `Item ${String(a.index)} of the batch is missing, or of another token or seller than the first.`,
    "Send one batch for each seller and token.",
  ],
  InvoiceNotOpen: (a) => [
    `The invoice ${String(a.id)} is not open: it was never issued here, it is not the one that was signed for, or it is settled.`,
    "Read its state; present the invoice exactly as it was issued.",
  ],
  InvoiceCorridorClosed: (a, say) => [
    `${say.who(a.payer)} may not pay ${say.who(a.payee)}: one of them may not act now, or the bank's policy denies it.`,
    "Ask the lens why; a blocked, lapsed or lost wallet, or a closed corridor, cannot be a party.",
  ],
  PaymentItemInvalid: (a) => [
    `Item ${String(a.index)} of the payment settles nothing, or its bill is missing or of another invoice or token.`,
    "Build payment and bills together, in the same order.",
  ],
  CreditorDiffers: (a, say) => [
    `The invoice ${String(a.id)} is to be paid to ${say.who(a.creditor)}: it was sold, or the wallet was replaced.`,
    "Read the creditor and sign a payment to it.",
  ],
  PaymentTooHigh: (a, say) => [
    `Only ${say.amount(a.open)} of the invoice ${String(a.id)} are open; ${say.amount(a.settles)} are more than its tolerance allows.`,
    "Pay what is open.",
  ],
  DiscountTooHigh: (a, say) => [
    `The invoice ${String(a.id)} gives a discount of ${say.amount(a.allowed)} now, not ${say.amount(a.discount)}.`,
    "Quote it for the last moment of the payment and sign again.",
  ],
  CurveInvalid: (a) => [
    `These are not the points of the curve of the invoice ${String(a.id)}, or no curve at all.`,
    "Present the points as the seller published them, or pay without discount.",
  ],
  ReductionInvalid: (a, say) => [
    `${say.amount(a.amount)} cannot be taken off the invoice ${String(a.id)}: ${say.amount(a.open)} are open.`,
    "Name more than zero and at most what is open.",
  ],
  OpenAmountMoved: (a, say) => [
    `What was signed speaks of ${say.amount(a.expected)} open; of the invoice ${String(a.id)} ${say.amount(a.open)} are.`,
    "Read what is open and sign again.",
  ],
  DisputeOpen: (a) => [
    `The invoice ${String(a.id)} is disputed.`,
    "Resolve the dispute first; a disputed invoice can be paid but not sold.",
  ],
  DisputeUnknown: (a) => [
    `The invoice ${String(a.id)} has no dispute ${String(a.number)} for this act; the last one raised is ${String(a.last)}.`,
    "A new dispute has the number after the last; a resolution names the last, while it is open.",
  ],
  DisputeWaived: (a) => [
    `The debtor acknowledged the sale of the invoice ${String(a.id)} and raises nothing against it any more.`,
    "Settle the matter with the seller.",
  ],
  AlreadyAssigned: (a, say) => [
    `The invoice ${String(a.id)} was sold to ${say.who(a.financier)}.`,
    "Do not finance it: an invoice is sold once.",
  ],
  NotAssigned: (a) => [`The invoice ${String(a.id)} was not sold.`, "Acknowledge after the notice of the assignment."],
  AssignmentExpired: (a, say) => [
    `The offer for the invoice ${String(a.id)} ended at ${say.date(a.expiry)}.`,
    "Have both sides sign a new one.",
  ],
  AssignmentInvalid: (a) => [
    `The assignment of the invoice ${String(a.id)} does not fit it: its seller is another wallet, or the financier is seller or debtor.`,
    "Name the seller's present wallet and a third party as financier.",
  ],
  OrderHoldNotAssigned: (a, say) => [
    `The order's hold ${String(a.orderHold)} is not open, or its money is not assigned to ${say.who(a.financier)}.`,
    "Have the seller assign the hold to the financier first.",
  ],
  DeciderBlocked: (a, say) => [
    `${say.who(a.party)} is blocked and decides nothing.`,
    "Wait until the block is lifted.",
  ],
};
