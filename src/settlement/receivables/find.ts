import type { Receivables } from "../../../typechain-types/index.js";
import { requireBytes } from "../../chain/checks.js";
import { VostroError } from "../../errors/index.js";
import type { Invoice } from "./types.js";

/**
 * An invoice exactly as it was issued, from its event: every later act must present it so.
 * @param fromBlock the block of the desk's deployment, or any before the issue
 * @throws VostroError UnknownInvoice, BadBytes
 */
export async function findInvoice(desk: Receivables, id: string, fromBlock = 0): Promise<Invoice> {
  const filter = desk.filters.InvoiceIssued(requireBytes(id, 32, "The id of an invoice"));
  const [event] = await desk.queryFilter(filter, fromBlock);
  if (event !== undefined) return invoiceFromEvent(event.args.invoice);
  throw new VostroError({
    name: "UnknownInvoice",
    args: { id },
    sentence: `No invoice ${id} was issued at this desk.`,
    fix: "Check the id, the desk's address and the first block searched.",
  });
}

/** The invoice of an `InvoiceIssued` event. */
export function invoiceFromEvent(invoice: Invoice): Invoice {
  const { token, seller, debtor, amount, issuedAt, dueAt, tolerance } = invoice;
  const { invoiceReference, document, curve, orderHold, salt } = invoice;
  return {
    token,
    seller,
    debtor,
    amount,
    issuedAt,
    dueAt,
    tolerance,
    invoiceReference,
    document,
    curve,
    orderHold,
    salt,
  };
}
