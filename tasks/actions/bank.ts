import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { EXIT, type ExitCode } from "../../src/chain/commands/exitCodes.js";
import { type BankAct, bankCommand, type BankCommand } from "../../src/plan/command.js";

/** On the network that Hardhat's own --network names. */
export const bankAction =
  (act: BankAct) =>
  async (options: BankCommand, hre: HardhatRuntimeEnvironment): Promise<ExitCode> => {
    const command = { ...options, network: hre.globalOptions.network };
    const exitCode = await bankCommand(hre, act, command, process.env, { say: console.log, progress: console.error });
    if (exitCode !== EXIT.DONE) process.exitCode = exitCode;
    return exitCode;
  };
