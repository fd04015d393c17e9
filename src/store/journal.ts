import type { Db } from "./store.js";

/** Who did what; added in the transaction of the act itself. */
export interface JournalEntry {
  /** a person, or the worker's name */
  readonly actor: string;
  readonly act: string;
  /** "deposit:12", "batch:3", "redemption:0x..." */
  readonly subject: string;
  /** no personal data: the journal is kept when customers are forgotten */
  readonly data?: Readonly<Record<string, unknown>>;
}

export async function record(db: Db, ...entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ actor, act, subject, data = {} }) => ({ actor, act, subject, data: toJson(data) }));
  await db.insertInto("journal").values(rows).execute();
}

/** JSON with amounts as decimal text. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item));
