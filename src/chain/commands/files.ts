import { readFile, rm, writeFile } from "node:fs/promises";

import { parse } from "csv-parse/sync";
import { z } from "zod";

import type { Redemption } from "../redemptions.js";
import type { Hold } from "../typedData.js";
import { InputError } from "./exitCodes.js";
import { addressShape as address, bytes32Shape as bytes32, wholeShape as whole } from "../shapes.js";

/** A file's text. @throws InputError naming the flag and the file */
export async function readInput(path: string, flag: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(flag, `${path} cannot be read (${code ?? String(error)})`, "Name a file that exists.");
  }
}

/** A data row of a CSV file with the line it starts at. */
export interface Row {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * Rows of a CSV file with a header of exactly these columns, in any order; "#" starts a comment line.
 * @throws InputError naming file and line
 */
export function readRows(text: string, file: string, columns: readonly string[]): Row[] {
  let records: { info: { lines: number }; record: Record<string, string> }[];
  try {
    records = parse(text, {
      bom: true,
      columns: (header: string[]) => checkHeader(header, file, columns),
      comment: "#",
      comment_no_infix: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
    }) as unknown as typeof records;
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { message, lines } = error as Error & { lines?: number };
    throw new InputError(`${file}, line ${lines ?? 1}`, message.split("\n")[0] ?? message, "Correct the row.");
  }
  if (records.length === 0) throw new InputError(file, "has no rows", `Write rows under ${columns.join(",")}.`);
  return records.map(({ info, record }) => ({ line: info.lines, cells: record }));
}

function checkHeader(header: string[], file: string, columns: readonly string[]): string[] {
  const names = header.map((name) => name.toLowerCase());
  if (names.length === columns.length && columns.every((column) => names.includes(column))) return names;
  throw new InputError(`${file}, header`, `has ${names.join(",")}`, `Write ${columns.join(",")}.`);
}

const hold = z.strictObject({
  payer: address,
  payee: address,
  notary: address,
  amount: whole,
  expiry: whole,
  placeBy: whole,
  assignable: z.boolean(),
  terms: bytes32,
});
const terms = z.strictObject({ token: address, settlementAccount: bytes32, salt: bytes32 });
const holdFile = z.strictObject({ currency: z.string(), hold });
const redemptionFile = z.strictObject({ currency: z.string(), hold, terms });

/**
 * A hold as `hold place --out` or, before the bank has submitted it, `redeem request --out` wrote it.
 * @throws InputError naming file and field
 */
export async function readAnyHoldFile(path: string): Promise<{ currency: string; hold: Hold }> {
  const { currency, hold: read } = await readJson(path, z.union([redemptionFile, holdFile]));
  return { currency, hold: read };
}

/** A hold as `hold place --out` wrote it. @throws InputError naming file and field */
export async function readHoldFile(path: string): Promise<{ currency: string; hold: Hold }> {
  return readJson(path, holdFile);
}

/** A redemption as `redeem request --out` wrote it. @throws InputError naming file and field */
export async function readRedemptionFile(path: string): Promise<Redemption & { currency: string }> {
  return readJson(path, redemptionFile);
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readInput(path, "--file");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError(path, "is not JSON", "Name the file that was written with --out.");
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = [path, ...(issue?.path.map(String) ?? [])].join(", ");
  throw new InputError(where, issue?.message ?? "is malformed", "Use the file as it was written with --out.");
}

/**
 * Writes what later steps need, then acts: a hold whose fields are lost can only be waited out. The file is taken back
 * when the act was refused, and kept when its outcome is unconfirmed. Never over a file that is there.
 * @throws InputError, and what `act` throws
 */
export async function withOutput<T>(path: string | undefined, data: object, act: () => Promise<T>): Promise<T> {
  if (path === undefined) return act();
  await writeNew(path, data);
  try {
    return await act();
  } catch (error) {
    if ((error as Error).name !== "OutcomeUnconfirmed") await rm(path);
    throw error;
  }
}

/** Writes a new file of JSON. @throws InputError when there is one already, or no folder */
export async function writeNew(path: string, data: object): Promise<void> {
  try {
    await writeFile(path, `${toJson(data)}\n`, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === "EEXIST" ? "is there already" : `cannot be written (${code ?? String(error)})`;
    throw new InputError(`--out ${path}`, problem, "Name a new file in a folder that exists.");
  }
}

/** JSON with bigints as decimal strings, so that no reader rounds them. */
export function toJson(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value), 2);
}
