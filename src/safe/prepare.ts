import { rm } from "node:fs/promises";

import type { Zones } from "../bank/zones.js";
import type { Bank } from "../chain/bank.js";
import { toJson } from "../chain/commands/files.js";
import { writeNewText } from "../chain/commands/output.js";
import { chainTime } from "../chain/send.js";
import type { BatchFile } from "./batchFile.js";
import { type BatchReading, batchText, readCalls } from "./describe.js";
import { suiteOf } from "./suite.js";
import { type PlannedCall, type SafeAt, writeBatch } from "./write.js";

/** A batch for the owners of a Safe, and what its bytes say. */
export interface PreparedBatch {
  readonly name: string;
  readonly meanings: readonly string[];
  readonly batch: BatchFile;
  readonly reading: BatchReading;
}

/** The batch of these calls, dated by the chain. */
export async function prepareBatch(
  bank: Bank,
  zones: Zones,
  safe: SafeAt,
  name: string,
  calls: readonly PlannedCall[],
): Promise<PreparedBatch> {
  const suite = suiteOf(bank, zones);
  const batch = writeBatch(suite, safe, name, calls, Number(await chainTime(bank)) * 1_000);
  const bytes = calls.map(({ call: { to, data } }) => ({ to, data, value: 0n }));
  const meanings = [...new Set(calls.map(({ meaning }) => meaning))];
  return { name, meanings, batch, reading: readCalls(suite, safe, bytes) };
}

/** Beside the batch file: what it does, in words. */
export const wordsBeside = (path: string): string => path.replace(/\.json$/, ".md");

/** Writes the batch, and beside it what it does: both or none. @throws InputError when one of them is there already */
export async function writePrepared(path: string, prepared: PreparedBatch, flag: string): Promise<void> {
  const { name, meanings, batch, reading } = prepared;
  await writeNewText(path, `${toJson(batch)}\n`, flag);
  try {
    await writeNewText(wordsBeside(path), batchText(name, meanings, reading, path), flag);
  } catch (error) {
    await rm(path);
    throw error;
  }
}
