/*
 * Sets, closes or shows what countries lead to, and which zones need a programme. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run country -- close --country IR,KP
 *
 * Keys from the environment: VOSTRO_KEY_POLICY_ADMIN, VOSTRO_KEY_COMPLIANCE.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("country");
