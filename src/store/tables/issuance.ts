import type { Id, Time, MaybeTime, Json, MaybeJson, Default, Leased } from "./columns.js";

/* Deposits, their batches, what people decide of them, and the control account. */

/**
 * suspense: a person decides. ready: in the control account, may be minted. batched: in a batch that is on its way.
 * minted: the chain has it, not yet final. final: for good. dismissed: never to be minted, with a reason.
 */
export type DepositState = "suspense" | "ready" | "batched" | "minted" | "final" | "dismissed";

export interface DepositTable {
  id: Id;
  entry_id: number;
  /** as `Deposit.key`; one of a kind because `reference` is, and found by its digest in `deposit_alias` */
  key: string;
  /** 0x and 64 digits: what the chain knows it by */
  reference: string;
  strength: string;
  /** digest of the key of the whole entry (`nameDigest`): an entry is minted whole or split, never both */
  entry_key: string;
  amount: bigint;
  currency: string;
  account: string;
  booking_date: string | null;
  value_date: string | null;
  /** everything that tells it from another deposit under the same reference */
  content: string;
  /** `TransactionDetails[]`: personal data */
  details: Json;
  uetr: string | null;
  end_to_end_id: string | null;
  state: DepositState;
  customer: string | null;
  matched_by: string | null;
  payee: string | null;
  batch_id: number | null;
  position: number | null;
  attempts: Default<number>;
  not_before: Time;
  /** redemption whose money came back: re-minted by the redemption desk, never by a batch */
  return_of: string | null;
  minted_block: number | null;
  minted_tx: string | null;
  created_at: Time;
  since: Time;
}

/** Every name by which a deposit is known. */
export interface DepositAliasTable {
  /** digest of its key or of another strong reference (`nameDigest`): a name may be longer than an index can hold */
  alias: string;
  deposit_id: number;
}

/** dissolved: its approval can never be used any more; its deposits went back. */
export type BatchState = "proposed" | "approved" | "queued" | "mined" | "final" | "dissolved";

export interface MintBatchTable extends Leased {
  id: Id;
  currency: string;
  total: bigint;
  count: number;
  /** unix seconds */
  expiry: number;
  state: BatchState;
  digest: string | null;
  approver: string | null;
  signature: string | null;
  chain_tx: number | null;
  reason: string | null;
  created_at: Time;
}

export interface SuspenseTable {
  id: Id;
  entry_id: number | null;
  deposit_id: number | null;
  redemption: string | null;
  file_id: number | null;
  reason: string;
  message: string;
  owner: string;
  opened_at: Time;
  /** first of the two people who decide */
  proposed_by: string | null;
  proposal: MaybeJson;
  closed_at: MaybeTime;
  closed_by: string | null;
  resolution: string | null;
}

export type ControlKind = "credit" | "credit-withdrawn" | "payout" | "opening" | "interest" | "correction";

export interface ControlEntryTable {
  id: Id;
  currency: string;
  kind: ControlKind;
  /** signed: credits positive, payouts and withdrawals negative */
  amount: bigint;
  /** "deposit:12", "redemption:0x...", a ledger reference */
  subject: string;
  by: string;
  second_by: string | null;
  note: string | null;
  at: Time;
}

export interface AttestationTable {
  id: Id;
  currency: string;
  figure: bigint;
  as_of: number;
  burned: bigint;
  received: bigint;
  block: number;
  block_hash: string;
  /** last control entry that the figure contains */
  control_entry: number;
  /** `Accepted.accepted` up to that entry: the next count begins here */
  accepted: bigint;
  claims: string | null;
  chain_tx: number | null;
  created_at: Time;
}
