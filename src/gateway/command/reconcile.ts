import type { Context, Outcome } from "../../chain/commands/context.js";
import { onRedemptionEvents } from "../redemption/index.js";
import { type Report, reconcile as reconcileBooks } from "../reconcile/index.js";
import { writeReport } from "../service/reports.js";
import { watchChain } from "../watch/index.js";
import { formatAmount } from "./signedAmount.js";
import { withGateway } from "./opened.js";

/** Differences said in words; the report has more, the store has all. */
const SAID = 20;

/** Compares the three books of each currency, or of one; exit code 1 when they differ. */
export async function reconcile(context: Context): Promise<Outcome> {
  const one = context.text("currency") === undefined ? undefined : context.currency;
  const block = context.integer("block", 0, Number.MAX_SAFE_INTEGER);
  const roles = (context.text("roles") ?? (context.local ? "ATTESTOR,GUARDIAN" : "")).split(",").filter(Boolean);
  return withGateway(context, roles, async ({ gateway, folders }) => {
    // Up to the last final block, in case no gateway runs.
    while ((await watchChain(gateway, [onRedemptionEvents])) > 0);
    const texts: string[] = [];
    const reports: Report[] = [];
    for (const currency of one === undefined ? Object.keys(gateway.bank.tokens) : [one]) {
      const more = block === undefined ? {} : { block };
      const done = await reconcileBooks(gateway, { currency, full: context.flag("full"), ...more });
      const files = await writeReport(gateway, folders.reports, done);
      reports.push(done.report);
      texts.push(inWords(done.report, done.halted, files));
    }
    const failed = reports.some(({ differences }) => differences.count > 0);
    return { text: texts.join("\n\n"), data: { reports }, failed };
  });
}

function inWords(report: Report, halted: boolean, files: readonly string[]): string {
  const { currency, block, chain, subledger, control, differences, findings } = report;
  const say = (amount: string): string => `${currency} ${formatAmount(BigInt(amount), currency)}`;
  return [
    `${currency} at block ${block} (${report.blockHash})`,
    `  chain      ${say(chain.supply)} issued, ${say(chain.backing)} of backing`,
    `  subledger  ${say(subledger.balances)} with ${subledger.holders} holder(s)`,
    `  control    ${say(control.figure)}`,
    `  ${differences.count} difference(s), ${findings.length} finding(s) in statements`,
    ...differences.listed
      .slice(0, SAID)
      .map((one) => `  ${one.class} ${say(one.amount)} ${one.subject}: ${one.message} (${one.owner})`),
    ...(halted ? ["  ISSUING IS STOPPED: two people restart it (gateway explain, unpause, gateway lift)."] : []),
    ...files.map((file) => `  written to ${file}`),
  ].join("\n");
}
