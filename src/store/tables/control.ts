import type { JSONColumnType } from "kysely";

import type { Id, Time, MaybeTime, Json } from "./columns.js";

/* Reconciliations, their breaks, halts; leases; the journal. */

export interface ReconciliationTable {
  id: Id;
  currency: string;
  block: number;
  block_hash: string;
  material: boolean;
  report: Json;
  signer: string | null;
  signature: string | null;
  at: Time;
}

export interface BreakTable {
  id: Id;
  currency: string;
  class: string;
  subject: string;
  amount: bigint;
  message: string;
  owner: string;
  material: boolean;
  first_seen: number;
  last_seen: number;
  opened_at: Time;
  closed_at: MaybeTime;
  closed_by: string | null;
  note: string | null;
  /** first of the two people who close a material one */
  proposed_by: string | null;
}

export interface HaltTable {
  id: Id;
  currency: string;
  reason: string;
  chain_tx: number | null;
  at: Time;
  lifted_at: MaybeTime;
  /** who proposed to lift it, and (second) who agreed */
  lifted_by: string | null;
  lifted_second: string | null;
}

export interface LeaseTable {
  name: string;
  holder: string;
  until: Date;
}

export interface JournalTable {
  id: Id;
  at: Time;
  actor: string;
  act: string;
  subject: string;
  data: JSONColumnType<Record<string, unknown>, string | undefined, never>;
}
