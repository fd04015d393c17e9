import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { streamBankFile } from "../src/iso20022/index.js";
import { bigStatement } from "../tools/bigStatement.js";

/*
 * Streams statements of 10,000, 100,000 and 1,000,000 entries, each in a process of its own, and prints how fast they
 * were read and the most memory the process ever held. Flat memory shows as a last column that does not grow with the
 * first. With a number as argument, that many entries alone, in this process.
 */

const SIZES = [10_000, 100_000, 1_000_000];
const BATCH_EVERY = 10;
const COLUMNS = ["entries", "details", "sum", "MB", "seconds", "entries/s", "max RSS MB"] as const;

const row = (cells: readonly string[]): string => cells.map((cell, i) => cell.padStart(i === 2 ? 18 : 10)).join(" ");

async function measure(entries: number): Promise<void> {
  let [read, details, sum, bytes] = [0, 0, 0n, 0];
  const started = performance.now();
  for await (const event of streamBankFile(bigStatement({ entries, batchEvery: BATCH_EVERY }), { file: "big.xml" })) {
    if (event.is === "end") bytes = event.bytes;
    if (event.is !== "entry") continue;
    if ("problems" in event.entry) throw event.entry.problems[0] ?? new Error("an entry could not be read");
    read++;
    details += event.entry.details.length;
    sum += event.entry.amount;
  }
  const seconds = (performance.now() - started) / 1000;
  if (read !== entries) throw new Error(`${read} entries were read of ${entries}`);
  const perSecond = Math.round(entries / seconds);
  const rss = process.resourceUsage().maxRSS / 1024;
  const figures = [entries, details, sum, (bytes / 1e6).toFixed(1), seconds.toFixed(1), perSecond, rss.toFixed(0)];
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
