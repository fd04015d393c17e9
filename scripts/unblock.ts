/*
 * Lifts one block of a party. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run unblock -- --wallet 0x... --order "order 2026/17"
 *
 * Keys from the environment: VOSTRO_KEY_COMPLIANCE_RELEASER, VOSTRO_SALT for customer numbers.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("unblock");
