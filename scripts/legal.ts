/*
 * Acts under an order of a court or authority, and lifts: two people, at two machines. Exit codes:
 * src/chain/commands/exitCodes.ts; a walk through all of it: docs/operations/compliance.md.
 *
 *   npm run legal -- lien --currency USD --wallet 0x... --amount 60.00 --order "2026/17" --authority DE-AG-HAMBURG \
 *     --document order.pdf --issued 2026-11-30 --approve --out approval.json
 *   npm run legal -- lien (the same options) --approval approval.json
 *
 * Keys from the environment: VOSTRO_KEY_COMPLIANCE (VOSTRO_KEY_COMPLIANCE_RELEASER for lifts), VOSTRO_KEY_COMPLIANCE_APPROVER
 * where it is approved, VOSTRO_SALT for numbers of orders, decisions and customers.
 * On a local chain the test accounts stand in, and one run may do both.
 */
import { runScript } from "./support/run.js";

await runScript("legal");
