/*
 * Says what differs between a bank file and the chain, who must sign to change it, and after which delay. Sends nothing.
 *
 *   npm run plan -- --bank deploy/banks/demo.json --network rpc
 *
 * Exit codes: src/chain/commands/exitCodes.ts; having something to do is not a failure.
 */
import { runBankScript } from "./support/bank.js";

await runBankScript("plan");
