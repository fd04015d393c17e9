import type { Entry, Statement, TransactionDetails } from "../iso20022/index.js";
import type { OurAccount } from "./accounts.js";
import { content, type DepositIdentity, keyText } from "./keys.js";
import type { Deposit } from "./verdicts.js";

/** A deposit before it has its final key. */
export interface Candidate {
  readonly entry: Entry;
  readonly account: OurAccount;
  readonly detail?: TransactionDetails;
  readonly amount: bigint;
  readonly identity: DepositIdentity;
}

/** Hands out keys within one statement: equal weak or fallback identities are numbered in file order. */
export class Numbering {
  readonly #payers = new Map<string, Set<string>>();
  readonly #used: Map<string, number>;

  /** @param used how often each key text was handed out before, for a statement that is not read as a whole */
  constructor(
    readonly statement: Statement,
    used: Map<string, number> = new Map(),
  ) {
    this.#used = used;
  }

  /** To be called for every candidate of the statement before the first key is asked for. */
  announce(candidate: Candidate): void {
    const base = keyText(candidate.identity.parts);
    const known = this.#payers.get(base) ?? new Set();
    this.#payers.set(base, known.add(content(candidate.entry, candidate.detail)));
  }

  /** Whether a weak reference stands for deposits that differ in more than their position. */
  isShared({ identity }: Candidate): boolean {
    return identity.strength === "weak" && (this.#payers.get(keyText(identity.parts))?.size ?? 0) > 1;
  }

  /** The key, unique within the statement unless the reference is strong. */
  key({ strength, parts }: DepositIdentity): string {
    if (strength === "strong") return keyText(parts);
    const base = keyText(parts);
    const occurrence = (this.#used.get(base) ?? 0) + 1;
    this.#used.set(base, occurrence);
    return keyText([...parts, `#${occurrence}`]);
  }

  /** @param entryKey key of the whole entry where the deposit is a part of it */
  deposit(candidate: Candidate, entryKey?: string): Deposit {
    const { entry, detail, amount, account, identity } = candidate;
    const key = this.key(identity);
    return {
      key,
      strength: identity.strength,
      aliases: identity.aliases,
      entryKey: entryKey ?? key,
      amount,
      currency: entry.currency,
      ...(entry.bookingDate === undefined ? {} : { bookingDate: entry.bookingDate }),
      ...(entry.valueDate === undefined ? {} : { valueDate: entry.valueDate }),
      account,
      details: detail === undefined ? [] : [detail],
      entry,
    };
  }
}
