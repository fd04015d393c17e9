import type { Bank } from "../bank.js";
import type { Books } from "./books.js";

/** Something that events and storage say differently. */
export interface BookDifference {
  /** "account word of 0x... (USD)", "party 101", ... */
  readonly what: string;
  readonly byEvents: string;
  readonly stored: string;
}

/** Storage reads at once: enough to be quick, few enough for a public node. */
const AT_ONCE = 50;

/** A comparison under way: what is compared, at which block, and what was found. */
export class Comparison {
  readonly differences: BookDifference[] = [];
  /** how many figures were compared */
  compared = 0;
  readonly at: { readonly blockTag: number };
  /** whether countries and institutions that no event names are asked about too */
  readonly everyKey: boolean = true;

  constructor(
    readonly bank: Bank,
    readonly books: Books,
  ) {
    this.at = { blockTag: books.block };
  }

  differ(what: string, byEvents: unknown, stored: unknown): void {
    this.compared += 1;
    if (byEvents !== stored) this.differences.push({ what, byEvents: String(byEvents), stored: String(stored) });
  }

  /** `act` for each item, a few at a time. */
  async each<T>(items: Iterable<T>, act: (item: T) => Promise<void>): Promise<void> {
    const all = [...items];
    for (let i = 0; i < all.length; i += AT_ONCE) await Promise.all(all.slice(i, i + AT_ONCE).map(act));
  }
}

/** A word as people compare words. */
export const hex = (word: bigint): string => `0x${word.toString(16).padStart(64, "0")}`;
