import { sql } from "kysely";

import type { Trx } from "../../store/index.js";

/** What a person has to decide, and about what. */
export interface Case {
  readonly reason: string;
  /** no personal data beyond what the row it is about has */
  readonly message: string;
  readonly owner: string;
  readonly redemption?: string | undefined;
  readonly depositId?: number | undefined;
  readonly fileId?: number | undefined;
}

/** Opens a case, once: one that is open for the same reason about the same thing stays as it is. */
export async function openCase(trx: Trx, opened: Case): Promise<void> {
  const { reason, message, owner, redemption = null, depositId = null, fileId = null } = opened;
  await sql`
    insert into suspense (redemption, deposit_id, file_id, reason, message, owner)
    select ${redemption}::text, ${depositId}::bigint, ${fileId}::bigint, ${reason}::text, ${message}::text, ${owner}::text
    where not exists (
      select 1 from suspense
      where closed_at is null and reason = ${reason}
        and redemption is not distinct from ${redemption}::text
        and deposit_id is not distinct from ${depositId}::bigint
        and (file_id is not distinct from ${fileId}::bigint or ${redemption}::text is not null)
        and (message = ${message} or ${redemption}::text is not null or ${depositId}::bigint is not null)
    )`.execute(trx);
}

/** Closes the open cases of a redemption, of one reason or of all. */
export async function closeCases(
  trx: Trx,
  { redemption, reason, by, resolution }: { redemption: string; reason?: string; by: string; resolution: string },
): Promise<void> {
  let query = trx
    .updateTable("suspense")
    .set({ closed_at: sql<Date>`now()`, closed_by: by, resolution })
    .where("redemption", "=", redemption)
    .where("closed_at", "is", null);
  if (reason !== undefined) query = query.where("reason", "=", reason);
  await query.execute();
}
