import { minorUnits } from "./currencies.js";
import { AmountPrecisionError, AmountSyntaxError, AmountTooLongError } from "./errors.js";

/** ISO 20022 `ActiveCurrencyAndAmount`: totalDigits 18. As in XML Schema, zeros that carry no value do not count. */
export const MAX_AMOUNT_DIGITS = 18;

/** xs:decimal without its sign: `10`, `10.`, `.5` and `10.50` are all legal in the schema. */
const DECIMAL = /^(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))$/;

/**
 * Reads an amount of money from its decimal text, never through a float.
 * @param text decimal digits, for example "843686.20"; zero is read as 0n and left to the caller to judge
 * @param currency ISO 4217 alphabetic code
 * @returns the amount in minor units of the currency (USD: cents, JPY: yen, BHD: fils)
 * @throws AmountSyntaxError, AmountPrecisionError, AmountTooLongError, UnknownCurrencyError, NoMinorUnitError
 */
export function parseAmount(text: string, currency: string): bigint {
  const decimals = minorUnits(currency);
  const match = DECIMAL.exec(text);
  if (match === null) throw new AmountSyntaxError(text, currency);
  const whole = (match[1] ?? "").replace(/^0+/, "");
  const fraction = (match[2] ?? match[3] ?? "").replace(/0+$/, "");
  if (whole.length + fraction.length > MAX_AMOUNT_DIGITS) {
    throw new AmountTooLongError(text, currency, MAX_AMOUNT_DIGITS);
  }
  if (fraction.length > decimals) throw new AmountPrecisionError(text, currency, decimals);
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}

/**
 * Writes an amount as ISO 20022 does: all the currency's decimals, a point, no separators.
 * @param amount minor units; a negative amount (a difference, an overdraft) gets a leading "-"
 * @param currency ISO 4217 alphabetic code
 * @throws UnknownCurrencyError, NoMinorUnitError
 */
export function formatAmount(amount: bigint, currency: string): string {
  const decimals = minorUnits(currency);
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, "0");
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
