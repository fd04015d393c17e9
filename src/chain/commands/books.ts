import { join } from "node:path";

import { decodeError, isoDate, VostroError } from "../../errors/index.js";
import { type Books, booksAt, contradictionsIn } from "../books/books.js";
import { type BooksCompared, compareBooks } from "../books/compare.js";
import { booksToJson, CSV_COLUMNS, type CsvSection, exportBooks, sectionToCsv } from "../books/export.js";
import { chooseBlock } from "../supply.js";
import type { Context, Outcome } from "./context.js";
import { makeNewFolder, writeNewText } from "./output.js";
import { count } from "./progress.js";
import { lines } from "./read.js";

/** Differences said in words; --json has them all. */
const SAID = 20;

/** The bank's books at a block, from events alone; exit code 1 when events contradict each other or storage differs. */
export async function books(context: Context): Promise<Outcome> {
  const { bank } = context;
  const block = await chooseBlock(bank, context.integer("block", 0, Number.MAX_SAFE_INTEGER));
  const rebuilt = await booksAt(bank, block);
  const exported = exportBooks(rebuilt);
  const folder = context.text("out");
  if (folder !== undefined) await writeFolder(folder, exported);
  const compared = context.flag("check") ? await compare(context, rebuilt) : undefined;
  const contradictions = contradictionsIn(rebuilt);
  const differences = compared?.differences ?? [];
  const { sections, ...head } = exported;
  const sizes = Object.fromEntries(Object.entries(sections).map(([name, rows]) => [name, rows.length]));
  const text = [
    lines([
      ["bank", `${rebuilt.bank} on chain ${rebuilt.chainId}`],
      ["block", `${block}, ${isoDate(rebuilt.time)}, ${rebuilt.blockHash}`],
      ["events", count(rebuilt.events.length)],
      ...Object.entries(sizes)
        .filter(([, size]) => size > 0)
        .map(([name, size]): [string, string] => [name, count(size)]),
      ["written to", folder ?? "nowhere: name a folder with --out"],
      [
        "compared",
        compared === undefined ? "with nothing: add --check" : `${count(compared.compared)} figures with storage`,
      ],
      ["findings", String(contradictions.length + differences.length)],
    ]),
    ...contradictions.slice(0, SAID).map((contradiction) => `EVENTS CONTRADICT: ${contradiction}`),
    ...differences
      .slice(0, SAID)
      .map(({ what, byEvents, stored }) => `DIFFERS: ${what}: ${byEvents} by its events, ${stored} in storage`),
  ];
  const data = { ...head, sizes, compared: compared?.compared, differences, folder };
  return { text: text.join("\n"), data, failed: contradictions.length + differences.length > 0 };
}

async function writeFolder(folder: string, exported: ReturnType<typeof exportBooks>): Promise<void> {
  await makeNewFolder(folder);
  await writeNewText(join(folder, "books.json"), booksToJson(exported));
  for (const name of Object.keys(CSV_COLUMNS) as CsvSection[]) {
    await writeNewText(join(folder, `${name}.csv`), sectionToCsv(exported, name));
  }
}

/** What the chain refuses here is the state of an old block: events it has, or there would be no books. */
async function compare({ bank }: Context, rebuilt: Books): Promise<BooksCompared> {
  try {
    return await compareBooks(bank, rebuilt);
  } catch (error) {
    throw new VostroError({
      name: "StateUnavailable",
      args: { block: rebuilt.block },
      sentence: `The node does not answer about the state at block ${rebuilt.block}: ${decodeError(error).sentence}`,
      fix: "Ask an archive node, or check a later block; the books themselves need events only.",
      cause: error,
    });
  }
}
