import type { Receivables } from "../../../../typechain-types/index.js";
import { isoDate } from "../../../errors/index.js";
import { connectDesks } from "../../../settlement/desks.js";
import {
  buildInvoice,
  buildPayment,
  decodeInvoiceWord,
  findInvoice,
  holdOfPayment,
  type Invoice,
  invoiceId,
  type InvoiceState,
} from "../../../settlement/receivables/index.js";
import type { DepositToken } from "../../../../typechain-types/index.js";
import { requireBytes } from "../../checks.js";
import { ask, chainTime, providerOf } from "../../send.js";
import { currencyOf } from "../../events.js";
import { signFor } from "../../typedData.js";
import type { Context, Outcome } from "../context.js";
import { InputError } from "../exitCodes.js";
import { performCall } from "../oneCall.js";
import type { Fact } from "../perform.js";
import { lines } from "../read.js";
import { personOf, signerOf } from "../signers.js";
import { amountIn, deskCall, saltedIn, timeIn } from "./options.js";

/*
 * Invoices on chain, each act by the party itself. Payments here take no discount: its points are published off chain and go
 * through the library, as a sale to a financier does.
 */

type Populated = Parameters<typeof deskCall>[1];

/** An invoice as it was issued and as it stands. */
interface Issued {
  readonly desk: Receivables;
  readonly id: string;
  readonly invoice: Invoice;
  readonly state: InvoiceState;
  readonly currency: string;
  readonly token: DepositToken;
}

/** Sent by the party itself, so no signature is brought. */
const OWN = "0x";

export async function receivable(context: Context, step: string): Promise<Outcome> {
  if (step === "issue") return issue(context);
  const issued = await issuedIn(context);
  if (step === "show") return show(context, issued);
  return step === "pay" ? pay(context, issued) : act(context, issued, await actOf(context, issued, step));
}

async function issue(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const seller = await personOf(context, "CUSTOMER");
  const issuedAt = context.text("issued") === undefined ? await chainTime(bank) : timeIn(context, "issued");
  const wanted = {
    ...{ token: String(bank.tokens[currency]!.target), seller: seller.address, debtor: context.address("debtor") },
    ...{ amount: context.amount(), issuedAt, dueAt: timeIn(context, "due") },
    ...{ invoiceReference: await saltedIn(context, "number"), document: await saltedIn(context, "document") },
  };
  const invoice = context.wrap("receivable issue", () => buildInvoice(wanted));
  const id = invoiceId(invoice);
  const populated = deskIn(context).issue.populateTransaction(invoice, OWN);
  return performCall(context, {
    does: `Issues invoice ${id}: ${doesInvoice(context, invoice, currency)}`,
    as: "CUSTOMER",
    sender: seller,
    call: () => deskCall("Receivables.issue", populated, currency),
    data: { id, invoice },
  });
}

/** The debtor, or whoever pays for it, signs one hold for the present creditor and sends it. */
async function pay(context: Context, issued: Issued): Promise<Outcome> {
  const { bank } = context;
  const { desk, id, invoice, state, currency, token } = issued;
  const payer = await personOf(context, "CUSTOMER");
  const settles = context.text("amount") === undefined ? state.open : amountIn(context, "amount", currency);
  if (settles === 0n) throw new InputError("--invoice", "is settled: nothing is open", "Name another invoice.");
  const { payment, bills } = buildPayment({
    ...{
      payer: payer.address,
      payee: await ask(bank, desk.creditorOf(invoice)),
      items: [{ invoice, points: [], settles }],
    },
    ...{ paymentReference: await saltedIn(context, "reference"), payBy: (await chainTime(bank)) + 3_600n },
  });
  const hold = holdOfPayment(String(desk.target), payment);
  return performCall(context, {
    does: `Pays ${context.money(settles, currency)} of invoice ${id} to ${payment.payee}.`,
    as: "CUSTOMER",
    sender: payer,
    changes: [{ of: id, what: "open", currency, before: state.open, after: state.open - settles }],
    call: async () => {
      const signed = await signFor(token, signerOf(payer, "CUSTOMER"), "Hold", hold);
      return deskCall("Receivables.pay", desk.pay.populateTransaction(payment, bills, signed), currency);
    },
    data: { id, payment },
  });
}

