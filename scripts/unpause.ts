/*
 * Lets a token run an operation again: two people. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run unpause -- --currency USD --operation transfer --reason "decision 2026/4"
 *
 * Keys from the environment: VOSTRO_KEY_COMPLIANCE_RELEASER, VOSTRO_KEY_COMPLIANCE_APPROVER.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("unpause");
