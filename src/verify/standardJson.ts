import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { ArtifactManager, BuildInfo } from "hardhat/types/artifacts";

import { makeNewFolder, writeNewText } from "../chain/commands/output.js";
import { VostroError } from "../errors/index.js";
import type { Match } from "./match.js";

/** What an explorer's form asks for, for one contract. */
export interface ExplorerEntry {
  readonly name: string;
  readonly address: string;
  /** "project/contracts/token/DepositToken.sol:DepositToken", as the standard JSON names it */
  readonly contractName: string;
  /** "v0.8.37+commit.f401782d" */
  readonly compilerVersion: string;
  /** file with the standard-JSON input, beside this list */
  readonly standardJson: string;
  /** ABI-encoded, hex digits without 0x */
  readonly constructorArguments: string | undefined;
}

/** How the build made a contract. @throws VostroError NotBuilt */
export async function buildInfoOf(artifacts: ArtifactManager, contract: string): Promise<BuildInfo> {
  const id = await artifacts.getBuildInfoId(contract);
  const path = id === undefined ? undefined : await artifacts.getBuildInfoPath(id);
  if (path !== undefined) return JSON.parse(await readFile(path, "utf8")) as BuildInfo;
  throw new VostroError({
    name: "NotBuilt",
    args: { contract },
    sentence: `There is no record of how ${contract} was built.`,
    fix: "Build the contracts (npm run build).",
  });
}

/** Writes the standard-JSON input of each contract and contracts.json into a new folder. @throws InputError, VostroError */
export async function writeStandardJson(
  folder: string,
  chainId: number,
  matches: readonly Match[],
  artifacts: ArtifactManager,
): Promise<readonly ExplorerEntry[]> {
  await makeNewFolder(folder);
  const written = new Set<string>();
  const entries: ExplorerEntry[] = [];
  for (const { deployed, encodedArguments } of matches) {
    const { contract, name, address } = deployed;
    const { inputSourceName, contractName } = await artifacts.readArtifact(contract);
    const { input, solcLongVersion } = await buildInfoOf(artifacts, contract);
    const standardJson = `${contract}.json`;
    if (!written.has(contract)) await writeNewText(join(folder, standardJson), JSON.stringify(input, null, 1));
    written.add(contract);
    entries.push({
      name,
      address,
      contractName: `${inputSourceName}:${contractName}`,
      compilerVersion: `v${solcLongVersion}`,
      standardJson,
      constructorArguments: encodedArguments?.slice(2),
    });
  }
  await writeNewText(join(folder, "contracts.json"), `${JSON.stringify({ chainId, contracts: entries }, null, 2)}\n`);
  return entries;
}
