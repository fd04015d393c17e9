import type { Statement } from "../iso20022/index.js";
import { formatAmount } from "../money/index.js";

/** The account's own currency; where the statement does not say, that of its balances if they agree. */
export function accountCurrency(statement: Statement): string | undefined {
  if (statement.account.currency !== undefined) return statement.account.currency;
  const currencies = new Set(statement.balances.map((balance) => balance.currency));
  return currencies.size === 1 ? [...currencies][0] : undefined;
}

/** "USD -12.50" */
export const signed = (amount: bigint, currency: string): string => `${currency} ${formatAmount(amount, currency)}`;

/** "USD 10.00" */
export const entryMoney = (entry: { readonly amount: bigint; readonly currency: string }): string =>
  `${entry.currency} ${formatAmount(entry.amount, entry.currency)}`;
