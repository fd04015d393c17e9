/*
 * Compares the code of every contract of a bank with this build, writes what explorers ask for, submits it. Exit codes:
 * src/chain/commands/exitCodes.ts.
 *
 *   npm run verify-code -- --out verification
 *   npm run verify-code -- --submit etherscan
 *   npm run verify-code -- --submit blockscout --api-url https://explorer.example/api
 *
 * Needs no key of the bank. The API key is ETHERSCAN_API_KEY or BLOCKSCOUT_API_KEY, from the environment or Hardhat's keystore.
 */
import { runScript } from "./support/run.js";

await runScript("verify-code");
