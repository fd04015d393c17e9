import { existsSync } from "node:fs";
import { join } from "node:path";

import { HardhatError } from "@nomicfoundation/hardhat-errors";
import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import {
  deploy,
  type DeploymentResult,
  DeploymentResultType,
  type ExecutionEventListener,
  ExecutionEventType,
  type IgnitionModule,
  status,
  wipe,
} from "@nomicfoundation/ignition-core";
import type { ArtifactManager } from "hardhat/types/artifacts";
import type { NetworkConnection } from "hardhat/types/network";

import { DeploymentChangedError, DeploymentFailedError } from "./deployErrors.js";
import { recoverLostTransaction } from "./lostTransaction.js";

/** What a deployment needs of a Hardhat connection. */
export type ChainConnection = Pick<NetworkConnection<string>, "provider" | "ethers" | "networkConfig">;

export interface ModuleRun {
  readonly connection: ChainConnection;
  readonly artifacts: ArtifactManager;
  readonly deployer: string;
  /** folder of the journal; undefined keeps none */
  readonly folder: string | undefined;
  /** blocks to wait for each transaction, on chains that do not mine at once */
  readonly confirmations: number | undefined;
  /** told the step's name as each transaction is confirmed */
  readonly onStep: (step: string) => void;
}

export interface ModuleResult {
  /** address by step, such as "Bank#AccessManager"; those of earlier runs included */
  readonly contracts: ReadonlyMap<string, string>;
  /** transactions confirmed by this run */
  readonly transactions: readonly string[];
}

/**
 * Runs an Ignition module, resuming from its journal.
 * @throws DeploymentChangedError when the journal is of another file or build; DeploymentFailedError when it stopped
 */
export async function runModule(module: IgnitionModule, run: ModuleRun): Promise<ModuleResult> {
  const transactions: string[] = [];
  await forgetFailures(run);
  const result = await deployOrRecover(module, run, transactions);
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) throw explain(result, run.folder);
  const contracts = Object.values(result.contracts).map(({ id, address }) => [id, address] as const);
  return { contracts: new Map(contracts), transactions };
}

async function deployOrRecover(
  module: IgnitionModule,
  run: ModuleRun,
  transactions: string[],
): Promise<DeploymentResult> {
  const { connection, folder, deployer } = run;
  const { provider, networkConfig } = connection;
  const minesAtOnce = await isAutomined(provider);
  const accounts = (await provider.request({ method: "eth_accounts" })) as string[];
  const attempt = () =>
    deploy({
      ignitionModule: module,
      artifactResolver: new HardhatArtifactResolver(run.artifacts),
      provider,
      deploymentDir: folder,
      deploymentParameters: {},
      accounts,
      defaultSender: deployer,
      executionEventListener: listener(run.onStep, transactions),
      config: {
        // A chain that mines at once has the next block already; asking for it every second would only wait.
        ...(minesAtOnce ? { blockPollingInterval: 5 } : {}),
        ...(run.confirmations === undefined ? {} : { requiredConfirmations: run.confirmations }),
      },
      ...feeLimits(networkConfig),
    });
  try {
    return await attempt();
  } catch (error) {
    if (!HardhatError.isHardhatError(error, HardhatError.ERRORS.IGNITION.EXECUTION.TRANSACTION_LOST)) {
      throw new DeploymentFailedError([firstLine(error)], folder !== undefined, error);
    }
    const { futureId, nonce, sender } = error.messageArguments;
    const lost = { futureId: String(futureId), nonce: Number(nonce), sender: String(sender) };
    await recoverLostTransaction(lost, run);
    return deployOrRecover(module, run, transactions);
  }
}

/** Hardhat's and anvil's chains mine a block for each transaction; others do not know the question. */
async function isAutomined(provider: ChainConnection["provider"]): Promise<boolean> {
  try {
    return (await provider.request({ method: "hardhat_getAutomine" })) === true;
  } catch {
    return false;
  }
}

function feeLimits({ ignition }: ChainConnection["networkConfig"]) {
  const { maxFeePerGasLimit, maxPriorityFeePerGas } = ignition;
  return {
    ...(maxFeePerGasLimit === undefined ? {} : { maxFeePerGasLimit }),
    ...(maxPriorityFeePerGas === undefined ? {} : { maxPriorityFeePerGas }),
  };
}

/**
 * Steps that a former run recorded as failed (refused in simulation or reverted on chain) changed nothing and may be
 * tried again; Ignition asks for them to be forgotten first. Steps that timed out are left: their transaction may still
 * be mined.
 */
async function forgetFailures({ folder, artifacts }: ModuleRun): Promise<void> {
  if (folder === undefined || !existsSync(join(folder, "journal.jsonl"))) return;
  const { failed } = await status(folder);
  for (const { futureId } of failed) await wipe(folder, new HardhatArtifactResolver(artifacts), futureId);
}

/** A listener that hears confirmations and is deaf to the thirty other events. */
function listener(onStep: (step: string) => void, transactions: string[]): ExecutionEventListener {
  const camel = (type: string): string =>
    type.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const deaf = Object.values(ExecutionEventType).map((type) => [camel(type), () => Promise.resolve()]);
  return {
    ...(Object.fromEntries(deaf) as ExecutionEventListener),
    transactionConfirm: ({ futureId, hash }) => {
      transactions.push(hash);
      onStep(futureId);
      return Promise.resolve();
    },
  };
}

type Failure = Exclude<DeploymentResult, { type: DeploymentResultType.SUCCESSFUL_DEPLOYMENT }>;

function explain(result: Failure, folder: string | undefined): Error {
  if (result.type === DeploymentResultType.EXECUTION_ERROR) {
    const failed = result.failed.map(({ futureId, error }) => `${futureId}: ${error}`);
    const late = result.timedOut.map(({ futureId }) => `${futureId}: not confirmed in time`);
    const held = result.held.map(({ futureId, reason }) => `${futureId}: ${reason}`);
    return new DeploymentFailedError([...failed, ...late, ...held], folder !== undefined);
  }
  const details = Object.entries(result.errors).map(([step, errors]) => `${step}: ${errors.join(", ")}`);
  return result.type === DeploymentResultType.RECONCILIATION_ERROR
    ? new DeploymentChangedError(folder ?? "memory", details)
    : new DeploymentFailedError(details, folder !== undefined);
}

const firstLine = (error: unknown): string => String((error as Error)?.message ?? error).split("\n")[0]!;
