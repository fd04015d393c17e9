/*
 * Invoices on chain, each act by the party itself. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run receivable -- issue --currency USD --debtor 0x... --amount 120.00 --due 2026-12-31 --number R-7 --document R-7
 *   npm run receivable -- pay --invoice 0x... --reference P-9
 *   npm run receivable -- show --invoice 0x...
 *
 * Keys from the environment: VOSTRO_KEY_CUSTOMER, the party's. On a local chain the test accounts stand in (--as N).
 */
import { runScript } from "./support/run.js";

await runScript("receivable");
