import type { CreditDebit, Statement, Totals } from "../iso20022/index.js";
import { minorUnits } from "../money/index.js";
import { accountCurrency } from "./statement-money.js";
import type { Tally } from "./tally.js";
import type { Finding } from "./verdicts.js";

/*
 * `TxsSummry` against the entries. Its sums carry no currency: the sum over all entries whatever their currency, and
 * the sum in the account's currency, are both accepted; so are all entries and the booked ones only. A count has to be
 * the number of entries in every currency.
 */

/** Decimals in which sums of any currencies are compared; xs:decimal allows 17 in a sum. */
const SCALE = 17;

/** One finding with every figure that does not match, none if all do. */
export function checkSummary(statement: Statement, tally: Tally): Finding[] {
  const { summary } = statement;
  if (summary === undefined) return [];
  const currency = accountCurrency(statement);
  const wrong = [
    ...compare("entries", summary.all, tally, currency),
    ...compare("credits", summary.credits, tally, currency, "CRDT"),
    ...compare("debits", summary.debits, tally, currency, "DBIT"),
    ...compareNet(statement, tally, currency),
  ];
  if (wrong.length === 0) return [];
  return [{ code: "summary-mismatch", statement, message: wrong.join("; ") }];
}

type Sums = Readonly<Record<CreditDebit, bigint>>;

/** The sets of entries that a bank may have summed: those in the account's currency or all, booked or all. */
function readings(tally: Tally, currency: string | undefined): readonly Sums[] {
  const of = (only: string | undefined, pick: "sum" | "bookedSum"): Sums => {
    const sums = { CRDT: 0n, DBIT: 0n };
    for (const [code, figures] of tally.figures(only)) {
      sums.CRDT += scaled(figures.CRDT[pick], code);
      sums.DBIT += scaled(figures.DBIT[pick], code);
    }
    return sums;
  };
  const all = [of(undefined, "sum"), of(undefined, "bookedSum")] as const;
  if (currency === undefined) return all;
  return [of(currency, "sum"), all[0], of(currency, "bookedSum"), all[1]];
}

function compare(
  name: string,
  said: Totals | undefined,
  tally: Tally,
  currency: string | undefined,
  direction?: CreditDebit,
): string[] {
  if (said === undefined) return [];
  // A count needs no currency, so it is of all entries, or of all booked ones.
  const counts = tally.counts(direction);
  const sums = readings(tally, currency).map((set) => (direction === undefined ? set.CRDT + set.DBIT : set[direction]));
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

function compareNet(statement: Statement, tally: Tally, currency: string | undefined): string[] {
  const { net, netCreditDebit } = statement.summary?.all ?? {};
  const sums = readings(tally, currency).map((set) => set.CRDT - set.DBIT);
  // Without a direction the sign cannot be checked, only the size.
  const comparable =
    netCreditDebit === undefined
      ? sums.map((s) => (s < 0n ? -s : s))
      : sums.map((s) => (netCreditDebit === "DBIT" ? -s : s));
  if (matches(net, comparable)) return [];
  return [`says a net of ${net} ${netCreditDebit ?? ""}`.trim() + `, it is ${plain(sums[0] ?? 0n)}`];
}

const scaled = (amount: bigint, currency: string): bigint => amount * 10n ** BigInt(SCALE - minorUnits(currency));

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
