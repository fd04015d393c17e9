/*
 * Compares the chain, the subledger of its events and the bank's control account at a final block; exit code 1 on a
 * difference. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run reconcile -- --currency USD
 *
 * Keys: VOSTRO_KEY_ATTESTOR signs the report, VOSTRO_KEY_GUARDIAN stops issuing; both may be left out (--roles).
 */
import { runScript } from "./support/run.js";

await runScript("reconcile");
