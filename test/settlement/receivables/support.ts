import { concat, type Signer } from "ethers";

import { POWERS } from "../../../src/bank/roles.js";
import {
  buildInvoice,
  buildPayment,
  decodeInvoiceWord,
  holdOfAssignment,
  holdOfPayment,
  invoiceId,
  paymentId,
  signForReceivables,
  type Bill,
  type CreditNote,
  type DiscountPoint,
  type Dispute,
  type DisputeResolution,
  type Invoice,
  type InvoiceAssignment,
  type InvoicePayment,
  type InvoiceRequest,
  type PaymentItem,
  type Receipt,
  type ReceivablesType,
} from "../../../src/settlement/receivables/index.js";
import { Receivables__factory, type DepositToken } from "../../../typechain-types/index.js";
import { DAY, HOUR, type Account } from "../../support/token.js";
import { reference } from "../../support/words.js";
import { useBanks } from "../support.js";

/** USD 1,000.00, with a tolerance of USD 0.50. */
export const AMOUNT = 100_000n;
export const TOLERANCE = 50n;
/** 0.5% on the due date, 1% from 10 days before, 2% from 20 days before on. */
export const POINTS: DiscountPoint[] = [
  { secondsBefore: 1n, basisPoints: 50n },
  { secondsBefore: 10n * DAY, basisPoints: 100n },
  { secondsBefore: 20n * DAY, basisPoints: 200n },
];

type Address = { address: string };

/** The desk is admitted in both currencies of bank A and bank B. Alice sells (zone 1), bob owes (zone 2), both of bank A. */
export const useReceivables = () =>
  useBanks(async ({ a, b, people, admit }) => {
    const deployed = (await new Receivables__factory(people.admin).deploy()).connect(people.stranger);
    return { desk: await admit(deployed, POWERS.NOTARY, a.usd, a.eur, b.usd, b.eur) };
  });

export type Loaded = Awaited<ReturnType<Awaited<ReturnType<typeof useReceivables>>>>;

