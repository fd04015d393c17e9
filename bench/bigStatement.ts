import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { streamBankFile } from "../src/iso20022/index.js";
import { bigStatement } from "../tools/bigStatement.js";

/*
 * Streams statements of 10,000, 100,000 and 1,000,000 entries, each in a process of its own, and prints how fast they
 * were read, without the time it takes to make them, and the most memory the process ever held. Flat memory shows as a
 * last column that does not grow with the first. With a number as argument, that many entries alone, in this process.
 */

const SIZES = [10_000, 100_000, 1_000_000];
const BATCH_EVERY = 10;
const COLUMNS = ["entries", "details", "sum", "MB", "making s", "seconds", "CPU s", "entries/s", "max RSS MB"] as const;

const row = (cells: readonly string[]): string => cells.map((cell, i) => cell.padStart(i === 2 ? 18 : 10)).join(" ");

async function measure(entries: number): Promise<void> {
  let [read, details, sum, bytes] = [0, 0, 0n, 0];
  const statement = { entries, batchEvery: BATCH_EVERY };
  let started = performance.now();
  for await (const chunk of bigStatement(statement)) bytes += chunk.length;
  const making = (performance.now() - started) / 1000;
  started = performance.now();
  const before = process.cpuUsage();
  for await (const event of streamBankFile(bigStatement(statement), { file: "big.xml" })) {
    if (event.is === "end" && event.bytes !== bytes) throw new Error(`${event.bytes} bytes were read of ${bytes}`);
    if (event.is !== "entry") continue;
    if ("problems" in event.entry) throw event.entry.problems[0] ?? new Error("an entry could not be read");
    read++;
    details += event.entry.details.length;
    sum += event.entry.amount;
  }
  const seconds = (performance.now() - started) / 1000 - making;
  if (read !== entries) throw new Error(`${read} entries were read of ${entries}`);
  const perSecond = Math.round(entries / seconds);
  const rss = process.resourceUsage().maxRSS / 1024;
  const { user, system } = process.cpuUsage(before);
  const times = [making.toFixed(1), seconds.toFixed(1), ((user + system) / 1e6 - making).toFixed(1), perSecond];
  const figures = [entries, details, sum, (bytes / 1e6).toFixed(1), ...times, rss.toFixed(0)];
  console.log(row(figures.map(String)));
}

const asked = process.argv[2];
if (asked !== undefined) await measure(Number(asked));
else {
  console.log(row(COLUMNS));
  const self = fileURLToPath(import.meta.url);
  for (const entries of SIZES) {
    execFileSync(process.execPath, [...process.execArgv, self, String(entries)], { stdio: "inherit" });
  }
}
