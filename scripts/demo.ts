import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";

import { CustomerFileError } from "../src/bank/index.js";
import "../src/config/fastAbi.js";
import { FileError } from "../src/iso20022/index.js";
import { tellStory } from "../src/demo/story.js";

/*
 * npm run demo [-- --statement FILE ... --customers FILE --bank FILE]
 * Exit codes: 0 the books balance; 1 a file was refused or the books do not balance; 2 unknown arguments.
 */
const shipped = (path: string): string => fileURLToPath(new URL(`../deploy/${path}`, import.meta.url));

function readOptions(): { statements: string[]; customers: string; bankFile: string } {
  try {
    const { values } = parseArgs({
      options: {
        statement: { type: "string", multiple: true },
        customers: { type: "string" },
        bank: { type: "string" },
      },
    });
    return {
      statements: values.statement ?? [shipped("demo/statement.camt.053.001.08.xml")],
      customers: values.customers ?? shipped("demo/customers.csv"),
      bankFile: values.bank ?? shipped("banks/demo.json"),
    };
  } catch (error) {
    console.error(
      `${(error as Error).message}\nUse: npm run demo -- [--statement FILE]... [--customers FILE] [--bank FILE]`,
    );
    process.exit(2);
  }
}

try {
  const balanced = await tellStory(readOptions(), (line) => console.log(line));
  process.exitCode = balanced ? 0 : 1;
} catch (error) {
  if (error instanceof CustomerFileError || error instanceof FileError)
    console.error(`\nNothing was sent. ${error.message}`);
  else console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
