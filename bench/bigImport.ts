import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { sql } from "kysely";

import "../src/config/fastHash.js";
import type { Gateway } from "../src/gateway/gateway.js";
import { syncCustomers } from "../src/gateway/customers/book.js";
import { importFile } from "../src/gateway/intake/index.js";
import { makeLogger } from "../src/gateway/service/logger.js";
import { openStore } from "../src/store/index.js";
import { bigStatement, NAMES } from "../tools/bigStatement.js";
import { startPostgres } from "../tools/postgres.js";
import { makeCustomers } from "./gateway/customers.js";

/*
 * Imports statements of 10,000, 100,000 and 1,000,000 entries into a database of a PostgreSQL server, each in a process of its own: every entry
 * is judged, matched to a customer and booked. Prints how fast, and the most memory the importing process ever held. With numbers as
 * arguments, these sizes.
 */

const SIZES = [10_000, 100_000, 1_000_000];
const COLUMNS = ["entries", "deposits", "seconds", "CPU s", "entries/s", "database MB", "max RSS MB"] as const;
const ONE = "--one";

const row = (cells: readonly string[]): string => cells.map((cell) => cell.padStart(12)).join(" ");

async function measure(entries: number, url: string): Promise<void> {
  const store = await openStore({ url });
  const gateway = {
    store,
    accounts: [{ id: "8100200300", currency: "USD" }],
    worker: "bench",
    salt: `0x${"5a".repeat(32)}`,
    keys: {},
    log: makeLogger("bench", "warn"),
    settings: { owner: "bench" },
  } as unknown as Gateway;
  const customers = makeCustomers(NAMES.length).map((customer, i) => ({ ...customer, names: [NAMES[i]!] }));
  await syncCustomers(gateway, customers);
  const started = performance.now();
  const before = process.cpuUsage();
  const { state, problem, counts } = await importFile(gateway, {
    name: "big.xml",
    bytes: bigStatement({ entries, batchEvery: 10 }),
  });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  if (state !== "imported" || counts.entries !== entries) throw new Error(`${state}: ${problem ?? counts.entries}`);
  const { rows } = await sql<{ deposits: number; size: number }>`
    select count(*) as deposits, pg_database_size(current_database()) as size from deposit where state = 'ready'`.execute(
    store,
  );
  const { deposits, size } = rows[0]!;
  if (deposits !== counts.ready) throw new Error(`${deposits} deposits are ready, not ${counts.ready}`);
  const rss = process.resourceUsage().maxRSS / 1024;
  const cpu = (user + system) / 1e6;
  const figures = [entries, deposits, seconds.toFixed(1), cpu.toFixed(1), Math.round(entries / seconds)];
  console.log(row([...figures, (size / 1e6).toFixed(0), rss.toFixed(0)].map(String)));
  await store.destroy();
}

const [first, ...rest] = process.argv.slice(2);
if (first === ONE) await measure(Number(rest[0]), rest[1]!);
else {
  const server = await startPostgres();
  console.log(row(COLUMNS));
  const sizes = first === undefined ? SIZES : [first, ...rest].map(Number);
  for (const entries of sizes) {
    const url = await server.freshDatabase();
    // The server's process belongs to this one, so the other is not waited for in its own event loop.
    execFileSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), ONE, String(entries), url], {
      stdio: "inherit",
    });
  }
  await server.stop();
}
process.exit(0);
