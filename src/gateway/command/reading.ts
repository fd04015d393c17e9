import { createReadStream } from "node:fs";
import { basename } from "node:path";

import { sql } from "kysely";

import { readCustomers } from "../../bank/index.js";
import type { Context, Outcome } from "../../chain/commands/context.js";
import { table } from "../../demo/table.js";
import { syncCustomers } from "../customers/book.js";
import { importFile } from "../intake/index.js";
import { formatAmount } from "./signedAmount.js";
import { bytesOf, personGiving, withGateway } from "./opened.js";

/** Imports one file now. */
export async function importOne(context: Context): Promise<Outcome> {
  const path = context.required("file");
  await bytesOf(path, "--file").then(() => undefined);
  return withGateway(context, [], async (opened) => {
    personGiving(context, opened, "import");
    const report = await importFile(opened.gateway, { name: basename(path), bytes: createReadStream(path) });
    const { counts, state, problem } = report;
    const verdicts = Object.entries(counts.verdicts).map(([verdict, count]) => `${verdict} ${count}`);
    const text =
      state === "refused"
        ? `REFUSED: ${problem}`
        : state === "duplicate"
          ? `Imported before; this is delivery ${report.deliveries}.`
          : `Imported: ${counts.statements} statement(s), ${counts.entries} entries (${verdicts.join(", ")}), ` +
            `${counts.records} payment message(s), ${counts.findings} finding(s).`;
    return { text, data: { ...report }, failed: state === "refused" };
  });
}

/** Makes the store's customers those of a file. */
export async function customers(context: Context): Promise<Outcome> {
  const path = context.required("customers");
  const read = readCustomers(await bytesOf(path, "--customers"), path);
  return withGateway(context, [], async (opened) => {
    personGiving(context, opened, "decide");
    const { written, removed } = await syncCustomers(opened.gateway, read);
    const text = `${read.length} customers: ${written} new or changed, ${removed} removed.`;
    return { text, data: { customers: read.length, written, removed } };
  });
}

interface CaseRow {
  readonly id: number;
  readonly reason: string;
  readonly message: string;
  readonly owner: string;
  readonly opened_at: Date;
  readonly proposed_by: string | null;
  readonly amount: bigint | null;
  readonly currency: string | null;
}

/** What waits for a person, oldest first. */
export async function suspense(context: Context): Promise<Outcome> {
  const limit = context.integer("limit", 1, 10_000) ?? 100;
  return withGateway(context, [], async ({ gateway: { store } }) => {
    const { rows } = await sql<CaseRow>`
      select s.id, s.reason, s.message, s.owner, s.opened_at, s.proposed_by, d.amount, d.currency
      from suspense s left join deposit d on d.id = s.deposit_id
      where s.closed_at is null order by s.id limit ${limit}`.execute(store);
    const lines = rows.map((row) => [
      String(row.id),
      row.opened_at.toISOString().slice(0, 16),
      row.reason,
      row.amount === null ? "" : `${row.currency} ${formatAmount(row.amount, row.currency!)}`,
      row.owner,
      row.proposed_by ?? "",
      row.message,
    ]);
    const text =
      rows.length === 0
        ? "Nothing waits for a person."
        : table(["case", "since", "reason", "amount", "owner", "proposed by", "what"], lines, [0]);
    return { text, data: { cases: rows } };
  });
}

/** How many of everything, and what is owed a look. */
export async function status(context: Context): Promise<Outcome> {
  return withGateway(context, [], async ({ gateway: { store } }) => {
    const count = async (of: string, query: ReturnType<typeof sql<{ name: string; count: number }>>) => {
      const { rows } = await query.execute(store);
      return rows.map(({ name, count: value }): [string, string, string] => [of, name, String(value)]);
    };
    type Row = { name: string; count: number };
    const rows = [
      ...(await count("deposits", sql<Row>`select state as name, count(*) from deposit group by 1 order by 1`)),
      ...(await count("batches", sql<Row>`select state as name, count(*) from mint_batch group by 1 order by 1`)),
      ...(await count("redemptions", sql<Row>`select state as name, count(*) from redemption group by 1 order by 1`)),
      ...(await count("transactions", sql<Row>`select state as name, count(*) from chain_tx group by 1 order by 1`)),
      ...(await count(
        "pay-out files",
        sql<Row>`select state as name, count(*) from payout_file group by 1 order by 1`,
      )),
      ...(await count(
        "in suspense",
        sql<Row>`select reason as name, count(*) from suspense where closed_at is null group by 1 order by 1`,
      )),
      ...(await count(
        "breaks",
        sql<Row>`select class as name, count(*) from break where closed_at is null group by 1 order by 1`,
      )),
      ...(await count(
        "halted",
        sql<Row>`select currency as name, count(*) from halt where lifted_at is null group by 1 order by 1`,
      )),
      ...(await count(
        "redemption halted",
        sql<Row>`select currency as name, count(*) from redemption_halt where lifted_at is null group by 1 order by 1`,
      )),
      ...(await count(
        "recalls",
        sql<Row>`select state as name, count(*) from recall_case where state <> 'closed' group by 1 order by 1`,
      )),
    ];
    const text = rows.length === 0 ? "Nothing has come yet." : table(["", "", "count"], rows, [2]);
    return { text, data: { counts: rows.map(([of, name, value]) => ({ of, name, count: value })) } };
  });
}
