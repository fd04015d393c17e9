import { ZeroAddress } from "ethers";

import { DepositToken__factory } from "../../../../typechain-types/index.js";
import { isoDate } from "../../../errors/index.js";
import {
  buildInterbankPayment,
  CLEARING_STATES,
  payerHold,
  paymentHash,
  signPayerHold,
  signSettlementHold,
} from "../../../settlement/clearing/index.js";
import { deskAddress } from "../../../settlement/desks.js";
import { ask, callOf, chainTime, providerOf } from "../../send.js";
import type { Context, Outcome } from "../context.js";
import { InputError } from "../exitCodes.js";
import { writeNew } from "../files.js";
import { type OneCall, performCall } from "../oneCall.js";
import { type Fact, factLines } from "../perform.js";
import { personOf, type Signatory, signerOf } from "../signers.js";
import { lines } from "../read.js";
import { saltedIn } from "../deals/options.js";
import { deskIn, lineIn, tokenFacts } from "./line.js";
import { type PaymentFile, readPaymentFile } from "./paymentFile.js";

/* One payment to a customer of another bank: requested by its payer, then either paid at once or settled off chain. */

const DESK = deskAddress("InterbankClearing");

/** The payer signs its hold, which names the payment, into a file. Nothing is sent. */
export async function request(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const { own, other, settlement } = lineIn(context);
  const payer = await personOf(context, "CUSTOMER");
  const hours = BigInt(context.integer("validHours", 1, 720) ?? 24);
  const [amount, payee, uetr] = [context.amount(), context.address("to"), context.required("uetr")];
  const remittance = await saltedIn(context, "remittance");
  const expiry = (await chainTime(bank)) + hours * 3_600n;
  const payment = context.wrap("--uetr", () =>
    buildInterbankPayment({
      ...{ senderToken: own, receiverToken: other, payer: payer.address, payee, amount, uetr, expiry, remittance },
      ...(settlement === ZeroAddress ? {} : { settlementToken: settlement }),
    }),
  );
  const does = doesPay(context, { currency, payment });
  const facts: Fact[] = [...(await tokenFacts(context, other, settlement)), ["payment", paymentHash(payment)]];
  const said = [`${context.dryRun ? "Would sign" : "Signs"}: ${does}`, ...factLines(facts)];
  if (context.dryRun) {
    return { text: [...said, "Nothing was signed."].join("\n"), data: { dryRun: true, does, payment } };
  }
  const out = context.required("out");
  const payerSignature = await signPayerHold(bank.tokens[currency]!, signerOf(payer, "CUSTOMER"), DESK, payment);
  await writeNew(out, { currency, payment, payerSignature });
  const next = settlement === ZeroAddress ? "propose, ready, lock, instruct, settled" : "pay";
  const data = { does, payment, id: paymentHash(payment), file: out };
  return { text: [...said, `Signed into ${out}. Next: clearing ${next}.`].join("\n"), data };
}

/** Burn, settlement leg and mint, or nothing: sent by the paying account, which signs the leg. */
export async function pay(context: Context): Promise<Outcome> {
  const { bank } = context;
  const file = await readPaymentFile(context);
  const { payment, payerSignature } = file;
  if (payment.settlementToken === ZeroAddress) {
    throw new InputError("--file", "settles off chain, with evidence", "Use clearing propose, and what follows it.");
  }
  const sender = await personOf(context, "CUSTOMER");
  const desk = deskIn(context);
  const { payingAccount: paying, receivingAccount: receiving } = await ask(
    bank,
    desk.lineOf(payment.senderToken, payment.receiverToken, payment.settlementToken),
  );
  const token = DepositToken__factory.connect(payment.settlementToken, providerOf(bank));
  return act(context, file, {
    does: `${doesPay(context, file)} Settled from ${paying} to ${receiving}.`,
    as: "CUSTOMER",
    sender,
    call: async () => {
      const leg = await signSettlementHold(token, signerOf(sender, "CUSTOMER"), DESK, payment, { paying, receiving });
      return callOf("InterbankClearing.pay", desk.pay.populateTransaction(payment, payerSignature, leg));
    },
  });
}

