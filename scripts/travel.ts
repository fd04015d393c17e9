/*
 * Files or shows a travel-rule record, or sets from which amount one is needed. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run travel -- file --currency USD --from 0x... --to 0x... --amount 1500.00 --record "TR-2026-0001"
 *
 * Keys from the environment: VOSTRO_KEY_TRAVEL_RULE to file, VOSTRO_KEY_LIMITS_OFFICER and VOSTRO_KEY_COMPLIANCE to raise and
 * lower the threshold, VOSTRO_SALT for records given as text. On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("travel");
