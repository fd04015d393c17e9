import { normaliseAccount } from "../../bank/accounts.js";
import type { Customer } from "../../bank/customers.js";
import { type Attributable, bare, type Match, type MatchRule, plainName } from "../../bank/matching.js";
import type { TransactionDetails } from "../../iso20022/index.js";

/** Numbers of customers, in the order of the list. */
type Hits = ReadonlySet<number>;

/** Texts and whose they are. */
class TextIndex {
  readonly #of = new Map<string, Set<number>>();
  /** of the longest text: nothing longer needs to be looked up */
  longest = 0;

  add(text: string, customer: number): void {
    const known = this.#of.get(text);
    if (known === undefined) this.#of.set(text, new Set([customer]));
    else known.add(customer);
    this.longest = Math.max(this.longest, text.length);
  }

  get(text: string): Hits {
    return this.#of.get(text) ?? NOBODY;
  }
}

const NOBODY: Hits = new Set();

/**
 * Finds the customer of a deposit as `matchCustomer` does, by look-ups instead of asking every customer: a bank has tens
 * of thousands of them, and every deposit of a file asks.
 */
export class CustomerIndex {
  readonly #references = new TextIndex();
  /** references that end with *, without it */
  readonly #prefixes = new TextIndex();
  /** every reference as it stands: what an end-to-end id may begin with */
  readonly #starts = new TextIndex();
  readonly #accounts = new TextIndex();
  readonly #names = new TextIndex();
  readonly #numbers = new Map<string, Customer>();

  constructor(readonly customers: readonly Customer[]) {
    customers.forEach((customer, number) => {
      this.#numbers.set(customer.customer, customer);
      for (const reference of customer.references) {
        if (reference.endsWith("*")) this.#prefixes.add(bare(reference.slice(0, -1)), number);
        else this.#references.add(bare(reference), number);
        this.#starts.add(bare(reference), number);
      }
      for (const account of customer.accounts) this.#accounts.add(account, number);
      for (const name of customer.names) this.#names.add(plainName(name), number);
    });
  }

  /** By the bank's own customer number. */
  named(customer: string): Customer | undefined {
    return this.#numbers.get(customer);
  }

  match(source: Attributable): Match {
    const [detail, ...more] = source.details;
    if (detail === undefined || more.length > 0) return { match: "unknown" };
    for (const [by, find] of this.#rules) {
      const found = [...find(detail)].sort((a, b) => a - b).map((number) => this.customers[number]!);
      if (found[0] === undefined) continue;
      return found.length === 1
        ? { match: "customer", customer: found[0], by }
        : { match: "ambiguous", customers: found, by };
    }
    return { match: "unknown" };
  }

  readonly #rules: readonly (readonly [MatchRule, (detail: TransactionDetails) => Set<number>])[] = [
    [
      "reference",
      ({ creditorReferences, creditor }) =>
        union([...creditorReferences, creditor.account], (text) => this.#exact(text)),
    ],
    ["account", ({ debtor }) => union([debtor.account], (account) => [this.#accounts.get(normaliseAccount(account))])],
    [
      "end-to-end",
      ({ endToEndId, instrId }) =>
        union([endToEndId, instrId], (text) => [...this.#exact(text), ...this.#beginning(text)]),
    ],
    ["name", ({ debtor }) => union([debtor.name], (name) => [this.#names.get(plainName(name))])],
  ];

  #exact(found: string): Hits[] {
    const text = bare(found);
    const hits = [this.#references.get(text)];
    const longest = Math.min(text.length, this.#prefixes.longest);
    for (let length = 0; length <= longest; length++) hits.push(this.#prefixes.get(text.slice(0, length)));
    return hits;
  }

  /** A reference and then a separator. */
  #beginning(found: string): Hits[] {
    const text = bare(found);
    const hits: Hits[] = [];
    const longest = Math.min(text.length - 1, this.#starts.longest);
    for (let length = 0; length <= longest; length++) {
      if (/[^A-Z0-9]/.test(text.charAt(length))) hits.push(this.#starts.get(text.slice(0, length)));
    }
    return hits;
  }
}

function union(texts: readonly (string | undefined)[], find: (text: string) => readonly Hits[]): Set<number> {
  const all = new Set<number>();
  for (const text of texts) {
    if (text === undefined) continue;
    for (const hits of find(text)) for (const number of hits) all.add(number);
  }
  return all;
}
