import { sql } from "kysely";

import type { Entry, TransactionDetails, UnreadableEntry } from "../../iso20022/index.js";
import type { Trx } from "../../store/index.js";
import { jsonText } from "./json.js";
import { indexable, reference35 } from "./names.js";

/** A redemption as far as its payment is concerned. */
export interface PaidRedemption {
  readonly id: string;
  readonly currency: string;
}

/** The redemptions that a piece of a file speaks of, by what their payment messages carry. */
export class Redemptions {
  readonly #uetrs = new Map<string, PaidRedemption>();
  readonly #ends = new Map<string, PaidRedemption>();
  readonly #bookings = new Map<string, Set<string>>();
  readonly #ids = new Map<string, PaidRedemption>();

  /** @param entries debits and money that came back */
  static async load(trx: Trx, entries: readonly (Entry | UnreadableEntry)[]): Promise<Redemptions> {
    const found = new Redemptions();
    const readable = entries.filter((entry): entry is Entry => !("problems" in entry));
    const details = readable.flatMap((entry) => entry.details);
    const uetrs = new Set(details.flatMap(({ uetr }) => uetr ?? []));
    const ends = new Set(details.flatMap(({ endToEndId }) => reference35(endToEndId) ?? []));
    const returned = readable.filter(({ creditDebit }) => creditDebit === "CRDT");
    const bookings = new Set(
      returned.flatMap(({ acctSvcrRef }) => (acctSvcrRef === undefined ? [] : [indexable(acctSvcrRef)])),
    );
    if (uetrs.size + ends.size > 0) await found.#load(trx, [...uetrs], [...ends]);
    if (bookings.size > 0) await found.#loadBookings(trx, [...bookings]);
    return found;
  }

  /**
   * The redemption that a transaction pays or gives back. Two references that name two redemptions name none.
   * @param currency of the money that moved
   */
  of(detail: TransactionDetails, currency: string): PaidRedemption | undefined {
    const found = [
      detail.uetr === undefined ? undefined : this.#uetrs.get(detail.uetr),
      detail.endToEndId === undefined ? undefined : this.#ends.get(detail.endToEndId),
    ].filter((one) => one !== undefined);
    const [first] = found;
    if (first === undefined || found.some(({ id }) => id !== first.id)) return undefined;
    return first.currency === currency ? first : undefined;
  }

  /** The redemption that an entry gives back: by its transaction, else by the booking that it names as its own. */
  returnedBy(entry: Entry): PaidRedemption | undefined {
    const [detail, ...more] = entry.details;
    if (more.length > 0) return undefined;
    const found = detail === undefined ? undefined : this.of(detail, entry.currency);
    if (found !== undefined || entry.acctSvcrRef === undefined) return found;
    const booked = [...(this.#bookings.get(indexable(entry.acctSvcrRef)) ?? [])];
    const only = booked.length === 1 ? this.#ids.get(booked[0]!) : undefined;
    return only?.currency === entry.currency ? only : undefined;
  }

  async #load(trx: Trx, uetrs: readonly string[], ends: readonly string[]): Promise<void> {
    const { rows } = await sql<PaidRedemption & { uetr: string; end_to_end_id: string }>`
      select id, currency, uetr, end_to_end_id from redemption
      where uetr in (select jsonb_array_elements_text(${jsonText(uetrs)}::text::jsonb))
        or end_to_end_id in (select jsonb_array_elements_text(${jsonText(ends)}::text::jsonb))`.execute(trx);
    for (const { id, currency, uetr, end_to_end_id: end } of rows) {
      this.#uetrs.set(uetr, { id, currency });
      this.#ends.set(end, { id, currency });
    }
  }

  async #loadBookings(trx: Trx, references: readonly string[]): Promise<void> {
    const { rows } = await sql<PaidRedemption & { reference: string }>`
      select distinct e.acct_svcr_ref as reference, r.id, r.currency
      from jsonb_array_elements_text(${jsonText(references)}::text::jsonb) as given (name)
      join entry e on e.acct_svcr_ref = given.name and e.verdict = 'payout'
      join statement s on s.id = e.statement_id
      join payment_message m on m.file_id = s.file_id and m.redemption is not null
        and m.data ->> 'statement' = s.id::text and m.data ->> 'entry' = e.index::text
      join redemption r on r.id = m.redemption`.execute(trx);
    for (const { reference, id, currency } of rows) {
      this.#bookings.set(reference, (this.#bookings.get(reference) ?? new Set<string>()).add(id));
      this.#ids.set(id, { id, currency });
    }
  }
}
