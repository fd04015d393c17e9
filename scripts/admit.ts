/*
 * Admits customers and their wallets. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run admit -- --file deploy/demo/customers.csv
 *
 * Keys from the environment: VOSTRO_KEY_REGISTRAR, VOSTRO_SALT.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("admit");
