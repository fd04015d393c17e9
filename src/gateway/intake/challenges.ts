import { sql } from "kysely";

import type { Trx } from "../../store/index.js";
import { suspendDeposits } from "../deposits/suspend.js";
import { jsonText } from "./json.js";
import type { JudgedEntry } from "./judged.js";
import type { Challenge } from "./repeats.js";

interface Context {
  readonly trx: Trx;
  readonly actor: string;
  readonly owner: string;
}

/**
 * Gives earlier deposits to a person that a later entry contradicts, each with all of its entry. What is on its way to
 * the chain stays: the later entry says so in its note, which becomes a finding.
 */
export async function suspendChallenged(
  { trx, actor, owner }: Context,
  challenges: readonly Challenge[],
  judged: readonly JudgedEntry[],
): Promise<void> {
  for (const { reason, message, index, ids, entryKeys } of challenges) {
    const { rows } = await sql<{ id: number; state: string }>`
      select id, state from deposit
      where entry_id in (
        select entry_id from deposit
        where id in (select value::bigint from jsonb_array_elements_text(${jsonText([...ids])}::text::jsonb))
        union
        select entry_id from deposit
        where entry_key in (select value::uuid from jsonb_array_elements_text(${jsonText([...entryKeys])}::text::jsonb))
      ) and state not in ('suspense', 'dismissed')`.execute(trx);
    if (rows.length === 0) continue;
    const open = rows.map(({ id }) => id);
    const taken = await suspendDeposits(trx, actor, open, { reason, message, owner }, ["ready"]);
    if (taken.length > 0) await restate(trx, taken, reason, message);
    const later = judged.find((one) => one.index === index);
    if (taken.length < open.length && later !== undefined) {
      later.note = `${message}; ${open.length - taken.length} deposit(s) of it are minted or on their way`;
    }
  }
}

/** An entry whose deposits are with a person is in suspense. */
async function restate(trx: Trx, deposits: readonly number[], reason: string, message: string): Promise<void> {
  await sql`
    update entry set verdict = 'suspense', reason = ${reason}::text, message = ${message}::text
    where verdict = 'deposit' and id in (select entry_id from deposit
      where id in (select value::bigint from jsonb_array_elements_text(${jsonText(deposits)}::text::jsonb)))`.execute(
    trx,
  );
}
