/*
 * Two currencies exchanged on a dealer's signed quote. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run fx -- quote --taker 0x... --taker-token USD --taker-amount 100.00 --dealer-token EUR --dealer-amount 92.00 --out quote.json
 *   npm run fx -- settle --file quote.json
 *   npm run fx -- show --file quote.json
 *
 * Keys from the environment: VOSTRO_KEY_CUSTOMER, the party's. On a local chain the test accounts stand in (--as N).
 */
import { runScript } from "./support/run.js";

await runScript("fx");
