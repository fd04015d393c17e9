import { EncodingError, FileTooLargeError, MalformedXmlError } from "./errors.js";

/** Files above this many bytes are refused where the whole message is held in memory. */
export const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

const BYTE_ORDER_MARKS: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean => mark.every((b, i) => bytes[i] === b);

type Decoder = InstanceType<typeof TextDecoder>;

/** The XML declaration is within this many bytes, or it is not seen. */
const HEAD = 400;

/**
 * Text of an XML file, in the encoding of its byte order mark or XML declaration, UTF-8 without either.
 * @throws FileTooLargeError, EncodingError when a byte is not valid in that encoding, or mark and declaration differ,
 *   MalformedXmlError when the file ends inside a character
 */
export function decodeXml(bytes: Uint8Array, file: string, maxBytes = DEFAULT_MAX_BYTES): string {
  if (bytes.length > maxBytes) throw new FileTooLargeError(file, bytes.length, maxBytes);
  const decoder = new XmlDecoder(file, () => 1);
  return decoder.write(bytes) + decoder.end();
}

/** The same for a file that arrives in chunks, cut anywhere. */
export class XmlDecoder {
  #head: Uint8Array = new Uint8Array(0);
  #decoder: Decoder | undefined;

  /** @param line the line reached with the text given out so far */
  constructor(
    private readonly file: string,
    private readonly line: () => number,
  ) {}

  write(chunk: Uint8Array): string {
    if (this.#decoder !== undefined) return this.#decode(this.#decoder, chunk);
    this.#head = Buffer.concat([this.#head, chunk]);
    return this.#head.length < HEAD ? "" : this.#begin();
  }

  /** What is left. */
  end(): string {
    const text = this.#decoder === undefined ? this.#begin() : "";
    try {
      return text + (this.#decoder?.decode() ?? "");
    } catch {
      const line = this.line() + newlines(text);
      throw new MalformedXmlError("it ends inside a character", { file: this.file, line });
    }
  }

  #begin(): string {
    const head = this.#head;
    this.#head = new Uint8Array(0);
    this.#decoder = new TextDecoder(encodingOf(head.subarray(0, HEAD), this.file), { fatal: true });
    return this.#decode(this.#decoder, head);
  }

  #decode(decoder: Decoder, chunk: Uint8Array): string {
    try {
      return decoder.decode(chunk, { stream: true });
    } catch (cause) {
      const { encoding } = decoder;
      const at = { file: this.file, line: this.line() + validLines(chunk, encoding) };
      throw new EncodingError(`is not valid ${encoding}`, at, "Ask the bank for UTF-8, declared as such.", { cause });
    }
  }
}

const newlines = (text: string): number => text.split("\n").length - 1;

/** How many lines of a chunk can be decoded. */
function validLines(chunk: Uint8Array, encoding: string): number {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let lines = 0;
  // What a chunk begins with may belong to the last character of the one before.
  let start = encoding === "utf-8" ? chunk.findIndex((byte) => byte < 0x80 || byte > 0xbf) : 0;
  try {
    while (start >= 0 && start < chunk.length) {
      const end = chunk.indexOf(0x0a, start) + 1 || chunk.length;
      lines += newlines(decoder.decode(chunk.subarray(start, end), { stream: true }));
      start = end;
    }
  } catch {
    // The line searched for.
  }
  return lines;
}

function encodingOf(start: Uint8Array, file: string): string {
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => startsWith(start, mark))?.[0];
  const bare = startsWith(start, [0x3c, 0]) ? "utf-16le" : startsWith(start, [0, 0x3c]) ? "utf-16be" : undefined;
  const family = marked ?? bare;
  const head = new TextDecoder(family ?? "latin1").decode(start);
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/.exec(head)?.[1];
  const label = declared === undefined ? undefined : canonical(declared, file);
  // "UTF-16" alone says nothing of the byte order, the mark does.
  if (family !== undefined && label !== undefined && label !== family && !/^utf-16$/i.test(declared ?? "")) {
    const at = { file, line: 1 };
    throw new EncodingError(`declares ${declared} but its bytes are ${family}`, at, "Fetch the file again.");
  }
  return family ?? label ?? "utf-8";
}

function canonical(label: string, file: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    throw new EncodingError(`unknown encoding ${label}`, { file, line: 1 }, "Ask the bank for UTF-8.", { cause });
  }
}
