/*
 * Shows an account. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run account -- --currency USD --wallet 0x...
 *
 * Reads only: no key.
 */
import { runScript } from "./support/run.js";

await runScript("account");
