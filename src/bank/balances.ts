import type { Balance, CreditDebit, Statement } from "../iso20022/index.js";
import { signed } from "./statement-money.js";
import type { Tally } from "./tally.js";
import type { Finding } from "./verdicts.js";

/** Booked balances; available ones (OPAV, CLAV, FWAV) move for other reasons than entries. */
const BOOKED = new Set(["OPBD", "CLBD", "PRCD", "ITBD"]);

/** Minor units, negative where the account owes. */
export const balanceValue = (item: { readonly amount: bigint; readonly creditDebit: CreditDebit }): bigint =>
  item.creditDebit === "CRDT" ? item.amount : -item.amount;

/** Opening plus booked entries is closing; one currency; not overdrawn. A camt.054 has no balances and no findings here. */
export function tieBalances(statement: Statement, tally: Tally): Finding[] {
  const currencies = [...new Set(statement.balances.map((balance) => balance.currency))];
  if (currencies.length > 1) {
    const message = `balances in ${currencies.join(", ")}: nothing can be tied`;
    return [{ code: "balances-in-several-currencies", statement, message }];
  }
  return [...tie(statement, tally), ...overdrawn(statement)];
}

function tie(statement: Statement, tally: Tally): Finding[] {
  const pair = openingAndClosing(statement.balances);
  if (pair === undefined) return [];
  const { currency } = pair.opening;
  const moved = tally.moved(currency);
  const opening = balanceValue(pair.opening);
  const closing = balanceValue(pair.closing);
  if (opening + moved === closing) return [];
  const sum = `${signed(opening, currency)} plus entries of ${signed(moved, currency)} is ${signed(opening + moved, currency)}`;
  return [{ code: "balance-does-not-tie", statement, message: `${sum}, not the closing ${signed(closing, currency)}` }];
}

/** OPBD or the previous day's closing; on inner pages of a statement the interim balance stands in. */
export function openingAndClosing(balances: readonly Balance[]): { opening: Balance; closing: Balance } | undefined {
  const of = (type: string): Balance | undefined => balances.find((balance) => balance.type === type);
  const interim = balances.filter((balance) => balance.type === "ITBD");
  const opening = of("OPBD") ?? of("PRCD") ?? interim[0];
  const closing = of("CLBD") ?? interim.at(-1);
  return opening === undefined || closing === undefined || opening === closing ? undefined : { opening, closing };
}

function overdrawn(statement: Statement): Finding[] {
  const negative = statement.balances.filter((b) => BOOKED.has(b.type) && b.creditDebit === "DBIT" && b.amount > 0n);
  if (negative.length === 0) return [];
  const list = negative
    .map((balance) => `${balance.type} ${signed(balanceValue(balance), balance.currency)}`)
    .join(", ");
  return [{ code: "overdrawn", statement, message: `the account is overdrawn: ${list}` }];
}
