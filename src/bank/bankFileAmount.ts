import { MoneyError, parseAmount } from "../money/index.js";
import type { Problems } from "./bankFileErrors.js";

/** What an amount of a bank file must be. */
export interface AmountRule {
  /** minor units */
  readonly least: bigint;
  readonly most: bigint;
  /** continues the amount when it is below `least`: "lets the issuer mint nothing" */
  readonly tooSmall: string;
  /** what to write instead */
  readonly fix: string;
}

/** A decimal text as minor units of its currency; undefined when it was reported. */
export function readAmountText(
  problems: Problems,
  path: string,
  text: string,
  currency: string,
  { least, most, tooSmall, fix }: AmountRule,
): bigint | undefined {
  try {
    const amount = parseAmount(text, currency);
    if (amount >= least && amount <= most) return amount;
    problems.add(path, amount < least ? `${text} ${tooSmall}` : `${text} does not fit 64 bits`, fix);
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    problems.add(path, error.message.replace(` ${error.fix}`, "").replace(/\.$/, ""), fix);
  }
  return undefined;
}
