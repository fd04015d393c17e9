import { signFor } from "../../src/chain/typedData.js";
import {
  type Invoice,
  type InvoiceAssignment,
  buildInvoice,
  buildPayment,
  holdOfAssignment,
  holdOfPayment,
  invoiceId,
  signForReceivables,
} from "../../src/settlement/receivables/index.js";
import { AMOUNT, GENESIS_TIME, OPENING_BALANCE } from "../conditions.js";
import type { Measured } from "../measure.js";
import { AHEAD, DAY, HOUR, type Money, type SettlementBank, word } from "./bank.js";

/** Discounts for early payment that every invoice offers; none is taken here. */
const POINTS = [
  { secondsBefore: 1n, basisPoints: 50n },
  { secondsBefore: 10n * DAY, basisPoints: 100n },
];

/** Every transaction is a relayer's, with the parties' signatures. */
export async function invoicePayment(bank: SettlementBank, money: Money): Promise<Measured> {
  const { chain, accounts } = bank.bench;
  const desk = await bank.desk("Receivables", money);
  const signing = chain.signing(desk);
  const [seller, debtor, financier] = [
    await money.holders.holder(),
    await money.holders.holder(),
    await money.holders.holder(),
  ];
  const relayer = accounts.next();
  let numbers = 0;

  const issue = async (): Promise<{ invoice: Invoice; gas: number }> => {
    const number = ++numbers;
    const invoice = buildInvoice({
      token: money.at.address,
      seller: seller.address,
      debtor: debtor.address,
      amount: AMOUNT,
      issuedAt: BigInt(GENESIS_TIME),
      dueAt: AHEAD,
      tolerance: 50n,
      invoiceReference: word(`invoice ${number}`),
      document: word(`document ${number}`),
      points: POINTS,
      salt: word(`invoice ${number}: salt`),
    });
    const signature = await signForReceivables(signing, seller, "Invoice", invoice);
    return { invoice, gas: await chain.send(relayer, desk, "issue", [invoice, signature]) };
  };

  const pay = async (count: number): Promise<number> => {
    const invoices = [];
    for (let i = 0; i < count; ++i) invoices.push((await issue()).invoice);
    const { payment, bills } = buildPayment({
      payer: debtor.address,
      payee: seller.address,
      items: invoices.map((invoice) => ({ invoice, points: POINTS, settles: AMOUNT, discount: 0n })),
      paymentReference: word(`remittance ${count}`),
      payBy: AHEAD + HOUR,
      salt: word(`payment ${count}`),
    });
    const signature = await signFor(money.signing, debtor, "Hold", holdOfPayment(desk.address, payment));
    return chain.send(relayer, desk, "pay", [payment, bills, signature]);
  };

  const assign = async (): Promise<number> => {
    const { invoice } = await issue();
    const assignment: InvoiceAssignment = {
      invoice: invoiceId(invoice),
      seller: seller.address,
      financier: financier.address,
      open: AMOUNT,
      price: AMOUNT,
      expiry: AHEAD + HOUR,
      salt: word("assignment"),
    };
    const sold = await signForReceivables(signing, seller, "InvoiceAssignment", assignment);
    const bought = await signFor(money.signing, financier, "Hold", holdOfAssignment(desk.address, assignment));
    return chain.send(relayer, desk, "assign", [invoice, assignment, sold, bought]);
  };

  const [one, five, assigned, issued] = [await pay(1), await pay(5), await assign(), (await issue()).gas];
  await money.holders.expect(seller.address, OPENING_BALANCE + 7n * AMOUNT);
  return {
    gas: one,
    detail: {
      "invoice payment: five at once": five,
      "invoice: issue": issued,
      "invoice: assign, paid here": assigned,
    },
  };
}
