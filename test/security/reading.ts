import type { Life } from "./life.js";

/** Who tries, and what is its own. */
export interface Thief {
  /** the address of the stolen key */
  readonly address: string;
  /** names of customers whose money is not the thief's */
  readonly victims: readonly string[];
}

/** A question to the chain, and whether two answers show that the thief had what it wanted. */
export interface Reading {
  readonly of: (life: Life) => Promise<unknown>;
  readonly changed: (before: unknown, after: unknown, thief: Thief) => boolean;
}

/** A reading whose answers are of one type. */
export function reading<T>(
  of: (life: Life) => Promise<T>,
  changed: (before: T, after: T, thief: Thief) => boolean,
): Reading {
  return { of, changed: (before, after, thief) => changed(before as T, after as T, thief) };
}

/** The answer is another one. */
export const differs = (of: (life: Life) => Promise<bigint | string | boolean>): Reading =>
  reading(of, (before, after) => before !== after);

/** The answer became true. */
export const becomesTrue = (of: (life: Life) => Promise<boolean>): Reading =>
  reading(of, (before, after) => !before && after);

/** The figure went up. */
export const rises = (of: (life: Life) => Promise<bigint>): Reading => reading(of, (before, after) => after > before);

/** The figure went down. */
export const falls = (of: (life: Life) => Promise<bigint>): Reading => reading(of, (before, after) => after < before);
