import { basename } from "node:path";

import type { ArtifactManager } from "hardhat/types/artifacts";

import { type BankConfig, type BankFileOptions, loadBankFile } from "../bank/bankFile.js";
import type { TokenAt } from "../bank/bankFileSettlementSchema.js";
import { type Bank, type BankAddresses, connectBank } from "../chain/bank.js";
import { checkDeployment, type Finding } from "../chain/checkDeployment.js";
import { NotDeployedError } from "../chain/deployErrors.js";
import { requireChain } from "../chain/deploy.js";
import { DEPLOYMENTS, loadAddresses } from "../chain/deployments.js";
import type { ChainConnection } from "../chain/ignition.js";
import { unwantedSchedules } from "./scheduled.js";

/* What plan, apply and audit work with: one bank file, one chain, and the record of what was deployed there. */

export interface BankRun {
  readonly connection: ChainConnection;
  readonly config: BankConfig;
  readonly artifacts: ArtifactManager;
  /** where journals and addresses are kept */
  readonly directory: string;
  /** sends and pays what is deployed; the connection's first account if left out */
  readonly deployer?: string | undefined;
  /** keys, as in process.env */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** told what is done, as it is done */
  readonly onProgress: (line: string) => void;
}

/** A bank file by its path, or a shipped one by its name: "demo" is deploy/banks/demo.json. */
export function findBankFile(pathOrName: string, options: BankFileOptions = {}): Promise<BankConfig> {
  const isName = basename(pathOrName) === pathOrName && !pathOrName.endsWith(".json");
  return loadBankFile(isName ? `deploy/banks/${pathOrName}.json` : pathOrName, options);
}

export const chainIdOf = async ({ connection }: BankRun): Promise<number> =>
  Number((await connection.ethers.provider.getNetwork()).chainId);

/**
 * Where the file's bank is on the connected chain; undefined where it is not, or not completely.
 * @throws LocalFileError, OtherNetworkError when the file is not for this chain
 */
export async function deployedAt(run: BankRun): Promise<BankAddresses | undefined> {
  const chainId = await chainIdOf(run);
  requireChain(run.config, chainId);
  const addresses = await recordOf(run.config.name, chainId, run.directory);
  if (addresses === undefined) return undefined;
  // Local chains all have the same id and end with their process: the record may be of one that is gone.
  const isThere = (await run.connection.ethers.provider.getCode(addresses.accessManager)) !== "0x";
  return isThere ? addresses : undefined;
}

async function recordOf(bank: string, chainId: number, directory = DEPLOYMENTS): Promise<BankAddresses | undefined> {
  try {
    return await loadAddresses(bank, chainId, directory);
  } catch (error) {
    if (error instanceof NotDeployedError) return undefined;
    throw error;
  }
}

/** The bank as its own people see it. */
export const connect = ({ connection }: BankRun, addresses: BankAddresses): Bank =>
  connectBank(addresses, connection.ethers.provider);

/** Every difference between file and chain, with what puts it right; and what is scheduled that the file does not ask for. */
export async function differences(run: BankRun, addresses: BankAddresses): Promise<Finding[]> {
  const { config, connection, artifacts, deployer } = run;
  const findings = await checkDeployment(config, addresses, connection.ethers.provider, {
    artifacts,
    ...(deployer === undefined ? {} : { deployer }),
    findToken: (token, currency) => findToken(run, token, currency),
  });
  return [...findings, ...(await unwantedSchedules(run, connect(run, addresses), findings))];
}

/** Tokens of other banks are known by address, or by the record of their own deployment on this chain. */
async function findToken(run: BankRun, token: TokenAt, currency: string): Promise<string | undefined> {
  if ("address" in token) return token.address;
  const record = await recordOf(token.bank, await chainIdOf(run), run.directory);
  const address = record?.tokens[currency];
  if (address === undefined) return undefined;
  return (await run.connection.ethers.provider.getCode(address)) === "0x" ? undefined : address;
}
