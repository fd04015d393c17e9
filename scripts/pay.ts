/*
 * Pays from the sender's account. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run pay -- --currency USD --to 0x... --amount 12.50 --reference RE-2026-0042 --as 10
 *
 * Keys from the environment: VOSTRO_KEY_CUSTOMER.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("pay");
