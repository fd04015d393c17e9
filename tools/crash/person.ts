import { sql } from "kysely";

import { approveRejection } from "../../src/gateway/redemption/index.js";
import type { Gateway } from "../../src/gateway/gateway.js";

/**
 * The person who decides what the policy leaves to people: money that came back before its burn is let go.
 * @returns decisions
 */
export async function decide(gateway: Gateway): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from redemption where state = 'refused' and approval is null and refused_by = 'return'`.execute(
    gateway.store,
  );
  const approver = gateway.keys.REDEMPTION_APPROVER![0]!;
  for (const { id } of rows) await approveRejection(gateway, approver, id);
  return rows.length;
}
