import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { loadBankFile } from "../bank/bankFile.js";
import { table } from "../demo/table.js";
import { type DeploymentReport, runDeployment } from "./deploy.js";
import { SINGLE_CONTRACTS, SINGLE_NAMES } from "./setup.js";

/** What a person asks for on the command line. */
export interface DeployCommand {
  /** path of the bank file */
  readonly bank: string;
  /** a network of hardhat.config.ts; Hardhat's choice if left out */
  readonly network?: string | undefined;
  /** address that sends and pays; the network's first account if left out */
  readonly deployer?: string | undefined;
  /** blocks to wait for each transaction */
  readonly confirmations?: number | undefined;
  /** the build is known to be current */
  readonly noBuild?: boolean | undefined;
}

/**
 * Builds, deploys and proves, saying what it does. Shared by `npm run deploy` and `hardhat deploy-bank`.
 * @throws BankFileError, and what `deployBank` throws
 */
export async function deployCommand(
  hre: HardhatRuntimeEnvironment,
  command: DeployCommand,
  say: (line: string) => void,
): Promise<DeploymentReport> {
  const bank = await loadBankFile(command.bank);
  if (command.noBuild !== true) await hre.tasks.getTask("build").run({ quiet: true });
  const connection = await hre.network.create(command.network);
  try {
    const inProcess = connection.networkConfig.type === "edr-simulated";
    say(`${bank.legalName} (${bank.name}) on network ${connection.networkName}`);
    if (inProcess) say("A rehearsal: this chain is in this process and ends with it. Nothing is kept.");
    const report = await runDeployment(connection, bank, {
      ...(command.deployer === undefined ? {} : { deployer: command.deployer }),
      ...(command.confirmations === undefined ? {} : { confirmations: command.confirmations }),
      onProgress: (step) => say(`  done: ${step.replace(/^.*#/, "")}`),
      onLost: (step) => say(`  lost by the chain, and done again: ${step.replace(/^.*#/, "")}`),
    });
    say(describeReport(report));
    return report;
  } finally {
    await connection.close();
  }
}

/** A deployment in words and a table. */
export function describeReport({ addresses, transactions, gasUsed }: DeploymentReport): string {
  const rows = [
    ["AccessManager", addresses.accessManager],
    ...SINGLE_NAMES.map((name) => [name, addresses[SINGLE_CONTRACTS[name]]]),
    ["TransferLens", addresses.transferLens],
    ...Object.entries(addresses.tokens).map(([currency, address]) => [`DepositToken ${currency}`, address]),
  ];
  const sent =
    transactions.length === 0
      ? "Everything was there already: nothing was sent."
      : `${transactions.length} transactions, ${gasUsed.toLocaleString("en")} gas.`;
  return [
    "",
    table(["contract", `address on chain ${addresses.chainId}`], rows),
    "",
    sent,
    "Checked: code, functions and roles, members and delays, corridors, countries, limits, powers, quotas and custody are",
    "as in the bank file.",
    "The deployer holds no role.",
  ].join("\n");
}
