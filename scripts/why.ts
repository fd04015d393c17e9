/*
 * Explains whether a payment would succeed and, if not, why (exit code 1). Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run why -- --currency USD --from 0x... --to 0x... --amount 12.50
 *
 * Reads only: no key.
 */
import { runScript } from "./support/run.js";

await runScript("why");
