import { createHash } from "node:crypto";

import { XmlDecoder } from "./encoding.js";
import { FileTooLargeError } from "./errors.js";
import type { BankEvent, StreamEvent } from "./events.js";
import type { XmlLimits } from "./limits.js";
import { MessageReader } from "./message.js";

/** What to stream and under which name errors mention it. */
export interface StreamOptions {
  /** file name for messages */
  readonly file: string;
  /** refuse longer files; 2 GiB unless told otherwise */
  readonly maxBytes?: number;
  /** refuse statements of more entries; as many as the file can hold unless told otherwise */
  readonly maxEntries?: number;
  /** what one entry may hold, where a bank's entries are larger than `PART_LIMITS` */
  readonly limits?: XmlLimits;
}

/** Streams longer than this many bytes are refused: some ten million entries. */
export const DEFAULT_MAX_STREAM_BYTES = 2 * 1024 * 1024 * 1024;

/** Bytes read at a time, whatever the source gives: what is held is bounded by this and by one entry. */
const STEP = 64 * 1024;

/**
 * Reads a camt.053 or camt.054 message of any length in flat memory, as `readBankFile` does: events in file order,
 * `end` last. What came before an error is worthless: import in one transaction and roll back when this throws.
 * @param source the file's bytes, cut anywhere
 * @throws FileError as `readBankFile`; a file that stops early is a MalformedXmlError with the line it stops at. Errors
 *   of the source pass through.
 */
export async function* streamBankFile(
  source: AsyncIterable<Uint8Array>,
  { file, maxBytes = DEFAULT_MAX_STREAM_BYTES, maxEntries, limits }: StreamOptions,
): AsyncGenerator<StreamEvent, void, undefined> {
  const reader = new FileReader(file, maxEntries, limits);
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new FileTooLargeError(file, bytes, maxBytes);
    hash.update(chunk);
    for (const events of reader.read(chunk)) for (const event of events) yield event;
  }
  for (const event of reader.end()) yield event;
  yield { is: "end", bytes, sha256: hash.digest("hex") };
}

/** Bytes to events: what streaming and reading whole have in common. */
export class FileReader {
  readonly #message: MessageReader;
  readonly #decoder: XmlDecoder;

  constructor(file: string, maxEntries?: number, limits?: XmlLimits) {
    this.#message = new MessageReader(file, maxEntries, limits);
    this.#decoder = new XmlDecoder(file, () => this.#message.line);
  }

  /** The events of a chunk, a step at a time. */
  *read(chunk: Uint8Array): Generator<BankEvent[]> {
    for (let start = 0; start < chunk.length; start += STEP) {
      yield this.#message.read(this.#decoder.write(chunk.subarray(start, start + STEP)));
    }
  }

  /** The bytes are complete. */
  end(): BankEvent[] {
    return [...this.#message.read(this.#decoder.end()), ...this.#message.end()];
  }
}
