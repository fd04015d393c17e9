import type { Money } from "../field.js";

/*
 * What credit transfers say: pain.001 (CustomerCreditTransferInitiation), pacs.008 (FIToFICustomerCreditTransfer) and
 * pacs.009 (FinancialInstitutionCreditTransfer). Amounts are integers in minor units of their currency; days are
 * YYYY-MM-DD; moments have their zone. Lengths are in characters.
 */

/** A code of the ISO 20022 list, or a name agreed between the two banks (at most 35). */
export type CodeOrProprietary = { readonly code: string } | { readonly proprietary: string };

/** `PstlAdr`, structured: since 14 November 2026 an unstructured address is rejected. */
export interface PostalAddress {
  /** `StrtNm`, at most 70 */
  readonly street?: string;
  /** `BldgNb`, at most 16 */
  readonly buildingNumber?: string;
  /** `PstCd`, at most 16 */
  readonly postCode?: string;
  /** `TwnNm`, at most 35 */
  readonly town: string;
  /** `CtrySubDvsn` (state, province), at most 35 */
  readonly countrySubdivision?: string;
  /** `Ctry`, ISO 3166-1 alpha-2 */
  readonly country: string;
}

/** A debtor or creditor: who pays, who is paid. */
export interface PaymentParty {
  /** `Nm`, at most 140 */
  readonly name: string;
  readonly address?: PostalAddress;
  /** `Id/OrgId/LEI`, ISO 17442 */
  readonly lei?: string;
}

/** A bank. It has a BIC, or it is a member of a national clearing system, or both. */
export interface Agent {
  /** `BICFI`, 8 or 11 */
  readonly bic?: string;
  /** `ClrSysMmbId`: system as in USABA (at most 5), member as in its routing number (at most 35) */
  readonly clearingMember?: { readonly system: string; readonly member: string };
  readonly lei?: string;
  /** at most 140 */
  readonly name?: string;
  readonly address?: PostalAddress;
}

/** An account, by its IBAN or by another id of at most 34. */
export type PaymentAccount = ({ readonly iban: string } | OtherAccountId) & {
  /** ISO 4217, where the bank keeps several currencies under one id */
  readonly currency?: string;
};

export interface OtherAccountId {
  readonly other: string;
  /** what kind of id it is: a code such as BBAN (at most 4), or an agreed name */
  readonly scheme?: CodeOrProprietary;
}

export type ChargeBearer = "DEBT" | "CRED" | "SHAR" | "SLEV";

/** `PmtTpInf`. */
export interface PaymentType {
  readonly priority?: "HIGH" | "NORM";
  /** `SvcLvl/Cd`: SEPA, URGP, G001... */
  readonly serviceLevel?: string;
  /** `LclInstrm/Cd`: INST for instant payments, ... */
  readonly localInstrument?: string;
  /** `CtgyPurp/Cd`: SUPP, SALA, ... */
  readonly categoryPurpose?: string;
}

/** `DocumentType6Code`. */
export const DOCUMENT_TYPES = [
  ..."MSIN CNFA DNFA CINV CREN DEBN HIRI SBIN CMCN SOAC DISP BOLD VCHR AROI TSUT PUOR".split(" "),
] as readonly DocumentType[];
export type DocumentType =
  | ("MSIN" | "CNFA" | "DNFA" | "CINV" | "CREN" | "DEBN" | "HIRI" | "SBIN")
  | ("CMCN" | "SOAC" | "DISP" | "BOLD" | "VCHR" | "AROI" | "TSUT" | "PUOR");

/** One document that a payment settles, and how much of it. */
export interface StructuredRemittance {
  /** `RfrdDocInf`: CINV invoice, CREN credit note, PUOR purchase order; number at most 35 */
  readonly document?: { readonly type: DocumentType; readonly number: string; readonly date?: string };
  /** `RfrdDocAmt/DuePyblAmt`: what the document asked for */
  readonly due?: Money;
  /** `RfrdDocAmt/CdtNoteAmt`: what a credit note takes off */
  readonly creditNote?: Money;
  /** `RfrdDocAmt/RmtdAmt`: what this payment pays of it */
  readonly remitted?: Money;
  /** `CdtrRefInf`: ISO 11649 (RF...) */
  readonly creditorReference?: string;
  /** `AddtlRmtInf`, at most 3 lines of 140 */
  readonly additional?: readonly string[];
}

/** `RmtInf`: what a payment is for. */
export interface Remittance {
  /** `Ustrd`, lines of at most 140; SEPA and most banks take one */
  readonly unstructured?: readonly string[];
  readonly structured?: readonly StructuredRemittance[];
}