/** The steps of a payment that settles off chain, of one person each, and what ends it before its instruction. */
const STEPS = {
  propose: ["CLEARING_OPERATOR", "Proposes: "],
  ready: ["CLEARING_OPERATOR", "Promises to credit the payee, and spends the cap: "],
  lock: ["CUSTOMER", "Holds and seals the payer's money: "],
  complete: ["CUSTOMER", "Mints what was settled and could not be credited: "],
} as const satisfies Record<string, readonly [Signatory, string]>;

export async function follow(context: Context, step: keyof typeof STEPS): Promise<Outcome> {
  const file = await readPaymentFile(context);
  const { payment, payerSignature } = file;
  const desk = deskIn(context);
  const [as, what] = STEPS[step];
  const populated = () =>
    step === "lock" ? desk.lock.populateTransaction(payment, payerSignature) : desk[step].populateTransaction(payment);
  const does = what + doesPay(context, file);
  return act(context, file, { does, as, call: () => callOf(`InterbankClearing.${step}`, populated()) });
}

/** The order leaves for the settlement system only when this is final. */
export async function instruct(context: Context): Promise<Outcome> {
  const file = await readPaymentFile(context);
  const rtgs = context.hash("rtgs");
  const populated = deskIn(context).instruct.populateTransaction(file.payment, rtgs);
  return act(context, file, {
    does: `Instructs the settlement under ${rtgs}: ${doesPay(context, file)}`,
    as: "CLEARING_OPERATOR",
    afterwards: ["Send the order to the settlement system once this is final, under this reference."],
    call: () => callOf("InterbankClearing.instruct", populated),
  });
}

/** By either bank's operator, or with --as by the payer itself; by anyone once the payment has lapsed. */
export async function cancel(context: Context): Promise<Outcome> {
  const file = await readPaymentFile(context);
  const populated = deskIn(context).cancel.populateTransaction(file.payment, "0x");
  return act(context, file, {
    does: `Cancels, and releases what is held: ${doesPay(context, file)}`,
    as: "CLEARING_OPERATOR",
    call: () => callOf("InterbankClearing.cancel", populated),
  });
}

/** By the payer: takes back its hold of a payment that was never paid or sealed. */
export async function withdraw(context: Context): Promise<Outcome> {
  const file = await readPaymentFile(context);
  const { payment } = file;
  const hold = payerHold(DESK, payment);
  const populated = deskIn(context).withdraw.populateTransaction(payment.senderToken, hold, "0x");
  return act(context, file, {
    does: `Takes back the hold of: ${doesPay(context, file)}`,
    as: "CUSTOMER",
    call: () => callOf("InterbankClearing.withdraw", populated),
  });
}

export async function show(context: Context): Promise<Outcome> {
  const file = await readPaymentFile(context);
  const { payment } = file;
  const desk = deskIn(context);
  const payed = paymentHash(payment);
  const state = await ask(context.bank, desk.stateOf(payed));
  const used = await ask(
    context.bank,
    DepositToken__factory.connect(payment.receiverToken, providerOf(context.bank)).depositReference(payment.uetr),
  );
  const offChain = payment.settlementToken === ZeroAddress;
  const stands = offChain ? CLEARING_STATES[Number(state)]! : used === 0n ? "not paid" : "paid";
  const text = lines([
    ["payment", payed],
    ["pays", doesPay(context, file)],
    ["state", stands],
    ["lapses", isoDate(payment.expiry)],
  ]);
  return { text, data: { id: payed, state: stands, payment } };
}

/** "Pays USD 10.00 from 0x... to 0x... at another bank." */
export const doesPay = (context: Context, { currency, payment }: Omit<PaymentFile, "payerSignature">): string =>
  `Pays ${context.money(payment.amount, currency)} from ${payment.payer} to ${payment.payee} of ${payment.receiverToken}.`;

function act(context: Context, { currency, payment }: PaymentFile, one: OneCall): Promise<Outcome> {
  const { call } = one;
  const facts: Fact[] = [
    ["payment", paymentHash(payment)],
    ["lapses", isoDate(payment.expiry)],
  ];
  return performCall(context, {
    ...one,
    facts,
    call: async () => ({ ...(await call()), currency }),
    data: { id: paymentHash(payment) },
  });
}
