/*
 * Trade orders in escrow, step by step, each by the party itself. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run order -- offer --currency USD --amount 900.00 --buyer 0x... --arbiter 0x... --number PO-7 --document contract-7 --ship-by 2026-12-01 --out order.json
 *   npm run order -- fund --file order.json
 *   npm run order -- confirm --file order.json
 *
 * Keys from the environment: VOSTRO_KEY_CUSTOMER, the party's. On a local chain the test accounts stand in (--as N).
 */
import { runScript } from "./support/run.js";

await runScript("order");
