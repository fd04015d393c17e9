import { getAddress, isHexString } from "ethers";
import { z } from "zod";

import { isoDate } from "../../../errors/index.js";
import { paymentHash, type Statement, signStatement, type TwoPeople } from "../../../settlement/clearing/index.js";
import { callOf, chainTime } from "../../send.js";
import type { Context, Outcome, Person } from "../context.js";
import { InputError } from "../exitCodes.js";
import { readInput, writeNew } from "../files.js";
import { performCall } from "../oneCall.js";
import { type Fact, factLines } from "../perform.js";
import { personOf, signerOf } from "../signers.js";
import { deskIn } from "./line.js";
import { doesPay } from "./payment.js";
import { type PaymentFile, readPaymentFile } from "./paymentFile.js";

/*
 * What two people of the receiving bank state together: that the money came, or did not, or how else its payee was paid. The
 * approver signs with --approve --out FILE; the operator signs and sends with --approval FILE. On local chains, one run.
 */

interface Stated {
  readonly statement: Statement;
  /** the steps' words */
  readonly says: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly method: "settle" | "completeTo" | "recordPaidOutside" | "recordNonSettlement";
  /** further arguments of the desk's function, between the payment and the two people */
  readonly args: readonly unknown[];
}

type StatedStep = "settled" | "complete-to" | "paid-outside" | "not-settled";

function statedIn(context: Context, { payment, currency }: PaymentFile, step: StatedStep): Stated {
  if (step === "settled") {
    const rtgsReference = context.hash("rtgs");
    const amount = context.amount();
    if (amount !== payment.amount) {
      const problem = `is ${context.money(amount, currency)}, the payment is of ${context.money(payment.amount, currency)}`;
      throw new InputError("--amount", problem, "Only the exact amount settles: ask the sending bank.");
    }
    const says = `The money came, exactly ${context.money(amount, currency)}, under ${rtgsReference}`;
    return {
      ...{ statement: "SettlementStatement", says, content: { rtgsReference, amount } },
      ...{ method: "settle", args: [rtgsReference, amount] },
    };
  }
  if (step === "complete-to") {
    const wallet = context.address("to");
    const says = `Credit ${wallet}, another wallet of the payee's party, instead`;
    return { statement: "CompletionStatement", says, content: { wallet }, method: "completeTo", args: [wallet] };
  }
  if (step === "paid-outside") {
    const outsideReference = context.hash("reference");
    const says = `The payee was paid in another way, under ${outsideReference}; nothing is minted`;
    return {
      ...{ statement: "PaidOutsideStatement", says, content: { outsideReference } },
      ...{ method: "recordPaidOutside", args: [outsideReference] },
    };
  }
  const rtgsReference = context.hash("rtgs");
  const says = `The money did not come under ${rtgsReference}, and will not`;
  return {
    ...{ statement: "NonSettlementStatement", says, content: { rtgsReference } },
    ...{ method: "recordNonSettlement", args: [rtgsReference] },
  };
}

export async function state(context: Context, step: StatedStep): Promise<Outcome> {
  const file = await readPaymentFile(context);
  if (file.currency !== context.currency) {
    throw new InputError(
      "--currency",
      `is ${context.currency}, the payment is in ${file.currency}`,
      "Correct one of them.",
    );
  }
  const stated = statedIn(context, file, step);
  return context.flag("approve") ? approve(context, file, stated) : submit(context, file, stated);
}

