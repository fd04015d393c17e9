import { DEFAULT_MAX_BYTES } from "./encoding.js";
import { FileTooLargeError } from "./errors.js";
import type { BankEvent } from "./events.js";
import { FileReader } from "./stream.js";
import type { BankFile, Entry, Statement, UnreadableEntry } from "./types.js";

/** What to read and under which name errors mention it. */
export interface ReadOptions {
  /** file name for messages */
  readonly file: string;
  /** refuse larger files; 64 MiB unless told otherwise */
  readonly maxBytes?: number;
}

/**
 * Reads a camt.053 or camt.054 message, version 02 or later, whatever its namespace prefixes, alone or in a business
 * message envelope. A wrong entry is reported in its statement; an error thrown here refuses the whole file.
 * @throws FileError: FileTooLargeError, EncodingError, DoctypeError, MalformedXmlError, XmlLimitError,
 *   UnsupportedMessageError, StructureError
 */
export function readBankFile(bytes: Uint8Array, { file, maxBytes = DEFAULT_MAX_BYTES }: ReadOptions): BankFile {
  if (bytes.length > maxBytes) throw new FileTooLargeError(file, bytes.length, maxBytes);
  const reader = new FileReader(file);
  const collector = new Collector(file);
  for (const events of reader.read(bytes)) events.forEach((event) => collector.take(event));
  reader.end().forEach((event) => collector.take(event));
  return collector.whole();
}

/** Puts the events of one file together. */
export class Collector {
  #message: Omit<BankFile, "file" | "statements"> | undefined;
  readonly #statements: Statement[] = [];
  #entries: Entry[] = [];
  #unreadable: UnreadableEntry[] = [];

  constructor(private readonly file: string) {}

  take(event: BankEvent): void {
    if (event.is === "message") {
      const { is: _, ...message } = event;
      this.#message = message;
    } else if (event.is === "statement") {
      this.#entries = [];
      this.#unreadable = [];
      this.#statements.push({ ...event.statement, entries: this.#entries, unreadable: this.#unreadable });
    } else if (event.is === "entry") {
      if ("problems" in event.entry) this.#unreadable.push(event.entry);
      else this.#entries.push(event.entry);
    } else this.#complete(event);
  }

  whole(): BankFile {
    if (this.#message === undefined) throw new Error("a file ended before its message began");
    return { file: this.file, ...this.#message, statements: this.#statements };
  }

  /** What came behind the entries belongs beside what came before them. */
  #complete(end: BankEvent & { readonly is: "statement-end" }): void {
    const statement = this.#statements.pop();
    if (statement === undefined) return;
    const summary = statement.summary ?? end.summary;
    this.#statements.push({
      ...statement,
      balances: [...statement.balances, ...end.balances],
      problems: [...statement.problems, ...end.problems],
      ...(summary === undefined ? {} : { summary }),
    });
  }
}
