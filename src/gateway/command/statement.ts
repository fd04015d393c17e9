import type { Context, Outcome } from "../../chain/commands/context.js";
import { InputError } from "../../chain/commands/exitCodes.js";
import { writeNewText } from "../../chain/commands/output.js";
import { writeCamt053 } from "../../iso20022/index.js";
import { holderStatement } from "../reconcile/index.js";
import { withGateway } from "./opened.js";

/** A holder's statement as a camt.053 file: one entry for each movement of the period. */
export async function statement(context: Context): Promise<Outcome> {
  const { currency } = context;
  const wallet = context.address("wallet");
  const [from, to] = [moment(context, "from"), moment(context, "to")];
  const out = context.required("out");
  const sequenceNumber = context.integer("number", 1, 10 ** 9) ?? 1;
  return withGateway(context, [], async ({ gateway }) => {
    const record = await holderStatement(gateway, { wallet, currency, from, to, sequenceNumber });
    await writeNewText(out, new TextDecoder().decode(writeCamt053(record)));
    const text =
      `${record.entries.length} entries from ${context.money(record.opening, currency)} to ` +
      `${context.money(record.closing, currency)}, in ${out}`;
    return { text, data: { wallet, entries: record.entries.length, opening: record.opening, closing: record.closing } };
  });
}

function moment(context: Context, option: string): Date {
  const text = context.required(option);
  const time = Date.parse(text);
  if (/T.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(time)) return new Date(time);
  throw new InputError(`--${option}`, `${JSON.stringify(text)} is no time`, "Write it as 2026-11-30T17:00:00Z.");
}
