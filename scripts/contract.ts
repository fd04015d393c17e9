/*
 * Contracts that a bank relies on: powers, Limits, listed tokens, code of smart accounts. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run contract -- admit --currency USD --contract 0x... --powers NOTARY --yes demo
 *   npm run contract -- sync --currency USD --party C-1006
 *   npm run contract -- show --currency USD
 *
 * Keys from the environment: VOSTRO_KEY_POLICY_ADMIN, VOSTRO_KEY_COMPLIANCE; sync and enrol: VOSTRO_KEY_CUSTOMER, anyone's. On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("contract");
