/*
 * Clearing with another bank: who may act, lines and caps, payments, evidence. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run clearing -- wire --yes demo
 *   npm run clearing -- open-receiving --currency USD --counterparty 0x... --settlement none --zones 1:US
 *   npm run clearing -- settled --currency USD --file payment.json --rtgs 2026-11-30/17 --amount 100.00 --approval settled.json
 *
 * Keys from the environment: VOSTRO_KEY_ADMIN (wire), VOSTRO_KEY_POLICY_ADMIN, VOSTRO_KEY_COMPLIANCE,
 * VOSTRO_KEY_CLEARING_OPERATOR, VOSTRO_KEY_CLEARING_APPROVER, VOSTRO_KEY_CUSTOMER (request: the payer; pay: the paying
 * account). On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("clearing");
