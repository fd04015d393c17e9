import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import type { Values } from "../../src/chain/commands/context.js";
import type { CommandName } from "../../src/chain/commands/definitions.js";
import { EXIT } from "../../src/chain/commands/exitCodes.js";
import { type Ended, runCommand } from "../../src/chain/commands/run.js";
import { terminal } from "../../src/chain/commands/terminal.js";

/** Runs an act on the network that Hardhat's own --network names, prints, and sets the exit code. */
export const actionOf =
  (name: CommandName) =>
  async ({ step, ...values }: Values, hre: HardhatRuntimeEnvironment): Promise<Ended> => {
    const connection = await hre.network.create(hre.globalOptions.network);
    try {
      const environment = {
        provider: connection.ethers.provider,
        variables: process.env,
        outbox: true,
        progress: (line: string) => console.error(line),
        ask: terminal(),
      };
      const ended = await runCommand(name, typeof step === "string" ? step : undefined, values, environment);
      if (ended.output !== "") console.log(ended.output);
      if (ended.complaint !== "") console.error(ended.complaint);
      if (ended.exitCode !== EXIT.DONE) process.exitCode = ended.exitCode;
      return ended;
    } finally {
      await connection.close();
    }
  };
