import type { FieldError } from "../errors.js";
import type { Money } from "../field.js";

/*
 * What the answers to a payment say, the same type for every version of a message. Names follow the messages; amounts
 * are integers in minor units of their currency; dates are the calendar days the bank wrote (YYYY-MM-DD). A reference
 * that says NOTPROVIDED is absent.
 */

export type AnswerKind = "pain.002" | "pacs.002" | "pacs.004" | "camt.056" | "camt.029";

/**
 * What a record speaks about: one transaction, one payment information (a batch of a pain.001), a whole original
 * message, or everything in an investigation case (camt.029). A narrower record overrules a wider one.
 */
export type Scope = "transaction" | "payment" | "group" | "case";

/** The references of the payment that an answer is about, as its sender gave them (`Orgnl...`). */
export interface OriginalReferences {
  /** `OrgnlMsgId` */
  readonly msgId?: string;
  /** `OrgnlMsgNmId`, such as pain.001.001.10 */
  readonly msgNameId?: string;
  readonly pmtInfId?: string;
  readonly instrId?: string;
  readonly endToEndId?: string;
  readonly txId?: string;
  /** lower case UUID */
  readonly uetr?: string;
  readonly clrSysRef?: string;
}

/** Why: `StsRsnInf`, `RtrRsnInf`, `CxlRsnInf` or `CxlStsRsnInf`. */
export interface Reason {
  /** ISO external code, such as AC04, DUPL, FRAD */
  readonly code?: string;
  /** the bank's own code */
  readonly proprietary?: string;
  readonly additionalInfo: readonly string[];
}

/** Who assigned or received a case: an agent or another party. */
export interface CaseParty {
  readonly bic?: string;
  readonly lei?: string;
  readonly name?: string;
}

/** One thing a message says, complete. */
export interface RecordBase {
  readonly scope: Scope;
  /** such as `CstmrPmtStsRpt/OrgnlPmtInfAndSts[1]/TxInfAndSts[3]` */
  readonly path: string;
  readonly original: OriginalReferences;
  readonly reasons: readonly Reason[];
  /** transaction: 0. Wider: how many narrower records the message has beneath; each overrules this one for its own */
  readonly narrower: number;
}

/** A record with a field that is missing or wrong; what else could be read is kept. */
export type Unreadable<T extends RecordBase> = Partial<Omit<T, "scope" | "path">> &
  Pick<RecordBase, "scope" | "path"> & {
    /** at least one */
    readonly problems: readonly FieldError[];
  };

export type AnswerFindingCode =
  | "contradiction"
  | "repeated"
  | "conflicting-repeat"
  | "no-reference"
  | "count-mismatch"
  | "sum-mismatch"
  | "more-than-original"
  | "other-currency"
  | "says-nothing";

/** What does not tie in a message that can be read. It refuses nothing; a person should know it. */
export interface AnswerFinding {
  readonly code: AnswerFindingCode;
  /** of the record, where there is one */
  readonly path?: string;
  readonly message: string;
}

interface MessageBase<K extends AnswerKind, T extends RecordBase> {
  /** file name as given to the reader */
  readonly file: string;
  readonly kind: K;
  /** "11" of pain.002.001.11 */
  readonly version: string;
  /** `GrpHdr/MsgId`, `Assgnmt/Id` of camt.056 and camt.029 */
  readonly messageId: string;
  readonly createdAt?: string;
  /** in file order, wider records before the narrower ones beneath */
  readonly records: readonly T[];
  readonly unreadable: readonly Unreadable<T>[];
  /** fields outside the records that could not be read */
  readonly problems: readonly FieldError[];
  readonly findings: readonly AnswerFinding[];
}

/** What has become of a payment: pain.002 (bank to customer) or pacs.002 (bank to bank). */
export interface PaymentStatus extends RecordBase {
  readonly scope: "transaction" | "payment" | "group";
  /** `TxSts`, `PmtInfSts` or `GrpSts`: ACCP, ACSC, ACSP, ACTC, ACCC, PDNG, RCVD, RJCT, PART... as written */
  readonly status: string;
  /** where the status was stated; wider than `scope` where the record has none of its own */
  readonly statedFor: Scope;
  /** `StsId` */
  readonly statusId?: string;
  /** the original's amount, from `OrgnlTxRef`, if given */
  readonly amount?: bigint;
  readonly currency?: string;
  /** day of `AccptncDtTm` */
  readonly acceptanceDate?: string;
  /** `FctvIntrBkSttlmDt` (pacs.002): when it settled */
  readonly settlementDate?: string;
  readonly acctSvcrRef?: string;
}

export type StatusReport = MessageBase<"pain.002" | "pacs.002", PaymentStatus>;

/** Money that comes back. */
export interface PaymentReturn extends RecordBase {
  readonly scope: "transaction" | "group";
  readonly returnId?: string;
  /** `RtrdIntrBkSttlmAmt`. Always there for a transaction; `TtlRtrdIntrBkSttlmAmt` for a group, if given */
  readonly returned?: Money;
  /** `OrgnlIntrBkSttlmAmt`, else the amount of `OrgnlTxRef` */
  readonly originalAmount?: Money;
  /** `RtrdInstdAmt`: what is returned before charges, in the currency of the instruction */
  readonly returnedInstructed?: Money;
  /** `ChrgsInf/Amt`, taken off by the agents on the way */
  readonly charges: readonly Money[];
  /** `IntrBkSttlmDt` of the transaction, else of the header */
  readonly settlementDate?: string;
  readonly clrSysRef?: string;
}

export type PaymentReturnMessage = MessageBase<"pacs.004", PaymentReturn>;

/** Case, and who asks whom. */
export interface Assignment {
  readonly assigner: CaseParty;
  readonly assignee: CaseParty;
  /** `Case/Id` or `RslvdCase/Id` of the whole message */
  readonly caseId?: string;
}

/** The other bank asks for a payment back: a lien and a decision, never a silent burn. */
export interface Recall extends RecordBase {
  readonly scope: "transaction" | "group";
  /** `CxlId` or `GrpCxlId` */
  readonly cancellationId?: string;
  /** its own `Case/Id`, else its group's, else the message's */
  readonly caseId?: string;
  readonly originalAmount?: Money;
  /** `OrgnlIntrBkSttlmDt` */
  readonly originalSettlementDate?: string;
}

export type RecallMessage = MessageBase<"camt.056", Recall> & Assignment;

/** What became of a request to cancel. */
export interface Resolution extends RecordBase {
  readonly scope: Scope;
  /** `TxCxlSts`, `PmtInfCxlSts`, `GrpCxlSts` (ACCR, RJCR, PDCR, PACR) or `Sts/Conf` (CNCL, RJCR, PDCR...) as written */
  readonly status: string;
  /** where the status was stated; wider than `scope` where the record has none of its own */
  readonly statedFor: Scope;
  /** `CxlStsId`, `OrgnlPmtInfCxlId` or `OrgnlGrpCxlId` */
  readonly cancellationId?: string;
  readonly caseId?: string;
  readonly originalAmount?: Money;
}

export type ResolutionMessage = MessageBase<"camt.029", Resolution> & Assignment;

/** One file: one message. */
export type PaymentMessage = StatusReport | PaymentReturnMessage | RecallMessage | ResolutionMessage;
