/*
 * Rebuilds the bank's books at a block from events alone, writes them down and compares them with storage. Exit codes:
 * src/chain/commands/exitCodes.ts.
 *
 *   npm run books -- --block 120 --out books-120 --check
 *
 * Reads only: no key.
 */
import { runScript } from "./support/run.js";

await runScript("books");
