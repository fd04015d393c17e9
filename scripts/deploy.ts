/*
 * Deploys a bank, or goes on with a deployment that stopped; a second run does nothing.
 *
 *   npm run deploy -- --bank deploy/banks/demo.json --network rpc
 *
 * Without --network it rehearses on a chain in this process. The deployer is the network's first account unless
 * --deployer names another of its accounts.
 */
import { parseArgs } from "node:util";

import hre from "hardhat";

import "../src/config/fastAbi.js";
import { deployCommand } from "../src/chain/deployCommand.js";

const { values } = parseArgs({
  options: {
    bank: { type: "string", default: "deploy/banks/demo.json" },
    network: { type: "string", default: "hardhat" },
    deployer: { type: "string" },
    confirmations: { type: "string" },
    "no-build": { type: "boolean", default: false },
  },
});

try {
  const confirmations = values.confirmations === undefined ? undefined : Number(values.confirmations);
  await deployCommand(hre, { ...values, confirmations, noBuild: values["no-build"] }, console.log);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
