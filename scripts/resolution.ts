/*
 * Winds a token down: declare, register, commit, accept, move, prove, show. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run resolution -- register --currency USD --block 120 --out register.json
 *
 * Keys from the environment: VOSTRO_KEY_RESOLUTION, VOSTRO_KEY_COMPLIANCE_APPROVER.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("resolution");
