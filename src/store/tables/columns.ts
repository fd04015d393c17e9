import type { ColumnType, GeneratedAlways } from "kysely";

/*
 * Kinds of columns of the store's tables, as TypeScript sees them. Amounts are bigint in minor units (numeric in the database); ids, counts and blocks are
 * numbers; days are YYYY-MM-DD; times are Date.
 */

export type Id = GeneratedAlways<number>;
export type Time = ColumnType<Date, Date | undefined, Date>;
export type MaybeTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** written as JSON text, read as a value */
export type Json<T = unknown> = ColumnType<T, string, string>;
export type MaybeJson<T = unknown> = ColumnType<T | null, string | null | undefined, string | null>;
export type Default<T> = ColumnType<T, T | undefined, T>;

/** A row that one worker takes for a while. */
export interface Leased {
  leased_by: string | null;
  leased_until: MaybeTime;
}
