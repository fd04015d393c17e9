import { configVariable } from "hardhat/config";
import type { HardhatUserConfig } from "hardhat/types/config";

import { VostroError } from "../errors/index.js";
import type { Match } from "./match.js";

export const EXPLORERS = ["etherscan", "blockscout", "sourcify"] as const;
export type Explorer = (typeof EXPLORERS)[number];

export interface SubmitOptions {
  readonly explorer: Explorer;
  readonly chainId: number;
  /** the node; the network `rpc` of hardhat.config.ts if left out */
  readonly rpcUrl?: string | undefined;
  /** of an explorer that hardhat-verify does not know: its API, and its pages */
  readonly apiUrl?: string | undefined;
  readonly explorerUrl?: string | undefined;
  readonly say: (line: string) => void;
}

export interface Submission {
  readonly name: string;
  readonly address: string;
  readonly verified: boolean;
  readonly problem: string | undefined;
}

/**
 * Gives the sources to an explorer through hardhat-verify, contract by contract; one that it has already is left. The API key
 * is ETHERSCAN_API_KEY or BLOCKSCOUT_API_KEY, from Hardhat's keystore or the environment.
 */
export async function submitSources(matches: readonly Match[], options: SubmitOptions): Promise<Submission[]> {
  const { createHardhatRuntimeEnvironment } = await import("hardhat/hre");
  const { default: project } = await import("hardhat");
  const { verifyContract } = await import("@nomicfoundation/hardhat-verify/verify");
  const { root } = project.config.paths;
  const config = configFor(project.userConfig, options);
  // The profile of our build: hardhat-verify's own choice, "production", has other settings of the optimizer.
  const hre = await createHardhatRuntimeEnvironment(config, { network: "explored", buildProfile: "default" }, root);
  const submissions: Submission[] = [];
  for (const { deployed, arguments: given } of matches) {
    const { name, address, contract } = deployed;
    const { sourceName, contractName } = await hre.artifacts.readArtifact(contract);
    const order = {
      address,
      constructorArgs: given.map(({ value }) => value),
      contract: `${sourceName}:${contractName}`,
      provider: options.explorer,
    };
    const problem = await quietly(options.say, () => verifyContract(order, hre)).then(
      () => undefined,
      (error: unknown) => problemOf(error),
    );
    submissions.push({ name, address, verified: problem === undefined, problem });
  }
  return submissions;
}

/** The project's configuration, with the node and the explorer of this submission. */
function configFor(user: HardhatUserConfig, options: SubmitOptions): HardhatUserConfig {
  const { explorer, chainId, apiUrl, explorerUrl, rpcUrl } = options;
  const known = user.chainDescriptors?.[chainId];
  const own = apiUrl === undefined ? undefined : { url: explorerUrl ?? new URL(apiUrl).origin, apiUrl };
  const named = explorer !== "sourcify" && own !== undefined ? { [explorer]: own } : {};
  return {
    ...user,
    networks: {
      ...user.networks,
      explored: { type: "http", chainType: "generic", url: rpcUrl ?? configVariable("VOSTRO_RPC_URL") },
    },
    chainDescriptors: {
      ...user.chainDescriptors,
      [chainId]: { name: `chain ${chainId}`, ...known, blockExplorers: { ...known?.blockExplorers, ...named } },
    },
    verify: {
      ...user.verify,
      ...(explorer === "etherscan" ? { etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") } } : {}),
      ...(explorer === "blockscout" && process.env["BLOCKSCOUT_API_KEY"] !== undefined
        ? { blockscout: { apiKey: configVariable("BLOCKSCOUT_API_KEY") } }
        : {}),
      ...(explorer === "sourcify" && apiUrl !== undefined ? { sourcify: { apiUrl } } : {}),
    },
  };
}

/** hardhat-verify writes to the console, which is the place of what a command prints. */
async function quietly<T>(say: (line: string) => void, act: () => Promise<T>): Promise<T> {
  const { log } = console;
  console.log = (text: string) =>
    text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .forEach(say);
  try {
    return await act();
  } finally {
    console.log = log;
  }
}

/** In one line; an explorer that has it already is no problem. */
function problemOf(error: unknown): string | undefined {
  if (error instanceof VostroError) throw error;
  const text = String((error as Error)?.message ?? error).trim();
  return /already (been )?verified/i.test(text) ? undefined : text.replace(/\s*\n\s*/g, " ");
}
