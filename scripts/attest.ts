/*
 * Attests the deposits that back a token. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run attest -- --currency USD --figure 1250000.00
 *
 * Keys from the environment: VOSTRO_KEY_ATTESTOR.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("attest");
