import { Contract, type Provider } from "ethers";

import { decodeError, VostroError } from "../errors/index.js";
import { SAFE_VERSIONS, type SafeVersion } from "./hashes.js";
import type { SafeAt } from "./write.js";

/** What a Safe says of itself. */
export interface SafeState {
  readonly version: SafeVersion;
  /** of its next transaction */
  readonly nonce: bigint;
  readonly threshold: bigint;
  readonly owners: readonly string[];
}

const ABI = [
  "function VERSION() view returns (string)",
  "function nonce() view returns (uint256)",
  "function getThreshold() view returns (uint256)",
  "function getOwners() view returns (address[])",
];

interface SafeViews {
  VERSION(): Promise<string>;
  nonce(): Promise<bigint>;
  getThreshold(): Promise<bigint>;
  getOwners(): Promise<string[]>;
}

/** The Safe at an address; undefined where there is no code (yet). @throws VostroError NotASafe, SafeVersionUnknown */
export async function readSafe(provider: Provider, address: string): Promise<SafeState | undefined> {
  const safe = new Contract(address, ABI, provider) as unknown as SafeViews;
  try {
    if ((await provider.getCode(address)) === "0x") return undefined;
  } catch (error) {
    throw decodeError(error);
  }
  let said: [string, bigint, bigint, string[]];
  try {
    said = await Promise.all([safe.VERSION(), safe.nonce(), safe.getThreshold(), safe.getOwners()]);
  } catch (error) {
    const sentence = `The contract at ${address} is no Safe.`;
    throw new VostroError({
      name: "NotASafe",
      args: { address },
      sentence,
      fix: "Name the Safe's own address.",
      cause: error,
    });
  }
  const [version, nonce, threshold, owners] = said;
  return { version: knownVersion(version), nonce, threshold, owners: [...owners] };
}

/** A version whose hashes are known here. @throws VostroError SafeVersionUnknown */
export function knownVersion(version: string): SafeVersion {
  if ((SAFE_VERSIONS as readonly string[]).includes(version)) return version as SafeVersion;
  throw new VostroError({
    name: "SafeVersionUnknown",
    args: { version },
    sentence: `The Safe has version ${version}, whose hashes are not computed here.`,
    fix: `Use a Safe of version ${SAFE_VERSIONS.join(" or ")}.`,
  });
}

/**
 * The Safe for which a batch is written.
 * @param nonce left out: the Safe's next one
 * @throws VostroError SafeNonceUsed; SafeNonceMissing where no Safe is deployed to ask
 */
export async function resolveSafe(provider: Provider, address: string, nonce: bigint | undefined): Promise<SafeAt> {
  const state = await readSafe(provider, address);
  if (state === undefined) {
    if (nonce !== undefined) return { address, nonce, version: "1.4.1" };
    throw new VostroError({
      name: "SafeNonceMissing",
      args: { address },
      sentence: `There is no Safe at ${address} that could be asked for its nonce.`,
      fix: "Correct the address; or give --safe-nonce, if the Safe will be deployed there (version 1.4.1).",
    });
  }
  if (nonce !== undefined && nonce < state.nonce) {
    throw new VostroError({
      name: "SafeNonceUsed",
      args: { address, nonce },
      sentence: `The Safe ${address} has used the nonce ${nonce} already; its next one is ${state.nonce}.`,
      fix: "Give a nonce from there on, or leave it out.",
    });
  }
  return { address, nonce: nonce ?? state.nonce, version: state.version };
}