/** References of a payment. Text of at most 35. */
interface References {
  readonly instructionId?: string;
  /** travels unchanged to the payee */
  readonly endToEndId: string;
}

/** `CdtTrfTxInf` of a pain.001. */
export interface CreditTransfer extends References, Money {
  /** UUID version 4; not in version 03 */
  readonly uetr?: string;
  readonly ultimateDebtor?: PaymentParty;
  readonly intermediaryAgent?: Agent;
  readonly creditorAgent?: Agent;
  readonly creditor: PaymentParty;
  readonly creditorAccount: PaymentAccount;
  readonly ultimateCreditor?: PaymentParty;
  /** `Purp/Cd` */
  readonly purpose?: string;
  readonly remittance?: Remittance;
}

/** `PmtInf`: transfers from one account in one currency on one day. */
export interface PaymentBatch {
  /** `PmtInfId`, at most 35, once in a file */
  readonly batchId: string;
  /** one booking for the whole batch */
  readonly batchBooking?: boolean;
  readonly paymentType?: PaymentType;
  /** `ReqdExctnDt`: a day, or a moment (not in version 03) */
  readonly requestedExecution: string;
  readonly debtor: PaymentParty;
  readonly debtorAccount: PaymentAccount;
  readonly debtorAgent: Agent;
  readonly chargeBearer?: ChargeBearer;
  readonly transfers: readonly CreditTransfer[];
}

/** A pain.001. Number of transfers and control sums are computed. */
export interface CreditTransferFile {
  /** `MsgId`, at most 35 */
  readonly messageId: string;
  /** `CreDtTm` */
  readonly createdAt: string;
  readonly initiatingParty: PaymentParty;
  readonly batches: readonly PaymentBatch[];
}

/** `SttlmInf`: how the two banks settle. */
export interface Settlement {
  /** INDA and INGA: on an account at the instructed or instructing bank; CLRG: in a clearing system; COVE: by a cover payment */
  readonly method: "INDA" | "INGA" | "COVE" | "CLRG";
  /** INDA and INGA only */
  readonly account?: PaymentAccount;
  /** CLRG only, and then always: a code such as TGT (at most 3), or an agreed name */
  readonly clearingSystem?: CodeOrProprietary;
  /** COVE only; at least one of the two */
  readonly instructingReimbursementAgent?: Agent;
  readonly instructedReimbursementAgent?: Agent;
}

interface InterbankReferences extends References {
  readonly transactionId?: string;
  /** UUID version 4, once in a file: what every bank on the way knows the payment by */
  readonly uetr: string;
}

/** `CdtTrfTxInf` of a pacs.008. */
export interface InterbankCustomerTransfer extends InterbankReferences, Money {
  readonly paymentType?: PaymentType;
  readonly chargeBearer: ChargeBearer;
  readonly intermediaryAgent?: Agent;
  readonly ultimateDebtor?: PaymentParty;
  readonly debtor: PaymentParty;
  readonly debtorAccount?: PaymentAccount;
  readonly debtorAgent: Agent;
  readonly creditorAgent: Agent;
  readonly creditor: PaymentParty;
  readonly creditorAccount?: PaymentAccount;
  readonly ultimateCreditor?: PaymentParty;
  readonly purpose?: string;
  readonly remittance?: Remittance;
}

/** `CdtTrfTxInf` of a pacs.009: debtor and creditor are banks. */
export interface BankTransfer extends InterbankReferences, Money {
  readonly paymentType?: PaymentType;
  readonly intermediaryAgent?: Agent;
  readonly debtor: Agent;
  readonly debtorAccount?: PaymentAccount;
  readonly debtorAgent?: Agent;
  readonly creditorAgent?: Agent;
  readonly creditor: Agent;
  readonly creditorAccount?: PaymentAccount;
  readonly purpose?: string;
  /** `RmtInf/Ustrd`, lines of at most 140 */
  readonly unstructured?: readonly string[];
}

/** A pacs message: transfers in one currency between two banks, settled on one day. */
export interface InterbankFile<T> {
  readonly messageId: string;
  readonly createdAt: string;
  /** `IntrBkSttlmDt` */
  readonly settlementDate: string;
  readonly settlement: Settlement;
  readonly instructingAgent: Agent;
  readonly instructedAgent: Agent;
  readonly transfers: readonly T[];
}

/** A pacs.008. */
export type CustomerTransferFile = InterbankFile<InterbankCustomerTransfer>;
/** A pacs.009. */
export type BankTransferFile = InterbankFile<BankTransfer>;
