import type { ChainEvent } from "../../chain/events.js";
import type { Call } from "../../chain/send.js";
import type { VostroError } from "../../errors/index.js";
import type { ChainTxTable, Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import type { Selectable, Updateable } from "kysely";

/** What a transaction is for. Each has one handler. */
export type Purpose =
  | "mint-batch"
  | "attest"
  | "redemption-submit"
  | "redemption-settle"
  | "redemption-reject"
  | "redemption-return"
  | "pause-mint"
  | "lien";

/** A call that is to be sent, as it is written down. */
export interface QueuedCall {
  readonly purpose: Purpose;
  /** "batch:3", "redemption:0x..." */
  readonly subject: string;
  /** whose key sends it: chosen here, because an approval may name it; signed by whichever worker has the key */
  readonly sender: string;
  readonly call: Call;
  /** minor units of `call.currency` that depend on it: decides how final it must be */
  readonly atStake: bigint;
  /** left out: the node estimates, and what it refuses never gets a nonce */
  readonly gasLimit?: bigint;
}

export type ChainTx = Selectable<ChainTxTable>;
export type ChainTxRow = Updateable<ChainTxTable>;

/** A transaction that is in a block, with the events of the bank's contracts. */
export interface Mined {
  readonly hash: string;
  readonly block: number;
  readonly blockHash: string;
  readonly events: readonly ChainEvent[];
}

/**
 * What a pipeline does when the state of its transaction changes, inside the database transaction of that change: both
 * happen or neither. After a reorganisation it is told "unmined", then "mined" again, perhaps with another outcome. That can come
 * after "final" too, where the amount was small enough not to wait for the chain's own finality.
 */
export interface OutcomeHandler {
  readonly purpose: Purpose;
  /** in a block */
  mined?(gateway: Gateway, trx: Trx, tx: ChainTx, mined: Mined): Promise<void>;
  /** its block is gone; the same bytes are given to the node again */
  unmined?(gateway: Gateway, trx: Trx, tx: ChainTx): Promise<void>;
  /** as final as its amount asks for; "mined" came before */
  final(gateway: Gateway, trx: Trx, tx: ChainTx, mined: Mined): Promise<void>;
  /**
   * It did not happen and never will: refused before it got a nonce, reverted in a final block, or its nonce went
   * elsewhere in a final block.
   */
  failed(gateway: Gateway, trx: Trx, tx: ChainTx, error: VostroError): Promise<void>;
}
