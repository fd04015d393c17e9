import { sql } from "kysely";

import { entryMoney } from "../../bank/statement-money.js";
import type { Entry } from "../../iso20022/index.js";
import type { Trx } from "../../store/index.js";
import { jsonText } from "./json.js";
import type { JudgedEntry } from "./judged.js";
import { reference35 } from "./names.js";
import type { Redemptions } from "./redemptions.js";
import type { WrittenDeposit } from "./write.js";

/** A booked debit that pays a redemption: the statement's own proof, for the redemption pipeline. */
export interface PaymentNote {
  readonly kind: string;
  readonly index: number;
  readonly path: string;
  readonly redemption: string;
  readonly uetr: string | undefined;
  readonly endToEndId: string | undefined;
  readonly amount: bigint | undefined;
  readonly currency: string;
  readonly bookingDate: string | undefined;
  readonly acctSvcrRef: string | undefined;
}

/**
 * What a booked debit pays; marks it as a pay-out, or as the bank's taking back of a credit, which a person has to see.
 */
export function payoutsOf(judged: JudgedEntry, redemptions: Redemptions): PaymentNote[] {
  const entry = judged.source.entry as Entry;
  if (entry.reversal) {
    judged.suspend(
      "credit-reversed",
      `${entryMoney(entry)}: the bank took back a credit; if it was minted, open a case`,
    );
    return [];
  }
  const notes = entry.details.flatMap((detail): PaymentNote[] => {
    const currency = detail.currency ?? entry.currency;
    const redemption = redemptions.of(detail, currency);
    if (redemption === undefined) return [];
    return [
      {
        kind: judged.statement.kind,
        index: judged.index,
        path: entry.path,
        redemption: redemption.id,
        uetr: detail.uetr,
        endToEndId: reference35(detail.endToEndId),
        amount: detail.amount ?? (entry.details.length === 1 ? entry.amount : undefined),
        currency,
        bookingDate: entry.bookingDate,
        acctSvcrRef: entry.acctSvcrRef,
      },
    ];
  });
  if (notes.length > 0) {
    judged.verdict = "payout";
    judged.reason = "redemption";
    judged.message = `pays ${notes.length} of ${entry.details.length} as redemptions`;
  }
  return notes;
}

interface Positions {
  readonly trx: Trx;
  readonly file: number;
  position: number;
}

/** Leaves the proofs for the redemption pipeline, as messages that nobody has handled. */
export async function writePayouts(
  context: Positions,
  statement: number,
  notes: readonly PaymentNote[],
): Promise<void> {
  if (notes.length === 0) return;
  const rows = notes.map((note) => ({
    kind: note.kind,
    position: context.position++,
    uetr: note.uetr,
    end_to_end_id: note.endToEndId,
    amount: note.amount,
    currency: note.currency,
    redemption: note.redemption,
    data: {
      statement,
      entry: note.index,
      path: note.path,
      bookingDate: note.bookingDate,
      acctSvcrRef: note.acctSvcrRef,
    },
  }));
  await sql`
    insert into payment_message (file_id, kind, position, uetr, end_to_end_id, status, outcome, amount, currency, data,
      redemption)
    select ${context.file}::bigint, kind, position, uetr, end_to_end_id, 'BOOK', 'paid', amount, currency, data, redemption
    from jsonb_to_recordset(${jsonText(rows)}::text::jsonb) as row (kind text, position integer, uetr text,
      end_to_end_id text, amount numeric, currency text, data jsonb, redemption text)`.execute(context.trx);
}

/** Opens the case of each return whose redemption is known: it is minted again with a link, never by a batch. */
export async function writeReturns(trx: Trx, written: readonly WrittenDeposit[]): Promise<void> {
  const rows = written.flatMap(({ id, fresh }) =>
    fresh.returnOf === undefined ? [] : [{ deposit: id, redemption: fresh.returnOf, amount: fresh.deposit.amount }],
  );
  if (rows.length === 0) return;
  await sql`
    insert into return_case (redemption, deposit_id, amount, state)
    select redemption, deposit, amount, 'open'
    from jsonb_to_recordset(${jsonText(rows)}::text::jsonb) as row (redemption text, deposit bigint, amount numeric)`.execute(
    trx,
  );
}
