import { formatAmount } from "../../../money/index.js";
import { AGES, type Report } from "../report.js";
import { ageChart, supplyChart } from "./charts.js";
import { Html, html } from "./html.js";

const STYLE = `body{font:14px/1.45 system-ui,sans-serif;color:#1b1b1b;max-width:70rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #ccc;vertical-align:top;overflow-wrap:anywhere}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.good{color:#2b6b2b}.bad{color:#a01c28;font-weight:600}figure{margin:1rem 0}svg{width:100%;max-width:640px;font-size:11px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem}dd{margin:0;overflow-wrap:anywhere}
@media print{body{margin:0;max-width:none;font-size:11px}tr,figure{break-inside:avoid}}`;

/**
 * A report as one page that needs nothing else: no script, no font, no picture from anywhere; to be read on a screen or printed.
 * Whatever a bank's file or a customer's name says in it is shown as text.
 */
export function renderReport(report: Report): string {
  const { currency, block, material, differences } = report;
  const money = (amount: string): Html => html`<td class="n">${formatAmount(BigInt(amount), currency)}</td>`;
  const row = (name: string, amount: string): Html =>
    html`<tr>
      <td>${name}</td>
      ${money(amount)}
    </tr>`;
  const verdict = material
    ? html`<p class="bad">The books disagree: issuing is stopped.</p>`
    : differences.count === 0
      ? html`<p class="good">The books agree.</p>`
      : html`<p>${differences.count} difference(s), none of which stops issuing.</p>`;
  const body = html`<h1>Reconciliation of ${currency}, block ${block}</h1>
    ${verdict} ${facts(report)}
    <h2>Three books</h2>
    <table>
      <tr>
        <th>book</th>
        <th>figure</th>
        <th class="n">${currency}</th>
      </tr>
      ${books(report).map(
        ([book, name, amount]) =>
          html`<tr>
            <td>${book}</td>
            <td>${name}</td>
            ${money(amount)}
          </tr>`,
      )}
    </table>
    <h2>From the control account to the supply</h2>
    <table>
      ${bridge(report).map(([name, amount]) => row(name, amount))}
    </table>
    ${supplyChart(report)}
    <h2>Differences</h2>
    ${ageTable(report, money)} ${ageChart(report)}
    <table>
      <tr>
        <th>class</th>
        <th>of</th>
        <th class="n">${currency}</th>
        <th>what</th>
        <th>since</th>
        <th>owner</th>
      </tr>
      ${differences.listed.map(
        (one) =>
          html`<tr><td${one.material ? html` class="bad"` : ""}>${one.class}</td><td>${one.subject}</td>${money(one.amount)}<td>${one.message}${one.acceptedBy === null ? "" : ` (explained by ${one.acceptedBy})`}</td><td>${one.since}</td><td>${one.owner}</td></tr>`,
      )}
    </table>
    ${differences.listed.length < differences.count ? html`<p>${differences.listed.length} of ${differences.count} are listed.</p>` : ""}
    <h2>Statements</h2>
    <table>
      <tr>
        <th>account</th>
        <th class="n">statements</th>
        <th class="n">opening</th>
        <th class="n">credits</th>
        <th class="n">debits</th>
        <th class="n">closing</th>
      </tr>
      ${report.accounts.map(
        (one) =>
          html`<tr>
            <td>${one.account}</td>
            <td class="n">${one.statements}</td>
            ${money(one.opening ?? "0")}${money(one.credits)}${money(one.debits)}${money(one.closing ?? "0")}
          </tr>`,
      )}
    </table>
    <table>
      <tr>
        <th>entries decided as</th>
        <th>side</th>
        <th class="n">entries</th>
        <th class="n">${currency}</th>
      </tr>
      ${report.verdicts.map(
        (one) =>
          html`<tr>
            <td>${one.verdict}</td>
            <td>${one.creditDebit ?? "unreadable"}</td>
            <td class="n">${one.entries}</td>
            ${money(one.amount)}
          </tr>`,
      )}
    </table>
    <table>
      ${row("pay-outs in files", report.payouts.filed)}${row("pay-outs on statements", report.payouts.booked)}${row("pay-outs confirmed", report.payouts.paid)}
    </table>
    ${
      report.findings.length === 0
        ? ""
        : html`<h2>Findings</h2>
            <table>
              ${report.findings.map(
                ({ statement, message }) =>
                  html`<tr>
                    <td>${statement}</td>
                    <td>${message}</td>
                  </tr>`,
              )}
            </table>`
    }
    <h2>Sources</h2>
    <table>
      <tr>
        <th>statement</th>
        <th>account</th>
        <th>SHA-256 of its file</th>
      </tr>
      ${report.statements.listed.map(
        (one) =>
          html`<tr>
            <td>${one.statementId}</td>
            <td>${one.account}</td>
            <td>${one.sha256}</td>
          </tr>`,
      )}
    </table>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>Reconciliation ${currency} ${block}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `.text;
}

