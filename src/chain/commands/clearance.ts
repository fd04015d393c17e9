import { ZeroAddress } from "ethers";

import { isoDate } from "../../errors/index.js";
import { readAccount } from "../account.js";
import {
  buildClearance,
  type ClearanceState,
  grantClearance,
  grantClearanceCall,
  LONGEST_CLEARANCE,
  type NamedPayment,
  readClearance,
  revokeClearance,
  revokeClearanceCall,
} from "../limits/index.js";
import { corridorState, readPolicy } from "../policy.js";
import type { Clearance } from "../typedData.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { actTogether } from "./jointAct.js";
import { caseIn } from "./legalOrder.js";
import { perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";

/** One payment over a corridor under review. */
export async function clearance(context: Context, step: string): Promise<Outcome> {
  const payment = {
    currency: context.currency,
    payer: context.text("from") === undefined ? undefined : context.address("from"),
    payee: context.address("to"),
    amount: context.amount(),
  };
  if (step === "grant") return grant(context, payment);
  return step === "revoke" ? revoke(context, payment) : show(context, payment);
}

/** "USD 5.00 from 0x... to 0x..." */
const named = (context: Context, { currency, payer, payee, amount }: NamedPayment): string =>
  `${context.money(amount, currency)} ${payer === undefined ? "minted" : `from ${payer}`} to ${payee}`;

/** "case K-1 until ..." or "none" */
const stateWords = (state: ClearanceState | undefined): string => {
  if (state === undefined) return "none";
  return `${state.live ? "" : "lapsed, "}case ${state.caseId}, until ${isoDate(state.expiry)}`;
};

async function grant(context: Context, payment: NamedPayment): Promise<Outcome> {
  const { bank } = context;
  const corridor = await reviewedCorridor(context, payment);
  const caseId = await caseIn(context, "case");
  // Checks everything; when it ends is decided by whoever approves.
  const { expiry: _, ...content } = await buildClearance(bank, { ...payment, caseId });
  const clearanceUntil = (expiry: bigint): Clearance => ({ ...content, expiry });
  const does = `Clears the payment of ${named(context, payment)}.`;
  const before = stateWords(await readClearance(bank, payment));
  return actTogether(context, {
    type: "Clearance",
    contract: bank.limits,
    content,
    flags: { token: "--currency", payer: "--from", payee: "--to", amount: "--amount", caseId: "--case" },
    does,
    facts: [
      ["payer", payment.payer ?? "none: a mint"],
      ["payee", payment.payee],
      ["amount", `${context.money(payment.amount, payment.currency)}, exactly and once`],
      ["corridor", corridor],
      ["case", `${context.required("case")} (${caseId})`],
    ],
    changes: [{ of: "this payment", what: "clearance", before, after: `case ${caseId}` }],
    sender: "COMPLIANCE_RELEASER",
    approver: "COMPLIANCE_APPROVER",
    hours: { usual: 24, most: Number(LONGEST_CLEARANCE / 3_600n) },
    call: (approval) => grantClearanceCall(bank, clearanceUntil(approval.expiry), approval),
    send: async (signer, approval) => ({
      until: approval.expiry,
      sent: await grantClearance(bank, signer, clearanceUntil(approval.expiry), approval),
    }),
    done: ({ until, sent }) => ({
      text: [`${does} It may be made until ${isoDate(until)}.`, receipt(sent)].join("\n"),
      data: { clearance: clearanceUntil(until), transaction: sent },
    }),
  });
}

/** A clearance opens nothing that is denied, and what is allowed needs none. */
async function reviewedCorridor(context: Context, { currency, payer, payee }: NamedPayment): Promise<string> {
  const { bank } = context;
  const zoneOf = async (account: string): Promise<number> => (await readAccount(bank, currency, account)).standing.zone;
  const pair = { from: payer === undefined ? 0 : await zoneOf(payer), to: await zoneOf(payee) };
  const state = corridorState(await readPolicy(bank, currency), pair);
  const words = `zone ${pair.from} to zone ${pair.to}`;
  if (state === "review") return `${words}, under review`;
  if (state === "allow") return `${words}, allowed: it needs no clearance`;
  const fix = "Pay another account of the payee; only the bank's policy opens a corridor.";
  throw new InputError("--to", `the corridor from ${words} is denied, and no clearance opens it`, fix);
}

async function revoke(context: Context, payment: NamedPayment): Promise<Outcome> {
  const { bank } = context;
  const does = `Takes the clearance of ${named(context, payment)} back.`;
  const before = stateWords(await readClearance(bank, payment));
  return perform(context, {
    does,
    changes: [{ of: "this payment", what: "clearance", before, after: "none" }],
    sender: await personOf(context, "COMPLIANCE"),
    as: "COMPLIANCE",
    calls: async () => [await revokeClearanceCall(bank, payment)],
    send: (signer) => revokeClearance(bank, signer, payment),
    done: (sent) => ({ text: `${does}\n${receipt(sent)}`, data: { transaction: sent } }),
  });
}

async function show(context: Context, payment: NamedPayment): Promise<Outcome> {
  const state = await readClearance(context.bank, payment);
  const text = `Clearance of ${named(context, payment)}: ${stateWords(state)}.`;
  return { text, data: { payer: payment.payer ?? ZeroAddress, ...payment, clearance: state ?? null } };
}
