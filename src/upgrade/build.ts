import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { type InterfaceAbi, Interface, keccak256 } from "ethers";

import { VostroError } from "../errors/index.js";
import { type BuildInput, type BuildOutput, layoutOf } from "./layout.js";
import { restrictedIn } from "./restricted.js";
import { type Release, withoutImmutables } from "./release.js";

/** Where Hardhat keeps what it compiled. */
const ARTIFACTS = fileURLToPath(new URL("../../artifacts/", import.meta.url));

interface BuildArtifact {
  readonly contractName: string;
  readonly sourceName: string;
  readonly inputSourceName: string;
  readonly buildInfoId: string;
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
  readonly deployedBytecode: string;
  readonly immutableReferences?: Readonly<Record<string, readonly { start: number; length: number }[]>>;
}

interface BuildInfo {
  readonly solcLongVersion: string;
  readonly input: BuildInput;
}

export interface BuildOptions {
  /** what to call it; "build" if left out */
  readonly version?: string;
  /** contracts whose layout is known: of the same code it is not compiled again */
  readonly known?: readonly Release[];
}

/**
 * A contract of the present build, in the form in which releases are kept. Its layout is compiled, which takes about a second.
 * @throws VostroError NoSuchContract
 */
export async function buildOf(
  contract: string,
  { version = "build", known = [] }: BuildOptions = {},
): Promise<Release> {
  const artifact = JSON.parse(await readFile(await artifactPath(contract), "utf8")) as BuildArtifact;
  const creationCodeHash = keccak256(artifact.bytecode);
  const same = known.find((release) => release.contract === contract && release.creationCodeHash === creationCodeHash);
  if (same !== undefined) return { ...same, version };
  const info = join(ARTIFACTS, "build-info", artifact.buildInfoId);
  const { input, solcLongVersion } = JSON.parse(await readFile(`${info}.json`, "utf8")) as BuildInfo;
  const { output } = JSON.parse(await readFile(`${info}.output.json`, "utf8")) as { output: BuildOutput };
  const immutables = Object.values(artifact.immutableReferences ?? {}).flat();
  const places = immutables.map(({ start, length }) => ({ start, length })).sort((a, b) => a.start - b.start);
  const at = { source: artifact.inputSourceName, contract };
  const { layout, unsafe } = await layoutOf(input, output, at, solcLongVersion);
  return {
    contract,
    version,
    source: artifact.sourceName,
    compiler: { version: solcLongVersion, settings: settingsOf(input) },
    creationCodeHash,
    runtimeCodeHash: keccak256(withoutImmutables(artifact.deployedBytecode, places)),
    immutables: places,
    restricted: restrictedIn(output, at),
    unsafe,
    abi: [...new Interface(artifact.abi).format(false)].sort(),
    layout: layout as Release["layout"],
    creationCode: artifact.bytecode,
  };
}

/** All that changes the code; what the compiler is only asked to print does not. */
function settingsOf({ settings }: BuildInput): Record<string, unknown> {
  const { outputSelection: _, ...rest } = settings;
  return rest;
}

async function artifactPath(contract: string): Promise<string> {
  const folder = join(ARTIFACTS, "contracts");
  const wanted = join(`${contract}.sol`, `${contract}.json`);
  const files = /^[A-Za-z]\w*$/.test(contract) ? await readdir(folder, { recursive: true }).catch(() => []) : [];
  const found = files.find((file) => file === wanted || file.endsWith(`/${wanted}`) || file.endsWith(`\\${wanted}`));
  if (found !== undefined) return join(folder, found);
  throw new VostroError({
    name: "NoSuchContract",
    args: { contract },
    sentence: `The build has no contract ${JSON.stringify(contract)}.`,
    fix: "Write its name as in contracts/, and build first (npm run build).",
  });
}
