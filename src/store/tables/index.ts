import type * as files from "./files.js";
import type * as issuance from "./issuance.js";
import type * as redemption from "./redemption.js";
import type * as chain from "./chain.js";
import type * as control from "./control.js";

export type * from "./files.js";
export type * from "./issuance.js";
export type * from "./redemption.js";
export type * from "./chain.js";
export type * from "./control.js";

/** Every table by its name in the database. */
export interface Tables {
  identity: files.IdentityTable;
  customer: files.CustomerTable;
  file: files.FileTable;
  statement: files.StatementTable;
  entry: files.EntryTable;
  deposit: issuance.DepositTable;
  deposit_alias: issuance.DepositAliasTable;
  mint_batch: issuance.MintBatchTable;
  suspense: issuance.SuspenseTable;
  control_entry: issuance.ControlEntryTable;
  attestation: issuance.AttestationTable;
  payout_file: redemption.PayoutFileTable;
  redemption: redemption.RedemptionTable;
  redemption_hold: redemption.RedemptionHoldTable;
  redemption_halt: redemption.RedemptionHaltTable;
  payment_message: redemption.PaymentMessageTable;
  return_case: redemption.ReturnCaseTable;
  recall_case: redemption.RecallCaseTable;
  lane: chain.LaneTable;
  chain_tx: chain.ChainTxTable;
  chain_attempt: chain.ChainAttemptTable;
  chain_cursor: chain.ChainCursorTable;
  movement: chain.MovementTable;
  burn_hold: chain.BurnHoldTable;
  holder: chain.HolderTable;
  reconciliation: control.ReconciliationTable;
  break: control.BreakTable;
  halt: control.HaltTable;
  lease: control.LeaseTable;
  journal: control.JournalTable;
}
