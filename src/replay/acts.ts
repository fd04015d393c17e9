import { id, type Wallet, ZeroHash } from "ethers";

import { TYPED_DATA } from "../chain/typedData.js";
import {
  buildInvoice,
  buildPayment,
  holdOfAssignment,
  holdOfPayment,
  type Invoice,
  invoiceId,
  type RECEIVABLES_TYPES,
  signForReceivables,
} from "../settlement/receivables/index.js";
import { signDeal } from "../settlement/signing.js";
import type { Act } from "./blocks.js";
import { DAY } from "./invoiceFile.js";
import { CURVE, dueAt, PAY_BY, type PlannedInvoice, TOLERANCE } from "./plan.js";
import type { ReplayWorld } from "./world.js";

/*
 * The plan's acts as transactions: each party signs, a relayer submits. Exporter, financier and customers pay no gas.
 */

/** Makes the transactions of one replay. */
export class Acts {
  readonly #world: ReplayWorld;
  readonly #desk: string;

  constructor(world: ReplayWorld) {
    this.#world = world;
    this.#desk = String(world.receivables.target);
  }

  /** The invoice as the exporter issues it. Number and document stand on chain as hashes. */
  invoiceOf(planned: PlannedInvoice): Invoice {
    const { token, seller } = this.#world;
    return buildInvoice({
      token: String(token.target),
      seller: seller.address,
      debtor: this.debtorOf(planned).address,
      amount: planned.amount,
      issuedAt: planned.invoiced,
      dueAt: dueAt(planned),
      tolerance: TOLERANCE,
      invoiceReference: id(`invoice ${planned.number}`),
      document: id(`document of invoice ${planned.number}`),
      points: CURVE,
      salt: ZeroHash,
    });
  }

  debtorOf({ customer }: PlannedInvoice): Wallet {
    return this.#world.debtors.get(customer)!;
  }

  /** A day's invoices, signed by the exporter as one list. */
  async issue(planned: readonly PlannedInvoice[]): Promise<Act> {
    const invoices = planned.map((one) => this.invoiceOf(one));
    const list = { invoices: invoices.map(invoiceId) };
    const signature = await this.#sign(this.#world.seller, "InvoiceList", list);
    return this.#act(`issue ${planned.length} invoices`, "issueBatch", [invoices, signature]);
  }

  /** Sold to the financier, who pays the price in the same transaction. */
  async finance(planned: PlannedInvoice): Promise<Act> {
    const { seller, financier } = this.#world;
    const { on, price } = planned.financed!;
    const invoice = this.invoiceOf(planned);
    const assignment = {
      invoice: invoiceId(invoice),
      seller: seller.address,
      financier: financier.address,
      open: planned.amount,
      price,
      expiry: on + DAY,
      salt: ZeroHash,
    };
    const signatures = [
      await this.#sign(seller, "InvoiceAssignment", assignment),
      await this.#signHold(financier, holdOfAssignment(this.#desk, assignment)),
    ];
    return this.#act(`invoice ${planned.number}: finance`, "assign", [invoice, assignment, ...signatures]);
  }

  async acknowledge(planned: PlannedInvoice): Promise<Act> {
    const invoice = this.invoiceOf(planned);
    const content = { invoice: invoiceId(invoice), financier: this.#world.financier.address };
    const signature = await this.#sign(this.debtorOf(planned), "Acknowledgement", content);
    return this.#act(`invoice ${planned.number}: acknowledge`, "acknowledge", [invoice, signature]);
  }

  async dispute(planned: PlannedInvoice): Promise<Act> {
    const invoice = this.invoiceOf(planned);
    const claim = {
      invoice: invoiceId(invoice),
      amount: planned.amount,
      reason: id(`complaint about invoice ${planned.number}`),
      number: 1n,
    };
    const signature = await this.#sign(this.debtorOf(planned), "Dispute", claim);
    return this.#act(`invoice ${planned.number}: dispute`, "dispute", [invoice, claim, signature]);
  }

  /** Settled with a credit note that both sign, or withdrawn by the debtor alone. */
  async resolve(planned: PlannedInvoice): Promise<Act> {
    const invoice = this.invoiceOf(planned);
    const resolution = {
      invoice: invoiceId(invoice),
      number: 1n,
      credited: planned.credited,
      document: planned.credited === 0n ? ZeroHash : id(`credit note for invoice ${planned.number}`),
    };
    const debtor = await this.#sign(this.debtorOf(planned), "DisputeResolution", resolution);
    const seller =
      planned.credited === 0n ? "0x" : await this.#sign(this.#world.seller, "DisputeResolution", resolution);
    const args = [invoice, resolution, debtor, seller, "0x"];
    return this.#act(`invoice ${planned.number}: resolve`, "resolveDispute", args);
  }

  /** One payment of one customer to one creditor on one day, for all its invoices. */
  async pay(planned: readonly PlannedInvoice[], day: bigint): Promise<Act> {
    const [first] = planned as readonly [PlannedInvoice];
    const { seller, financier } = this.#world;
    const { payment, bills } = buildPayment({
      payer: this.debtorOf(first).address,
      payee: (first.financed === undefined ? seller : financier).address,
      items: planned.map((one) => {
        const { settles, discount } = one;
        return { invoice: this.invoiceOf(one), points: [...CURVE], settles, discount };
      }),
      paymentReference: id(`payment of ${planned.map(({ number }) => number).join(", ")}`),
      payBy: day + PAY_BY,
      salt: ZeroHash,
    });
    const signature = await this.#signHold(this.debtorOf(first), holdOfPayment(this.#desk, payment));
    const what = `payment of invoice ${planned.map(({ number }) => number).join(", ")}`;
    return this.#act(what, "pay", [payment, bills, signature]);
  }

  #act(what: string, method: string, args: readonly unknown[]): Act {
    return {
      what,
      to: this.#desk,
      data: this.#world.receivables.interface.encodeFunctionData(method as "pay", args as never),
    };
  }

  #sign(signer: Wallet, type: keyof typeof RECEIVABLES_TYPES, message: object): Promise<string> {
    return signForReceivables(this.#world.deskDomain, signer, type, message);
  }

  #signHold(signer: Wallet, hold: object): Promise<string> {
    return signDeal(this.#world.tokenDomain, signer, TYPED_DATA.Hold, hold);
  }
}

/** Payments of a day: one for each customer and creditor. */
export function paymentsOf(planned: readonly PlannedInvoice[]): PlannedInvoice[][] {
  const payments = new Map<string, PlannedInvoice[]>();
  for (const invoice of planned) {
    const key = `${invoice.customer} ${invoice.financed === undefined}`;
    const known = payments.get(key);
    if (known === undefined) payments.set(key, [invoice]);
    else known.push(invoice);
  }
  return [...payments.values()];
}
