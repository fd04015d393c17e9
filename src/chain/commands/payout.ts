import { parseAmount } from "../../money/index.js";
import { checkPayout, payOut, type PayoutReport } from "../payouts.js";
import { paymentReference } from "../reference.js";
import type { PaymentItem } from "../pay.js";
import { checkedAddress, type Context, type Outcome, positive } from "./context.js";
import { readInput, readRows } from "./files.js";
import { receipt } from "./perform.js";
import { every } from "./progress.js";
import { personOf, signerOf } from "./signers.js";

/*
 * A payout file (CSV, header line, "#" starts a comment line): payee, amount, reference, one payment a row. `reference` is a
 * text of up to 32 bytes or a 0x hash, and may be empty.
 */

interface Line extends PaymentItem {
  readonly line: number;
}

/** Pays everyone in a file from the sender's account; exit code 1 when anyone was refused. */
export async function payout(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const lines = await linesOf(context, context.required("file"));
  const lenient = context.flag("lenient");
  const sender = await personOf(context, "CUSTOMER");
  const progress = every(400, lines.length, context.dryRun ? "tried" : "paid or refused", context);
  const options = { lenient, onProgress: progress };
  const report = context.dryRun
    ? await checkPayout(bank, sender.address, currency, lines, options)
    : await payOut(bank, signerOf(sender, "CUSTOMER"), currency, lines, options);
  return outcomeOf(context, report, sender.address);
}

function outcomeOf(context: Context, report: PayoutReport, payer: string): Outcome {
  const { currency, dryRun } = context;
  const { results, transactions } = report;
  const refused = results.filter(({ result }) => result === "refused");
  const paid = results.filter(({ result }) => result === "paid").length;
  const wholly = refused.length > 0 && paid === 0 && transactions.length === 0;
  const verb = dryRun ? "Would pay" : "Paid";
  const summary = wholly
    ? `Nothing ${dryRun ? "would be" : "was"} paid: ${refused.length} of ${results.length} payments are refused.`
    : `${verb} ${paid} of ${results.length} payments, ${context.money(report.paid, currency)}, from ${payer}.`;
  const text = [
    summary,
    ...refused.map(({ item, reason, sentence, fix }) => {
      const { line, to, amount } = item as Line;
      return `Refused, line ${line}: ${context.money(amount, currency)} to ${to}. ${reason}: ${sentence} ${fix}`;
    }),
    ...transactions.map(receipt),
    ...(dryRun ? [`Must sign: ${payer} as CUSTOMER, sends it`, "Nothing was sent."] : []),
  ].join("\n");
  const rows = results.map(({ item, ...result }) => ({ ...item, ...result }));
  return { text, data: { ...report, results: rows, dryRun }, failed: refused.length > 0 };
}

async function linesOf(context: Context, path: string): Promise<Line[]> {
  const rows = readRows(await readInput(path, "--file"), path, ["payee", "amount", "reference"]);
  return rows.map(({ line, cells }) => {
    const where = (column: string): string => `${path}, line ${line}, ${column}`;
    const to = checkedAddress(cells["payee"] ?? "", where("payee"));
    const amount = context.wrap(where("amount"), () =>
      positive(parseAmount(cells["amount"] ?? "", context.currency), where("amount")),
    );
    const reference = cells["reference"] ?? "";
    if (reference === "") return { line, to, amount };
    context.wrap(where("reference"), () => paymentReference(reference));
    return { line, to, amount, reference };
  });
}
