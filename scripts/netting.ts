/*
 * Netting cycles: build, sign, settle. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run netting -- build --currency USD --obligations list.csv --cut-off 2026-12-01T12:00:00Z --settle-by 2026-12-01T13:00:00Z --out cycle.json
 *   npm run netting -- sign --file cycle.json --out mine.json
 *   npm run netting -- settle --file cycle.json --signatures mine.json,theirs.json
 *
 * Keys from the environment: VOSTRO_KEY_CUSTOMER, the party's. On a local chain the test accounts stand in (--as N).
 */
import { runScript } from "./support/run.js";

await runScript("netting");
