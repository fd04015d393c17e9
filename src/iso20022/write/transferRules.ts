import type { Money } from "../field.js";
import { controlSum, digitsOf, isCurrency } from "./layout/amounts.js";
import type { Place } from "./layout/place.js";
import type { Json } from "./layout/slots.js";
import { MAX_AMOUNT_DIGITS } from "../../money/index.js";

/*
 * Rules between the transfers of a file. They look at records that may still be wrong, so they take what is readable
 * and leave the rest to the rules of each field.
 */

const records = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter((item): item is Json => typeof item === "object" && item !== null) : [];

/** An amount too large by itself has its own problem. */
const isMoney = ({ amount, currency }: Json): boolean =>
  typeof amount === "bigint" && amount.toString().length <= MAX_AMOUNT_DIGITS && isCurrency(currency);

/** One currency, so that a total is an amount of money. */
export function oneCurrency(record: Json, at: Place): void {
  const currencies = new Set(records(record["transfers"]).map((transfer) => transfer["currency"]));
  const known = [...currencies].filter(isCurrency);
  if (known.length > 1) {
    const fix = "Put the transfers of each currency into their own batch or file.";
    at.field("transfers").report("mixed-currencies", known.join(", "), "are several currencies", fix);
  }
}

/** `CtrlSum` has 18 digits in all. */
export function sumFits(amounts: readonly Json[], at: Place): void {
  const sum = controlSum(amounts.filter(isMoney) as unknown as readonly Money[]);
  if (digitsOf(sum) > MAX_AMOUNT_DIGITS) {
    at.report("control-sum", sum, `has more than ${MAX_AMOUNT_DIGITS} digits`, "Split the file into smaller ones.");
  }
}

/** The transfers of a record that has them. */
export const transfersOf = (record: Json): readonly Json[] => records(record["transfers"]);

/** The batches of a file. */
export const batchesOf = (record: Json): readonly Json[] => records(record["batches"]);
