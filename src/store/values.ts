import { types } from "@electric-sql/pglite";
import pg from "pg";

/*
 * One reading of values for both roads to a database: money is never a float. Sums come back as numeric, ids and counts as
 * int8; a count beyond 2^53 is refused rather than rounded.
 */

const NUMERIC = 1700;
const INT8 = 20;
const DATE = 1082;

const amount = (text: string): bigint => {
  // A division or an average has no place in money: BigInt refuses its fraction.
  return BigInt(text);
};

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a count`);
  return value;
};

const day = (text: string): string => text;

/** For PGlite: `parsers` and `serializers`. */
export const PGLITE_VALUES = {
  parsers: { [NUMERIC]: amount, [INT8]: count, [DATE]: day },
  serializers: { [NUMERIC]: String, [INT8]: String, [types.TEXT]: String },
};

/** For node-postgres: `types`. */
export const PG_VALUES = {
  getTypeParser: (oid: number, format?: "text" | "binary"): ((value: string) => unknown) => {
    if (oid === NUMERIC) return amount;
    if (oid === INT8) return count;
    if (oid === DATE) return day;
    return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  },
};
