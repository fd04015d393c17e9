import { table } from "../demo/table.js";
import { formatAmount } from "../money/index.js";
import { CURRENCY } from "./invoiceFile.js";
import type { Replay } from "./replay.js";

const money = (amount: bigint): string => `${CURRENCY} ${formatAmount(amount, CURRENCY)}`;
const amounts = new Set(["invoices issued", "invoices disputed", "invoices sold", "invoices that are not settled"]);

/** The replay for people: totals, gas, time, and every reconciled figure. */
export function renderReplay({ totals, lines, gas, blocks, from, to }: Replay): string {
  const stages = Object.entries(gas).filter(([, values]) => values.length > 0);
  const figures = [
    ["invoices", `${totals.invoices}, ${money(totals.issued)}, ${from} to ${to}`],
    ["paid", money(totals.paid)],
    ["refunded", `${money(totals.refunded)}, credited in ${totals.disputed} disputes`],
    ["discounted", money(totals.discounted)],
    ["written off", money(totals.writtenOff)],
    ["open", money(totals.open)],
    ["paid late", String(totals.late)],
    ["financed early", `${totals.financed}, ${money(totals.advanced)} advanced`],
    [
      "accepted to spendable",
      `p50 ${percentile(blocks, 50)}, p95 ${percentile(blocks, 95)} blocks, of ${blocks.length} payments`,
    ],
  ];
  const costs = stages.map(([stage, values]) => [
    stage,
    String(values.length),
    ...[50, 95, 100].map((at) => percentile(values, at).toLocaleString("en")),
  ]);
  const checks = lines.map(({ what, expected, found }) => {
    const say = (value: bigint): string => (amounts.has(what) ? String(value) : money(value));
    return [what, say(expected), say(found), expected === found ? "ok" : "DIFFERS"];
  });
  return [
    table(["", ""], figures).split("\n").slice(2).join("\n"),
    "",
    table(["gas", "acts", "p50", "p95", "most"], costs, [1, 2, 3, 4]),
    "",
    table(["reconciled", "by the file", "on chain", ""], checks, [1, 2]),
  ].join("\n");
}

/** The smallest value that at least `share` of a hundred do not exceed. */
function percentile<T extends number | bigint>(values: readonly T[], share: number): T {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.max(0, Math.ceil((sorted.length * share) / 100) - 1)]!;
}
