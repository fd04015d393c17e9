/*
 * Raises, cuts or shows limits of parties: one party, or a CSV (src/chain/commands/limitsFile.ts). Exit codes:
 * src/chain/commands/exitCodes.ts.
 *
 *   npm run limits -- raise --currency USD --file limits.csv
 *
 * Keys from the environment: VOSTRO_KEY_LIMITS_OFFICER to raise, VOSTRO_KEY_COMPLIANCE to cut, VOSTRO_SALT for customer
 * numbers. On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("limits");
