import { hexlify, randomBytes, type Signer, ZeroHash } from "ethers";

import { requireAddress, requireAmount, requireBytes, requireSecond, requireSome } from "../../chain/checks.js";
import type { Hold, SigningContract } from "../../chain/typedData.js";
import { VostroError } from "../../errors/index.js";
import { dealHash, signDeal } from "../signing.js";
import { curveHash, discountOn } from "./discount.js";
import {
  type Bill,
  type DiscountPoint,
  type Invoice,
  type InvoiceAssignment,
  type InvoicePayment,
  type PaymentItem,
  RECEIVABLES_TYPES,
  type ReceivablesType,
} from "./types.js";

/** What is asked of a new invoice; all else has a default. */
export interface InvoiceRequest {
  readonly token: string;
  readonly seller: string;
  readonly debtor: string;
  readonly amount: bigint;
  readonly issuedAt: bigint;
  readonly dueAt: bigint;
  readonly tolerance?: bigint;
  readonly invoiceReference: string;
  readonly document: string;
  /** early payment: none if left out */
  readonly points?: readonly DiscountPoint[];
  readonly orderHold?: string;
  /** random if left out */
  readonly salt?: string;
}

const bad = (name: string, sentence: string, fix: string): VostroError => new VostroError({ name, sentence, fix });

/**
 * An invoice as the desk takes it.
 * @throws VostroError BadAddress, BadAmount, BadBytes, BadTime, BadCurve, BadInvoice
 */
export function buildInvoice(request: InvoiceRequest): Invoice {
  const invoice = {
    token: requireAddress(request.token, "The token"),
    seller: requireAddress(request.seller, "The seller"),
    debtor: requireAddress(request.debtor, "The debtor"),
    amount: requireAmount(request.amount, "An invoice"),
    issuedAt: requireSecond(request.issuedAt, "The date of issue"),
    dueAt: requireSecond(request.dueAt, "The due date"),
    tolerance: request.tolerance ?? 0n,
    invoiceReference: requireBytes(request.invoiceReference, 32, "The hash of the invoice's number"),
    document: requireBytes(request.document, 32, "The hash of the document"),
    curve: curveHash(request.points ?? []),
    orderHold: requireBytes(request.orderHold ?? ZeroHash, 32, "The id of the order's hold"),
    salt: requireBytes(request.salt ?? hexlify(randomBytes(32)), 32, "The salt"),
  };
  if (invoice.seller === invoice.debtor) {
    throw bad("BadInvoice", "Seller and debtor of the invoice are the same.", "Name who owes the money.");
  }
  if (invoice.dueAt < invoice.issuedAt) {
    throw bad("BadInvoice", "The invoice is due before it is issued.", "Correct one of the dates.");
  }
  if (invoice.tolerance < 0n || invoice.tolerance >= invoice.amount) {
    throw bad("BadInvoice", "The tolerance is not below the amount.", "Name a small amount, or zero.");
  }
  return invoice;
}

/** The id of an invoice: its EIP-712 struct hash. */
export const invoiceId = (invoice: Invoice): string => dealHash("Invoice", RECEIVABLES_TYPES.Invoice, invoice);

/** One invoice to pay. `settles` is by how much it falls: all that is open, or a part. */
export interface ItemRequest extends Bill {
  readonly settles: bigint;
  /** minor units; the most that the curve gives at `payBy` if left out */
  readonly discount?: bigint;
}

export interface PaymentRequest {
  readonly payer: string;
  /** the present creditor: `creditorOf` of the desk */
  readonly payee: string;
  readonly items: readonly ItemRequest[];
  readonly paymentReference: string;
  /** unix seconds: the latest moment of execution for which discounts are reckoned; the payment lapses then */
  readonly payBy: bigint;
  readonly salt?: string;
}

/**
 * A payment of one creditor, and the bills that go with it. Each discount is the most that is allowed at `payBy`, the
 * last second of the payment: it is never refused because it was executed a little later than hoped.
 * @throws VostroError EmptyList, BadPayment, BadAmount, BadAddress, BadBytes, BadCurve
 */
