/*
 * The desks of settlement: deploy them once a chain, admit or dismiss one in a token, show them. Exit codes:
 * src/chain/commands/exitCodes.ts.
 *
 *   npm run desk -- deploy --as 0
 *   npm run desk -- admit --desk OrderEscrow --currency USD
 *   npm run desk -- show
 *
 * Keys from the environment: VOSTRO_KEY_CUSTOMER (deploy: anyone's), VOSTRO_KEY_POLICY_ADMIN, VOSTRO_KEY_COMPLIANCE.
 * On a local chain the test accounts stand in.
 */
import { runScript } from "./support/run.js";

await runScript("desk");
