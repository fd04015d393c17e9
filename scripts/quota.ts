/*
 * What an issuer may mint in a day: raise, cut, show. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run quota -- raise --currency USD --issuer 0x... --amount 1000000.00
 *   npm run quota -- show --currency USD
 *
 * Keys from the environment: VOSTRO_KEY_POLICY_ADMIN (raise), VOSTRO_KEY_COMPLIANCE (cut). On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("quota");
