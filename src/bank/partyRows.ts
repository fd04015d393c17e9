import { calendarDay } from "../iso20022/field.js";
import { CustomerFileError, type CustomerRowError } from "./customer-errors.js";
import { LAST_DAY } from "./customer-row.js";
import { splitRows } from "./customers.js";

/*
 * Files that name customers who are known already (CSV, UTF-8, comma, header line, "#" starts a comment line).
 *
 * customer     the bank's own customer number, or instead of it
 * party        the party's number on chain
 * valid_until  of a renewal: last day of the KYC, YYYY-MM-DD
 *
 * A renewal may be the customer file itself: its other columns are not looked at. A file of customers to be closed has one
 * column and no other, so that no other file is taken for it.
 */

/** A row that names a customer in one of the two ways. */
export interface NamedRow {
  readonly line: number;
  readonly customer?: string;
  readonly party?: bigint;
}

export interface RenewalRow extends NamedRow {
  /** YYYY-MM-DD, the day included */
  readonly validUntil: string;
}

/** A file's good rows apart from its bad ones. */
export interface Rows<T> {
  readonly rows: readonly T[];
  /** in the order of the lines; empty is good */
  readonly errors: readonly CustomerRowError[];
}

/**
 * Reads a file of renewals. Rows of one customer that agree are one.
 * @param today YYYY-MM-DD: a KYC is not renewed into the past
 * @throws CustomerFileError only where the file as a whole cannot be read
 */
export function readRenewals(bytes: Uint8Array | string, file: string, today: string): Rows<RenewalRow> {
  const { column, lines, errors } = open(bytes, file, ["valid_until"]);
  const first = new Map<string, RenewalRow>();
  for (const { line, cells } of lines) {
    const named = readName(cells, line, column, errors);
    const validUntil = readDay(cells["valid_until"] ?? "", line, today, errors);
    if (named === undefined || validUntil === undefined) continue;
    const key = cells[column]!;
    const known = first.get(key);
    if (known === undefined) first.set(key, { ...named, validUntil });
    else if (known.validUntil !== validUntil) {
      const problem = `is not ${known.validUntil}, as in line ${known.line}`;
      const fix = "Give each customer one day.";
      errors.push({ line, column: "valid_until", value: validUntil, problem, fix });
    }
  }
  return { rows: [...first.values()], errors: inOrder(errors) };
}

/**
 * Reads a file of customers to be closed. A customer named twice is closed once.
 * @throws CustomerFileError only where the file as a whole cannot be read
 */
export function readClosings(bytes: Uint8Array | string, file: string): Rows<NamedRow> {
  const { column, columns, lines, errors } = open(bytes, file, []);
  if (columns.length > 1) {
    const problem = `has ${columns.length} columns: ${columns.join(", ")}`;
    const fix = `Leave the column ${column} alone: a customer file must not be taken for a list of customers to close.`;
    throw new CustomerFileError(file, [{ line: 1, problem, fix }]);
  }
  const first = new Map<string, NamedRow>();
  for (const { line, cells } of lines) {
    const named = readName(cells, line, column, errors);
    if (named !== undefined && !first.has(cells[column]!)) first.set(cells[column]!, named);
  }
  return { rows: [...first.values()], errors: inOrder(errors) };
}

type Cells = Readonly<Record<string, string>>;

function open(bytes: Uint8Array | string, file: string, required: readonly string[]) {
  const errors: CustomerRowError[] = [];
  const [header, ...rest] = splitRows(bytes, file, errors);
  const columns = (header?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const names = columns.filter((name) => name === "customer" || name === "party");
  const missing = required.filter((name) => columns.filter((column) => column === name).length !== 1);
  if (names.length !== 1 || missing.length > 0) {
    const problem =
      names.length === 1 ? `lacks the column ${missing.join(", ")}` : "needs one column customer, or one column party";
    throw new CustomerFileError(file, [
      { line: header?.line ?? 1, problem, fix: `Start with the header ${["customer", ...required].join(",")}.` },
    ]);
  }
  const lines = rest.flatMap(({ line, cells }) => {
    if (cells.length === columns.length) {
      return [{ line, cells: Object.fromEntries(columns.map((name, i) => [name, cells[i]!.trim()])) as Cells }];
    }
    const problem = `${cells.length} columns where the header has ${columns.length}`;
    errors.push({ line, problem, fix: "Write every column, quote values that contain a comma." });
    return [];
  });
  if (rest.length === 0) throw new CustomerFileError(file, [{ line: 1, problem: "there is no row", fix: "Add rows." }]);
  return { column: names[0] as "customer" | "party", columns, lines, errors };
}

function readName(cells: Cells, line: number, column: "customer" | "party", errors: CustomerRowError[]) {
  const value = cells[column] ?? "";
  const wrong = (problem: string, fix: string): undefined => {
    errors.push({ line, column, value, problem, fix });
    return undefined;
  };
  if (value === "") return wrong("is empty", "Name a customer.");
  if (column === "customer") return { line, customer: value };
  const isNumber = /^[0-9]{1,20}$/.test(value) && BigInt(value) > 0n && BigInt(value) < 1n << 64n;
  return isNumber
    ? { line, party: BigInt(value) }
    : wrong("is no party's number", "Write its number on chain, 1 to 2^64 - 1.");
}

function readDay(day: string, line: number, today: string, errors: CustomerRowError[]): string | undefined {
  const wrong = (problem: string, fix: string): undefined => {
    errors.push({ line, column: "valid_until", value: day, problem, fix });
    return undefined;
  };
  if (day.length !== 10 || calendarDay(day) === undefined) {
    return wrong("is not a date", "Write a day that exists as YYYY-MM-DD, such as 2027-12-31.");
  }
  if (day > LAST_DAY) return wrong("is too far in the future", `Write a day up to ${LAST_DAY}.`);
  if (day < today) return wrong("has passed", "Write a day to come; who must stop at once is blocked, not renewed.");
  return day;
}

const inOrder = (errors: readonly CustomerRowError[]): CustomerRowError[] =>
  [...errors].sort((a, b) => a.line - b.line);

/** The last second of a day, unix seconds: a KYC is valid to the end of its last day. */
export const lastSecondOf = (day: string): bigint => BigInt(Date.parse(`${day}T23:59:59Z`) / 1000);
