/*
 * The interest run: shows, approves or mints what the core has computed and booked. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run interest -- show --currency USD --file interest.csv
 *   npm run interest -- approve --currency USD --file interest.csv --out approval.json
 *   npm run interest -- mint --currency USD --file interest.csv --approval approval.json
 *
 * Keys from the environment: VOSTRO_KEY_APPROVER (approve), VOSTRO_KEY_ISSUER (mint). On a local chain the test accounts
 * stand in.
 */
import { runScript } from "./support/run.js";

await runScript("interest");
