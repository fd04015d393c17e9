import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import { wipe } from "@nomicfoundation/ignition-core";
import { z } from "zod";

import { DeploymentFailedError } from "./deployErrors.js";
import type { ModuleRun } from "./ignition.js";

/*
 * Ignition's journal, compared with the chain. Ignition never looks back at a step that was confirmed; but a chain that
 * dropped blocks, or a node that was restored from an older state, no longer has the transaction. Such steps are taken out
 * of the journal, with all that was built on them, and the next attempt sends them again.
 */

/** How long a transaction may wait in the pool after its block was dropped. */
const POOL_SECONDS = 600;

type Run = Pick<ModuleRun, "connection" | "folder" | "artifacts">;

const lineSchema = z.object({
  type: z.string(),
  futureId: z.string().optional(),
  dependencies: z.array(z.string()).optional(),
  hash: z.string().optional(),
  receipt: z.object({ blockNumber: z.int(), blockHash: z.string() }).optional(),
});

interface Confirmed {
  readonly hash: string;
  readonly blockNumber: number;
  readonly blockHash: string;
}

export interface LostStep {
  readonly step: string;
  readonly hash: string;
}

interface Journal {
  /** steps in the order in which they were begun, and what each needs */
  readonly steps: ReadonlyMap<string, readonly string[]>;
  readonly confirmed: ReadonlyMap<string, Confirmed>;
}

const journalPath = (folder: string): string => join(folder, "journal.jsonl");

async function linesOf(folder: string): Promise<string[]> {
  try {
    return (await readFile(journalPath(folder), "utf8")).split("\n").filter((line) => line.trim() !== "");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

async function readJournal(folder: string): Promise<Journal> {
  const steps = new Map<string, readonly string[]>();
  const confirmed = new Map<string, Confirmed>();
  for (const line of await linesOf(folder)) {
    const { type, futureId, dependencies = [], hash, receipt } = lineSchema.parse(JSON.parse(line));
    if (futureId === undefined) continue;
    if (type.endsWith("_EXECUTION_STATE_INITIALIZE")) steps.set(futureId, dependencies);
    if (type === "TRANSACTION_CONFIRM" && hash !== undefined && receipt !== undefined) {
      confirmed.set(futureId, { hash, ...receipt });
    }
    if (type === "WIPE_APPLY") {
      steps.delete(futureId);
      confirmed.delete(futureId);
    }
  }
  return { steps, confirmed };
}

/**
 * Takes the steps out of the journal that the chain no longer has, and those that need them.
 * @returns the steps whose transactions are gone, with their hashes
 */
export async function forgetLostSteps({ folder, connection, artifacts }: Run): Promise<LostStep[]> {
  if (folder === undefined) return [];
  const { steps, confirmed } = await readJournal(folder);
  const lost = new Set<string>();
  for (const [step, transaction] of confirmed) {
    if (!(await isOnChain(connection.ethers.provider, step, transaction))) lost.add(step);
  }
  const gone = [...lost].map((step) => ({ step, hash: confirmed.get(step)!.hash }));
  // In the order of the journal whatever a step needs comes before it.
  for (const [step, needs] of steps) if (needs.some((needed) => lost.has(needed))) lost.add(step);
  const forgotten = [...steps.keys()].filter((step) => lost.has(step)).reverse();
  for (const step of forgotten) await wipe(folder, new HardhatArtifactResolver(artifacts), step);
  return gone;
}

/**
 * A node may forget old receipts, never old blocks: so a transaction is lost only when its block is not the chain's any
 * more and no other block has it. One that went back into the node's pool is waited for: it would be mined beside a new one.
 * @throws DeploymentFailedError when it stays in the pool
 */
async function isOnChain(
  provider: ModuleRun["connection"]["ethers"]["provider"],
  step: string,
  { hash, blockNumber, blockHash }: Confirmed,
): Promise<boolean> {
  if ((await provider.getBlock(blockNumber))?.hash === blockHash) return true;
  for (let second = 0; second < POOL_SECONDS; second++) {
    const transaction = await provider.getTransaction(hash);
    if (transaction === null) return false;
    if (transaction.blockNumber !== null) return true;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  const detail = `${step}: the chain dropped its block, and ${hash} waits to be mined again; run again once it is`;
  throw new DeploymentFailedError([detail], true);
}

/**
 * Lets Ignition look again at transactions that it gave up waiting for: they may have been mined since, or may still be.
 * Sending such a step anew instead could do it twice.
 */
export async function resumeTimeouts(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  const lines = await linesOf(folder);
  const kept = lines.filter((line) => lineSchema.parse(JSON.parse(line)).type !== "ONCHAIN_INTERACTION_TIMEOUT");
  if (kept.length === lines.length) return;
  const draft = `${journalPath(folder)}.new`;
  await writeFile(draft, `\n${kept.join("\n")}`);
  await rename(draft, journalPath(folder));
}
