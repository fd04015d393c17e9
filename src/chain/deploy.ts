import { join } from "node:path";

import type { ArtifactManager } from "hardhat/types/artifacts";

import { bankModule, handoverModule } from "../../deploy/modules/bank.js";
import type { BankConfig } from "../bank/bankFile.js";
import { ROLE_NAMES } from "../bank/roleRules.js";
import { LOCAL_CHAINS } from "../bank/testAccounts.js";
import { type BankAddresses, connectBank } from "./bank.js";
import { checkDeployment } from "./checkDeployment.js";
import { deployDesks } from "../settlement/desks.js";
import { DeployerHasRoleError, DeploymentCheckError, LocalFileError, OtherNetworkError } from "./deployErrors.js";
import { whileLocked } from "./deploymentLock.js";
import { deploymentFolder, DEPLOYMENTS, openFolder, saveAddresses } from "./deployments.js";
import { type ChainConnection, type ModuleRun, runModule } from "./ignition.js";
import { ADMIN_ROLE } from "./setup.js";

export { loadAddresses } from "./deployments.js";

export interface DeployOptions {
  /** sends and pays; must be an account of the connection and none of the bank's people. The first account if left out */
  readonly deployer?: string;
  /**
   * where the journal and the addresses are kept; `false` keeps nothing. Left out: nothing on a chain in this process
   * (it ends with it), `deploy/deployments` on every other
   */
  readonly directory?: string | false;
  /** blocks to wait for each transaction on chains that do not mine at once; Ignition's 5 if left out */
  readonly confirmations?: number;
  /** seconds after which a transaction that is not mined is sent again with a higher fee; Ignition's 180 if left out */
  readonly bumpFeesAfter?: number;
  /** the build; the project's own if left out */
  readonly artifacts?: ArtifactManager;
  /** told what is done, as it is done */
  readonly onProgress?: (step: string) => void;
  /** told what the chain lost after it was confirmed (dropped blocks), before it is done again */
  readonly onLost?: (step: string) => void;
}

export interface DeploymentReport {
  readonly addresses: BankAddresses;
  /** hashes of this run's transactions; none when everything was there already */
  readonly transactions: readonly string[];
  /** gas that they used together */
  readonly gasUsed: bigint;
}

/**
 * Deploys a bank's suite and proves that it is as the bank file says; goes on where a former run stopped; does nothing
 * when everything is there. At the end the deployer holds no power.
 * @throws LocalFileError, DeployerHasRoleError before anything is sent; DeploymentChangedError, DeploymentFailedError;
 * OtherChainError; DeploymentLockedError while somebody else deploys into the same folder; ChainUnstableError;
 * DeploymentCheckError with the findings
 */
export async function deployBank(
  connection: ChainConnection,
  bank: BankConfig,
  options: DeployOptions = {},
): Promise<BankAddresses> {
  return (await runDeployment(connection, bank, options)).addresses;
}

/** `deployBank`, and what it cost. */
export async function runDeployment(
  connection: ChainConnection,
  bank: BankConfig,
  options: DeployOptions = {},
): Promise<DeploymentReport> {
  const { provider } = connection.ethers;
  const chainId = Number((await provider.getNetwork()).chainId);
  const deployer = options.deployer ?? (await connection.ethers.getSigners())[0]!.address;
  refuseDeployer(bank, deployer);
  requireChain(bank, chainId);

  const inProcess = connection.networkConfig.type === "edr-simulated";
  const directory = options.directory ?? (inProcess ? false : DEPLOYMENTS);
  const folder = directory === false ? undefined : deploymentFolder(directory, bank.name, chainId);
  const place = { directory, folder, deployer, chainId };
  const act = () => deployInto(connection, bank, options, place);
  return folder === undefined ? act() : whileLocked(folder, act);
}

interface Place {
  readonly directory: string | false;
  readonly folder: string | undefined;
  readonly deployer: string;
  readonly chainId: number;
}

