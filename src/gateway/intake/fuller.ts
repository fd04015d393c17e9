import { sql } from "kysely";

import { matchWaiting } from "../deposits/index.js";
import { jsonText } from "./json.js";
import type { JudgedEntry } from "./judged.js";
import { reference35 } from "./names.js";
import type { PieceContext } from "./piece.js";
import { storedDetails } from "./write.js";

/** Deposits in one statement of SQL, as many as are matched at once. */
const ROWS = 500;

/**
 * A notification at noon often does not say who paid; the statement at night does. What it says is kept with the deposit, and the customer is
 * looked for where that is all the deposit waits for.
 */
export async function keepFuller(context: PieceContext, judged: readonly JudgedEntry[]): Promise<void> {
  const { trx, rules, actor } = context;
  const repeats = judged.filter(({ verdict, reason }) => verdict === "ignored" && reason === "duplicate");
  const rows = repeats.flatMap(({ fuller }) =>
    fuller.map(({ of, report, content }) => {
      const [detail] = report.details;
      const details = storedDetails(report);
      return { id: of, content, details, uetr: detail?.uetr, end_to_end_id: reference35(detail?.endToEndId) };
    }),
  );
  for (let start = 0; start < rows.length; start += ROWS) {
    const some = rows.slice(start, start + ROWS);
    await sql`
      update deposit set content = row.content, details = row.details, uetr = coalesce(deposit.uetr, row.uetr),
        end_to_end_id = coalesce(deposit.end_to_end_id, row.end_to_end_id)
      from jsonb_to_recordset(${jsonText(some)}::text::jsonb)
        as row (id bigint, content text, details jsonb, uetr text, end_to_end_id text)
      where deposit.id = row.id`.execute(trx);
    const ids = jsonText(some.map(({ id }) => id));
    await matchWaiting(
      trx,
      actor,
      rules,
      sql`d.id in (select value::bigint from jsonb_array_elements_text(${ids}::text::jsonb))`,
    );
  }
}
