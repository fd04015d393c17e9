/*
 * Reads a batch for a Safe from its bytes and computes the hashes that its owners sign. Exit codes:
 * src/chain/commands/exitCodes.ts.
 *
 *   npm run safe -- show --file open-corridor.json
 *   npm run safe -- show --file open-corridor.json --chain 1      without any network
 *
 * Needs no key and sends nothing.
 */
import { runScript } from "./support/run.js";

await runScript("safe");
