/*
 * Replaces the code behind the suite's proxies. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run upgrade -- check --contract DepositToken
 *   npm run upgrade -- propose --contract DepositToken
 *   npm run upgrade -- execute --contract DepositToken
 *
 * Keys from the environment: VOSTRO_KEY_DEPLOYER (propose: any key that can pay), VOSTRO_KEY_UPGRADER, VOSTRO_KEY_GUARDIAN
 * (cancel). On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("upgrade");
