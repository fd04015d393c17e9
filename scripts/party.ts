/*
 * Renews, reclassifies, closes or shows parties, and changes their wallets and accounts. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run party -- renew --file renewals.csv
 *
 * Keys from the environment: VOSTRO_KEY_REGISTRAR, VOSTRO_SALT.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("party");