/** What a party says about an invoice by itself. */
async function actOf(
  context: Context,
  { desk, id, invoice, state, currency }: Issued,
  step: string,
): Promise<{ says: string; method: string; populated: Populated }> {
  if (step === "acknowledge") {
    const populated = desk.acknowledge.populateTransaction(invoice, OWN);
    return { says: "Acknowledges that it will pay the financier", method: "acknowledge", populated };
  }
  const amount = amountIn(context, "amount", currency);
  const money = context.money(amount, currency);
  if (step === "credit") {
    const note = { invoice: id, amount, document: await saltedIn(context, "document"), openBefore: state.open };
    const populated = desk.credit.populateTransaction(invoice, note, OWN, OWN);
    return { says: `Takes ${money} off`, method: "credit", populated };
  }
  if (step === "receipt") {
    const receipt = {
      invoice: id,
      amount,
      paymentReference: await saltedIn(context, "reference"),
      openBefore: state.open,
    };
    const populated = desk.recordReceipt.populateTransaction(invoice, receipt, OWN);
    return { says: `Records ${money} that came another way`, method: "recordReceipt", populated };
  }
  const claim = { invoice: id, amount, reason: context.hash("reason"), number: state.disputes + 1n };
  return {
    says: `Disputes ${money}`,
    method: "dispute",
    populated: desk.dispute.populateTransaction(invoice, claim, OWN),
  };
}

async function act(
  context: Context,
  { id, invoice, currency }: Issued,
  { says, method, populated }: { says: string; method: string; populated: Populated },
): Promise<Outcome> {
  const facts: Fact[] = [["invoice", doesInvoice(context, invoice, currency)]];
  return performCall(context, {
    does: `${says}: invoice ${id}.`,
    as: "CUSTOMER",
    facts,
    call: () => deskCall(`Receivables.${method}`, populated, currency),
    data: { id },
  });
}

async function show(context: Context, { desk, id, invoice, state, currency }: Issued): Promise<Outcome> {
  const creditor = state.status === "open" ? await ask(context.bank, desk.creditorOf(invoice)) : undefined;
  const text = lines([
    ["invoice", id],
    ["of", doesInvoice(context, invoice, currency)],
    ["open", `${context.money(state.open, currency)}, ${state.status}${state.disputed ? ", disputed" : ""}`],
    ...(creditor === undefined
      ? []
      : [["to be paid to", `${creditor}${state.acknowledged ? ", acknowledged by the debtor" : ""}`] as const]),
  ]);
  return { text, data: { id, invoice, ...state, creditor } };
}

const deskIn = ({ bank }: Context): Receivables => connectDesks(providerOf(bank)).receivables;

async function issuedIn(context: Context): Promise<Issued> {
  const { bank } = context;
  const desk = deskIn(context);
  const id = context.read("invoice", (text) => requireBytes(text, 32, "The id of an invoice"));
  const invoice = await ask(
    bank,
    context.wrap("--invoice", () => findInvoice(desk, id, bank.addresses.fromBlock)),
  );
  const currency = currencyOf(bank, invoice.token);
  if (currency === undefined) throw new InputError("--invoice", "is in another bank's token", "Name that --bank.");
  const state = decodeInvoiceWord(await ask(bank, desk.invoiceOf(id)));
  return { desk, id, invoice, state, currency, token: bank.tokens[currency]! };
}

const doesInvoice = (context: Context, { seller, debtor, amount, dueAt }: Invoice, currency: string): string =>
  `${debtor} owes ${seller} ${context.money(amount, currency)}, due ${isoDate(dueAt)}.`;
