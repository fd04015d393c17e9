import type { CountryCode } from "./countries.js";
import { type RawRow, readRows } from "./csvRows.js";
import { CustomerFileError, type CustomerRowError } from "./customer-errors.js";
import { COLUMNS, type CustomerRow, RARE_COLUMNS, readRow, REQUIRED_COLUMNS, USUAL_COLUMNS } from "./customer-row.js";
import type { PartyKind } from "./kinds.js";

/*
 * The customer file (CSV, UTF-8, comma, header line, "#" starts a comment line): which wallets a customer has and how
 * its deposits are recognised. It holds personal data and never goes on chain.
 *
 * customer            the bank's own customer number; several rows of one customer are several wallets
 * account             the customer's own accounts (IBAN or other id) from which it pays in; several with |
 * reference           virtual account or creditor reference given to the customer; several with |; a trailing * matches
 *                     every reference that starts with it
 * name                name of the account holder exactly as banks print it; several with |
 * wallet              EVM address with its ERC-55 checksum; the first one listed receives deposits
 * residency           country in which the customer resides, two letters of ISO 3166-1; with `control` it leads to the
 *                     zone, by the table of countries in the bank file
 * control             optional country from which the customer is controlled; its residency when empty
 * kind                optional client, client-of-client, bank, escrow or fx-desk; client when empty, or client-of-client
 *                     where there is a home bank
 * home_bank           number of the institution that serves a client-of-client, else empty
 * lei                 optional Legal Entity Identifier; public on chain
 * programme           optional approval id of a programme, where the zone needs one; only its salted hash goes on chain
 * valid_until         last day of the customer's KYC, YYYY-MM-DD
 * limited             optional true or false: whether limits apply; when empty only to a client-of-client
 * settlement_account  the customer's own account, to which redemptions are paid; may be empty after the first row
 */

/** A wallet of a customer. */
export interface CustomerWallet {
  readonly address: string;
  readonly line: number;
}

/** A customer, its rows put together. */
export interface Customer {
  readonly customer: string;
  readonly accounts: readonly string[];
  readonly references: readonly string[];
  readonly names: readonly string[];
  /** at least one; the first receives deposits */
  readonly wallets: readonly [CustomerWallet, ...CustomerWallet[]];
  readonly residency: CountryCode;
  readonly control: CountryCode;
  readonly kind: PartyKind;
  /** 0 for this bank */
  readonly homeBank: number;
  /** empty for none, as `programme` */
  readonly lei: string;
  readonly programme: string;
  /** YYYY-MM-DD, the day included */
  readonly validUntil: string;
  readonly limited: boolean;
  readonly settlementAccount: string;
}

/** A customer file, the good apart from the bad. */
export interface CustomerFile {
  /** customers of whom every row is right */
  readonly customers: readonly Customer[];
  /** in the order of the lines; empty is good */
  readonly errors: readonly CustomerRowError[];
}

/**
 * Reads a customer file that is wanted whole.
 * @param bytes the file, UTF-8
 * @param file name for messages
 * @throws CustomerFileError with every error of the file
 */
export function readCustomers(bytes: Uint8Array | string, file: string): readonly Customer[] {
  const { customers, errors } = sortCustomers(bytes, file);
  if (errors.length > 0) throw new CustomerFileError(file, errors);
  return customers;
}

/**
 * Reads a customer file of which some rows may be wrong: a customer with a wrong row is left out whole, and every error
 * is reported. Of two customers with one wallet the later is wrong.
 * @throws CustomerFileError only where the file as a whole cannot be read, or nobody is in it
 */
export function sortCustomers(bytes: Uint8Array | string, file: string): CustomerFile {
  const errors: CustomerRowError[] = [];
  const [header, ...lines] = splitRows(bytes, file, errors);
  if (header === undefined) throw new CustomerFileError(file, [fileError("the file is empty", headerFix)]);
  const columns = header.cells.map((cell) => cell.trim().toLowerCase());
  errors.push(...headerErrors(columns, header.line));
  if (errors.some((error) => error.line === header.line)) throw new CustomerFileError(file, errors);

  const wrong = new Set<string>();
  const rows = lines.flatMap(({ line, cells }) => {
    const named = Object.fromEntries(columns.map((column, i) => [column, cells[i]?.trim() ?? ""]));
    const row = cells.length === columns.length ? readRow(named, line, errors) : undefined;
    if (cells.length !== columns.length) {
      const problem = `${cells.length} columns where the header has ${columns.length}`;
      errors.push({ line, problem, fix: "Write every column, quote values that contain a comma." });
    }
    if (row === undefined) wrong.add(named["customer"] ?? "");
    return row ?? [];
  });
  const customers = groupRows(rows, wrong, errors);
  if (errors.length === 0 && customers.length === 0) {
    throw new CustomerFileError(file, [fileError("there is no customer", "Add rows.")]);
  }
  return { customers, errors: [...errors].sort((a, b) => a.line - b.line) };
}

