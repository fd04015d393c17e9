import type { Id, Time, MaybeTime, Json, MaybeJson, Default, Leased } from "./columns.js";

/* Redemptions, the files that pay them, what banks answer, returns and recalls. */

export interface PayoutFileTable {
  id: Id;
  message_id: string;
  name: string;
  format: string;
  currency: string;
  count: number;
  total: bigint;
  content: string;
  sha256: string;
  state: "written" | "delivered";
  created_at: Time;
  delivered_at: MaybeTime;
}

/**
 * requested: seen and final on chain. submitting: the sealing transaction is on its way. sealed: mined. payable: sealed and final.
 * filed: in a payment file. paid: the bank confirms. settling: the burn is on its way. settled: burned and final. refused: the bank
 * said no; two people reject. lapsed: its hold expired before the bank submitted.
 */
export type RedemptionState =
  | "requested"
  | "submitting"
  | "sealed"
  | "payable"
  | "filed"
  | "paid"
  | "settling"
  | "settled"
  | "refused"
  | "rejecting"
  | "rejected"
  | "cancelled"
  | "lapsed"
  | "suspense";

export interface RedemptionTable extends Leased {
  /** the hold's id, 0x and 64 digits */
  id: string;
  currency: string;
  payer: string;
  amount: bigint;
  settlement_account: string;
  salt: string;
  expiry: number;
  /** the `Hold`, numbers as decimal text */
  hold: Json;
  state: RedemptionState;
  uetr: string;
  end_to_end_id: string;
  customer: string | null;
  creditor_account: string | null;
  creditor_name: string | null;
  payout_file_id: number | null;
  refusal: string | null;
  requested_block: number;
  sealed_block: number | null;
  settled_block: number | null;
  /** minor units minted again */
  returned: Default<bigint>;
  chain_tx: number | null;
  /** who let it be submitted although it is above the policy's limit, or again after suspense */
  released_by: string | null;
  /** "RJCT" or another status of the bank's, "return", or the person who decided */
  refused_by: string | null;
  /** `Rejection` and `Approval` of the redemption approver, numbers as decimal text */
  approval: MaybeJson;
  /** in suspense: the state that it was taken from */
  resume: RedemptionState | null;
  /** failures in a row of the step that it waits for */
  attempts: Default<number>;
  not_before: Time;
  created_at: Time;
  since: Time;
}

/** A hold for the redemption desk, as `HoldPlaced` told it. */
export interface RedemptionHoldTable {
  currency: string;
  id: string;
  /** the `Hold`, numbers as decimal text */
  hold: Json;
}

/** Nothing is sealed or filed in the currency until two people lift it. */
export interface RedemptionHaltTable {
  id: Id;
  currency: string;
  reason: string;
  redemption: string | null;
  at: Time;
  proposed_by: string | null;
  lifted_at: MaybeTime;
  lifted_by: string | null;
}

export interface PaymentMessageTable {
  id: Id;
  file_id: number;
  kind: string;
  position: number;
  uetr: string | null;
  end_to_end_id: string | null;
  original_message_id: string | null;
  status: string | null;
  outcome: string | null;
  amount: bigint | null;
  currency: string | null;
  reason: string | null;
  data: Json;
  redemption: string | null;
  deposit_id: number | null;
  /** what was done with it; null: not yet looked at */
  handled: string | null;
  at: Time;
}

export interface ReturnCaseTable {
  id: Id;
  redemption: string;
  deposit_id: number;
  amount: bigint;
  /** final: minted again. closed: not minted, the redemption was let go or people decided otherwise */
  state: "open" | "approved" | "queued" | "mined" | "final" | "closed" | "suspense";
  expiry: number | null;
  approver: string | null;
  signature: string | null;
  chain_tx: number | null;
  attempts: Default<number>;
  not_before: Time;
  since: Time;
}

export interface RecallCaseTable {
  id: Id;
  file_id: number;
  case_id: string;
  deposit_id: number | null;
  amount: bigint | null;
  currency: string | null;
  reason: string | null;
  /** kept-back: the deposit was not minted and will not be until a person decides */
  state: "open" | "kept-back" | "lien-proposed" | "lien" | "closed";
  owner: string;
  order_id: string | null;
  proposal: MaybeJson;
  chain_tx: number | null;
  since: Time;
}
