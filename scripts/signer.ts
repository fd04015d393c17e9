/*
 * Who signs for the bank: show, rotate, add, remove, renounce. Exit codes: src/chain/commands/exitCodes.ts.
 *
 *   npm run signer -- show
 *   npm run signer -- rotate --role ISSUER --from 0x... --to 0x... --yes demo
 *   npm run signer -- rotate --role ISSUER --from 0x... --to 0x... --execute --yes demo
 *
 * Keys from the environment: VOSTRO_KEY_ADMIN; renounce: VOSTRO_KEY_<ROLE>. On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("signer");
