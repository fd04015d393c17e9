import type { Agent, OtherAccountId } from "../types.js";

/*
 * A holder's statement of deposit tokens (camt.053.001.08), from chain events. Amounts are integers in minor units of
 * the statement's currency; moments have their zone.
 */

/** A wallet or another account. */
export type StatementAccount = { readonly wallet: string } | { readonly iban: string } | OtherAccountId;

/** Where on the chain an entry comes from: one log of one transaction. */
export interface LogReference {
  /** 0x and 64 hexadecimal digits */
  readonly transactionHash: string;
  /** number of the log in its block, 0 to 99,999,999 */
  readonly logIndex: number;
}

/** One `Ntry`: one transfer, mint or burn. */
export interface HolderEntry {
  readonly amount: bigint;
  /** CRDT: the holder received */
  readonly creditDebit: "CRDT" | "DBIT";
  /** time of the block */
  readonly bookingTime: string;
  readonly reference: LogReference;
  /** at most 35 */
  readonly endToEndId?: string;
  /** UUID version 4 */
  readonly uetr?: string;
  /** who paid (CRDT) or was paid (DBIT); name at most 140 */
  readonly counterparty?: { readonly name?: string; readonly account?: StatementAccount };
  /** the bank's own word for the kind of event, such as MINT or REDEMPTION, at most 35 */
  readonly kind?: string;
  /** at most 500 */
  readonly info?: string;
}

/** One statement of one wallet in one currency. */
export interface HolderStatement {
  /** `GrpHdr/MsgId`, at most 35 */
  readonly messageId: string;
  /** `Stmt/Id`, at most 35 */
  readonly statementId: string;
  /** `ElctrncSeqNb`: 1, 2, 3... for this account */
  readonly sequenceNumber: number;
  readonly createdAt: string;
  /** first moment of the period */
  readonly from: string;
  /** last moment of the period */
  readonly to: string;
  /** EVM chain id, 1 for Ethereum's main net */
  readonly chainId: number;
  /** 0x and 40 hexadecimal digits */
  readonly wallet: string;
  /** at most 140 */
  readonly holderName?: string;
  /** ISO 4217 */
  readonly currency: string;
  /** the bank that owes the deposit */
  readonly servicer: Agent;
  readonly opening: bigint;
  /** has to be opening plus entries */
  readonly closing: bigint;
  /** in the order of the chain */
  readonly entries: readonly HolderEntry[];
}
