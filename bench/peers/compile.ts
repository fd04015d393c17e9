import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { InterfaceAbi } from "ethers";

import type { Artifact } from "../chain.js";

const require = createRequire(import.meta.url);

interface Solc {
  version(): string;
  compile(input: string, callbacks: { import(path: string): { contents: string } | { error: string } }): string;
}

interface Output {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, { abi: InterfaceAbi; evm: { bytecode: { object: string } } }>>;
}

// The compiler of the project's own build. The peers stay out of that build: other licences, other settings.
const solc = require("solc") as Solc;

export const SOLC_VERSION = solc.version().split("+")[0]!;

/** Cancun for every peer we compile, as for our own contracts, so that only the code differs. */
export const EVM_VERSION = "cancun";

/** Compiles one wrapper of bench/peers/contracts, its imports read from the installed packages. */
export function compile(contract: string, optimizerRuns: number): Artifact {
  const file = `${contract}.sol`;
  const source = readFileSync(new URL(`contracts/${file}`, import.meta.url), "utf8");
  const input = {
    language: "Solidity",
    sources: { [file]: { content: source } },
    settings: {
      evmVersion: EVM_VERSION,
      optimizer: { enabled: true, runs: optimizerRuns },
      outputSelection: { [file]: { [contract]: ["abi", "evm.bytecode.object"] } },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport })) as Output;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const compiled = output.contracts?.[file]?.[contract];
  if (compiled === undefined) throw new Error(`${file} has no contract ${contract}`);
  return { abi: compiled.abi, bytecode: `0x${compiled.evm.bytecode.object}` };
}

function readImport(path: string): { contents: string } | { error: string } {
  try {
    return { contents: readFileSync(require.resolve(path), "utf8") };
  } catch (error) {
    return { error: String(error) };
  }
}
