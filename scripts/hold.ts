/*
 * Places, executes, releases or shows a hold. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run hold -- place --currency USD --to 0x... --notary 0x... --amount 5.00 --terms "order 7" --out hold.json
 *
 * Keys from the environment: VOSTRO_KEY_CUSTOMER, VOSTRO_KEY_NOTARY.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("hold");
