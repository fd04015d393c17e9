import { EncodingError, FileTooLargeError } from "./errors.js";

/** Files above this many bytes are refused: the whole message is held in memory. */
export const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

const BYTE_ORDER_MARKS: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean => start.every((b, i) => bytes[i] === b);

/**
 * Text of an XML file, in the encoding of its byte order mark or XML declaration, UTF-8 without either.
 * @throws FileTooLargeError, EncodingError when a byte is not valid in that encoding, or mark and declaration differ
 */
export function decodeXml(bytes: Uint8Array, file: string, maxBytes = DEFAULT_MAX_BYTES): string {
  if (bytes.length > maxBytes) throw new FileTooLargeError(file, bytes.length, maxBytes);
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => startsWith(bytes, mark))?.[0];
  const bare = startsWith(bytes, [0x3c, 0]) ? "utf-16le" : startsWith(bytes, [0, 0x3c]) ? "utf-16be" : undefined;
  const family = marked ?? bare;
  const head = decode(bytes.subarray(0, 400), family ?? "latin1", file, false);
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/.exec(head)?.[1];
  const label = declared === undefined ? undefined : canonical(declared, file);
  // "UTF-16" alone says nothing of the byte order, the mark does.
  if (family !== undefined && label !== undefined && label !== family && !/^utf-16$/i.test(declared ?? "")) {
    throw new EncodingError(`declares ${declared} but its bytes are ${family}`, { file }, "Fetch the file again.");
  }
  return decode(bytes, family ?? label ?? "utf-8", file, true);
}

function canonical(label: string, file: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    throw new EncodingError(`unknown encoding ${label}`, { file }, "Ask the bank for UTF-8.", { cause });
  }
}

function decode(bytes: Uint8Array, label: string, file: string, fatal: boolean): string {
  try {
    return new TextDecoder(label, { fatal }).decode(bytes);
  } catch (cause) {
    throw new EncodingError(`is not valid ${label}`, { file }, "Ask the bank for UTF-8, declared as such.", { cause });
  }
}