async function deployInto(
  connection: ChainConnection,
  bank: BankConfig,
  options: DeployOptions,
  { directory, folder, deployer, chainId }: Place,
): Promise<DeploymentReport> {
  const { provider } = connection.ethers;
  const firstBlock = (await provider.getBlockNumber()) + 1;
  const genesis = (await provider.getBlock(0))?.hash ?? "none";
  const fromBlock =
    folder === undefined
      ? firstBlock
      : await openFolder(folder, { chainId, genesis, fromBlock: firstBlock }, bank.local);

  const run: ModuleRun = {
    connection,
    folder,
    deployer,
    artifacts: options.artifacts ?? (await import("hardhat")).artifacts,
    confirmations: options.confirmations ?? bank.networks.find((one) => one.chainId === chainId)?.confirmations,
    bumpFeesAfter: options.bumpFeesAfter,
    onStep: options.onProgress ?? (() => undefined),
    onLost: options.onLost,
  };
  if (bank.desks.length > 0) {
    const sender = await connection.ethers.getSigner(deployer);
    await deployDesks(sender, bank.desks, (name) => run.onStep(`Desks#${name}`));
  }
  const suite = await runModule(bankModule(bank, deployer), run);
  const addresses = addressesOf(bank, chainId, fromBlock, suite.contracts);
  const check = { deployer, artifacts: run.artifacts, withoutLines: true };

  const { accessManager } = connectBank(addresses, provider);
  const [isAdmin] = await accessManager.hasRole(ADMIN_ROLE, deployer);
  if (isAdmin) {
    const early = await checkDeployment(bank, addresses, provider, { ...check, beforeHandover: true });
    if (early.length > 0) throw new DeploymentCheckError(early, false);
  }
  // A journal of its own: Ignition calls no run successful while its journal has an unfinished step of another module.
  const handover = await runModule(handoverModule(addresses.accessManager, deployer), {
    ...run,
    folder: folder === undefined ? undefined : join(folder, "handover"),
  });
  const findings = await checkDeployment(bank, addresses, provider, check);
  if (findings.length > 0) throw new DeploymentCheckError(findings, true);

  if (directory !== false) await saveAddresses(addresses, directory);
  const transactions = [...suite.transactions, ...handover.transactions];
  return { addresses, transactions, gasUsed: await gasOf(connection, transactions) };
}

/** @throws LocalFileError; OtherNetworkError */
export function requireChain(bank: BankConfig, chainId: number): void {
  if (bank.local && !LOCAL_CHAINS.includes(chainId)) throw new LocalFileError(bank.name, chainId);
  const isNamed = bank.networks.length === 0 || bank.networks.some((one) => one.chainId === chainId);
  if (!isNamed) throw new OtherNetworkError(bank.name, chainId, bank.networks);
}

function refuseDeployer(bank: BankConfig, deployer: string): void {
  const roles = ROLE_NAMES.filter((role) => bank.roles[role].some(({ signer }) => signer === deployer));
  const isAdmin = bank.admins.some(({ signer }) => signer === deployer);
  const isCustody = bank.custodyAccounts.includes(deployer);
  const held = [...roles, ...(isAdmin ? ["an admin"] : []), ...(isCustody ? ["a custody account"] : [])];
  if (held.length > 0) throw new DeployerHasRoleError(deployer, held);
}

function addressesOf(
  bank: BankConfig,
  chainId: number,
  fromBlock: number,
  contracts: ReadonlyMap<string, string>,
): BankAddresses {
  const at = (step: string): string => {
    const address = contracts.get(`Bank#${step}`);
    if (address === undefined) throw new Error(`Ignition deployed no ${step}.`);
    return address;
  };
  return {
    bank: bank.name,
    chainId,
    fromBlock,
    accessManager: at("AccessManager"),
    partyRegistry: at("PartyRegistry"),
    issuanceDesk: at("IssuanceDesk"),
    redemptionDesk: at("RedemptionDesk"),
    limits: at("Limits"),
    confirmedPayments: at("ConfirmedPayments"),
    legalOrders: at("LegalOrders"),
    pauseControl: at("PauseControl"),
    resolution: at("Resolution"),
    transferLens: at("TransferLens"),
    tokens: Object.fromEntries(bank.tokens.map(({ currency }) => [currency, at(currency)])),
  };
}

async function gasOf({ ethers }: ChainConnection, transactions: readonly string[]): Promise<bigint> {
  let gas = 0n;
  for (const hash of transactions) gas += (await ethers.provider.getTransactionReceipt(hash))?.gasUsed ?? 0n;
  return gas;
}
