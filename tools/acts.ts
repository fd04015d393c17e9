/*
 * Writes docs/operations/acts.md: every state-changing function of every contract, by which command it is done and by whom.
 *
 *   tsx tools/acts.ts           writes it
 *   tsx tools/acts.ts --check   fails when it is not what the code says
 */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { actsPage } from "../src/chain/acts/page.js";

const PATH = fileURLToPath(new URL("../docs/operations/acts.md", import.meta.url));

const wanted = actsPage();
if (process.argv.includes("--check")) {
  const found = await readFile(PATH, "utf8").catch(() => "");
  if (found !== wanted) {
    console.error("docs/operations/acts.md is not what the code says: run tsx tools/acts.ts and commit it.");
    process.exitCode = 1;
  }
} else {
  await writeFile(PATH, wanted);
}
