import {
  buildHold,
  executeHold,
  executeHoldCall,
  placeHold,
  placeHoldCall,
  readHold,
  releaseHold,
  releaseHoldCall,
} from "../holds.js";
import { tokenOf } from "../checks.js";
import { callOf, chainTime } from "../send.js";
import { isoDate } from "../../errors/index.js";
import { parseAmount } from "../../money/index.js";
import { type Hold, holdId } from "../typedData.js";
import { type Context, type Outcome, positive } from "./context.js";
import { readHoldFile, withOutput } from "./files.js";
import { InputError } from "./exitCodes.js";
import { performCall } from "./oneCall.js";
import { perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";

/** The steps of a hold. */
export async function hold(context: Context, step: string): Promise<Outcome> {
  if (step === "place") return place(context);
  const { currency, hold: existing } = await readHoldFile(context.required("file"));
  if (step === "show") return show(context, currency, existing);
  if (["extend", "assign", "void"].includes(step)) return change(context, currency, existing, step);
  return step === "execute" ? execute(context, currency, existing) : release(context, currency, existing);
}

async function place(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const amount = context.amount();
  const [payee, notary, terms] = [context.address("to"), context.address("notary"), context.hash("terms")];
  const days = context.integer("days", 1, 400) ?? 30;
  const sender = await personOf(context, "CUSTOMER");
  const now = await chainTime(bank);
  const made = await buildHold(bank, {
    ...{ currency, payer: sender.address, payee, notary, amount, terms },
    expiry: now + BigInt(days) * 86_400n,
    assignable: context.flag("assignable"),
  });
  const until = isoDate(made.expiry);
  const does = `Holds ${context.money(amount, currency)} of ${sender.address} for ${payee}, in the hands of ${notary}, until ${until}.`;
  return perform(context, {
    does,
    sender,
    as: "CUSTOMER",
    calls: async () => [await placeHoldCall(bank, currency, made)],
    send: (signer) =>
      withOutput(context.text("out"), { currency, hold: made }, () => placeHold(bank, signer, currency, made)),
    keep: { currency, hold: made },
    done: (sent) => ({
      text: `${does}\nHold ${sent.id}\n${receipt(sent)}`,
      data: { id: sent.id, currency, hold: made, transaction: sent },
    }),
  });
}

async function execute(context: Context, currency: string, existing: Hold): Promise<Outcome> {
  const { bank } = context;
  const amount = part(context, currency) ?? existing.amount;
  const does = `Pays ${context.money(amount, currency)} of hold ${holdId(existing)} to its payee.`;
  return perform(context, {
    does,
    sender: await personOf(context, "NOTARY"),
    as: "NOTARY",
    calls: async () => [await executeHoldCall(bank, currency, existing, amount)],
    send: (signer) => executeHold(bank, signer, currency, existing, amount),
    done: (sent) => ({ text: `${does}\n${receipt(sent)}`, data: { id: sent.id, transaction: sent } }),
  });
}

async function release(context: Context, currency: string, existing: Hold): Promise<Outcome> {
  const { bank } = context;
  const amount = part(context, currency);
  const share = amount === undefined ? "all that remains" : context.money(amount, currency);
  const does = `Releases ${share} of hold ${holdId(existing)} to its payer.`;
  return perform(context, {
    does,
    sender: await personOf(context, "CUSTOMER"),
    as: "CUSTOMER",
    calls: async () => [await releaseHoldCall(bank, currency, existing, amount)],
    send: (signer) => releaseHold(bank, signer, currency, existing, amount),
    done: (sent) => ({ text: `${does}\n${receipt(sent)}`, data: { id: sent.id, transaction: sent } }),
  });
}

/** What its payer or payee may change about it alone. */
function change(context: Context, currency: string, existing: Hold, step: string): Promise<Outcome> {
  const id = holdId(existing);
  const token = tokenOf(context.bank, currency);
  const [method, does, populated] =
    step === "extend"
      ? extension()
      : step === "assign"
        ? assignment()
        : ([
            "voidHold",
            `Voids hold ${id}, which was never placed: nobody can place it any more.`,
            token.voidHold.populateTransaction(existing),
          ] as const);
  return performCall(context, {
    does,
    as: "CUSTOMER",
    call: () => callOf(`DepositToken.${method}`, populated, { currency }),
    data: { id },
  });

  function extension() {
    const hours = context.integer("hours", 1, 8_191);
    if (hours === undefined) throw new InputError("--hours", "is missing", "Say by how many hours.");
    const until = isoDate(existing.expiry + BigInt(hours) * 3_600n);
    const does = `Puts the end of hold ${id} off by ${hours} hours, to ${until} if it was never put off before.`;
    return ["extendHold", does, token.extendHold.populateTransaction(existing, hours)] as const;
  }

  function assignment() {
    const to = context.address("to");
    const does = `Assigns what is due by hold ${id} to ${to}.`;
    return ["assignHold", does, token.assignHold.populateTransaction(existing, to)] as const;
  }
}

async function show(context: Context, currency: string, existing: Hold): Promise<Outcome> {
  const state = await readHold(context.bank, currency, existing);
  const money = (amount: bigint): string => context.money(amount, currency);
  const lines = [
    `Hold ${state.id}: ${state.status}`,
    `${money(state.remaining)} of ${money(existing.amount)} remain, ${money(state.executable)} would execute now.`,
    `Payer ${existing.payer}, payee ${state.payee ?? "none (redemption)"}, until ${isoDate(state.expiry)}.`,
  ];
  return { text: lines.join("\n"), data: { ...state, hold: existing } };
}

/** --amount in the hold's own currency. */
function part(context: Context, currency: string): bigint | undefined {
  return context.readIf("amount", (text) => positive(parseAmount(text, currency), "--amount"));
}
