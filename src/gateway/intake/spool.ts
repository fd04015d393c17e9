import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Files up to this many bytes are kept in memory while they are imported. */
const IN_MEMORY = 8 * 1024 * 1024;

const STEP = 256 * 1024;

/** The bytes of a file that comes once, to be read more than once. */
export interface Spool {
  readonly bytes: number;
  /** lower case hexadecimal */
  readonly sha256: string;
  /** over the limit: counted and hashed to its end, but not kept */
  readonly tooLarge: boolean;
  /** the first bytes, at most `length` */
  head(length: number): Promise<Uint8Array>;
  read(): AsyncGenerator<Uint8Array, void, undefined>;
  close(): Promise<void>;
}

/**
 * Takes a file in before anything is done with it: its digest says whether it was here before, and an import that loses
 * against another worker starts again. A long file waits in a temporary file without a name, which is gone with the
 * process however that ends.
 */
export async function spoolBytes(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Spool> {
  const hash = createHash("sha256");
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let file: FileHandle | undefined;
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      bytes += chunk.length;
      if (bytes > maxBytes) {
        chunks.length = 0;
        continue;
      }
      if (file !== undefined) await file.writeFile(chunk);
      else {
        chunks.push(chunk.slice());
        if (bytes > IN_MEMORY) {
          file = await nameless();
          for (const kept of chunks.splice(0)) await file.writeFile(kept);
        }
      }
    }
  } catch (error) {
    await file?.close();
    throw error;
  }
  const kept = file;
  const read = kept === undefined ? inMemory(chunks) : () => fromFile(kept, bytes);
  return {
    bytes,
    sha256: hash.digest("hex"),
    tooLarge: bytes > maxBytes,
    read,
    head: (length) => collect(read(), length),
    close: async () => {
      chunks.length = 0;
      await kept?.close();
    },
  };
}

async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `vostro-intake-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  // Where an open file cannot lose its name (Windows), it stays until the folder is emptied.
  await unlink(path).catch(() => undefined);
  return file;
}

const inMemory = (chunks: readonly Uint8Array[]) =>
  async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    yield* chunks;
  };

async function* fromFile(file: FileHandle, bytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(Math.min(STEP, bytes - at)), 0, undefined, at);
    if (bytesRead === 0) throw new Error("a spooled file became shorter while it was read");
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The bytes up to a length, as one piece. */
export async function collect(source: AsyncIterable<Uint8Array>, length = Infinity): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let have = 0;
  for await (const part of source) {
    parts.push(part);
    have += part.length;
    if (have >= length) break;
  }
  const all = Buffer.concat(parts);
  return all.subarray(0, Math.min(all.length, length));
}