const raw = (text: string): Html => new Html(text);

const facts = (report: Report): Html => {
  const rows: readonly (readonly [string, string])[] = [
    ["bank", report.bank],
    ["chain", String(report.chainId)],
    ["token", report.token],
    ["block", `${report.block} (${report.blockHash}), ${report.blockTime}`],
    ["made", report.historic ? `${report.at}, of an earlier block` : report.at],
    ["minting", report.chain.mintPaused ? "paused on the chain" : "running on the chain"],
    [
      "wallets compared",
      `${report.wallets.compared}${report.wallets.all ? " (all)" : " (changed)"}, ${report.wallets.different} different`,
    ],
  ];
  return html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
};

const books = ({ chain, subledger, control }: Report): readonly (readonly [string, string, string])[] => [
  ["chain", "supply", chain.supply],
  ["chain", "attested deposits (backing)", chain.backing],
  ["subledger", "sum of balances", subledger.balances],
  ["subledger", "minted", subledger.minted],
  ["subledger", "burned", subledger.burned],
  ["control account", "figure", control.figure],
  ["control account", "credits accepted", control.credits],
  ["control account", "pay-outs", control.payouts],
  ["control account", "interest, opening, corrections", control.bookings],
];

const bridge = ({ bridge: lines, control, subledger }: Report): readonly (readonly [string, string])[] => [
  ["control account", control.figure],
  ["accepted, not yet minted", lines.unminted],
  ["booked by two people, not yet minted or burned", lines.unmintedBookings],
  ["burned, pay-out not yet booked", lines.unbookedBurns],
  ["credits from other banks", lines.interbank],
  ["paid to other banks", lines.cleared],
  ["mints without a deposit", lines.unbackedMints],
  ["burns without a pay-out", lines.orphanBurns],
  ["different amounts", lines.amountDifferences],
  ["control account against its deposits", lines.controlDifferences],
  ["unexplained", lines.unexplained],
  ["supply by the subledger", String(BigInt(subledger.minted) - BigInt(subledger.burned))],
];

function ageTable({ differences }: Report, money: (amount: string) => Html): Html {
  if (differences.count === 0) return html`<p>None.</p>`;
  const cell = (is: string, age: string): number =>
    differences.ages.find((one) => one.class === is && one.age === age)?.count ?? 0;
  return html`<table>
    <tr>
      <th>class</th>
      ${AGES.map((age) => html`<th class="n">${age}</th>`)}
      <th class="n">all</th>
      <th class="n">amount</th>
    </tr>
    ${differences.classes.map(
      (one) =>
        html`<tr><td${one.material ? html` class="bad"` : ""}>${one.class}</td>${AGES.map((age) => html`<td class="n">${cell(one.class, age)}</td>`)}<td class="n">${one.count}</td>${money(one.amount)}</tr>`,
    )}
  </table>`;
}
