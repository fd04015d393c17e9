/*
 * Lifts one block of a party: two people. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run unblock -- --wallet 0x... --grounds "decision 2026/4"
 *
 * Keys from the environment: VOSTRO_KEY_COMPLIANCE_RELEASER, VOSTRO_KEY_COMPLIANCE_APPROVER, VOSTRO_SALT for
 * customer numbers.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("unblock");
