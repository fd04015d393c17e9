/*
 * What a status code means for the money. The codes are external lists of ISO 20022 (ExternalPaymentTransactionStatus1,
 * ExternalPaymentGroupStatus1, ExternalInvestigationExecutionConfirmation1), which grow without a new message version:
 * a code that is not here is unknown, whatever it looks like.
 */

export type PaymentOutcome = "paid" | "rejected" | "pending" | "unknown";

/**
 * Paid means that settlement is completed, which two codes say: ACSC (on the debtor's account) and ACCC (on the
 * creditor's). The list warns that a status is no financial information: the account's statement stays the proof.
 */
const PAYMENT: ReadonlyMap<string, PaymentOutcome> = new Map([
  ["ACSC", "paid"],
  ["ACCC", "paid"],
  ["RJCT", "rejected"],
  // "Successfully cancelled after a request": like RJCT it is final and nobody was paid. Whoever did not ask should.
  ["CANC", "rejected"],
  // Received and under checks.
  ["RCVD", "pending"],
  ["PDNG", "pending"],
  ["ACTC", "pending"],
  ["PATC", "pending"],
  ["ACCP", "pending"],
  ["ACFC", "pending"],
  // Accepted for execution, with or without a change, released to the clearing, not yet posted to the creditor.
  ["ACWC", "pending"],
  ["ACSP", "pending"],
  ["ACPD", "pending"],
  ["ACWP", "pending"],
  // Not listed on purpose: PART says nothing of one payment; BLCK, ACIS and CPUC are for a person to judge.
]);

/**
 * What the status of a payment (pain.002, pacs.002) means. Codes are compared as written: `acsc` is unknown.
 * @param status `TxSts`, `PmtInfSts` or `GrpSts`
 */
export function outcomeOf(status: string): PaymentOutcome {
  return PAYMENT.get(status) ?? "unknown";
}

export type RecallOutcome = "accepted" | "refused" | "pending" | "unknown";

/** Accepted is a promise: the money is back only with its own pacs.004 or a booked credit. */
const RECALL: ReadonlyMap<string, RecallOutcome> = new Map([
  // CancelledAsPerRequest for the case, AcceptedCancellationRequest for a group or a transaction.
  ["CNCL", "accepted"],
  ["ACCR", "accepted"],
  ["RJCR", "refused"],
  ["PDCR", "pending"],
  // CancellationWillFollow, and forwarded to the next agent: the answer is still to come.
  ["CWFW", "pending"],
  ["FTNA", "pending"],
  // Not listed on purpose: PACR and PECR are partial and say nothing of one payment; the rest is about other questions.
]);

/**
 * What the answer to a recall (camt.029) means.
 * @param status `TxCxlSts`, `PmtInfCxlSts`, `GrpCxlSts` or `Sts/Conf`
 */
export function recallOutcomeOf(status: string): RecallOutcome {
  return RECALL.get(status) ?? "unknown";
}
