/*
 * Registers a custody account, to which seized money goes, or takes one off. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run custody -- add --wallet 0x...
 *
 * Keys from the environment: VOSTRO_KEY_POLICY_ADMIN to add (scheduled first, where the role is held with a delay),
 * VOSTRO_KEY_COMPLIANCE to remove. On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("custody");
