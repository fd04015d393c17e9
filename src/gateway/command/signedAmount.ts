import { formatAmount as format, parseAmount } from "../../money/index.js";

/** A decimal amount that may be negative, in minor units. @throws MoneyError */
export function parseSigned(text: string, currency: string): bigint {
  return text.startsWith("-") ? -parseAmount(text.slice(1), currency) : parseAmount(text, currency);
}

/** Minor units as a decimal amount, with its sign. */
export const formatAmount = (amount: bigint, currency: string): string =>
  amount < 0n ? `-${format(-amount, currency)}` : format(amount, currency);
