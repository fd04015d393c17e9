import { type DiscountPoint, discountOn } from "../settlement/receivables/index.js";
import { DAY, type InvoiceRow } from "./invoiceFile.js";

/*
 * What happens to each invoice, and what must be in the books at the end: worked out from the file alone, without a chain.
 * The file says when each invoice was issued, due, disputed and paid. What it does not say is decided here, by rules that
 * anyone can follow: who sells an invoice early, how a dispute ends, who takes a discount.
 */

/** Every invoice's discount: from 10 days before the due date on 1%, rising to 2% at 20 days. */
export const CURVE: readonly DiscountPoint[] = [
  { secondsBefore: 10n * DAY, basisPoints: 100n },
  { secondsBefore: 20n * DAY, basisPoints: 200n },
];
/** What may stay open and still settles, minor units. */
export const TOLERANCE = 5n;
/** A financier pays this much less than what is open, 1/10,000, rounded in its favour. */
const FINANCIER_SHARE = 150n;
/** A dispute that the buyer wins takes this much off, 1/10,000, rounded down. */
const DISPUTE_SHARE = 1_000n;
const WHOLE = 10_000n;

const HOUR = 3_600n;
/** Seconds after midnight at which each kind of act of a day is done, in this order. */
export const STAGES = {
  issue: 8n * HOUR,
  finance: 9n * HOUR,
  acknowledge: 10n * HOUR,
  dispute: 11n * HOUR,
  resolve: 12n * HOUR,
  pay: 13n * HOUR,
} as const;
/** Payments of a day are executed before this second after midnight; discounts are reckoned for it. */
export const PAY_BY = 14n * HOUR;
/** An invoice is due at the end of its day. */
export const dueAt = ({ due }: Pick<InvoiceRow, "due">): bigint => due + DAY - 1n;

/** An invoice and all that becomes of it. Amounts are minor units. */
export interface PlannedInvoice extends InvoiceRow {
  /** taken off when the dispute is settled */
  readonly credited: bigint;
  /** by how much the payment lowers what is open, discount included */
  readonly settles: bigint;
  readonly discount: bigint;
  /** left within the tolerance, and no longer asked for */
  readonly writtenOff: bigint;
  /** paid in money */
  readonly cash: bigint;
  /** sold to the financier on this day, for this price */
  readonly financed: { readonly on: bigint; readonly price: bigint } | undefined;
  readonly late: boolean;
}

export interface Totals {
  readonly invoices: number;
  readonly issued: bigint;
  readonly paid: bigint;
  readonly discounted: bigint;
  readonly refunded: bigint;
  readonly writtenOff: bigint;
  readonly open: bigint;
  readonly disputed: number;
  readonly late: number;
  readonly financed: number;
  readonly advanced: bigint;
}

/** Rules, by the row's place in the file: */
export function planOf(rows: readonly InvoiceRow[]): PlannedInvoice[] {
  return rows.map((row, index) => {
    const { amount, disputed, invoiced, settled } = row;
    // every second dispute ends with a tenth of the invoice credited, the others with nothing
    const credited = disputed && index % 2 === 0 ? (amount * DISPUTE_SHARE) / WHOLE : 0n;
    // every fifth undisputed invoice that stays unpaid for ten days is sold on its second day
    const sold = !disputed && index % 5 === 2 && settled >= invoiced + 10n * DAY;
    // every fiftieth buyer pays a cent too little
    const short = !disputed && !sold && index % 50 === 6 ? 1n : 0n;
    const settles = amount - credited - short;
    const discount = disputed ? 0n : discountOn(settles, CURVE, dueAt(row) - (settled + PAY_BY));
    return {
      ...row,
      credited,
      settles,
      discount,
      writtenOff: short,
      cash: settles - discount,
      financed: sold ? { on: invoiced + 2n * DAY, price: priceOf(amount) } : undefined,
      late: settled > row.due,
    };
  });
}

const priceOf = (open: bigint): bigint => (open * (WHOLE - FINANCIER_SHARE)) / WHOLE;

export function totalsOf(plan: readonly PlannedInvoice[]): Totals {
  const sum = (of: (invoice: PlannedInvoice) => bigint): bigint =>
    plan.reduce((total, invoice) => total + of(invoice), 0n);
  const count = (is: (invoice: PlannedInvoice) => boolean): number => plan.filter(is).length;
  return {
    invoices: plan.length,
    issued: sum(({ amount }) => amount),
    paid: sum(({ cash }) => cash),
    discounted: sum(({ discount }) => discount),
    refunded: sum(({ credited }) => credited),
    writtenOff: sum(({ writtenOff }) => writtenOff),
    open: sum(({ amount, credited, cash, discount, writtenOff }) => amount - credited - cash - discount - writtenOff),
    disputed: count(({ disputed }) => disputed),
    late: count(({ late }) => late),
    financed: count(({ financed }) => financed !== undefined),
    advanced: sum(({ financed }) => financed?.price ?? 0n),
  };
}

/** What of one day is done, by stage. */
export interface DayPlan {
  readonly day: bigint;
  readonly issue: readonly PlannedInvoice[];
  readonly finance: readonly PlannedInvoice[];
  readonly dispute: readonly PlannedInvoice[];
  readonly resolve: readonly PlannedInvoice[];
  readonly pay: readonly PlannedInvoice[];
}

/** The plan by days, in order; days on which nothing happens are left out. */
export function daysOf(plan: readonly PlannedInvoice[]): DayPlan[] {
  const days = new Map<bigint, { [K in keyof Omit<DayPlan, "day">]: PlannedInvoice[] }>();
  const at = (day: bigint) => {
    const known = days.get(day) ?? { issue: [], finance: [], dispute: [], resolve: [], pay: [] };
    days.set(day, known);
    return known;
  };
  for (const invoice of plan) {
    at(invoice.invoiced).issue.push(invoice);
    if (invoice.financed !== undefined) at(invoice.financed.on).finance.push(invoice);
    if (invoice.disputed) {
      at(disputedOn(invoice)).dispute.push(invoice);
      at(invoice.settled).resolve.push(invoice);
    }
    at(invoice.settled).pay.push(invoice);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, acts]) => ({ day, ...acts }));
}

/** Half-way between invoice and payment. */
function disputedOn({ invoiced, settled }: PlannedInvoice): bigint {
  return invoiced + ((settled - invoiced) / DAY / 2n) * DAY;
}