export function buildPayment(request: PaymentRequest): { payment: InvoicePayment; bills: Bill[] } {
  const { token } = requireSome(request.items, "invoices to pay")[0]!.invoice;
  const items = request.items.map((item) => itemOf(item, token, request.payBy));
  const payment = {
    token,
    payer: requireAddress(request.payer, "The payer"),
    payee: requireAddress(request.payee, "The payee"),
    items,
    paymentReference: requireBytes(request.paymentReference, 32, "The hash of the payment's reference"),
    expiry: requireSecond(request.payBy, "The end of the payment"),
    salt: requireBytes(request.salt ?? hexlify(randomBytes(32)), 32, "The salt"),
  };
  requireAmount(cashOf(payment), "A payment");
  // Points that nobody needs are only calldata.
  const bills = request.items.map(({ invoice, points }, i) => ({
    invoice,
    points: items[i]!.discount === 0n ? [] : points,
  }));
  return { payment, bills };
}

function itemOf({ invoice, points, settles, discount }: ItemRequest, token: string, payBy: bigint): PaymentItem {
  if (invoice.token !== token) {
    throw bad("BadPayment", "The invoices are of several tokens.", "Pay those of each token by itself.");
  }
  requireAmount(settles, "The settling of an invoice");
  const allowed = quoteDiscount(invoice, points, settles, payBy);
  const taken = discount ?? allowed;
  if (taken < 0n || taken > allowed) {
    const sentence = `A discount of ${taken} minor units is more than the curve gives: ${allowed}.`;
    throw bad("BadPayment", sentence, "Take less, or let the payment end earlier.");
  }
  return { invoice: invoiceId(invoice), settles, discount: taken };
}

/**
 * The most that `settles` of the invoice may deduct at second `moment`, minor units, rounded down.
 * @throws VostroError BadCurve: these are not the invoice's points
 */
export function quoteDiscount(
  invoice: Invoice,
  points: readonly DiscountPoint[],
  settles: bigint,
  moment: bigint,
): bigint {
  if (points.length === 0) return 0n;
  if (curveHash(points) !== invoice.curve) {
    throw bad("BadCurve", "These are not the points of the invoice's curve.", "Take those that the seller published.");
  }
  return discountOn(settles, points, invoice.dueAt - moment);
}

/** What is paid in money: the sum of settles less discounts. */
export const cashOf = ({ items }: Pick<InvoicePayment, "items">): bigint =>
  items.reduce((sum, { settles, discount }) => sum + settles - discount, 0n);

export const paymentId = (payment: InvoicePayment): string =>
  dealHash("InvoicePayment", RECEIVABLES_TYPES.InvoicePayment, payment);

export const assignmentId = (assignment: InvoiceAssignment): string =>
  dealHash("InvoiceAssignment", RECEIVABLES_TYPES.InvoiceAssignment, assignment);

/** The hold that the payer signs, in the token's domain. `desk` is the address of Receivables. */
export function holdOfPayment(desk: string, payment: InvoicePayment): Hold {
  const { payer, payee, expiry } = payment;
  return fused({ payer, payee, notary: desk, amount: cashOf(payment), expiry, terms: paymentId(payment) });
}

/** The hold that a financier signs where it pays here. */
export function holdOfAssignment(desk: string, assignment: InvoiceAssignment): Hold {
  const { financier, seller, price, expiry } = assignment;
  return fused({
    payer: financier,
    payee: seller,
    notary: desk,
    amount: price,
    expiry,
    terms: assignmentId(assignment),
  });
}

/** Placed and executed in one transaction, before one moment. */
const fused = ({ terms, ...hold }: Omit<Hold, "placeBy" | "assignable">): Hold => ({
  ...hold,
  placeBy: hold.expiry,
  assignable: false,
  terms,
});

/** Signs what the desk asks a party to consent to, in the desk's own domain. */
export const signForReceivables = (
  desk: SigningContract,
  signer: Signer,
  type: ReceivablesType,
  message: object,
): Promise<string> => signDeal(desk, signer, RECEIVABLES_TYPES[type], message);
