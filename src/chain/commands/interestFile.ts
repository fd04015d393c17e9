import { isHexString } from "ethers";

import { depositReference } from "../../bank/index.js";
import { parseAmount } from "../../money/index.js";
import { partyId } from "../identity.js";
import type { InterestLine } from "../interest.js";
import { type Context, positive } from "./context.js";
import { InputError } from "./exitCodes.js";
import { readInput, readRows, type Row } from "./files.js";

/*
 * An interest file (CSV, header line, "#" starts a comment line): customer (its number, or its id on chain), amount, period (2026-10, or
 * 2026-10-01/2026-10-31), deposit (the key of the core's booking, or 0x and 64 digits). It is used as a whole or not at all.
 */

const COLUMNS = ["customer", "amount", "period", "deposit"];
const DAY = "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])";
const PERIOD = new RegExp(`^(\\d{4}-(0[1-9]|1[0-2])|${DAY}/${DAY})$`);

/** @throws InputError with every line that is wrong: nothing of the file is used */
export async function readInterest(context: Context): Promise<InterestLine[]> {
  const path = context.required("file");
  const rows = readRows(await readInput(path, "--file"), path, COLUMNS);
  const salt = await context.salt();
  const problems: string[] = [];
  const lines = rows.flatMap((row) => {
    try {
      return [lineOf(context, row, salt)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  problems.push(...repeatsIn(lines));
  refuseAll(path, problems);
  return lines;
}

/** @throws InputError naming every problem, if there is one */
export function refuseAll(path: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const said = problems.map((problem) => `\n  ${problem}`).join("");
  throw new InputError(path, `has ${problems.length} wrong line(s):${said}\n`, "Correct them. Nothing of it was used.");
}

function lineOf(context: Context, { line, cells }: Row, salt: string): InterestLine {
  const where = (column: string): string => `line ${line}, ${column}`;
  const cell = (column: string, is: (text: string) => boolean, problem: string, fix: string): string => {
    const text = cells[column] ?? "";
    if (is(text)) return text;
    throw new InputError(where(column), text === "" ? "is empty" : `${JSON.stringify(text)} ${problem}`, fix);
  };
  const customer = cell("customer", (text) => text !== "", "", "Write the customer's number.");
  const amount = context.wrap(where("amount"), () =>
    positive(parseAmount(cells["amount"] ?? "", context.currency), where("amount")),
  );
  // By the number on chain, or by the customer number, as everywhere.
  const party = /^[0-9]{1,20}$/.test(customer) ? BigInt(customer) : partyId(salt, customer);
  const period = cell("period", isPeriod, "is no period", "Write 2026-10, or 2026-10-01/2026-10-31.");
  const isReference = (text: string): boolean =>
    isHexString(text, 32) || (text !== "" && !/^0x[0-9a-fA-F]*$/.test(text));
  const deposit = cell("deposit", isReference, "is not 32 bytes", "Write the booking's key, or 0x and 64 digits.");
  const reference = isHexString(deposit) ? deposit.toLowerCase() : depositReference(salt, deposit);
  return { line, customer, party, amount, period, depositReference: reference };
}

function isPeriod(text: string): boolean {
  const [from, to] = text.split("/");
  return PERIOD.test(text) && (to === undefined || from! <= to);
}

/** A booking is minted once, and a customer gets the interest of one period once. */
function repeatsIn(lines: readonly InterestLine[]): string[] {
  const [bookings, periods] = [new Map<string, number>(), new Map<string, number>()];
  return lines.flatMap(({ line, customer, period, depositReference: reference }) => {
    const [booked, paid] = [bookings.get(reference), periods.get(`${customer} ${period}`)];
    bookings.set(reference, booked ?? line);
    periods.set(`${customer} ${period}`, paid ?? line);
    if (booked !== undefined) return [`line ${line}, deposit: is the booking of line ${booked}. Remove a line.`];
    if (paid === undefined) return [];
    return [`line ${line}, period: customer ${customer} has interest of ${period} in line ${paid}. Remove a line.`];
  });
}
