import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { InputError } from "../chain/commands/exitCodes.js";
import type { Bank } from "../chain/bank.js";
import { providerOf } from "../chain/send.js";
import type { BatchFile } from "../safe/batchFile.js";
import { prepareBatch, writePrepared } from "../safe/prepare.js";
import { resolveSafe } from "../safe/safeAt.js";
import type { ActReport } from "./carryOut.js";
import type { BankRun } from "./run.js";

/** What the owners of a Safe must sign, all of it or none. */
export interface SafeBatch {
  readonly safe: string;
  /** as the bank file calls it */
  readonly name: string;
  /** the Transaction Builder's file; what it does is beside it, in words (.md) */
  readonly file: string;
  readonly acts: number;
}

/**
 * Writes one batch for each of the file's Safes that acts wait for. A batch that was written before for the same calls at the
 * same nonce is left as it is: owners may have begun to sign it.
 * @throws InputError when another batch for the same nonce is there
 */
export async function writeBatches(
  run: BankRun,
  bank: Bank,
  acts: readonly ActReport[],
  folder: string,
): Promise<SafeBatch[]> {
  const batches: SafeBatch[] = [];
  for (const { address, name } of run.config.safes) {
    const waiting = acts.filter(({ toSign }) => toSign?.by === address);
    if (waiting.length === 0) continue;
    const safe = await resolveSafe(providerOf(bank), address, undefined);
    const title = `${run.config.name}: what the bank file asks of ${name}`;
    const calls = waiting.map(({ does, toSign }) => ({ call: toSign!.call, meaning: `${does}.` }));
    const prepared = await prepareBatch(bank, run.config.zones, safe, title, calls);
    const file = join(folder, `${run.config.name}-${address.slice(0, 10)}-nonce-${safe.nonce}.json`);
    await mkdir(folder, { recursive: true });
    if (!(await isWritten(file, prepared.batch))) await writePrepared(file, prepared, "--out");
    batches.push({ safe: address, name, file, acts: waiting.length });
  }
  return batches;
}

async function isWritten(file: string, batch: BatchFile): Promise<boolean> {
  if (!existsSync(file)) return false;
  const there = JSON.parse(await readFile(file, "utf8")) as BatchFile;
  const same = (one: BatchFile): string => JSON.stringify(one.transactions.map(({ to, data }) => [to, data]));
  if (same(there) === same(batch)) return true;
  const fix = "Have its owners sign or reject that one first, or name another folder with --out.";
  throw new InputError("--out", `${file} is another batch for the same nonce`, fix);
}
