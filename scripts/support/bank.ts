import { parseArgs } from "node:util";

import hre from "hardhat";

import "../../src/config/fastAbi.js";
import { EXIT, type ExitCode } from "../../src/chain/commands/exitCodes.js";
import { type BankAct, bankCommand } from "../../src/plan/command.js";

/** Runs plan, apply or audit from the command line, on the network that --network names, and sets the exit code. */
export async function runBankScript(act: BankAct): Promise<void> {
  process.exitCode = await run(act);
}

async function run(act: BankAct): Promise<ExitCode> {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        bank: { type: "string", default: "demo" },
        network: { type: "string", default: "hardhat" },
        deployer: { type: "string" },
        deployments: { type: "string" },
        out: { type: "string" },
        json: { type: "boolean", default: false },
        "no-build": { type: "boolean", default: false },
      },
    }));
  } catch (error) {
    console.error(`${act}: ${(error as Error).message}`);
    return EXIT.BAD_ARGUMENTS;
  }
  const command = { ...values, noBuild: values["no-build"] };
  return bankCommand(hre, act, command, process.env, { say: console.log, progress: console.error });
}
