import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import "../src/config/fastAbi.js";
import { ReplayFileError } from "../src/replay/invoiceFile.js";
import { agrees, replay } from "../src/replay/replay.js";
import { renderReplay } from "../src/replay/report.js";

/*
 * npm run replay [-- --file FILE] [--bank FILE] [--limit N]
 * A file of receivables (issued, disputed, sold, paid) on a chain of its own, in simulated time. Without --file: the public
 * sample of 2,466 invoices beside the checkout; where it is absent the replay is skipped and says so.
 * Exit codes: 0 every figure agrees to the cent, or skipped; 1 one differs, or the file or the chain refuses; 2 unknown arguments.
 */
const SAMPLE = fileURLToPath(new URL("../../shared/data/invoices/accounts-receivable.csv", import.meta.url));
const BANK = fileURLToPath(new URL("../deploy/banks/demo.json", import.meta.url));

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { file: { type: "string" }, bank: { type: "string" }, limit: { type: "string" } },
    });
    const limit = values.limit === undefined ? undefined : Number(values.limit);
    if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
      throw new Error("--limit is no number above zero.");
    return { file: values.file, bankFile: values.bank ?? BANK, limit };
  } catch (error) {
    console.error(`${(error as Error).message}\nUse: npm run replay -- [--file FILE] [--bank FILE] [--limit N]`);
    process.exit(2);
  }
}

const { file, bankFile, limit } = readOptions();
if (file === undefined && !existsSync(SAMPLE)) {
  console.log("replay skipped: the sample of invoices is not beside this checkout; name a file with --file");
} else {
  try {
    const options = { file: file ?? SAMPLE, bankFile, ...(limit === undefined ? {} : { limit }) };
    const result = await replay(options, (line) => console.log(line));
    console.log(`\n${renderReplay(result)}`);
    console.log(agrees(result) ? "\nEvery figure agrees to the cent." : "\nThe books do not agree.");
    process.exitCode = agrees(result) ? 0 : 1;
  } catch (error) {
    const refused = error instanceof ReplayFileError;
    console.error(`\n${refused ? "Nothing was sent. " : ""}${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
