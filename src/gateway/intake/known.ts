import { sql } from "kysely";

import type { Trx } from "../../store/index.js";
import type { DepositState } from "../../store/tables/index.js";
import { jsonText } from "./json.js";
import { said } from "./occurrences.js";
import type { JudgedEntry, NewDeposit } from "./judged.js";

/** A deposit that was reported before: in the store, or earlier in the same piece of the file. */
export interface Known {
  /** undefined: not yet written */
  readonly id?: number;
  readonly state: DepositState;
  /** amount, currency and content: see `said` */
  readonly said: string;
  /** id of the statement's row */
  readonly statement: number;
  /** the bank's own id of that statement */
  readonly statementId: string;
  /** number of its entry there */
  readonly index: number;
  /** where it is not yet written: its entry, and itself */
  readonly judged?: JudgedEntry;
  readonly fresh?: NewDeposit;
}

/** Whether it may be minted or was: in the control account. */
export const isOpen = ({ state, judged }: Known): boolean =>
  judged === undefined ? state !== "suspense" && state !== "dismissed" : judged.verdict === "deposit";

/** How an entry has been reported: as one deposit, or split into its details. */
export interface Forms {
  whole: boolean;
  split: boolean;
  /** entries of the same piece of the file */
  readonly judged: JudgedEntry[];
}

/** What is known of the names in one piece of a file. */
export class KnownDeposits {
  readonly #names = new Map<string, Known>();
  readonly #forms = new Map<string, Forms>();

  /** @param names digests of keys and references @param entryKeys digests of whole entries */
  static async load(trx: Trx, names: readonly string[], entryKeys: readonly string[]): Promise<KnownDeposits> {
    const known = new KnownDeposits();
    await known.#loadNames(trx, names);
    await known.#loadForms(trx, entryKeys);
    return known;
  }

  get(name: string): Known | undefined {
    return this.#names.get(name);
  }

  /** @returns whether the name was free: it belongs to the first deposit that has it */
  add(name: string, known: Known): boolean {
    if (this.#names.has(name)) return false;
    this.#names.set(name, known);
    return true;
  }

  forms(entryKey: string): Forms {
    const forms = this.#forms.get(entryKey) ?? { whole: false, split: false, judged: [] };
    this.#forms.set(entryKey, forms);
    return forms;
  }

  async #loadNames(trx: Trx, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const { rows } = await sql<{
      alias: string;
      id: number;
      state: DepositState;
      amount: bigint;
      currency: string;
      content: string;
      statement: number;
      statement_id: string;
      index: number;
    }>`
      select a.alias::text as alias, d.id, d.state, d.amount, d.currency, d.content, e.statement_id as statement,
        s.statement_id, e.index
      from jsonb_array_elements_text(${jsonText(names)}::text::jsonb) as given (name)
      join deposit_alias a on a.alias = given.name::uuid
      join deposit d on d.id = a.deposit_id
      join entry e on e.id = d.entry_id
      join statement s on s.id = e.statement_id`.execute(trx);
    const deposits = new Map<number, Known>();
    for (const { alias, id, state, amount, currency, content, statement, statement_id: statementId, index } of rows) {
      const known = deposits.get(id) ?? {
        id,
        state,
        said: said(amount, currency, content),
        statement,
        statementId,
        index,
      };
      deposits.set(id, known);
      this.#names.set(alias, known);
    }
  }

  async #loadForms(trx: Trx, entryKeys: readonly string[]): Promise<void> {
    if (entryKeys.length === 0) return;
    // A deposit that is its whole entry has the entry's key as its own.
    const { rows } = await sql<{ entry_key: string; whole: boolean; split: boolean }>`
      select entry_key::text as entry_key, bool_or(is_whole) as whole, bool_or(not is_whole) as split from (
        select d.entry_key, exists (
          select from deposit_alias a where a.alias = d.entry_key and a.deposit_id = d.id) as is_whole
        from jsonb_array_elements_text(${jsonText(entryKeys)}::text::jsonb) as given (name)
        join deposit d on d.entry_key = given.name::uuid
      ) as form group by entry_key`.execute(trx);
    for (const { entry_key, whole, split } of rows) this.#forms.set(entry_key, { whole, split, judged: [] });
  }
}