/** Signs the statement into a file; sends nothing. */
async function approve(context: Context, file: PaymentFile, stated: Stated): Promise<Outcome> {
  const approver = await personOf(context, "CLEARING_APPROVER", "approverAs");
  const expiry = await expiryIn(context);
  const until: Fact = ["approval", `by ${approver.address}, until ${isoDate(expiry)}`];
  const said = [
    `${context.dryRun ? "Would approve" : "Approves"}: ${doesOf(context, file, stated)}`,
    ...factLines([until]),
  ];
  const data = { statement: stated.statement, ...stated.content, id: paymentHash(file.payment) };
  if (context.dryRun) return { text: [...said, "Nothing was signed."].join("\n"), data: { dryRun: true, ...data } };
  const out = context.required("out");
  const signature = await sign(context, file, stated, approver, "CLEARING_APPROVER", expiry);
  await writeNew(out, { statement: stated.statement, approver: approver.address, signature, expiry });
  return { text: [...said, `Signed into ${out}.`].join("\n"), data: { ...data, file: out } };
}

async function submit(context: Context, file: PaymentFile, stated: Stated): Promise<Outcome> {
  const operator = await personOf(context, "CLEARING_OPERATOR");
  const path = context.text("approval");
  const approver = path === undefined ? await personOf(context, "CLEARING_APPROVER", "approverAs") : undefined;
  const approval = path === undefined ? undefined : await readApproval(path, stated.statement);
  const second = approver?.address ?? approval!.approver;
  if (second === operator.address) {
    throw new InputError("--approver-as", "is the operator", "Two people state it: another key approves.");
  }
  const expiry = approval?.expiry ?? (await expiryIn(context));
  const people = async (): Promise<TwoPeople> => ({
    ...{ expiry, operator: operator.address, approver: second },
    operatorSignature: await sign(context, file, stated, operator, "CLEARING_OPERATOR", expiry),
    approverSignature:
      approval?.signature ?? (await sign(context, file, stated, approver!, "CLEARING_APPROVER", expiry)),
  });
  const method = deskIn(context).getFunction(stated.method);
  return performCall(context, {
    does: doesOf(context, file, stated),
    as: "CLEARING_OPERATOR",
    sender: operator,
    facts: [["payment", paymentHash(file.payment)]],
    signatures: [{ who: second, as: "CLEARING_APPROVER", what: "states exactly this" }],
    call: async () =>
      callOf(
        `InterbankClearing.${stated.method}`,
        method.populateTransaction(file.payment, ...stated.args, await people()) as Promise<{
          to: string;
          data: string;
        }>,
        { currency: file.currency },
      ),
    data: { id: paymentHash(file.payment), statement: stated.statement, ...stated.content },
  });
}

const doesOf = (context: Context, file: PaymentFile, { says }: Stated): string =>
  `States: ${says}. Of: ${doesPay(context, file)}`;

function sign(
  context: Context,
  { payment }: PaymentFile,
  { statement, content }: Stated,
  person: Person,
  as: "CLEARING_OPERATOR" | "CLEARING_APPROVER",
  expiry: bigint,
): Promise<string> {
  const message = { payment: paymentHash(payment), ...content, expiry };
  return signStatement(deskIn(context), signerOf(person, as), statement, message);
}

async function expiryIn(context: Context): Promise<bigint> {
  return (await chainTime(context.bank)) + BigInt(context.integer("hours", 1, 168) ?? 24) * 3_600n;
}

const approvalFile = z.strictObject({
  statement: z.string(),
  approver: z.string().transform((text) => getAddress(text)),
  signature: z.string().refine((text) => isHexString(text)),
  expiry: z
    .string()
    .regex(/^[0-9]{1,20}$/)
    .transform(BigInt),
});

/** What it approves, the desk checks; this only keeps one statement's file from another's. */
async function readApproval(path: string, statement: Statement): Promise<z.infer<typeof approvalFile>> {
  const text = await readInput(path, "--approval");
  let read: z.infer<typeof approvalFile> | undefined;
  try {
    read = approvalFile.parse(JSON.parse(text));
  } catch {
    throw new InputError(path, "is no approval of a statement", "Name the file that --approve wrote.");
  }
  if (read.statement === statement) return read;
  throw new InputError(path, `approves a ${read.statement}, not a ${statement}`, "Name the approval of this step.");
}
