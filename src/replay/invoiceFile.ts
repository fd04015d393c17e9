import { readRows } from "../bank/csvRows.js";
import { MoneyError, parseAmount } from "../money/index.js";

/** All amounts of the sample are dollars. */
export const CURRENCY = "USD";

export const DAY = 86_400n;

/** One line of a receivables file. Days are unix seconds of their midnight, UTC. */
export interface InvoiceRow {
  readonly line: number;
  /** the sample's own code, no ISO 3166 */
  readonly country: string;
  readonly customer: string;
  readonly number: string;
  readonly invoiced: bigint;
  readonly due: bigint;
  readonly settled: bigint;
  /** minor units */
  readonly amount: bigint;
  readonly disputed: boolean;
}

/** The file cannot be read: where, what, and what to do. */
export class ReplayFileError extends Error {
  override readonly name = "ReplayFileError";
}

const COLUMNS = ["countrycode", "customerid", "invoicenumber", "invoicedate", "duedate", "invoiceamount", "disputed"];
const SETTLED = "settleddate";

/**
 * Reads a receivables file (CSV with a header line; other columns are not looked at; days are written D/M/YYYY).
 * @throws ReplayFileError for the first line that is wrong: a replay of half a file would prove nothing
 */
export function readInvoiceFile(text: string, file: string): InvoiceRow[] {
  const { rows, broken } = readRows(text);
  const fail = (line: number, problem: string, fix: string): never => {
    throw new ReplayFileError(`${file}, line ${line}: ${problem}. ${fix}`);
  };
  if (broken[0] !== undefined) fail(broken[0], "a quote that does not open or close a value", "Remove it.");
  const [header, ...lines] = rows;
  const names = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const missing = [...COLUMNS, SETTLED].filter((column) => !names.includes(column));
  if (missing.length > 0) fail(1, `the header lacks ${missing.join(", ")}`, "Name a receivables file.");
  if (lines.length === 0) fail(1, "there are no invoices", "Name a receivables file with rows.");

  const first = new Map<string, number>();
  return lines.map(({ line, cells }) => {
    const cell = (column: string): string => cells[names.indexOf(column)]?.trim() ?? "";
    const day = (column: string): bigint =>
      readDay(cell(column)) ?? fail(line, `${column} ${JSON.stringify(cell(column))} is no day`, "Write D/M/YYYY.");
    const known = (column: string): string => cell(column) || fail(line, `${column} is empty`, "Write a value.");
    const row = {
      line,
      country: known("countrycode"),
      customer: known("customerid"),
      number: known("invoicenumber"),
      invoiced: day("invoicedate"),
      due: day("duedate"),
      settled: day(SETTLED),
      amount: readAmount(cell("invoiceamount"), (problem) => fail(line, `invoiceamount ${problem}`, "Correct it.")),
      disputed: readFlag(cell("disputed")) ?? fail(line, "disputed is neither Yes nor No", "Write Yes or No."),
    };
    if (row.due < row.invoiced) fail(line, "duedate is before invoicedate", "Correct one of them.");
    if (row.settled < row.invoiced) fail(line, "settleddate is before invoicedate", "Correct one of them.");
    const earlier = first.get(row.number);
    if (earlier !== undefined) fail(line, `invoicenumber ${row.number} is in line ${earlier}`, "Keep one of them.");
    first.set(row.number, line);
    return row;
  });
}

function readAmount(text: string, complain: (problem: string) => never): bigint {
  try {
    const amount = parseAmount(text, CURRENCY);
    return amount > 0n ? amount : complain("is zero");
  } catch (error) {
    if (error instanceof MoneyError) return complain(JSON.stringify(text) + " is no amount");
    throw error;
  }
}

const readFlag = (text: string): boolean | undefined =>
  text.toLowerCase() === "yes" ? true : text.toLowerCase() === "no" ? false : undefined;

/** Midnight of a D/M/YYYY, UTC; undefined for a day that no calendar has. */
function readDay(text: string): bigint | undefined {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const read = new Date(time);
  if (read.getUTCDate() !== Number(day) || read.getUTCMonth() !== Number(month) - 1) return undefined;
  return BigInt(time) / 1_000n;
}

/** YYYY-MM-DD of a second. */
export const dayOf = (second: bigint): string => new Date(Number(second) * 1_000).toISOString().slice(0, 10);