const headerFix = `Start with the header ${USUAL_COLUMNS.join(",")}; also known are ${RARE_COLUMNS.join(", ")}.`;
const fileError = (problem: string, fix: string): CustomerRowError => ({ line: 1, problem, fix });

/** The lines of a CSV file, its header first; what is no row is among the errors. */
export function splitRows(bytes: Uint8Array | string, file: string, errors: CustomerRowError[]): readonly RawRow[] {
  const { rows, broken } = readRows(decode(bytes, file));
  const fix = 'Quote the whole value and double the quotes inside it ("").';
  for (const line of broken) errors.push({ line, problem: "a quote that does not open or close a value", fix });
  return rows;
}

function decode(bytes: Uint8Array | string, file: string): string {
  if (typeof bytes === "string") return bytes;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CustomerFileError(file, [fileError("the file is not UTF-8", "Save it as CSV UTF-8.")]);
  }
}

function headerErrors(columns: readonly string[], line: number): CustomerRowError[] {
  const missing = REQUIRED_COLUMNS.filter((column) => !columns.includes(column));
  const wrong = columns.filter(
    (name, i) => !(COLUMNS as readonly string[]).includes(name) || columns.indexOf(name) !== i,
  );
  const matched = ["account", "reference", "name"].some((column) => columns.includes(column));
  return [
    ...missing.map((column) => ({ line, column, problem: "the column is missing", fix: headerFix })),
    ...wrong.map((column) => ({ line, column, problem: "the column is unknown or repeated", fix: headerFix })),
    ...(matched
      ? []
      : [{ line, problem: "no account, reference or name column: no deposit would match", fix: headerFix }]),
  ];
}

/** @param wrong customers with a row that could not be read: they are left out, their other rows are checked all the same */
function groupRows(rows: readonly CustomerRow[], wrong: Set<string>, errors: CustomerRowError[]): Customer[] {
  const firstUse = new Map<string, CustomerRow>();
  for (const row of rows) {
    const first = firstUse.get(row.wallet);
    if (first === undefined) firstUse.set(row.wallet, row);
    else {
      const problem = `the wallet is already in line ${first.line}, of customer ${first.customer}`;
      errors.push({ line: row.line, column: "wallet", value: row.wallet, problem, fix: "A wallet has one row." });
      wrong.add(row.customer);
    }
  }
  return [...byCustomer(rows).values()].flatMap((own) => {
    const before = errors.length;
    const customer = mergeRows(own, errors);
    return errors.length > before || wrong.has(customer.customer) ? [] : [customer];
  });
}

function byCustomer(rows: readonly CustomerRow[]): Map<string, CustomerRow[]> {
  const groups = new Map<string, CustomerRow[]>();
  for (const row of rows) {
    const own = groups.get(row.customer);
    if (own === undefined) groups.set(row.customer, [row]);
    else own.push(row);
  }
  return groups;
}

/** What all rows of a customer must say alike. */
const SAME: readonly [column: string, pick: (row: CustomerRow) => unknown][] = [
  ["residency", (row) => row.residency],
  ["control", (row) => row.control],
  ["kind", (row) => row.kind],
  ["home_bank", (row) => row.homeBank],
  ["lei", (row) => row.lei],
  ["programme", (row) => row.programme],
  ["valid_until", (row) => row.validUntil],
  ["limited", (row) => row.limited],
];

function mergeRows(rows: readonly CustomerRow[], errors: CustomerRowError[]): Customer {
  const [first, ...more] = rows as [CustomerRow, ...CustomerRow[]];
  const all = (pick: (row: CustomerRow) => readonly string[]): string[] => [...new Set(rows.flatMap(pick))];
  const settlementAccount = first.settlementAccount;
  const report = (line: number, column: string, problem: string): void => {
    errors.push({ line, column, problem, fix: `Make the rows of customer ${first.customer} agree.` });
  };
  if (settlementAccount === "") report(first.line, "settlement_account", "the customer has none, it could not redeem");
  for (const row of more) {
    for (const [column, pick] of SAME) {
      if (pick(row) !== pick(first)) report(row.line, column, `not as in line ${first.line}`);
    }
    const other = row.settlementAccount !== "" && row.settlementAccount !== settlementAccount;
    if (other) report(row.line, "settlement_account", `not the account of line ${first.line}`);
  }
  const accounts = all((row) => row.accounts);
  const references = all((row) => row.references);
  const names = all((row) => row.names);
  if (accounts.length + references.length + names.length === 0) {
    report(first.line, "account", "no account, reference or name: no deposit would match");
  }
  const wallet = ({ wallet: address, line }: CustomerRow): CustomerWallet => ({ address, line });
  return {
    customer: first.customer,
    accounts,
    references,
    names,
    wallets: [wallet(first), ...more.map(wallet)],
    residency: first.residency,
    control: first.control,
    kind: first.kind,
    homeBank: first.homeBank,
    lei: first.lei,
    programme: first.programme,
    validUntil: first.validUntil,
    limited: first.limited,
    settlementAccount,
  };
}
