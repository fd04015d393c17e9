import { explain } from "../explain.js";
import { pay as sendPayment, payCall } from "../pay.js";
import { paymentReference } from "../reference.js";
import type { Context, Outcome } from "./context.js";
import { perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";

/** Pays from the sender's account. */
export async function pay(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const order = { currency, to: context.address("to"), amount: context.amount(), reference: context.text("reference") };
  const logged = context.readIf("reference", paymentReference);
  const sender = await personOf(context, "CUSTOMER");
  const marked = logged === undefined ? "" : ` under reference ${logged}`;
  const does = `Pays ${context.money(order.amount, currency)} from ${sender.address} to ${order.to}${marked}.`;
  return perform(context, {
    does,
    sender,
    as: "CUSTOMER",
    calls: async () => [await payCall(bank, order)],
    send: (signer) => sendPayment(bank, signer, order),
    done: ({ reference, ...transaction }) => ({
      text: `${does}\n${receipt(transaction)}`,
      data: { reference, transaction },
    }),
  });
}

/** Why a payment would fail; exit code 1 when it would. */
export async function why(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const { amount } = { amount: context.amount() };
  context.readIf("reference", paymentReference);
  const answer = await explain(bank, {
    currency,
    from: context.address("from"),
    to: context.address("to"),
    amount,
    spender: context.text("spender") === undefined ? undefined : context.address("spender"),
    reference: context.text("reference"),
  });
  const { ok, reason, sentence, fix, details } = answer;
  const { from, to, state } = details.corridor;
  const text = ok ? sentence : `${reason}: ${sentence}\n${fix}`;
  return {
    text: `${text}\nCorridor from zone ${from} to zone ${to}: ${state}.`,
    data: { ok, reason, sentence, fix, details },
    failed: !ok,
  };
}
