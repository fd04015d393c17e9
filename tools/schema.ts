import { readFile, writeFile } from "node:fs/promises";

import { format } from "prettier";

import { bankFileJsonSchema } from "../src/bank/bankFileJsonSchema.js";

/*
 * Writes the JSON Schema of bank files, deploy/bank-file.schema.json; with --check says whether it is current (exit code 1
 * if not).
 */
const PATH = "deploy/bank-file.schema.json";

const text = await format(JSON.stringify(bankFileJsonSchema()), { parser: "json", printWidth: 120 });
if (process.argv.includes("--check")) {
  const committed = await readFile(PATH, "utf8").catch(() => "");
  if (committed !== text) {
    console.error(`${PATH} is not that of the code: run npm run schema and commit it.`);
    process.exitCode = 1;
  }
} else {
  await writeFile(PATH, text);
  console.log(`${PATH}: ${text.length} characters`);
}
