/*
 * Rebuilds supply and pending items from events, at any block, and compares them with storage. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run supply -- --currency USD --block 120
 *
 * Reads only: no key.
 */
import { runScript } from "./support/run.js";

await runScript("supply");
