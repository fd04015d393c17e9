/*
 * Names or shows institutions whose customers the bank serves. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run institution -- set --home-bank 2 --lei 984500QUAYSIDESAVB53
 *
 * Keys from the environment: VOSTRO_KEY_POLICY_ADMIN.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("institution");
