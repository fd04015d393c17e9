import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import {
  deploy,
  type DeploymentResult,
  type ExecutionEventListener,
  ExecutionEventType,
  type IgnitionModule,
} from "@nomicfoundation/ignition-core";

import type { ChainConnection, ModuleRun } from "./ignition.js";

/**
 * One run of Ignition over a module, from where its journal is.
 * @param transactions hashes of what this run confirms are added to it
 */
export async function attempt(
  module: IgnitionModule,
  run: ModuleRun,
  transactions: string[],
): Promise<DeploymentResult> {
  const { connection, folder, deployer } = run;
  const { provider, networkConfig } = connection;
  const minesAtOnce = await isAutomined(provider);
  const accounts = (await provider.request({ method: "eth_accounts" })) as string[];
  return deploy({
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
      ...(minesAtOnce ? { blockPollingInterval: 5, retryInterval: 50 } : {}),
      ...(run.confirmations === undefined ? {} : { requiredConfirmations: run.confirmations }),
      ...(run.bumpFeesAfter === undefined ? {} : { timeBeforeBumpingFees: run.bumpFeesAfter * 1000 }),
    },
    ...feeLimits(networkConfig),
  });
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
