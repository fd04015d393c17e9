/*
 * Pays everyone in a file from the sender's account. Exit codes: src/chain/commands/exitCodes.ts; 1 when anyone was refused.
 *
 *   npm run payout -- --currency USD --file payouts.csv --lenient --as 10
 *
 * Keys from the environment: VOSTRO_KEY_CUSTOMER.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("payout");
