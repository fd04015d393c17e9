/*
 * Stops one operation of a token at once; redemption and release go on. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run pause -- --currency USD --operation transfer
 *
 * Keys from the environment: VOSTRO_KEY_GUARDIAN.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("pause");
