/*
 * The bank's gateway: payment files in, tokens out; redemptions in, payment files out. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run gateway -- run --customers customers.csv --port 8080
 *   npm run gateway -- suspense
 *
 * Keys and secrets from the environment: VOSTRO_KEY_<ROLE> of the roles named, VOSTRO_SALT, DATABASE_URL,
 * VOSTRO_GATEWAY_TOKEN. On a local chain the test accounts stand in. docs/operations/gateway.md describes it.
 */
import { runScript } from "./support/run.js";

await runScript("gateway");
