import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Artifact } from "./chain.js";

const require = createRequire(import.meta.url);

interface LinkableArtifact extends Artifact {
  linkReferences?: Record<string, Record<string, { start: number; length: number }[]>>;
}

/** Library addresses by name, for bytecode that needs any. */
export type Libraries = Record<string, string>;

/** An artifact as its authors published it on npm: their compiler, their settings, their dependencies. */
export function shipped(path: string, libraries: Libraries = {}): Artifact {
  return link(require.resolve(path), libraries);
}

/** An artifact of this project's own build, e.g. built("token/Token.sol", "Token"). */
export function built(source: string, contract: string, libraries: Libraries = {}): Artifact {
  const file = new URL(`../artifacts/contracts/${source}/${contract}.json`, import.meta.url);
  if (!existsSync(file)) throw new Error(`${source} is not built: run "hardhat build" first`);
  return link(file, libraries);
}

function link(file: string | URL, libraries: Libraries): Artifact {
  const { abi, bytecode: unlinked, linkReferences = {} } = JSON.parse(readFileSync(file, "utf8")) as LinkableArtifact;
  let bytecode = unlinked;
  for (const wanted of Object.values(linkReferences)) {
    for (const [name, places] of Object.entries(wanted)) {
      const address = libraries[name];
      if (address === undefined) throw new Error(`the bytecode needs the library ${name}`);
      for (const { start, length } of places) {
        const [from, to] = [2 + start * 2, 2 + (start + length) * 2];
        bytecode = bytecode.slice(0, from) + address.slice(2).toLowerCase() + bytecode.slice(to);
      }
    }
  }
  return { abi, bytecode };
}
