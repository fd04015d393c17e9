/*
 * Guides through the correction of a wrong mint; sends nothing itself. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run correct -- --currency USD --deposit KEY --order "correction 2026/4" --custody 0x...
 */
import { runScript } from "./support/run.js";

await runScript("correct");
