/*
 * Mints one order (--currency, --to, --amount, --deposit) or a batch file against booked deposits. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run mint -- --currency USD --batch deposits.csv
 *
 * Keys from the environment: VOSTRO_KEY_ISSUER, VOSTRO_KEY_APPROVER, VOSTRO_SALT for deposit keys.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("mint");
