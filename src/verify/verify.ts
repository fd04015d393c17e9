import type { ArtifactManager } from "hardhat/types/artifacts";

import type { Bank } from "../chain/bank.js";
import { ask, providerOf } from "../chain/send.js";
import { findCreations } from "./creation.js";
import { deployedContracts } from "./deployed.js";
import { type Match, matchContract } from "./match.js";

/**
 * Compares every contract of a bank, the implementations behind its proxies and the desks of the chain with the build.
 * Sends nothing.
 * @param artifacts the build
 * @throws VostroError when the node does not answer
 */
export async function matchBank(bank: Bank, artifacts: ArtifactManager): Promise<Match[]> {
  const provider = providerOf(bank);
  const contracts = await ask(bank, deployedContracts(bank, provider));
  const creations = await findCreations(bank, provider, contracts);
  const matches: Match[] = [];
  for (const deployed of contracts) {
    const code = await ask(bank, provider.getCode(deployed.address));
    const artifact = await artifacts.readArtifact(deployed.contract);
    matches.push(matchContract(deployed, code, creations.get(deployed.address), artifact));
  }
  return matches;
}
