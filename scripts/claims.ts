/*
 * Builds the tree of holders' claims at a block, proves a holder's claim in it, and checks such a proof against the chain. Exit
 * codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run claims -- build --currency USD --block 1234567 --out claims-1234567.json
 *   npm run claims -- prove --file claims-1234567.json --wallet 0x... --out proof.json
 *   npm run claims -- check --file proof.json
 *
 * Reads only: no key. `build` needs the bank's VOSTRO_SALT, `check` nothing of the bank's but its deployment's record.
 */
import { runScript } from "./support/run.js";

await runScript("claims");
