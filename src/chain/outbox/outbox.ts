import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Provider } from "ethers";
import { z } from "zod";

import type { SentRecord } from "./record.js";

/*
 * Signed transactions of a bank's commands, kept beside its deployment: one file for each sender and nonce, written before
 * the node is given the transaction. So whatever dies on the way, the next command knows what may have been sent. The files
 * have no secrets: everything in them is what the node was given.
 */

/** Blocks after which a transaction that was mined is forgotten: two epochs, Ethereum's finality. */
const FINAL = 64;
/** Seconds to wait for a block; past it the outcome is unconfirmed, not failed. */
const WAIT_SECONDS = 180;

const recordSchema = z.object({
  act: z.string(),
  from: z.string(),
  to: z.string(),
  data: z.string(),
  nonce: z.int(),
  signedAt: z.string(),
  signed: z.array(z.string()),
  cancels: z.array(z.string()),
  told: z.object({ hash: z.string(), blockNumber: z.int() }).optional(),
});

export class Outbox {
  private records: Promise<Map<string, SentRecord>> | undefined;

  /**
   * @param folder where the records are; made when the first is written
   * @param waitSeconds how long a command waits for its transaction
   */
  constructor(
    private readonly folder: string,
    readonly waitSeconds: number = WAIT_SECONDS,
  ) {}

  /** What was sent, oldest nonce first; of one sender, or of all. @throws ZodError when a record was damaged */
  async list(from?: string): Promise<SentRecord[]> {
    const all = [...(await (this.records ??= this.read())).values()];
    return all
      .filter((record) => from === undefined || record.from === from)
      .sort((one, other) => one.from.localeCompare(other.from) || one.nonce - other.nonce);
  }

  /** Writes a record, whole or not at all. */
  async put(record: SentRecord): Promise<void> {
    const records = await (this.records ??= this.read());
    await mkdir(this.folder, { recursive: true });
    const path = join(this.folder, nameOf(record));
    await writeFile(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`);
    await rename(`${path}.new`, path);
    records.set(nameOf(record), record);
  }

  async remove(record: SentRecord): Promise<void> {
    (await (this.records ??= this.read())).delete(nameOf(record));
    await rm(join(this.folder, nameOf(record)), { force: true });
  }

  /** Forgets what was mined so long ago that no chain drops it any more. */
  async forgetFinal(provider: Provider): Promise<void> {
    const told = (await this.list()).filter((record) => record.told !== undefined);
    if (told.length === 0) return;
    const latest = await provider.getBlockNumber();
    for (const record of told) {
      const { hash, blockNumber } = record.told!;
      const isFinal = blockNumber + FINAL <= latest && (await provider.getTransactionReceipt(hash)) !== null;
      if (isFinal) await this.remove(record);
    }
  }

  private async read(): Promise<Map<string, SentRecord>> {
    let names: string[];
    try {
      names = await readdir(this.folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
      throw error;
    }
    const files = names.filter((name) => name.endsWith(".json"));
    const records = await Promise.all(
      files.map(async (name) => recordSchema.parse(JSON.parse(await readFile(join(this.folder, name), "utf8")))),
    );
    return new Map(records.map((record) => [nameOf(record), record]));
  }
}

const nameOf = ({ from, nonce }: SentRecord): string => `${from}-${nonce}.json`;
