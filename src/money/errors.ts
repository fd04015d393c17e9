/** A text that is not an amount of money. `text` is what was given, `fix` what to do about it. */
export abstract class MoneyError extends Error {
  constructor(
    problem: string,
    readonly text: string,
    readonly currency: string,
    readonly fix: string,
  ) {
    super(`${problem}. ${fix}`);
    this.name = new.target.name;
  }
}

/** Not a plain decimal number: a sign, an exponent, a separator, a letter, or nothing at all. */
export class AmountSyntaxError extends MoneyError {
  constructor(text: string, currency: string) {
    const fix = "Write ASCII digits with one point before the decimals: no sign, no exponent, no separators.";
    super(`${JSON.stringify(text.slice(0, 80))} is not a decimal amount`, text, currency, fix);
  }
}

/** A non-zero digit beyond the currency's minor unit. Rounding money is never the reader's decision. */
export class AmountPrecisionError extends MoneyError {
  constructor(text: string, currency: string, decimals: number) {
    const fix = `Ask the sender for an amount with at most ${decimals} decimals.`;
    super(`${text} has more decimals than ${currency} has minor units (${decimals})`, text, currency, fix);
  }
}

/** More significant digits than ISO 20022 allows in an amount. */
export class AmountTooLongError extends MoneyError {
  constructor(text: string, currency: string, limit: number) {
    const fix = `Split it into amounts of at most ${limit} digits.`;
    super(`${text.slice(0, 80)} has more than ${limit} digits`, text, currency, fix);
  }
}

/** Not a current ISO 4217 code. */
export class UnknownCurrencyError extends MoneyError {
  constructor(currency: string) {
    const fix = "Use a current ISO 4217 alphabetic code in capitals, such as USD.";
    super(`${JSON.stringify(currency.slice(0, 80))} is not a current ISO 4217 currency`, "", currency, fix);
  }
}

/** An ISO 4217 code without minor units (XAU, XDR, XXX...): an amount in it is not money on an account. */
export class NoMinorUnitError extends MoneyError {
  constructor(currency: string) {
    super(`${currency} has no minor unit in ISO 4217`, "", currency, "Use a currency that accounts are kept in.");
  }
}
