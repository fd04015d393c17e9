import type { OriginalReferences, PaymentStatus, StatusReport } from "./types.js";

/** `undecided`: the two have no reference in common that could tell. */
type Comparison = "same" | "other" | "undecided";

function compare(original: OriginalReferences, payment: OriginalReferences): Comparison {
  if (original.uetr !== undefined && payment.uetr !== undefined) {
    return original.uetr === payment.uetr.toLowerCase() ? "same" : "other";
  }
  const shared = (["msgId", "pmtInfId", "instrId", "endToEndId", "txId"] as const).filter(
    (name) => original[name] !== undefined && payment[name] !== undefined,
  );
  if (shared.some((name) => original[name] !== payment[name])) return "other";
  return shared.some((name) => name !== "msgId" && name !== "pmtInfId") ? "same" : "undecided";
}

/**
 * Whether an answer about `original` is about the payment with these references. A UETR decides alone where both have
 * one. Otherwise no reference that both have may differ, and one that names a transaction must be the same.
 */
export function refersTo(original: OriginalReferences, payment: OriginalReferences): boolean {
  return compare(original, payment) === "same";
}

/**
 * What a report says of one payment: the records of the narrowest scope that speaks for it. More than one record is for
 * the caller to judge: the report's findings say whether they differ.
 *
 * Nothing is said where an unreadable record is about the payment, and no status of a batch or message is taken where a
 * narrower record, unreadable or without a reference in common, might be the one about it.
 */
export function statusesOf(report: StatusReport, payment: OriginalReferences): readonly PaymentStatus[] {
  if (report.unreadable.some(({ original }) => refersTo(original ?? {}, payment))) return [];
  const transactions = report.records.filter(({ scope }) => scope === "transaction");
  const own = transactions.filter(({ original }) => refersTo(original, payment));
  if (own.length > 0 || report.unreadable.length > 0) return own;
  if (transactions.some(({ original }) => compare(original, payment) === "undecided")) return [];
  return wider(report, payment);
}

function wider(report: StatusReport, payment: OriginalReferences): readonly PaymentStatus[] {
  if (payment.msgId === undefined) return [];
  const message = report.records.filter(({ original }) => original.msgId === payment.msgId);
  const batches = message.filter(({ scope }) => scope === "payment");
  const unnamed = batches.some(({ original }) => original.pmtInfId === undefined);
  if (batches.length > 0 && (unnamed || payment.pmtInfId === undefined)) return [];
  const own = batches.filter(({ original }) => original.pmtInfId === payment.pmtInfId);
  return own.length > 0 ? own : message.filter(({ scope }) => scope === "group");
}
