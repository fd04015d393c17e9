import { shipped } from "../artifacts.js";
import type { Artifact } from "../chain.js";

/** A contract of T-REX, or of the ONCHAINID version T-REX was built with, which its package ships too. */
export function trexCode(contract: string, folder: string): Artifact {
  return shipped(`@tokenysolutions/t-rex/artifacts/${folder}/${contract}.sol/${contract}.json`);
}

/** A contract of ONCHAINID's own package, for what T-REX's does not ship. Only the claim variants run it. */
export function onchainIdCode(contract: string, folder: string): Artifact {
  return shipped(`@onchain-id/solidity/artifacts/contracts/${folder}/${contract}.sol/${contract}.json`);
}
