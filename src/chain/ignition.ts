import { existsSync } from "node:fs";
import { join } from "node:path";

import { HardhatError } from "@nomicfoundation/hardhat-errors";
import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import {
  type DeploymentResult,
  DeploymentResultType,
  type IgnitionModule,
  status,
  wipe,
} from "@nomicfoundation/ignition-core";
import type { ArtifactManager } from "hardhat/types/artifacts";
import type { NetworkConnection } from "hardhat/types/network";

import { VostroError } from "../errors/index.js";
import { ChainUnstableError, DeploymentChangedError, DeploymentFailedError } from "./deployErrors.js";
import { attempt } from "./ignitionAttempt.js";
import { forgetLostSteps, type LostStep, resumeTimeouts } from "./journal.js";
import { recoverLostTransaction } from "./lostTransaction.js";

const { EXECUTION } = HardhatError.ERRORS.IGNITION;

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
  /** seconds after which a transaction that is not mined is sent again with a higher fee; Ignition's 180 if undefined */
  readonly bumpFeesAfter?: number | undefined;
  /** told the step's name as each transaction is confirmed */
  readonly onStep: (step: string) => void;
  /** told the step's name when the chain lost a transaction that was confirmed, before it is repeated */
  readonly onLost?: ((step: string) => void) | undefined;
}

export interface ModuleResult {
  /** address by step, such as "Bank#AccessManager"; those of earlier runs included */
  readonly contracts: ReadonlyMap<string, string>;
  /** transactions confirmed by this run */
  readonly transactions: readonly string[];
}

/** How often steps that the chain lost are repeated in one run. */
const REPEATS = 5;
/** How often a higher fee that the node finds too low is offered again, each time a block later. */
const UNDERPRICED_BUMPS = 20;
/** How long to wait for a block in which nothing more is to be sent, before giving up. */
const WAIT_MS = 600_000;

/**
 * Runs an Ignition module, resuming from its journal. Steps that the chain lost (dropped blocks, a node restored from an
 * older state) are found and repeated.
 * @throws DeploymentChangedError when the journal is of another file or build; DeploymentFailedError when it stopped;
 * ChainUnstableError when the chain loses steps again and again
 */
export async function runModule(module: IgnitionModule, run: ModuleRun): Promise<ModuleResult> {
  const transactions: string[] = [];
  await forgetFailures(run);
  await resumeTimeouts(run.folder);
  await repairJournal(run, transactions);
  for (let repeat = 0; ; repeat++) {
    const outcome = await deployOrRecover(module, run, transactions);
    if (outcome.kind === "failed" && !(await isReachable(run))) throw outcome.error;
    const lost = [...(await repairJournal(run, transactions)), ...(outcome.kind === "dropped" ? [outcome.step] : [])];
    if (lost.length === 0) {
      if (outcome.kind === "failed") throw outcome.error;
      if (outcome.kind === "done") {
        const contracts = Object.values(outcome.contracts).map(({ id, address }) => [id, address] as const);
        return { contracts: new Map(contracts), transactions };
      }
    }
    if (repeat === REPEATS) throw new ChainUnstableError(lost);
    await forgetFailures(run);
  }
}

/** Takes out of the journal what the chain no longer has, and says it. */
async function repairJournal(run: ModuleRun, transactions: string[]): Promise<string[]> {
  let lost: LostStep[];
  try {
    lost = await forgetLostSteps(run);
  } catch (error) {
    throw error instanceof VostroError ? error : new DeploymentFailedError([firstLine(error)], true, error);
  }
  for (const { step, hash } of lost) {
    run.onLost?.(step);
    const at = transactions.indexOf(hash);
    if (at >= 0) transactions.splice(at, 1);
  }
  return lost.map(({ step }) => step);
}

type Attempt =
  | { readonly kind: "done"; readonly contracts: Success["contracts"] }
  /** a transaction that was waited for is neither on chain nor in the node's pool */
  | { readonly kind: "dropped"; readonly step: string }
  | { readonly kind: "failed"; readonly error: Error };

async function deployOrRecover(
  module: IgnitionModule,
  run: ModuleRun,
  transactions: string[],
  bumps = UNDERPRICED_BUMPS,
): Promise<Attempt> {
  const { folder } = run;
  try {
    const result = await attempt(module, run, transactions);
    return result.type === DeploymentResultType.SUCCESSFUL_DEPLOYMENT
      ? { kind: "done", contracts: result.contracts }
      : { kind: "failed", error: explain(result, folder) };
  } catch (error) {
    const { TRANSACTION_LOST, DROPPED_TRANSACTION, WAITING_FOR_CONFIRMATIONS, WAITING_FOR_NONCE } = EXECUTION;
    if (folder !== undefined) {
      if (HardhatError.isHardhatError(error, TRANSACTION_LOST)) {
        const { futureId, nonce, sender } = error.messageArguments;
        const lost = { futureId: String(futureId), nonce: Number(nonce), sender: String(sender) };
        await recoverLostTransaction(lost, run);
        return deployOrRecover(module, run, transactions, bumps);
      }
      if (HardhatError.isHardhatError(error, DROPPED_TRANSACTION)) {
        return { kind: "dropped", step: String(error.messageArguments.futureId) };
      }
      // The deployer's transactions of a run before this one are still being confirmed.
      const waits =
        HardhatError.isHardhatError(error, WAITING_FOR_CONFIRMATIONS) ||
        HardhatError.isHardhatError(error, WAITING_FOR_NONCE);
      if (waits && (await nextBlock(run))) return deployOrRecover(module, run, transactions, bumps);
    }
    // Ignition's tenth more is rounded down, and some nodes round up: with the next block the network's fee may do.
    if (folder !== undefined && /underpriced/i.test(firstLine(error)) && bumps > 0 && (await nextBlock(run))) {
      return deployOrRecover(module, run, transactions, bumps - 1);
    }
    return { kind: "failed", error: new DeploymentFailedError([firstLine(error)], folder !== undefined, error) };
  }
}

async function isReachable({ connection }: ModuleRun): Promise<boolean> {
  try {
    return (await connection.ethers.provider.getBlockNumber()) >= 0;
  } catch {
    return false;
  }
}

/** Waits for a block. @returns false when none came */
async function nextBlock({ connection }: ModuleRun): Promise<boolean> {
  const { provider } = connection.ethers;
  const before = await provider.getBlockNumber();
  for (let waited = 0; waited < WAIT_MS; waited += 1000) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    if ((await provider.getBlockNumber()) !== before) return true;
  }
  return false;
}

/**
 * Steps that a former run recorded as failed (refused in simulation or reverted on chain) changed nothing and may be
 * tried again; Ignition asks for them to be forgotten first. Steps that timed out are another matter: their transaction may
 * still be mined.
 */
async function forgetFailures({ folder, artifacts }: ModuleRun): Promise<void> {
  if (folder === undefined || !existsSync(join(folder, "journal.jsonl"))) return;
  const { failed } = await status(folder);
  for (const { futureId } of failed) await wipe(folder, new HardhatArtifactResolver(artifacts), futureId);
}

type Success = Extract<DeploymentResult, { type: DeploymentResultType.SUCCESSFUL_DEPLOYMENT }>;
type Failure = Exclude<DeploymentResult, Success>;

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
