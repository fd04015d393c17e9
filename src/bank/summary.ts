import type { CreditDebit, Entry, Statement, Totals } from "../iso20022/index.js";
import { minorUnits } from "../money/index.js";
import { accountCurrency } from "./statement-money.js";
import type { Finding } from "./verdicts.js";

/*
 * `TxsSummry` against the entries. Its sums carry no currency: the sum over all entries whatever their currency, and
 * the sum in the account's currency, are both accepted; so are all entries and the booked ones only. A count has to be
 * the number of entries in every currency.
 */

/** Decimals in which sums of any currencies are compared; xs:decimal allows 17 in a sum. */
const SCALE = 17;

/** One finding with every figure that does not match, none if all do. */
export function checkSummary(statement: Statement): Finding[] {
  const { summary } = statement;
  if (summary === undefined) return [];
  const wrong = [
    ...compare("entries", summary.all, statement),
    ...compare("credits", summary.credits, statement, "CRDT"),
    ...compare("debits", summary.debits, statement, "DBIT"),
    ...compareNet(statement),
  ];
  if (wrong.length === 0) return [];
  return [{ code: "summary-mismatch", statement, message: wrong.join("; ") }];
}

type Readings = readonly (readonly Entry[])[];

/** The sets of entries that a bank may have summed. */
function readings(statement: Statement, direction?: CreditDebit): Readings {
  const all = statement.entries.filter((entry) => direction === undefined || entry.creditDebit === direction);
  const booked = all.filter((entry) => entry.status === "BOOK");
  const currency = accountCurrency(statement);
  const own = (entries: readonly Entry[]): readonly Entry[] => entries.filter((entry) => entry.currency === currency);
  return currency === undefined ? [all, booked] : [own(all), all, own(booked), booked];
}

function compare(name: string, said: Totals | undefined, statement: Statement, direction?: CreditDebit): string[] {
  if (said === undefined) return [];
  const sets = readings(statement, direction);
  const all = statement.entries.filter((e) => direction === undefined || e.creditDebit === direction);
  const unreadable = statement.unreadable.filter((e) => direction === undefined || e.creditDebit === direction).length;
  // A count needs no currency, so it is of all entries, or of all booked ones.
  const counts = [all.length + unreadable, all.filter((e) => e.status === "BOOK").length + unreadable];
  const sums = sets.map((set) => set.reduce((sum, entry) => sum + scaled(entry), 0n));
  return [
    ...(matches(
      said.count,
      counts.map((n) => BigInt(n) * 10n ** BigInt(SCALE)),
    )
      ? []
      : [`says ${said.count} ${name}, there are ${counts[0]}`]),
    ...(matches(said.sum, sums) ? [] : [`says ${name} of ${said.sum}, they are ${plain(sums[0] ?? 0n)}`]),
  ];
}

function compareNet(statement: Statement): string[] {
  const { net, netCreditDebit } = statement.summary?.all ?? {};
  const sums = readings(statement).map((set) =>
    set.reduce((sum, entry) => sum + (entry.creditDebit === "CRDT" ? scaled(entry) : -scaled(entry)), 0n),
  );
  // Without a direction the sign cannot be checked, only the size.
  const comparable =
    netCreditDebit === undefined
      ? sums.map((s) => (s < 0n ? -s : s))
      : sums.map((s) => (netCreditDebit === "DBIT" ? -s : s));
  if (matches(net, comparable)) return [];
  return [`says a net of ${net} ${netCreditDebit ?? ""}`.trim() + `, it is ${plain(sums[0] ?? 0n)}`];
}

const scaled = (entry: Entry): bigint => entry.amount * 10n ** BigInt(SCALE - minorUnits(entry.currency));

/** What is not said cannot be wrong; what is not a number is. */
function matches(said: string | undefined, figures: readonly bigint[]): boolean {
  if (said === undefined) return true;
  const match = /^([+-]?)([0-9]*)\.?([0-9]{0,17})$/.exec(said);
  if (match === null || (match[2] ?? "") + (match[3] ?? "") === "") return false;
  const figure = BigInt((match[2] ?? "") + (match[3] ?? "").padEnd(SCALE, "0"));
  return figures.includes(match[1] === "-" ? -figure : figure);
}

/** A scaled sum as a decimal with at least two places. */
function plain(sum: bigint): string {
  const digits = (sum < 0n ? -sum : sum).toString().padStart(SCALE + 1, "0");
  const fraction = digits.slice(-SCALE).replace(/0+$/, "").padEnd(2, "0");
  return `${sum < 0n ? "-" : ""}${digits.slice(0, -SCALE)}.${fraction}`;
}
