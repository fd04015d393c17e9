/*
 * Blocks one wallet in one token only. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run block-wallet -- --currency USD --wallet 0x...
 *
 * Keys from the environment: VOSTRO_KEY_COMPLIANCE. On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("block-wallet");
