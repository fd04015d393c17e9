import type { CreditDebit, Entry, Statement, UnreadableEntry } from "../iso20022/index.js";

/** Entries of one currency and direction. Sums are minor units. */
interface Figures {
  count: number;
  sum: bigint;
  booked: number;
  bookedSum: bigint;
}

type Directions = Readonly<Record<CreditDebit, Figures>>;

/** What the entries of a statement come to, entry by entry: as large as the currencies there are, however many entries. */
export class Tally {
  readonly #currencies = new Map<string, Directions>();
  readonly #moved = new Map<string, bigint>();
  readonly #unreadable = { CRDT: 0, DBIT: 0, unknown: 0 };

  static of(statement: Pick<Statement, "entries" | "unreadable">): Tally {
    const tally = new Tally();
    for (const entry of [...statement.entries, ...statement.unreadable]) tally.add(entry);
    return tally;
  }

  add(entry: Entry | UnreadableEntry): void {
    const { amount, currency, creditDebit, status } = entry;
    if (amount !== undefined && currency !== undefined && creditDebit !== undefined && status === "BOOK") {
      const moved = creditDebit === "CRDT" ? amount : -amount;
      this.#moved.set(currency, (this.#moved.get(currency) ?? 0n) + moved);
    }
    if ("problems" in entry) {
      this.#unreadable[creditDebit ?? "unknown"]++;
      return;
    }
    const figures = this.#of(entry.currency)[entry.creditDebit];
    figures.count++;
    figures.sum += entry.amount;
    if (status !== "BOOK") return;
    figures.booked++;
    figures.bookedSum += entry.amount;
  }

  /** Net of the booked entries in a currency, credits positive; those with another field unreadable are in it. */
  moved(currency: string): bigint {
    return this.#moved.get(currency) ?? 0n;
  }

  /** Sum of the booked entries that could be read. */
  booked(currency: string, direction: CreditDebit): bigint {
    return this.#currencies.get(currency)?.[direction].bookedSum ?? 0n;
  }

  /** How many entries, and how many that are booked or cannot be read; of one direction, or of all. */
  counts(direction?: CreditDebit): readonly [all: number, booked: number] {
    const figures = [...this.#currencies.values()].flatMap((one) =>
      direction === undefined ? [one.CRDT, one.DBIT] : [one[direction]],
    );
    const { CRDT, DBIT, unknown } = this.#unreadable;
    const unreadable = direction === undefined ? CRDT + DBIT + unknown : this.#unreadable[direction];
    const sum = (pick: (one: Figures) => number): number => figures.reduce((n, one) => n + pick(one), unreadable);
    return [sum((one) => one.count), sum((one) => one.booked)];
  }

  /** The figures of every currency, or of one. */
  *figures(currency?: string): Generator<readonly [currency: string, directions: Directions]> {
    for (const entry of this.#currencies) if (currency === undefined || entry[0] === currency) yield entry;
  }

  #of(currency: string): Directions {
    const known = this.#currencies.get(currency);
    if (known !== undefined) return known;
    const none = (): Figures => ({ count: 0, sum: 0n, booked: 0, bookedSum: 0n });
    const fresh: Directions = { CRDT: none(), DBIT: none() };
    this.#currencies.set(currency, fresh);
    return fresh;
  }
}
