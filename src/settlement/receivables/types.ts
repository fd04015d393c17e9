import { field, type Types } from "../signing.js";

/** What a seller asks of a debtor; see contracts/interfaces/Invoices.sol. */
export interface Invoice {
  readonly token: string;
  readonly seller: string;
  readonly debtor: string;
  /** minor units */
  readonly amount: bigint;
  /** unix seconds */
  readonly issuedAt: bigint;
  /** unix seconds */
  readonly dueAt: bigint;
  /** minor units that may stay open, or be paid too much, and still settle */
  readonly tolerance: bigint;
  /** bytes32: salted hash of the number */
  readonly invoiceReference: string;
  /** bytes32: salted hash of the document */
  readonly document: string;
  /** bytes32: `curveHash` of the discount points, zero for none */
  readonly curve: string;
  /** bytes32: id of the hold of a funded order that secures it, zero for none */
  readonly orderHold: string;
  /** bytes32 */
  readonly salt: string;
}

/** From `secondsBefore` before the due date on, this share of what is settled; straight lines between points. */
export interface DiscountPoint {
  readonly secondsBefore: bigint;
  /** 1/10,000 */
  readonly basisPoints: bigint;
}

export interface PaymentItem {
  /** the invoice's id */
  readonly invoice: string;
  /** minor units by which the open amount falls, discount included */
  readonly settles: bigint;
  /** minor units of it that are not paid */
  readonly discount: bigint;
}

export interface InvoicePayment {
  readonly token: string;
  readonly payer: string;
  /** the present creditor of every item */
  readonly payee: string;
  readonly items: PaymentItem[];
  /** bytes32: salted hash of the payer's own reference */
  readonly paymentReference: string;
  /** unix seconds: executed strictly before */
  readonly expiry: bigint;
  readonly salt: string;
}

/** What the desk must see of an invoice to pay it. `points` may be empty where no discount is taken. */
export interface Bill {
  readonly invoice: Invoice;
  readonly points: DiscountPoint[];
}

export interface InvoiceAssignment {
  readonly invoice: string;
  /** the seller's wallet that is paid */
  readonly seller: string;
  readonly financier: string;
  /** minor units still open, exactly */
  readonly open: bigint;
  /** minor units paid here; zero if paid elsewhere */
  readonly price: bigint;
  readonly expiry: bigint;
  readonly salt: string;
}

export interface CreditNote {
  readonly invoice: string;
  readonly amount: bigint;
  readonly document: string;
  /** minor units open before: a note is good once */
  readonly openBefore: bigint;
}

export interface Receipt {
  readonly invoice: string;
  readonly amount: bigint;
  readonly paymentReference: string;
  readonly openBefore: bigint;
}

export interface Dispute {
  readonly invoice: string;
  readonly amount: bigint;
  readonly reason: string;
  /** one more than the disputes raised before */
  readonly number: bigint;
}

export interface DisputeResolution {
  readonly invoice: string;
  readonly number: bigint;
  readonly credited: bigint;
  readonly document: string;
}

const ITEM = [field("bytes32", "invoice"), field("uint256", "settles"), field("uint256", "discount")];

/** Everything people sign for the desk, in its own domain; holds are signed in the token's. */
export const RECEIVABLES_TYPES = {
  Invoice: {
    Invoice: [
      field("address", "token"),
      field("address", "seller"),
      field("address", "debtor"),
      field("uint256", "amount"),
      field("uint64", "issuedAt"),
      field("uint64", "dueAt"),
      field("uint256", "tolerance"),
      field("bytes32", "invoiceReference"),
      field("bytes32", "document"),
      field("bytes32", "curve"),
      field("bytes32", "orderHold"),
      field("bytes32", "salt"),
    ],
  },
  InvoiceList: { InvoiceList: [field("bytes32[]", "invoices")] },
  /** Never signed by itself: its hash is the `terms` of the payer's hold. */
  InvoicePayment: {
    InvoicePayment: [
      field("address", "token"),
      field("address", "payer"),
      field("address", "payee"),
      field("PaymentItem[]", "items"),
      field("bytes32", "paymentReference"),
      field("uint256", "expiry"),
      field("bytes32", "salt"),
    ],
    PaymentItem: ITEM,
  },
  InvoiceAssignment: {
    InvoiceAssignment: [
      field("bytes32", "invoice"),
      field("address", "seller"),
      field("address", "financier"),
      field("uint256", "open"),
      field("uint256", "price"),
      field("uint256", "expiry"),
      field("bytes32", "salt"),
    ],
  },
  CreditNote: {
    CreditNote: [
      field("bytes32", "invoice"),
      field("uint256", "amount"),
      field("bytes32", "document"),
      field("uint256", "openBefore"),
    ],
  },
  Receipt: {
    Receipt: [
      field("bytes32", "invoice"),
      field("uint256", "amount"),
      field("bytes32", "paymentReference"),
      field("uint256", "openBefore"),
    ],
  },
  Dispute: {
    Dispute: [
      field("bytes32", "invoice"),
      field("uint256", "amount"),
      field("bytes32", "reason"),
      field("uint256", "number"),
    ],
  },
  DisputeResolution: {
    DisputeResolution: [
      field("bytes32", "invoice"),
      field("uint256", "number"),
      field("uint256", "credited"),
      field("bytes32", "document"),
    ],
  },
  Acknowledgement: { Acknowledgement: [field("bytes32", "invoice"), field("address", "financier")] },
  CancelHold: { CancelHold: [field("address", "token"), field("bytes32", "hold")] },
} satisfies Record<string, Types>;

export type ReceivablesType = keyof typeof RECEIVABLES_TYPES;
