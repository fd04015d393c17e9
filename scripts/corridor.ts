/*
 * Opens, closes or shows the corridors of a token. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run corridor -- close --currency USD --corridors US:HK,HK:US
 *
 * Keys from the environment: VOSTRO_KEY_POLICY_ADMIN, VOSTRO_KEY_COMPLIANCE.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("corridor");
