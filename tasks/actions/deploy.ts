import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { BankFileError } from "../../src/bank/bankFileErrors.js";
import { deployCommand } from "../../src/chain/deployCommand.js";
import { VostroError } from "../../src/errors/index.js";

/** On the network that Hardhat's own --network names. */
export default async function deploy(
  { bank, deployer }: { bank: string; deployer?: string },
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  try {
    await deployCommand(hre, { bank, deployer, network: hre.globalOptions.network }, console.log);
  } catch (error) {
    // What a person can correct is said without a stack; everything else is a fault to be seen whole.
    if (!(error instanceof BankFileError) && !(error instanceof VostroError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
