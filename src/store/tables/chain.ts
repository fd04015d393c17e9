import type { Id, Time, MaybeTime, Default, Leased } from "./columns.js";

/* The chain outbox, and what was read from the chain. */

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
  /** since when its nonce counts as used and the node has no receipt of it */
  missing_since: MaybeTime;
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
