import { outcomeOf, type PaymentMessage, type Reason, recallOutcomeOf, type RecordBase } from "../../iso20022/index.js";
import type { Money } from "../../iso20022/index.js";
import { sql } from "kysely";
import type { Trx } from "../../store/index.js";
import { jsonText } from "./json.js";
import { reference35 } from "./names.js";

/** Rows in one statement. */
const ROWS = 1000;

/** Cases opened for one file; the rest are counted in the last. */
const CASES = 100;

interface Told {
  readonly status?: string;
  readonly outcome: string;
  readonly money?: Partial<Money>;
}

/** What each kind says about the money: the redemption pipeline acts on it. */
function told(kind: PaymentMessage["kind"], record: PaymentMessage["records"][number]): Told {
  if ("returned" in record || kind === "pacs.004") {
    const money = "returned" in record ? record.returned : undefined;
    return { outcome: "returned", ...(money === undefined ? {} : { money }) };
  }
  const original = "originalAmount" in record ? record.originalAmount : undefined;
  const money = original === undefined ? {} : { money: original };
  if (!("status" in record)) return { outcome: "recall", ...money };
  const { status } = record;
  if (kind === "camt.029") return { status, outcome: recallOutcomeOf(status), ...money };
  const { amount, currency } = record as Partial<Money>;
  return {
    status,
    outcome: outcomeOf(status),
    money: { ...(amount === undefined ? {} : { amount }), ...(currency === undefined ? {} : { currency }) },
  };
}

const codeOf = ([first]: readonly Reason[]): string | undefined => first?.code ?? first?.proprietary;

/**
 * Writes what a payment message says, a row for each record in file order; what cannot be read or contradicts itself goes to a
 * person. Nothing is done with it here.
 * @returns how many records there are
 */
export async function importAnswers(
  trx: Trx,
  file: number,
  message: PaymentMessage,
  owner: string,
): Promise<{ records: number; findings: number }> {
  const { kind, records, unreadable, findings, problems } = message;
  const rows = (records as readonly (PaymentMessage["records"][number] & RecordBase)[]).map((record, position) => {
    const { status, outcome, money } = told(kind, record);
    const { original, reasons } = record;
    return {
      position,
      uetr: original.uetr,
      end_to_end_id: reference35(original.endToEndId),
      original_message_id: original.msgId,
      status,
      outcome,
      amount: money?.amount,
      currency: money?.currency,
      reason: codeOf(reasons),
      data: record,
    };
  });
  for (let start = 0; start < rows.length; start += ROWS) {
    await sql`
      insert into payment_message (file_id, kind, position, uetr, end_to_end_id, original_message_id, status, outcome,
        amount, currency, reason, data)
      select ${file}::bigint, ${kind}::text, position, uetr, end_to_end_id, original_message_id, status, outcome, amount,
        currency, reason, data
      from jsonb_to_recordset(${jsonText(rows.slice(start, start + ROWS))}::text::jsonb) as row (position integer, uetr text,
        end_to_end_id text, original_message_id text, status text, outcome text, amount numeric, currency text,
        reason text, data jsonb)`.execute(trx);
  }
  const cases = [
    ...unreadable.map(({ path, problems: wrong }) => `${path}: ${wrong.map((error) => error.message).join(" ")}`),
    ...problems.map((error) => error.message),
    ...findings.map(
      (finding) => `${finding.code}${finding.path === undefined ? "" : ` at ${finding.path}`}: ${finding.message}`,
    ),
  ];
  const listed = cases.slice(0, CASES);
  if (cases.length > CASES) listed.push(`${cases.length - CASES} more problems are not listed: fetch the file again`);
  if (listed.length > 0) {
    const reason = unreadable.length > 0 ? "unreadable" : "message-finding";
    await sql`
      insert into suspense (file_id, reason, message, owner)
      select ${file}::bigint, ${reason}::text, value, ${owner}::text
      from jsonb_array_elements_text(${jsonText(listed)}::text::jsonb)`.execute(trx);
  }
  return { records: rows.length, findings: cases.length };
}
