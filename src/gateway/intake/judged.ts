import type { Statement } from "../../iso20022/index.js";
import type { Deposit, EntryVerdict } from "../../bank/verdicts.js";
import type { EntryVerdictName } from "../../store/tables/index.js";
import type { Attribution } from "../customers/attribute.js";

/** A deposit that is to be written. */
export interface NewDeposit {
  /** `deposit.key`, or a variant of it where that key stands for another deposit */
  readonly key: string;
  /** digests of its names that are still free */
  readonly names: string[];
  readonly deposit: Deposit;
  readonly content: string;
  readonly entryKey: string;
  attribution?: Attribution;
  /** the redemption whose money came back */
  returnOf?: string;
}

/** A later report of a deposit that the first named poorly. */
export interface Fuller {
  /** id in the store */
  readonly of: number;
  readonly report: Deposit;
  readonly content: string;
}

/** What becomes of one entry. Verdict and reason may change while later entries of the file are judged. */
export class JudgedEntry {
  readonly statement: Statement;
  readonly index: number;
  verdict: EntryVerdictName;
  reason: string | undefined;
  message: string | undefined;
  readonly deposits: NewDeposit[] = [];
  /** names by which a deposit of the store is known from now on */
  readonly learnt: { readonly name: string; readonly deposit: number }[] = [];
  /** deposits of the store that it reports again and of whose payer it says more */
  readonly fuller: Fuller[] = [];
  /** what a person should know beside the verdict */
  note: string | undefined;

  constructor(readonly source: EntryVerdict) {
    this.statement = source.statement;
    this.index = source.index;
    this.verdict = NAMES[source.verdict];
    this.reason = source.verdict === "returned" ? "returned" : "reason" in source ? source.reason : undefined;
    this.message = "message" in source ? source.message : undefined;
  }

  suspend(reason: string, message: string): void {
    this.verdict = "suspense";
    this.reason = reason;
    this.message = message;
  }

  ignore(reason: string, message: string): void {
    this.verdict = "ignored";
    this.reason = reason;
    this.message = message;
  }
}

const NAMES: Readonly<Record<EntryVerdict["verdict"], EntryVerdictName>> = {
  mintable: "deposit",
  returned: "return",
  suspense: "suspense",
  ignored: "ignored",
};
