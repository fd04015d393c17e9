/*
 * Lets one payment pass a corridor under review; granting takes two people. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run clearance -- grant --currency USD --from 0x... --to 0x... --amount 500.00 --case K-1 --approve --out approval.json
 *   npm run clearance -- grant (the same options) --approval approval.json
 *
 * Keys from the environment: VOSTRO_KEY_COMPLIANCE_RELEASER to grant, VOSTRO_KEY_COMPLIANCE_APPROVER where it is approved,
 * VOSTRO_KEY_COMPLIANCE to revoke, VOSTRO_SALT for case numbers. On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("clearance");
