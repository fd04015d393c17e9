import { readRows } from "../../bank/csvRows.js";
import type { CustomerRowError } from "../../bank/index.js";
import { MoneyError, parseAmount } from "../../money/index.js";
import { LIMIT_FIELDS, type LimitField, MAX_COUNT, MAX_WINDOW_HOURS, type PartyLimits } from "../limits/index.js";
import { InputError } from "./exitCodes.js";

/*
 * The limits file (CSV, header line, "#" starts a comment line): the limits of a party in one currency a row. Every cell is
 * written: "none" where there is no limit. A row that is wrong keeps no other out.
 *
 * party         the bank's customer number, or the party's id on chain as a number
 * per_payment   most in one payment or hold, a decimal amount
 * window_value  most in any window, payments and holds together
 * window_count  most payments and holds in any window, at most 1023
 * window_hours  length of the window: an even number of hours from 2 to 8760
 * holding_cap   most that the party's wallets may have together
 */

/** The column, and in camel case the option, of each limit. */
export const LIMIT_COLUMNS: Readonly<Record<LimitField, string>> = {
  perPayment: "per_payment",
  windowValue: "window_value",
  windowCount: "window_count",
  windowHours: "window_hours",
  holdingCap: "holding_cap",
};

const COLUMNS = ["party", ...LIMIT_FIELDS.map((field) => LIMIT_COLUMNS[field])];

/** A row that can be read; whether the chain takes it is another question. */
export interface LimitRow {
  readonly line: number;
  /** as written */
  readonly party: string;
  readonly limits: PartyLimits;
}

/**
 * Reads a limits file, the good rows apart from the bad.
 * @throws InputError where the file as a whole cannot be read
 */
export function readLimitRows(
  text: string,
  file: string,
  currency: string,
): { readonly rows: LimitRow[]; readonly errors: CustomerRowError[] } {
  const { rows: read, broken } = readRows(text);
  const errors: CustomerRowError[] = broken.map((line) => ({
    line,
    problem: "a quote that does not open or close a value",
    fix: "Write values without quotes.",
  }));
  const [header, ...lines] = read;
  const names = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  if (names.length !== COLUMNS.length || COLUMNS.some((column) => !names.includes(column))) {
    const problem = header === undefined ? "is missing" : `has ${names.join(",")}`;
    throw new InputError(`${file}, header`, problem, `Write ${COLUMNS.join(",")}.`);
  }
  const rows: LimitRow[] = [];
  const first = new Map<string, number>();
  for (const { line, cells } of lines) {
    const cell = (column: string): string => cells[names.indexOf(column)]?.trim() ?? "";
    const before = errors.length;
    if (cells.length !== names.length) {
      const problem = `${cells.length} columns where the header has ${names.length}`;
      errors.push({ line, problem, fix: "Write every column; none where there is no limit." });
      continue;
    }
    const party = cell("party");
    if (party === "") errors.push({ line, column: "party", problem: "is empty", fix: "Write the customer's number." });
    const earlier = first.get(party);
    if (earlier !== undefined) {
      errors.push({ line, column: "party", value: party, problem: `is in line ${earlier} already`, fix: "Keep one." });
    } else if (party !== "") first.set(party, line);
    const limits = readLimitCells(
      (field) => cell(LIMIT_COLUMNS[field]),
      currency,
      (field, value, problem, fix) => errors.push({ line, column: LIMIT_COLUMNS[field], value, problem, fix }),
    );
    if (errors.length === before) rows.push({ line, party, limits: limits as PartyLimits });
  }
  if (lines.length === 0 && errors.length === 0) {
    throw new InputError(file, "has no rows", `Write rows under ${COLUMNS.join(",")}.`);
  }
  return { rows, errors };
}

/** Takes a problem of one field. */
type Complain = (field: LimitField, value: string, problem: string, fix: string) => void;

/** The fields of limits from their texts. */
function readLimitCells(text: (field: LimitField) => string, currency: string, complain: Complain) {
  const limits: Partial<Record<LimitField, bigint | number | undefined>> = {};
  for (const field of LIMIT_FIELDS) {
    const value = text(field);
    try {
      limits[field] = readLimit(field, value, currency);
    } catch (error) {
      if (!(error instanceof LimitProblem) && !(error instanceof MoneyError)) throw error;
      complain(field, value, error.message.replace(` ${error.fix}`, "").replace(/\.$/, ""), error.fix);
    }
  }
  return limits;
}

class LimitProblem extends Error {
  constructor(
    problem: string,
    readonly fix: string,
  ) {
    super(problem);
  }
}

/** "none" is undefined. @throws LimitProblem, MoneyError */
export function readLimit(field: LimitField, text: string, currency: string): bigint | number | undefined {
  const isWindow = field === "windowHours";
  if (text === "") throw new LimitProblem("is empty", isWindow ? "Write hours." : "Write a limit, or none.");
  if (text.toLowerCase() === "none" && !isWindow) return undefined;
  if (field !== "windowCount" && !isWindow) return parseAmount(text, currency);
  const value = Number(text);
  const [least, most] = isWindow ? [2, MAX_WINDOW_HOURS] : [0, MAX_COUNT];
  if (/^[0-9]+$/.test(text) && value >= least && value <= most && (!isWindow || value % 2 === 0)) return value;
  const fix = isWindow
    ? `Write an even number of hours from 2 to ${MAX_WINDOW_HOURS}.`
    : `Write a number from 0 to ${MAX_COUNT}, or none.`;
  throw new LimitProblem(`${JSON.stringify(text)} is not possible`, fix);
}
