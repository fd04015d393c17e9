import type { ColumnType, GeneratedAlways, JSONColumnType } from "kysely";

/*
 * The store's tables as TypeScript sees them. Amounts are bigint in minor units (numeric in the database); ids, counts and blocks are
 * numbers; days are YYYY-MM-DD; times are Date.
 */

type Id = GeneratedAlways<number>;
type Time = ColumnType<Date, Date | undefined, Date>;
type MaybeTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** written as JSON text, read as a value */
type Json<T = unknown> = ColumnType<T, string, string>;
type MaybeJson<T = unknown> = ColumnType<T | null, string | null | undefined, string | null>;
type Default<T> = ColumnType<T, T | undefined, T>;

interface Leased {
  leased_by: string | null;
  leased_until: MaybeTime;
}

export interface IdentityTable {
  one: Default<boolean>;
  bank: string;
  chain_id: number;
  access_manager: string;
  salt_digest: string;
  created_at: Time;
}

export interface CustomerTable {
  customer: string;
  /** a `Customer` of src/bank */
  data: Json;
  updated_at: Time;
}

export interface FileTable {
  id: Id;
  name: string;
  sha256: string;
  bytes: number;
  kind: string | null;
  message_id: string | null;
  state: "imported" | "refused";
  problem: string | null;
  deliveries: Default<number>;
  received_at: Time;
}

export interface StatementTable {
  id: Id;
  file_id: number;
  index: number;
  kind: string;
  message_id: string;
  statement_id: string;
  account: string;
  /** normalised id of the bank's own account; null: not ours */
  our_account: string | null;
  currency: string | null;
  created_on: string | null;
  /** booked balances, negative where overdrawn */
  opening: bigint | null;
  closing: bigint | null;
  opening_on: string | null;
  closing_on: string | null;
  /** sums of booked entries in the account's currency */
  credits: Default<bigint>;
  debits: Default<bigint>;
  entries: Default<number>;
  findings: Json<readonly { readonly code: string; readonly message: string; readonly index?: number }[]>;
  /** an earlier statement that this one repeats */
  repeats: number | null;
}

export type EntryVerdictName = "deposit" | "payout" | "return" | "suspense" | "ignored";

export interface EntryTable {
  id: Id;
  statement_id: number;
  index: number;
  amount: bigint | null;
  currency: string | null;
  credit_debit: string | null;
  status: string | null;
  reversal: boolean | null;
  booking_date: string | null;
  value_date: string | null;
  ntry_ref: string | null;
  acct_svcr_ref: string | null;
  verdict: EntryVerdictName;
  reason: string | null;
  message: string | null;
}

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
  claims: string | null;
  chain_tx: number | null;
  created_at: Time;
}

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

export interface LaneTable {
  sender: string;
  next_nonce: number;
}

/** failed: mined and reverted, or refused by the node before it could be mined; its nonce is used or was never given. */
export type ChainTxState = "queued" | "signed" | "sent" | "mined" | "final" | "failed";

export interface ChainTxTable extends Leased {
  id: Id;
  purpose: string;
  subject: string;
  sender: string;
  nonce: number | null;
  to_address: string;
  data: string;
  gas_limit: bigint | null;
  /** minor units that depend on it: decides how final it must be */
  value_at_stake: Default<bigint>;
  currency: string | null;
  state: ChainTxState;
  /** final for any amount; until then a reorganisation can still take back what was final for a small one */
  deep: Default<boolean>;
  error: string | null;
  hash: string | null;
  block: number | null;
  block_hash: string | null;
  created_at: Time;
  since: Time;
}

export interface ChainAttemptTable {
  hash: string;
  chain_tx: number;
  raw: string;
  max_fee: bigint;
  priority_fee: bigint;
  signed_at: Time;
  sent_at: MaybeTime;
}

export interface ChainCursorTable {
  name: string;
  block: number;
  hash: string;
}

/**
 * issue: the issuing desk's (a deposit, interest). return: the redemption desk's re-mint. interbank: another bank's payment. redemption: paid
 * out by the bank. clearing: paid to another bank. other: by law, or by a road that nobody has explained.
 */
export type MovementRoad = "issue" | "return" | "interbank" | "redemption" | "clearing" | "other";

export interface MovementTable {
  currency: string;
  block: number;
  log_index: number;
  tx_hash: string;
  kind: "mint" | "burn" | "transfer";
  payer: string;
  payee: string;
  amount: bigint;
  /** deposit reference (UETR, padded, where interbank) of a mint, hold id of a redemption's burn */
  reference: string | null;
  /** how a mint or a burn came about; null for a transfer */
  road: MovementRoad | null;
}

/** A hold without payee: who may burn it. Another token may have one of the same id. */
export interface BurnHoldTable {
  currency: string;
  id: string;
  notary: string;
}

export interface HolderTable {
  currency: string;
  wallet: string;
  balance: bigint;
}

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

export interface Tables {
  identity: IdentityTable;
  customer: CustomerTable;
  file: FileTable;
  statement: StatementTable;
  entry: EntryTable;
  deposit: DepositTable;
  deposit_alias: DepositAliasTable;
  mint_batch: MintBatchTable;
  suspense: SuspenseTable;
  control_entry: ControlEntryTable;
  attestation: AttestationTable;
  payout_file: PayoutFileTable;
  redemption: RedemptionTable;
  redemption_hold: RedemptionHoldTable;
  redemption_halt: RedemptionHaltTable;
  payment_message: PaymentMessageTable;
  return_case: ReturnCaseTable;
  recall_case: RecallCaseTable;
  lane: LaneTable;
  chain_tx: ChainTxTable;
  chain_attempt: ChainAttemptTable;
  chain_cursor: ChainCursorTable;
  movement: MovementTable;
  burn_hold: BurnHoldTable;
  holder: HolderTable;
  reconciliation: ReconciliationTable;
  break: BreakTable;
  halt: HaltTable;
  lease: LeaseTable;
  journal: JournalTable;
}
