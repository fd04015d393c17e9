import { by, type Doers, instead } from "./doers.js";

/* The desks of settlement, which belong to no bank. */

const ANYONE = "anyone";

export const ORDER_ESCROW: Doers = {
  fund: by("order fund", "the buyer, with the seller's signature"),
  confirm: by("order confirm", "the buyer"),
  confirmHold: instead("the cheapest confirmation, by the buyer in its wallet; `order confirm` does the same"),
  payPart: by("order pay-part", "the buyer"),
  payDue: by("order pay-due", ANYONE),
  refund: by("order refund", "the seller"),
  refundUnshipped: by("order refund-unshipped", ANYONE),
  settle: instead("signed by buyer and seller together in their wallets, sent by the marketplace through the library"),
  ship: by("order ship", "the seller"),
  receiveGoods: by("order receive", "the buyer or the inspector"),
  shorten: instead("signed by buyer and seller together in their wallets, sent by the marketplace through the library"),
  stopClock: by("order stop-clock", ANYONE),
  resumeClock: by("order resume-clock", ANYONE),
  dispute: by("order dispute", "the buyer"),
  withdrawDispute: by("order withdraw", "the buyer"),
  answer: by("order answer", "the seller"),
  escalate: by("order escalate", "buyer or seller"),
  award: by("order award", "the arbiter"),
  awardByDefault: by("order award-by-default", ANYONE),
};

export const RECEIVABLES: Doers = {
  issue: by("receivable issue", "the seller"),
  issueBatch: instead("signed by the seller once for many, sent by its accounting system through the library"),
  pay: by("receivable pay", "the debtor, or whoever pays for it"),
  cancelHold: instead("by the payer in its wallet, for a hold that a stranger placed"),
  credit: by("receivable credit", "the creditor"),
  recordReceipt: by("receivable receipt", "the creditor"),
  dispute: by("receivable dispute", "the debtor"),
  resolveDispute: instead("signed by seller, debtor and financier together, sent by any of them through the library"),
  assign: instead("signed by the seller, and by the financier for its money, sent by either through the library"),
  acknowledge: by("receivable acknowledge", "the debtor"),
};

export const FX_DESK: Doers = {
  settle: by("fx settle", "the taker, with the dealer's signed quote"),
  cancel: by("fx cancel", "the party whose leg it is"),
};

export const NETTING_CYCLE: Doers = {
  recordConsents: by("netting consent", "anyone, with the parties' signatures"),
  placeSlices: by("netting place", "anyone, with the payers' signatures"),
  settle: by("netting settle", ANYONE),
  secondRound: by("netting second-round", ANYONE),
  close: by("netting close", ANYONE),
};

const EVIDENCE = "anyone, with two signatures of the receiving bank";

export const INTERBANK_CLEARING: Doers = {
  declareCurrency: by("clearing declare"),
  openReceiving: by("clearing open-receiving"),
  closeReceiving: by("clearing close-receiving"),
  mapZones: by("clearing map-zones"),
  unmapZones: by("clearing unmap-zones"),
  raiseCap: by("clearing raise-cap"),
  cutCap: by("clearing cut-cap"),
  openSending: by("clearing open-sending"),
  closeSending: by("clearing close-sending"),
  pay: by("clearing pay", "the paying account, with the payer's signature"),
  payFromHold: instead("by the bank's payment system through the library: many payments from one standing hold"),
  offset: instead("by the two banks' payment systems through the library: many payments, of which the net is settled"),
  withdraw: by("clearing withdraw", "the payer"),
  propose: by("clearing propose"),
  ready: by("clearing ready"),
  lock: by("clearing lock", "anyone, with the payer's signature"),
  instruct: by("clearing instruct"),
  settle: by("clearing settled", EVIDENCE),
  complete: by("clearing complete", ANYONE),
  completeTo: by("clearing complete-to", EVIDENCE),
  recordPaidOutside: by("clearing paid-outside", EVIDENCE),
  recordNonSettlement: by("clearing not-settled", EVIDENCE),
  cancel: by("clearing cancel"),
};

const DELEGATED = instead("by the payer's own account, which delegates to this code, in its wallet");

export const SIGNED_PAYOUTS: Doers = { payOut: DELEGATED, cancelPayout: DELEGATED };