/** The acts of the tests, in one world. */
export function actsOf(world: Loaded) {
  const { a, desk, people, now } = world;
  const deskAddress = desk.target as string;
  let numbers = 0;

  const sign = (signer: Signer, type: ReceivablesType, message: object) =>
    signForReceivables(desk, signer, type, message);

  /** An invoice of alice to bob, due in 30 days. */
  async function invoiceOf(changes: Partial<InvoiceRequest> = {}): Promise<Invoice> {
    const number = ++numbers;
    const issuedAt = await now();
    return buildInvoice({
      token: a.usd.target as string,
      seller: people.alice.address,
      debtor: people.bob.address,
      amount: AMOUNT,
      issuedAt,
      dueAt: issuedAt + 30n * DAY,
      tolerance: TOLERANCE,
      invoiceReference: reference(`invoice ${number}`),
      document: reference(`document ${number}`),
      points: POINTS,
      ...changes,
    });
  }

  /** Issues it as a stranger would, with the seller's signature. */
  async function issue(invoice: Invoice, seller: Account = people.alice): Promise<Invoice> {
    await desk.issue(invoice, await sign(seller, "Invoice", invoice));
    return invoice;
  }
  const issued = async (changes: Partial<InvoiceRequest> = {}) => issue(await invoiceOf(changes));

  interface Paying {
    payer?: Account;
    payee?: Address;
    settles?: bigint[];
    discounts?: bigint[];
    points?: DiscountPoint[];
    payBy?: bigint;
    token?: DepositToken;
    /** what is signed and sent instead of what the builder would say */
    items?: PaymentItem[];
  }

  /** A payment of bob to alice of all that the invoices asked for at first, without discount. */
  async function paymentOf(invoices: Invoice[], how: Paying = {}) {
    const { payer = people.bob, payee = people.alice, points = POINTS } = how;
    const built = buildPayment({
      payer: payer.address,
      payee: payee.address,
      items: invoices.map((invoice) => ({ invoice, points, settles: invoice.amount, discount: 0n })),
      paymentReference: reference("remittance"),
      payBy: how.payBy ?? (await now()) + HOUR,
    });
    const items =
      how.items ??
      built.payment.items.map((item, i) => ({
        ...item,
        settles: how.settles?.[i] ?? item.settles,
        discount: how.discounts?.[i] ?? 0n,
      }));
    const payment: InvoicePayment = { ...built.payment, items };
    const bills: Bill[] = invoices.map((invoice, i) => ({
      invoice,
      points: (items[i]?.discount ?? 0n) === 0n ? [] : points,
    }));
    const hold = holdOfPayment(deskAddress, payment);
    const signature = await world.signHold(how.token ?? a.usd, payer, hold);
    return { payment, bills, hold, signature, id: paymentId(payment) };
  }

  async function pay(invoices: Invoice[], how: Paying = {}) {
    const { payment, bills, signature } = await paymentOf(invoices, how);
    return desk.pay(payment, bills, signature);
  }

  const stateOf = async (invoice: Invoice) => decodeInvoiceWord(await desk.invoiceOf(invoiceId(invoice)));
  const openOf = async (invoice: Invoice) => (await stateOf(invoice)).open;

  // --- claims ---

  async function credit(
    invoice: Invoice,
    amount: bigint,
    {
      seller = people.alice,
      financier,
      ...changes
    }: Partial<CreditNote> & { seller?: Account; financier?: Account } = {},
  ) {
    const openBefore = await openOf(invoice);
    const note = { invoice: invoiceId(invoice), amount, document: reference("credit note"), openBefore, ...changes };
    const consent = financier === undefined ? "0x" : await sign(financier, "CreditNote", note);
    return desk.credit(invoice, note, await sign(seller, "CreditNote", note), consent);
  }

  async function recordReceipt(invoice: Invoice, amount: bigint, creditor: Account = people.alice) {
    const openBefore = await openOf(invoice);
    const receipt: Receipt = { invoice: invoiceId(invoice), amount, paymentReference: reference("wire"), openBefore };
    return desk.recordReceipt(invoice, receipt, await sign(creditor, "Receipt", receipt));
  }

  async function dispute(
    invoice: Invoice,
    { debtor = people.bob, ...changes }: Partial<Dispute> & { debtor?: Account } = {},
  ) {
    const { disputes, open } = await stateOf(invoice);
    const claim: Dispute = {
      invoice: invoiceId(invoice),
      amount: open,
      reason: reference("short delivery"),
      number: disputes + 1n,
      ...changes,
    };
    return desk.dispute(invoice, claim, await sign(debtor, "Dispute", claim));
  }

  async function resolve(
    invoice: Invoice,
    credited: bigint,
    {
      debtor = people.bob,
      seller,
      financier,
      ...changes
    }: Partial<DisputeResolution> & {
      debtor?: Account;
      seller?: Account;
      financier?: Account;
    } = {},
  ) {
    const resolution: DisputeResolution = {
      invoice: invoiceId(invoice),
      number: (await stateOf(invoice)).disputes,
      credited,
      document: reference("settlement"),
      ...changes,
    };
    const by = (who: Account | undefined) => (who === undefined ? "0x" : sign(who, "DisputeResolution", resolution));
    return desk.resolveDispute(invoice, resolution, await by(debtor), await by(seller), await by(financier));
  }

  // --- selling ---

  async function assignmentOf(
    invoice: Invoice,
    price: bigint,
    changes: Partial<InvoiceAssignment> = {},
  ): Promise<InvoiceAssignment> {
    return {
      invoice: invoiceId(invoice),
      seller: people.alice.address,
      financier: people.financier.address,
      open: await openOf(invoice),
      price,
      expiry: (await now()) + HOUR,
      salt: reference(`assignment ${++numbers}`),
      ...changes,
    };
  }

  /** The financier's side: its hold, or its consent where it pays nothing here. */
  const financierSigns = (assignment: InvoiceAssignment, financier: Account = people.financier, token = a.usd) =>
    assignment.price === 0n
      ? sign(financier, "InvoiceAssignment", assignment)
      : world.signHold(token, financier, holdOfAssignment(deskAddress, assignment));

  async function assign(
    invoice: Invoice,
    price: bigint,
    changes: Partial<InvoiceAssignment> = {},
    { seller = people.alice, financier = people.financier }: { seller?: Account; financier?: Account } = {},
  ) {
    const assignment = await assignmentOf(invoice, price, { financier: financier.address, ...changes });
    const sold = await sign(seller, "InvoiceAssignment", assignment);
    return desk.assign(invoice, assignment, sold, await financierSigns(assignment, financier));
  }

  async function acknowledge(invoice: Invoice, debtor: Account = people.bob) {
    const financier = (await stateOf(invoice)).financier ?? people.financier.address;
    const message = { invoice: invoiceId(invoice), financier };
    return desk.acknowledge(invoice, await sign(debtor, "Acknowledgement", message));
  }

  return {
    sign,
    invoiceOf,
    issue,
    issued,
    paymentOf,
    pay,
    stateOf,
    openOf,
    credit,
    recordReceipt,
    dispute,
    resolve,
    assignmentOf,
    financierSigns,
    assign,
    acknowledge,
    balances: async (...who: Address[]) => Promise.all(who.map(({ address }) => a.usd.balanceOf(address))),
  };
}

export const NOTHING = "0x";
/** 65 bytes that nobody signed. */
export const FORGED = concat([reference("r"), reference("s"), "0x1b"]);
