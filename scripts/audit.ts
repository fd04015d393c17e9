/*
 * Compares a live bank with its bank file: one line for each difference, and exit code 1 if there is any. Needs no key.
 *
 *   npm run audit -- --bank deploy/banks/demo.json --network rpc
 */
import { runBankScript } from "./support/bank.js";

await runBankScript("audit");
