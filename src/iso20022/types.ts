import type { FieldError } from "./errors.js";
import type { Money } from "./field.js";

/*
 * What camt.053 (BankToCustomerStatement) and camt.054 (BankToCustomerDebitCreditNotification) say, the same type for
 * every version. Names follow the messages; amounts are integers in minor units of their currency; dates are the
 * calendar days the bank wrote (YYYY-MM-DD).
 */

export type MessageKind = "camt.053" | "camt.054";
export type CreditDebit = "CRDT" | "DBIT";

/** One file: one message. */
export interface BankFile {
  readonly file: string;
  readonly kind: MessageKind;
  /** "02" of camt.053.001.02 */
  readonly version: string;
  /** `GrpHdr/MsgId` */
  readonly messageId: string;
  readonly statements: readonly Statement[];
}

/** `Acct`: whose entries these are. */
export interface Account {
  /** `Id/IBAN`, else `Id/Othr/Id`, as written */
  readonly id: string;
  readonly isIban: boolean;
  readonly currency?: string;
  /** `Svcr/FinInstnId/BICFI` (version 02: `BIC`) */
  readonly servicerBic?: string;
}

/** One `Stmt` (camt.053) or `Ntfctn` (camt.054), without its entries. */
export interface StatementHead {
  /** 1-based position in the file */
  readonly index: number;
  readonly kind: MessageKind;
  readonly version: string;
  readonly messageId: string;
  /** `Stmt/Id` */
  readonly statementId: string;
  readonly account: Account;
  /** day of `CreDtTm`, of the group header where the statement has none */
  readonly createdAt?: string;
  /** `CpyDplctInd`: DUPL, COPY, CODU */
  readonly copyDuplicate?: string;
  readonly balances: readonly Balance[];
  readonly summary?: Summary;
  /** fields outside the entries that could not be read */
  readonly problems: readonly FieldError[];
}

/** One `Stmt` or `Ntfctn`, whole. */
export interface Statement extends StatementHead {
  /** entries that could be read completely, in file order */
  readonly entries: readonly Entry[];
  /** the others; together with `entries` they number every `Ntry` */
  readonly unreadable: readonly UnreadableEntry[];
}

/** `Bal`. */
export interface Balance extends Money {
  /** OPBD, CLBD, PRCD, OPAV... or the proprietary code */
  readonly type: string;
  readonly creditDebit: CreditDebit;
  /** `Dt`, where it is a day that exists */
  readonly date?: string;
}

/** Plain decimal text: sums in `TxsSummry` carry no currency. */
export interface Totals {
  readonly count?: string;
  readonly sum?: string;
}

/** `TxsSummry`. */
export interface Summary {
  readonly all?: Totals & { readonly net?: string; readonly netCreditDebit?: CreditDebit };
  readonly credits?: Totals;
  readonly debits?: Totals;
}

/** `BkTxCd`: what kind of transaction it was. */
export interface TransactionCode {
  readonly domain?: string;
  readonly family?: string;
  readonly subFamily?: string;
  readonly proprietary?: string;
}

/** One `Ntry`. */
export interface Entry extends Money {
  /** 1-based position in the statement */
  readonly index: number;
  /** `Stmt[1]/Ntry[3]` */
  readonly path: string;
  /** 1-based line of the file on which `Ntry` starts */
  readonly line?: number;
  readonly ntryRef?: string;
  readonly acctSvcrRef?: string;
  readonly creditDebit: CreditDebit;
  /** `Sts` (02) or `Sts/Cd`: BOOK, PDNG, INFO, FUTR, or a proprietary code behind `prtry:` */
  readonly status: string;
  /** `RvslInd`: this entry undoes an earlier one in the other direction */
  readonly reversal: boolean;
  readonly bookingDate?: string;
  readonly valueDate?: string;
  readonly code: TransactionCode;
  readonly additionalInfo?: string;
  readonly batches: readonly Batch[];
  /** every `TxDtls` of every `NtryDtls` */
  readonly details: readonly TransactionDetails[];
}

/** An entry with a field that is missing or wrong; what else could be read is kept. */
export interface UnreadableEntry extends Partial<Omit<Entry, "index" | "path" | "batches" | "details" | "code">> {
  readonly index: number;
  readonly path: string;
  /** at least one */
  readonly problems: readonly FieldError[];
}

/** `NtryDtls/Btch` and how many `TxDtls` stand beside it. */
export interface Batch {
  readonly numberOfTransactions?: string;
  readonly total?: Money;
  readonly details: number;
}

/** A party as far as a deposit is concerned. */
export interface Party {
  readonly name?: string;
  /** IBAN or other id, as written */
  readonly account?: string;
}

/** `RtrInf`: the payment came back. */
export interface ReturnInfo {
  readonly reason?: string;
  readonly additionalInfo: readonly string[];
}

/** One `TxDtls`. A reference that says NOTPROVIDED is absent. */
export interface TransactionDetails {
  /** `Amt`, or the one of `AmtDtls` (TxAmt, CntrValAmt, AnncdPstngAmt) that is in the entry's currency, or TxAmt */
  readonly amount?: bigint;
  readonly currency?: string;
  readonly creditDebit?: CreditDebit;
  readonly endToEndId?: string;
  readonly instrId?: string;
  /** lower case UUID */
  readonly uetr?: string;
  readonly txId?: string;
  readonly clrSysRef?: string;
  readonly pmtInfId?: string;
  readonly acctSvcrRef?: string;
  /** `RmtInf/Strd/CdtrRefInf/Ref`, all of them */
  readonly creditorReferences: readonly string[];
  readonly debtor: Party;
  readonly creditor: Party;
  /** `RmtInf/Ustrd`, lines joined without a break: banks cut at a fixed width */
  readonly remittance?: string;
  readonly code: TransactionCode;
  readonly returned?: ReturnInfo;
}
