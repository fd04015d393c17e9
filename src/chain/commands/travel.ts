import { isoDate } from "../../errors/index.js";
import { parseAmount } from "../../money/index.js";
import { travelRecordHash } from "../identity.js";
import {
  fileTravelRecord,
  fileTravelRecordCall,
  lowerTravelThreshold,
  lowerTravelThresholdCall,
  raiseTravelThreshold,
  raiseTravelThresholdCall,
  readTravelRecord,
  readTravelThreshold,
  type TravelPayment,
  type TravelRecordState,
} from "../limits/index.js";
import { chainTime } from "../send.js";
import type { Context, Outcome } from "./context.js";
import { saltedIn } from "./legalOrder.js";
import { changeLines, perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";

/** The travel rule: records of single payments, and from which amount one is needed. */
export async function travel(context: Context, step: string): Promise<Outcome> {
  if (step === "raise-threshold" || step === "lower-threshold")
    return setThreshold(context, step === "raise-threshold");
  const { currency } = context;
  // Without a payment only the threshold is shown.
  if (step === "show" && context.text("from") === undefined) return showThreshold(context);
  const payment = {
    currency,
    payer: context.address("from"),
    payee: context.text("to") === undefined ? undefined : context.address("to"),
    amount: context.amount(),
  };
  return step === "file" ? file(context, payment) : show(context, payment);
}

const named = (context: Context, { currency, payer, payee, amount }: TravelPayment): string =>
  `${context.money(amount, currency)} from ${payer} to ${payee ?? "another bank"}`;

const stateWords = (state: TravelRecordState | undefined): string =>
  state === undefined ? "none" : `${state.live ? "" : "lapsed, "}${state.record}, until ${isoDate(state.expiry)}`;

async function file(context: Context, payment: TravelPayment): Promise<Outcome> {
  const { bank } = context;
  const record = await saltedIn(context, "record", travelRecordHash);
  const hours = context.integer("hours", 1, 720) ?? 24;
  const expiry = (await chainTime(bank)) + BigInt(hours) * 3_600n;
  const filed = { ...payment, record, expiry };
  const does = `Files the travel-rule record of ${named(context, payment)}, until ${isoDate(expiry)}.`;
  const before = stateWords(await readTravelRecord(bank, payment));
  return perform(context, {
    does,
    changes: [{ of: "this payment", what: "record", before, after: record }],
    sender: await personOf(context, "TRAVEL_RULE"),
    as: "TRAVEL_RULE",
    calls: async () => [await fileTravelRecordCall(bank, filed)],
    send: (signer) => fileTravelRecord(bank, signer, filed),
    done: (sent) => ({ text: `${does}\n${receipt(sent)}`, data: { ...filed, transaction: sent } }),
  });
}

async function show(context: Context, payment: TravelPayment): Promise<Outcome> {
  const state = await readTravelRecord(context.bank, payment);
  const threshold = await readTravelThreshold(context.bank, payment.currency);
  const text = [
    `Travel-rule record of ${named(context, payment)}: ${stateWords(state)}.`,
    `One is needed from ${context.money(threshold, payment.currency)} on, between customers of different institutions.`,
  ].join("\n");
  return { text, data: { ...payment, record: state ?? null, threshold } };
}

async function showThreshold(context: Context): Promise<Outcome> {
  const { currency } = context;
  const threshold = await readTravelThreshold(context.bank, currency);
  const text = `A travel-rule record is needed from ${context.money(threshold, currency)} on.`;
  return { text, data: { currency, threshold } };
}

async function setThreshold(context: Context, raises: boolean): Promise<Outcome> {
  const { bank, currency } = context;
  const threshold = context.read("threshold", (text) => parseAmount(text, currency));
  const before = await readTravelThreshold(bank, currency);
  const as = raises ? "LIMITS_OFFICER" : "COMPLIANCE";
  const [make, send] = raises
    ? [raiseTravelThresholdCall, raiseTravelThreshold]
    : [lowerTravelThresholdCall, lowerTravelThreshold];
  const does = `${raises ? "Raises" : "Lowers"} the amount from which ${currency} payments need a travel-rule record.`;
  const changes = [{ of: currency, what: "threshold", currency, before, after: threshold }];
  return perform(context, {
    does,
    changes,
    sender: await personOf(context, as),
    as,
    calls: async () => [await make(bank, currency, threshold)],
    send: (signer) => send(bank, signer, currency, threshold),
    done: (sent) => ({
      text: [does, ...changeLines(context, changes), receipt(sent)].join("\n"),
      data: { currency, before, threshold, transaction: sent },
    }),
  });
}
