import { getAddress, ZeroAddress } from "ethers";
import { calendarDay } from "../iso20022/field.js";
import { hasValidIbanCheck, looksLikeIban, normaliseAccount } from "./accounts.js";
import type { CustomerRowError } from "./customer-errors.js";

/** Columns of a customer file in their usual order; see customers.ts. */
export const COLUMNS = [
  "customer",
  "account",
  "reference",
  "name",
  "wallet",
  "zone",
  "valid_until",
  "limited",
  "settlement_account",
] as const;

export const REQUIRED_COLUMNS = ["customer", "wallet", "zone", "valid_until", "settlement_account"] as const;

/** The last day whose end fits the 32 bits that the chain has for it (2106-02-06). */
const LAST_DAY = "2106-02-06";

/** One correct data line. */
export interface CustomerRow {
  readonly line: number;
  readonly customer: string;
  readonly accounts: readonly string[];
  readonly references: readonly string[];
  readonly names: readonly string[];
  readonly wallet: string;
  readonly zone: number;
  readonly validUntil: string;
  readonly limited: boolean;
  /** normalised; empty when the row leaves it to the customer's first row */
  readonly settlementAccount: string;
}

type Cells = Readonly<Record<string, string | undefined>>;

/** Reads the cells of a row; undefined when one is wrong. Every wrong cell is reported. */
export function readRow(cells: Cells, line: number, errors: CustomerRowError[]): CustomerRow | undefined {
  const before = errors.length;
  const cell = (column: (typeof COLUMNS)[number]): string => cells[column] ?? "";
  const wrong = (column: string, value: string, problem: string, fix: string): void => {
    errors.push({ line, column, value, problem, fix });
  };
  if (cell("customer") === "") wrong("customer", "", "is empty", "Write the bank's customer number.");

  const wallet = cell("wallet");
  const walletProblem = checkWallet(wallet);
  if (walletProblem !== undefined) wrong("wallet", wallet, ...walletProblem);

  const zone = cell("zone");
  if (!/^(?:[1-9]|1[0-4])$/.test(zone)) wrong("zone", zone, "is not a zone", "Write a number from 1 to 14.");

  const validUntil = cell("valid_until");
  if (validUntil.length !== 10 || calendarDay(validUntil) === undefined) {
    wrong("valid_until", validUntil, "is not a date", "Write a day that exists as YYYY-MM-DD, such as 2027-12-31.");
  } else if (validUntil > LAST_DAY) {
    wrong("valid_until", validUntil, "is too far in the future", `Write a day up to ${LAST_DAY}.`);
  }

  const limited = cell("limited").toLowerCase();
  if (!["", "true", "false"].includes(limited)) wrong("limited", limited, "is neither true nor false", "Write one.");

  const accounts = list(cell("account")).map(normaliseAccount);
  for (const account of accounts) if (badIban(account)) wrong("account", account, ...IBAN_PROBLEM);
  const settlementAccount = normaliseAccount(cell("settlement_account"));
  if (badIban(settlementAccount)) wrong("settlement_account", settlementAccount, ...IBAN_PROBLEM);

  const references = list(cell("reference"));
  for (const reference of references) {
    if (/^\W*\*|\*./.test(reference))
      wrong("reference", reference, "has a * that is not at the end", "End with one *.");
  }
  if (errors.length > before) return undefined;
  return {
    line,
    customer: cell("customer"),
    accounts,
    references,
    names: list(cell("name")),
    wallet,
    zone: Number(zone),
    validUntil,
    limited: limited === "true",
    settlementAccount,
  };
}

const IBAN_PROBLEM = ["has wrong IBAN check digits", "Ask the customer for the account again."] as const;
const badIban = (account: string): boolean => looksLikeIban(account) && !hasValidIbanCheck(account);
const list = (cell: string): string[] =>
  cell
    .split("|")
    .map((item) => item.trim())
    .filter((item) => item !== "");

/** A mistyped address is money lost: the checksum is mandatory, and never computed for the bank. */
function checkWallet(wallet: string): [problem: string, fix: string] | undefined {
  if (!/^0x[0-9a-fA-F]{40}$/.test(wallet)) return ["is not an address", "Write 0x and 40 hexadecimal digits."];
  if (wallet === ZeroAddress) return ["is the zero address", "Write the customer's wallet."];
  try {
    // getAddress accepts addresses in one case, which carry no checksum.
    if (getAddress(wallet) === wallet) return undefined;
  } catch {
    // falls through: a wrong checksum
  }
  return ["has no valid ERC-55 checksum", "Ask the customer for the address again, with its capital letters."];
}
