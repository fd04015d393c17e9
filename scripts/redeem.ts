/*
 * Requests, cancels, submits, settles, rejects or shows a redemption. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run redeem -- request --currency USD --amount 5.00 --out redemption.json --as 10
 *
 * Keys from the environment: VOSTRO_KEY_CUSTOMER, VOSTRO_KEY_REDEMPTION_OPERATOR, VOSTRO_KEY_REDEMPTION_APPROVER.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("redeem");
