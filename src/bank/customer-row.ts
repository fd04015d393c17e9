import { getAddress, ZeroAddress } from "ethers";
import { calendarDay } from "../iso20022/field.js";
import { hasValidIbanCheck, looksLikeIban, normaliseAccount } from "./accounts.js";
import { type CountryCode, isCountry } from "./countries.js";
import type { CustomerRowError } from "./customer-errors.js";
import { hasValidLeiCheck } from "./identifiers.js";
import { isPartyKind, PARTY_KINDS, type PartyKind } from "./kinds.js";

/** What most customer files need, in its usual order; see customers.ts. */
export const USUAL_COLUMNS = [
  "customer",
  "account",
  "reference",
  "name",
  "wallet",
  "residency",
  "control",
  "valid_until",
  "limited",
  "settlement_account",
] as const;

/** Of institutions, their clients, and customers of a programme. */
export const RARE_COLUMNS = ["kind", "home_bank", "lei", "programme"] as const;

export const COLUMNS = [...USUAL_COLUMNS, ...RARE_COLUMNS] as const;

export const REQUIRED_COLUMNS = ["customer", "wallet", "residency", "valid_until", "settlement_account"] as const;

/** The last day whose end fits the 32 bits that the chain has for it (2106-02-06). */
export const LAST_DAY = "2106-02-06";

/** One correct data line. */
export interface CustomerRow {
  readonly line: number;
  readonly customer: string;
  readonly accounts: readonly string[];
  readonly references: readonly string[];
  readonly names: readonly string[];
  readonly wallet: string;
  readonly residency: CountryCode;
  readonly control: CountryCode;
  readonly kind: PartyKind;
  readonly homeBank: number;
  /** empty for none, as `programme` */
  readonly lei: string;
  readonly programme: string;
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

  const residency = cell("residency").toUpperCase();
  if (!isCountry(residency)) wrong("residency", cell("residency"), ...NO_COUNTRY);
  const control = cell("control").toUpperCase() || residency;
  if (cell("control") !== "" && !isCountry(control)) wrong("control", cell("control"), ...NO_COUNTRY);

  const homeBank = cell("home_bank") || "0";
  if (!/^\d{1,3}$/.test(homeBank) || Number(homeBank) > 255) {
    wrong("home_bank", homeBank, "is no institution", "Write its number of the bank file, 1 to 255, or nothing.");
  }
  const served = Number(homeBank) !== 0;
  const kind = cell("kind").toLowerCase() || (served ? "client-of-client" : "client");
  if (!isPartyKind(kind)) wrong("kind", cell("kind"), "is not a kind", `Write one of ${PARTY_KINDS.join(", ")}.`);
  else if (kind === "client-of-client" && !served) {
    wrong(
      "home_bank",
      cell("home_bank"),
      "is missing",
      "Write the number of the institution that serves the customer.",
    );
  } else if (kind !== "client-of-client" && served) {
    wrong("kind", kind, "has no home bank", "Write client-of-client, or leave home_bank empty.");
  }

  const lei = cell("lei").toUpperCase();
  if (lei !== "" && !hasValidLeiCheck(lei)) {
    wrong("lei", cell("lei"), "is no LEI with right check digits", "Write its 20 letters and digits, or nothing.");
  }

  const validUntil = cell("valid_until");
  if (validUntil.length !== 10 || calendarDay(validUntil) === undefined) {
    wrong("valid_until", validUntil, "is not a date", "Write a day that exists as YYYY-MM-DD, such as 2027-12-31.");
  } else if (validUntil > LAST_DAY) {
    wrong("valid_until", validUntil, "is too far in the future", `Write a day up to ${LAST_DAY}.`);
  }

  const limited = cell("limited").toLowerCase() || String(kind === "client-of-client");
  if (!["true", "false"].includes(limited)) wrong("limited", limited, "is neither true nor false", "Write one.");
  else if (kind === "client-of-client" && limited === "false") {
    wrong("limited", limited, "cannot be: a client of a client always has limits", "Write true.");
  }

  const accounts = list(cell("account")).map(normaliseAccount);
  for (const account of accounts) if (badIban(account)) wrong("account", account, ...IBAN_PROBLEM);
  const settlementAccount = normaliseAccount(cell("settlement_account"));
  if (badIban(settlementAccount)) wrong("settlement_account", settlementAccount, ...IBAN_PROBLEM);

  const references = list(cell("reference"));
  for (const reference of references) {
    if (/^\W*\*|\*./.test(reference))
      wrong("reference", reference, "has a * that is not at the end", "End with one *.");
  }
  // The last three are among the errors; repeated, so that the compiler knows.
  if (errors.length > before || !isCountry(residency) || !isCountry(control) || !isPartyKind(kind)) return undefined;
  return {
    line,
    customer: cell("customer"),
    accounts,
    references,
    names: list(cell("name")),
    wallet,
    residency,
    control,
    kind,
    homeBank: Number(homeBank),
    lei,
    programme: cell("programme"),
    validUntil,
    limited: limited === "true",
    settlementAccount,
  };
}

const NO_COUNTRY = ["is not a country", "Write its two letters of ISO 3166-1, such as US or GB."] as const;
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
