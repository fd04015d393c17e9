import {
  type BankFile,
  FileError,
  readBankFile,
  streamBankFile,
  type StreamEvent,
  type StreamOptions,
} from "../../src/iso20022/index.js";
import { Collector } from "../../src/iso20022/reader.js";
import { bytes as utf8 } from "./support.js";

/** Streams for tests: the same bytes cut in pieces, and what came of them. */

/** The bytes in pieces of these lengths, over and over. */
export async function* pieces(whole: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let start = 0, i = 0; start < whole.length; i++) {
    const end = start + (lengths[i % lengths.length] ?? 1);
    yield whole.subarray(start, end);
    start = end;
  }
}

/** Every event of a file. */
export async function streamed(
  file: string | Uint8Array,
  lengths: readonly number[] = [61],
  options: Omit<StreamOptions, "file"> = {},
): Promise<StreamEvent[]> {
  const whole = typeof file === "string" ? utf8(file) : file;
  const events: StreamEvent[] = [];
  for await (const event of streamBankFile(pieces(whole, lengths), { file: "test.xml", ...options }))
    events.push(event);
  return events;
}

/** The file as whole reading would give it, out of its events. */
export function gathered(events: readonly StreamEvent[]): BankFile {
  const collector = new Collector("test.xml");
  for (const event of events) if (event.is !== "end") collector.take(event);
  return collector.whole();
}

/** Everything a file says as text, errors by their message, so that two readings can be compared. */
export function written(file: BankFile): string {
  const plain = (_: string, value: unknown): unknown =>
    typeof value === "bigint" ? `${value}n` : value instanceof Error ? `${value.name}: ${value.message}` : value;
  return JSON.stringify(file, plain, 1);
}

/** The error that refuses a stream, after whatever it gave before; fails when nothing refuses it. */
export async function refusedStream(
  source: AsyncIterable<Uint8Array>,
  options: Omit<StreamOptions, "file"> = {},
): Promise<FileError> {
  try {
    for await (const event of streamBankFile(source, { file: "test.xml", ...options })) {
      if (event.is === "end") break;
    }
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
  throw new Error("expected a refusal, the file was read");
}

/** The error by which both roads refuse a file: they must say the same. */
export async function refused(file: string | Uint8Array, lengths: readonly number[] = [61]): Promise<FileError> {
  const whole = typeof file === "string" ? utf8(file) : file;
  const error = await refusedStream(pieces(whole, lengths));
  try {
    readBankFile(whole, { file: "test.xml" });
  } catch (other) {
    if (other instanceof FileError && other.message === error.message) return error;
    throw other;
  }
  throw new Error("reading whole did not refuse what streaming refused");
}
