/*
 * Shows a token. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run token -- --currency USD
 *
 * Reads only: no key.
 */
import { runScript } from "./support/run.js";

await runScript("token");
