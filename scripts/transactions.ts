/*
 * Transactions that commands have sent: where they stand; replaces, cancels or resends what is stuck or lost. Exit codes:
 * src/chain/commands/exitCodes.ts.
 *
 *   npm run transactions -- show
 *   npm run transactions -- replace --role ISSUER --nonce 12
 *   npm run transactions -- cancel --role ISSUER --nonce 12
 *   npm run transactions -- resend
 *
 * Keys from the environment: VOSTRO_KEY_<ROLE> of the key that sent it. On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("transactions");
