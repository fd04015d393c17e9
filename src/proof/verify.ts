import { getAddress, ZeroAddress } from "ethers";

import { VostroError } from "../errors/index.js";
import { type ClaimProof, leafOf } from "./claims.js";
import { MAX_HEIGHT, rootOfClaims, type SumNode } from "./hash.js";
import { climb } from "./sumTree.js";

/**
 * Whether the path leads from the wallet's balance to the total and the root: arithmetic alone, no chain. Never throws.
 * @returns what is wrong, in a sentence; undefined if nothing is
 */
export function problemOf(proof: ClaimProof): string | undefined {
  const { wallet, path, root, total } = proof;
  if (path.length > MAX_HEIGHT) return `The path has ${path.length} steps; no tree is higher than ${MAX_HEIGHT}.`;
  if (!isAddress(wallet)) return `${JSON.stringify(wallet)} is no wallet's address with its checksum.`;
  let top: SumNode;
  let computed: string;
  try {
    top = climb(leafOf(proof), path);
    computed = rootOfClaims(proof, path.length, top);
  } catch (error) {
    if (error instanceof VostroError) return error.sentence;
    return `The proof cannot be computed (${(error as Error).message}).`;
  }
  if (top.sum !== total) return `The path adds up to ${top.sum} minor units, but the total is said to be ${total}.`;
  if (computed !== root) return `The path leads to the root ${computed}, not to ${root}.`;
  return undefined;
}

function isAddress(value: string): boolean {
  try {
    return getAddress(value) === value && value !== ZeroAddress;
  } catch {
    return false;
  }
}
