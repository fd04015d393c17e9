import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { type Future, FutureType, status } from "@nomicfoundation/ignition-core";

import { bankModule } from "../../deploy/modules/bank.js";
import type { BankConfig } from "../bank/bankFile.js";
import { deploymentFolder } from "../chain/deployments.js";
import { readDesks } from "../settlement/desks.js";
import { type BankRun, chainIdOf } from "./run.js";

/** A transaction of the deployment. */
export interface DeployStep {
  /** "USDCorridors" */
  readonly id: string;
  /** in words */
  readonly does: string;
  /** a former run did it */
  readonly done: boolean;
}

/** Every transaction of a deployment in its order, and which of them a former run has behind it. */
export async function deploySteps(run: BankRun, deployer: string): Promise<DeployStep[]> {
  const { config, connection, directory } = run;
  const folder = deploymentFolder(directory, config.name, await chainIdOf(run));
  const genesis = (await connection.ethers.provider.getBlock(0))?.hash;
  const done = (await isOf(folder, genesis)) ? await finished(folder) : new Set<string>();
  const desks = (await readDesks(connection.ethers.provider)).filter(({ name }) => config.desks.includes(name));
  const steps = [...bankModule(config, deployer).futures].flatMap((future) => {
    const does = describeFuture(future, config);
    return does === undefined ? [] : [{ id: idOf(future), does, done: done.has(future.id) }];
  });
  return [
    ...desks.map(({ name, deployed }) => ({ id: name, does: `deploys the desk ${name}`, done: deployed })),
    ...steps,
    { id: "DeployerLeaves", does: "gives up the deployer's last power", done: false },
  ];
}

const idOf = ({ id }: Future): string => id.replace(/^.*#/, "");

function describeFuture(future: Future, { roles, admins }: BankConfig): string | undefined {
  if (future.type === FutureType.NAMED_ARTIFACT_CONTRACT_DEPLOYMENT) return `deploys ${future.contractName}`;
  if (future.type !== FutureType.CONTRACT_CALL) return undefined;
  if (idOf(future) !== "Roles") return `calls ${future.functionName} of ${idOf(future.contract)}`;
  const grants = Object.values(roles).reduce((sum, members) => sum + members.length, 0);
  return `gives every function its role, ${grants} people their roles, and the bank its ${admins.length} admin(s)`;
}

/** Whether a journal is of this chain: local ones all have the same id. */
async function isOf(folder: string, genesis: string | null | undefined): Promise<boolean> {
  const path = join(folder, "chain.json");
  if (!existsSync(path)) return false;
  return (JSON.parse(await readFile(path, "utf8")) as { genesis?: string }).genesis === genesis;
}

/** Steps that Ignition's journal has as done. */
async function finished(folder: string): Promise<Set<string>> {
  if (!existsSync(join(folder, "journal.jsonl"))) return new Set();
  return new Set((await status(folder)).successful);
}
