import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { BankFileError } from "../bank/bankFileErrors.js";
import { EXIT, type ExitCode, InputError } from "../chain/commands/exitCodes.js";
import { toJson } from "../chain/commands/files.js";
import { NotDeployedError } from "../chain/deployErrors.js";
import { deploymentFolder, DEPLOYMENTS } from "../chain/deployments.js";
import { decodeError, VostroError } from "../errors/index.js";
import { applyBank } from "./apply.js";
import { describeApply, describeFindings, describePlan } from "./describe.js";
import { planBank } from "./plan.js";
import { type BankRun, chainIdOf, deployedAt, differences, findBankFile } from "./run.js";

/** The three acts on a bank as a whole. */
export type BankAct = "plan" | "apply" | "audit";

/** What a person asks for on the command line. */
export interface BankCommand {
  /** path of a bank file, or the name of a shipped one */
  readonly bank: string;
  /** a network of hardhat.config.ts; Hardhat's choice if left out */
  readonly network?: string | undefined;
  /** address that deploys and pays; the network's first account if left out */
  readonly deployer?: string | undefined;
  /** where deployments are recorded; deploy/deployments if left out */
  readonly deployments?: string | undefined;
  /** apply: folder for batches that Safes must sign */
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
  /** the build is known to be current */
  readonly noBuild?: boolean | undefined;
}

/** For standard output and standard error, while it runs and at the end. */
export interface Voice {
  readonly say: (line: string) => void;
  readonly progress: (line: string) => void;
}

/**
 * Plans, applies or audits a bank file. Never throws for what a person can correct: that is a sentence and an exit code
 * (`exitCodes.ts`): 0 as the file says, 1 differences are left or something was refused, 2 a file or key that cannot be right.
 */
export async function bankCommand(
  hre: HardhatRuntimeEnvironment,
  act: BankAct,
  command: BankCommand,
  variables: BankRun["variables"],
  { say, progress }: Voice,
): Promise<ExitCode> {
  try {
    const config = await findBankFile(command.bank, { approvalId: variables["VOSTRO_APPROVAL_ID"] });
    if (command.noBuild !== true) await hre.tasks.getTask("build").run({ quiet: true });
    const connection = await hre.network.create(command.network);
    const inProcess = connection.networkConfig.type === "edr-simulated";
    const folder = inProcess ? await mkdtemp(join(tmpdir(), "vostro-rehearsal-")) : undefined;
    try {
      progress(`${config.legalName} (${config.name}) on network ${connection.networkName}`);
      if (inProcess) progress("A rehearsal: this chain is in this process and ends with it. Nothing is kept.");
      const directory = folder ?? command.deployments ?? DEPLOYMENTS;
      const { deployer } = command;
      const run: BankRun = {
        ...{ connection, config, directory, deployer, variables, artifacts: hre.artifacts },
        onProgress: (line) => progress(`  ${line}`),
      };
      const { text, data, isSame } = await ACTS[act](run, command);
      say(command.json === true ? toJson({ ok: isSame, ...data }) : text);
      return isSame ? EXIT.DONE : EXIT.REFUSED;
    } finally {
      await connection.close();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    }
  } catch (error) {
    return complain(error, command.json === true, say, progress);
  }
}

interface Answer {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** the chain is as the file says */
  readonly isSame: boolean;
}

/** Each act on a chain that is connected already. */
export const ACTS: Readonly<Record<BankAct, (run: BankRun, command: BankCommand) => Promise<Answer>>> = {
  plan: async (run) => {
    const plan = await planBank(run);
    // Having something to do is what a plan is for: it is not a failure.
    return { text: describePlan(plan), data: { ...plan }, isSame: true };
  },
  apply: async (run, { out }) => {
    const report = await applyBank(run, { batches: out });
    const { acts, left, customers, addresses, batches } = report;
    const isSame = left.length === 0 && customers?.failed !== true;
    const transactions = report.deployment?.transactions ?? [];
    return {
      text: describeApply(report),
      data: { addresses, transactions, acts, batches, customers: customers?.data, left },
      isSame,
    };
  },
  audit: async (run) => {
    const addresses = await deployedAt(run);
    if (addresses === undefined) {
      const chainId = await chainIdOf(run);
      throw new NotDeployedError(run.config.name, chainId, deploymentFolder(run.directory, run.config.name, chainId));
    }
    const findings = await differences(run, addresses);
    const block = await run.connection.ethers.provider.getBlock("latest");
    const head = `Audited ${run.config.name} at block ${block?.number} (${block?.hash}): `;
    const text =
      findings.length === 0
        ? `${head}everything is as the bank file says, and no account besides the file's holds a role.`
        : [`${head}${findings.length} difference(s).`, ...describeFindings(findings)].join("\n");
    return { text, data: { block: block?.number, blockHash: block?.hash, findings }, isSame: findings.length === 0 };
  },
};

function complain(error: unknown, json: boolean, say: Voice["say"], progress: Voice["progress"]): ExitCode {
  if (error instanceof BankFileError || error instanceof InputError) {
    const data = error instanceof BankFileError ? { file: error.file, problems: error.problems } : error.toJSON();
    if (json) say(toJson({ ok: false, error: { name: error.name, ...data } }));
    else progress(error.message);
    return EXIT.BAD_ARGUMENTS;
  }
  // A fault of the program is to be seen whole.
  if (!(error instanceof VostroError) && isFault(error)) throw error;
  const failure = error instanceof VostroError ? error : decodeError(error);
  if (json) say(toJson({ ok: false, error: failure.toJSON() }));
  else progress(`${failure.name}: ${failure.message}`);
  return EXIT.REFUSED;
}

const isFault = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
