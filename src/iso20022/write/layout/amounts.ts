import { formatAmount, MAX_AMOUNT_DIGITS, MINOR_UNITS } from "../../../money/index.js";
import type { Money } from "../../field.js";
import type { Content, Written } from "./content.js";
import type { Place } from "./place.js";

const LIMIT = 10n ** BigInt(MAX_AMOUNT_DIGITS);

/**
 * An amount with its currency, all the currency's decimals written (JPY none, BHD three). The digits written are at
 * most 18: the schema would not count zeros at the end, some banks do.
 * @param least 1n where money has to move, 0n for a balance
 */
export function writeMoney(amount: unknown, currency: unknown, at: Place, least = 1n): Written | undefined {
  const known = checkCurrency(currency, at.field("currency"));
  const right = checkAmount(amount, at.field("amount"), least);
  if (!known || !right) return undefined;
  return { attributes: { Ccy: currency as string }, content: formatAmount(amount as bigint, currency as string) };
}

/** A current ISO 4217 currency that has minor units. */
export const isCurrency = (value: unknown): value is string => typeof value === "string" && MINOR_UNITS.has(value);

function checkCurrency(currency: unknown, at: Place): boolean {
  if (isCurrency(currency)) return true;
  const fix = "Give the three capital letters of a current ISO 4217 currency, such as EUR.";
  at.report(currency === undefined ? "missing" : "currency", currency, missingOr(currency, "is not a currency"), fix);
  return false;
}

/** Whether it is an amount that may be written; if not, the place knows why. */
export function checkAmount(amount: unknown, at: Place, least: bigint): amount is bigint {
  if (typeof amount !== "bigint") {
    const fix = "Give a bigint in minor units (1050n for EUR 10.50), never a number with a point.";
    at.report(amount === undefined ? "missing" : "wrong-type", amount, missingOr(amount, "is not a bigint"), fix);
    return false;
  }
  if (amount < least) {
    const fix = least === 0n ? "Give zero or more." : "Give more than zero, or leave the record out.";
    at.report("amount", amount, least === 0n ? "is below zero" : "is not above zero", fix);
    return false;
  }
  if (amount >= LIMIT) {
    at.report("amount", amount, `has more than ${MAX_AMOUNT_DIGITS} digits`, "Split it.");
    return false;
  }
  return true;
}

const missingOr = (value: unknown, problem: string): string => (value === undefined ? "is missing" : problem);

/** An amount that is a value of its own, such as the part of an invoice that is paid. */
export const money: Content<Money> = {
  write(value, at) {
    if (typeof value !== "object" || value === null) {
      at.report("wrong-type", value, "is not an amount with a currency", "Give { amount, currency }.");
      return undefined;
    }
    const { amount, currency, ...others } = value as Record<string, unknown>;
    for (const [key, other] of Object.entries(others)) {
      at.field(key).report("unknown-field", other, "is not a field of an amount", "Take it out.");
    }
    return writeMoney(amount, currency, at);
  },
  read: (field) => field.money(),
};

/**
 * `CtrlSum`: the amounts added up as plain numbers whatever their currencies, exactly.
 * @param amounts of currencies known to ISO 4217
 * @returns with as many decimals as the currency with the most has
 */
export function controlSum(amounts: readonly Money[]): string {
  const decimals = Math.max(0, ...new Set(amounts.map(({ currency }) => MINOR_UNITS.get(currency) ?? 0)));
  const sum = amounts.reduce((total, { amount, currency }) => {
    return total + amount * 10n ** BigInt(decimals - (MINOR_UNITS.get(currency) ?? 0));
  }, 0n);
  const digits = sum.toString().padStart(decimals + 1, "0");
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Digits of a plain decimal. */
export const digitsOf = (decimal: string): number => decimal.replace(".", "").replace(/^0+/, "").length;
