import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

import type { BankAddresses } from "./bank.js";
import { NotDeployedError, OtherChainError } from "./deployErrors.js";
import { addressShape as address } from "./shapes.js";

/*
 * What a deployment leaves on disk: one folder for each bank and chain, with Ignition's journal, `chain.json` (which chain
 * this was) and, once everything is proven, `addresses.json`.
 */

/** Where deployments are kept unless told otherwise: Ignition's own place, ignored by git. */
export const DEPLOYMENTS = fileURLToPath(new URL("../../deploy/deployments/", import.meta.url));

/** The folder of one bank on one chain; its name is Ignition's deployment id. */
export const deploymentFolder = (directory: string, bank: string, chainId: number): string =>
  join(directory, `${bank}-${chainId}`);

const addressesSchema = z.object({
  bank: z.string(),
  chainId: z.int(),
  fromBlock: z.int(),
  accessManager: address,
  partyRegistry: address,
  issuanceDesk: address,
  redemptionDesk: address,
  limits: address,
  confirmedPayments: address,
  legalOrders: address,
  pauseControl: address,
  resolution: address,
  transferLens: address,
  tokens: z.record(z.string(), address),
});

/**
 * The addresses of a finished deployment.
 * @param directory where deployments are kept
 * @throws NotDeployedError when there is none; ZodError when the record was damaged
 */
export async function loadAddresses(bank: string, chainId: number, directory = DEPLOYMENTS): Promise<BankAddresses> {
  const path = join(deploymentFolder(directory, bank, chainId), "addresses.json");
  const text = await readIfThere(path);
  if (text === undefined) throw new NotDeployedError(bank, chainId, path);
  return addressesSchema.parse(JSON.parse(text));
}

export async function saveAddresses(addresses: BankAddresses, directory: string): Promise<void> {
  const folder = deploymentFolder(directory, addresses.bank, addresses.chainId);
  await writeFile(join(folder, "addresses.json"), `${JSON.stringify(addresses, null, 2)}\n`);
}

/** Which chain a folder is about. Local chains all have the same id and begin anew every time, so the id is not enough. */
const chainSchema = z.object({ chainId: z.int(), genesis: z.string(), fromBlock: z.int() });
export type ChainRecord = z.infer<typeof chainSchema>;

/**
 * Opens the folder of a deployment, or makes it.
 * @param here the chain now connected; its `fromBlock` counts if the deployment begins now
 * @param discard whether a folder of a chain that is gone may be emptied (local chains only)
 * @returns the block where the deployment began
 * @throws OtherChainError when the folder is of another chain and may not be emptied
 */
export async function openFolder(folder: string, here: ChainRecord, discard: boolean): Promise<number> {
  const path = join(folder, "chain.json");
  const text = await readIfThere(path);
  if (text !== undefined) {
    const record = chainSchema.parse(JSON.parse(text));
    if (record.genesis === here.genesis) return record.fromBlock;
    if (!discard) throw new OtherChainError(folder, here.chainId);
    await rm(folder, { recursive: true });
  }
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify(here, null, 2)}\n`);
  return here.fromBlock;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
