import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { keccak256 } from "ethers";
import { z } from "zod";

import { VostroError } from "../errors/index.js";

/*
 * What is kept of a contract that was deployed: enough to know its code on a chain, to compare a successor with it, and to go
 * back to it years later, without its sources or its compiler.
 */

/** Where releases are kept: a folder for each version, a file for each contract. */
export const RELEASES = fileURLToPath(new URL("../../deploy/releases/", import.meta.url));

/** Contracts behind proxies, and what a desk may be upgraded to. */
export const RELEASED = [
  "DepositToken",
  "PartyRegistry",
  "IssuanceDesk",
  "RedemptionDesk",
  "LegalOrders",
  "SuccessorIssuanceDesk",
] as const;

const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/, "is not 32 bytes");
const hexadecimal = z.string().regex(/^0x(?:[0-9a-f]{2})+$/, "is not hexadecimal");

const schema = z.strictObject({
  contract: z.string(),
  /** of the project, or "build" for what is not kept */
  version: z.string(),
  source: z.string(),
  compiler: z.strictObject({ version: z.string(), settings: z.record(z.string(), z.unknown()) }),
  /** keccak-256 of the creation code */
  creationCodeHash: bytes32,
  /** keccak-256 of the code on chain with zeros for the immutables, which each address has its own of */
  runtimeCodeHash: bytes32,
  /** places of the immutables in the code on chain, in bytes */
  immutables: z.array(z.strictObject({ start: z.int(), length: z.int() })),
  /** functions that ask the AccessManager who may call them */
  restricted: z.array(z.string()),
  /** what OpenZeppelin's validation finds unsafe behind a proxy */
  unsafe: z.array(z.string()),
  /** functions, events and errors, as Solidity writes them */
  abi: z.array(z.string()),
  /** as OpenZeppelin's upgrades-core extracts it, namespaces (ERC-7201) included */
  layout: z.looseObject({ storage: z.array(z.unknown()), types: z.record(z.string(), z.unknown()) }),
  creationCode: hexadecimal,
});

/** One contract of one release, or of the present build. */
export type Release = z.infer<typeof schema>;

/**
 * A kept contract.
 * @throws VostroError NoRelease, ReleaseDamaged
 */
export async function loadRelease(version: string, contract: string, folder = RELEASES): Promise<Release> {
  const path = join(folder, version, `${contract}.json`);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    throw new VostroError({
      name: "NoRelease",
      args: { version, contract },
      sentence: `There is no kept release ${version} of ${contract}: ${path} is missing.`,
      fix: `Name one that is kept (${(await versionsIn(folder)).join(", ") || "none is"}).`,
    });
  }
  return parse(text, path);
}

function parse(text: string, path: string): Release {
  const damaged = (problem: string): VostroError =>
    new VostroError({
      name: "ReleaseDamaged",
      args: { path },
      sentence: `${path} is damaged: ${problem}.`,
      fix: "Take it from the version control again. Nothing was sent.",
    });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damaged("it is not JSON");
  }
  const result = schema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw damaged(`${issue?.path.join(".") || "the file"} ${issue?.message ?? "is malformed"}`);
  }
  const release = result.data;
  if (keccak256(release.creationCode) !== release.creationCodeHash) throw damaged("its creation code has another hash");
  return release;
}

/** Versions that are kept, in the alphabet's order. */
export async function versionsIn(folder = RELEASES): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

/** Every kept contract. @throws VostroError ReleaseDamaged */
export async function allReleases(folder = RELEASES): Promise<Release[]> {
  const versions = await versionsIn(folder);
  const lists = await Promise.all(
    versions.map(async (version) => {
      const files = (await readdir(join(folder, version))).filter((file) => file.endsWith(".json")).sort();
      return Promise.all(files.map((file) => loadRelease(version, file.replace(/\.json$/, ""), folder)));
    }),
  );
  return lists.flat();
}

/** Whether code on a chain is this contract's: the same but for the immutables. */
export function isCodeOf({ immutables, runtimeCodeHash }: Release, code: string): boolean {
  return code !== "0x" && keccak256(withoutImmutables(code, immutables)) === runtimeCodeHash;
}

/** Code with zeros in the place of its immutables. */
export function withoutImmutables(code: string, immutables: Release["immutables"]): string {
  return immutables.reduce((masked, { start, length }) => {
    const at = 2 + start * 2;
    if (masked.length < at + length * 2) return masked;
    return masked.slice(0, at) + "0".repeat(length * 2) + masked.slice(at + length * 2);
  }, code);
}
