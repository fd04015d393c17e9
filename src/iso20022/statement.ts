import { present } from "./details.js";
import { collect } from "./entry.js";
import { type FieldError, RepeatedFieldError, StructureError } from "./errors.js";
import { calendarDay, type Field } from "./field.js";
import type { Account, Balance, StatementHead, Summary, Totals } from "./types.js";

/** What the statement's place in the message says of it. */
export type Origin = Pick<StatementHead, "index" | "kind" | "version" | "messageId"> & {
  readonly groupCreated?: string;
};

/** What stands behind the entries. In the schema that is `AddtlStmtInf` alone. */
export interface StatementTail {
  readonly balances: readonly Balance[];
  readonly summary?: Summary;
  /** `AddtlStmtInf`, `AddtlNtfctnInf` */
  readonly additionalInfo?: string;
  readonly problems: readonly FieldError[];
}

/**
 * Reads what a `Stmt` or `Ntfctn` says before its entries.
 * @throws StructureError when it has no id or no account: its entries could not be attributed
 */
export function readHead(field: Field, origin: Origin): StatementHead {
  const problems: FieldError[] = [];
  const attempt = <T>(read: () => T): T | undefined => collect(read, problems);
  const { groupCreated, ...rest } = origin;
  const statementId = essential(field, () => field.needText("Id"));
  const account = essential(field, () => readAccount(field));
  const created = attempt(() => field.textAt("CreDtTm")) ?? groupCreated;
  return present({
    ...rest,
    statementId,
    account,
    createdAt: created === undefined ? undefined : calendarDay(created),
    copyDuplicate: attempt(() => field.textAt("CpyDplctInd")),
    balances: readBalances(field, problems),
    summary: attempt(() => readSummary(field.find("TxsSummry"))),
    problems,
  });
}

/** Reads what it says behind them. */
export function readTail(field: Field, head: StatementHead): StatementTail {
  const problems: FieldError[] = [];
  const attempt = <T>(read: () => T): T | undefined => collect(read, problems);
  const summary = attempt(() => {
    const found = field.find("TxsSummry");
    if (found !== undefined && head.summary !== undefined) throw new RepeatedFieldError(found.at, 2);
    return readSummary(found);
  });
  const additionalInfo = attempt(() => field.textAt(head.kind === "camt.053" ? "AddtlStmtInf" : "AddtlNtfctnInf"));
  return present({ balances: readBalances(field, problems), summary, additionalInfo, problems });
}

function readBalances(field: Field, problems: FieldError[]): Balance[] {
  return field.all("Bal").flatMap((bal) => collect(() => readBalance(bal), problems) ?? []);
}

function essential<T>(field: Field, read: () => T): T {
  const problems: FieldError[] = [];
  const value = collect(read, problems);
  const problem = problems[0];
  if (problem === undefined) return value as T;
  const at = { file: field.at.file, path: problem.path ?? field.at.path };
  throw new StructureError("a statement without it cannot be attributed", at, problem.fix, { cause: problem });
}

function readAccount(field: Field): Account {
  const id = field.need("Acct", "Id");
  const iban = id.textAt("IBAN");
  return present({
    id: iban ?? id.needText("Othr", "Id"),
    isIban: iban !== undefined,
    currency: field.textAt("Acct", "Ccy"),
    servicerBic:
      field.textAt("Acct", "Svcr", "FinInstnId", "BICFI") ?? field.textAt("Acct", "Svcr", "FinInstnId", "BIC"),
  });
}

function readBalance(bal: Field): Balance {
  const type = bal.need("Tp", "CdOrPrtry");
  return present({
    type: type.textAt("Cd") ?? type.needText("Prtry"),
    ...bal.need("Amt").money(),
    creditDebit: bal.need("CdtDbtInd").creditDebit(),
    date: calendarDay(bal.textAt("Dt", "Dt") ?? bal.textAt("Dt", "DtTm") ?? ""),
  });
}

function readSummary(field: Field | undefined): Summary | undefined {
  if (field === undefined) return undefined;
  const all = field.find("TtlNtries");
  // Version 02 writes the net beside the sum, later ones inside TtlNetNtry.
  const net = all?.find("TtlNetNtry");
  return present({
    all: all && {
      ...totals(all),
      ...present({
        net: net?.textAt("Amt") ?? all.textAt("TtlNetNtryAmt"),
        netCreditDebit: (net?.find("CdtDbtInd") ?? all.find("CdtDbtInd"))?.creditDebit(),
      }),
    },
    credits: totals(field.find("TtlCdtNtries")),
    debits: totals(field.find("TtlDbtNtries")),
  });
}

function totals(field: Field): Totals;
function totals(field: Field | undefined): Totals | undefined;
function totals(field: Field | undefined): Totals | undefined {
  if (field === undefined) return undefined;
  return present({ count: field.textAt("NbOfNtries"), sum: field.textAt("Sum") });
}
