import { present } from "./details.js";
import { collect, readEntry } from "./entry.js";
import { type FieldError, StructureError } from "./errors.js";
import { calendarDay, Field } from "./field.js";
import type { Account, Balance, Entry, Statement, Summary, Totals, UnreadableEntry } from "./types.js";

type Head = Pick<Statement, "index" | "kind" | "version" | "messageId"> & { readonly groupCreated?: string };

/**
 * Reads one `Stmt` or `Ntfctn`.
 * @throws StructureError when it has no id or no account: its entries could not be attributed
 */
export function readStatement(field: Field, head: Head): Statement {
  const problems: FieldError[] = [];
  const attempt = <T>(read: () => T): T | undefined => collect(read, problems);
  const statementId = essential(field, () => field.needText("Id"));
  const account = essential(field, () => readAccount(field));
  const created = attempt(() => field.textAt("CreDtTm")) ?? head.groupCreated;
  const read = field.all("Ntry").map((ntry, i) => readEntry(numbered(field, ntry, i + 1), i + 1));
  const { groupCreated: _, ...rest } = head;
  return present({
    ...rest,
    statementId,
    account,
    createdAt: created === undefined ? undefined : calendarDay(created),
    copyDuplicate: attempt(() => field.textAt("CpyDplctInd")),
    balances: field.all("Bal").flatMap((bal) => attempt(() => readBalance(bal)) ?? []),
    summary: attempt(() => readSummary(field.find("TxsSummry"))),
    entries: read.filter((entry): entry is Entry => !("problems" in entry)),
    unreadable: read.filter((entry): entry is UnreadableEntry => "problems" in entry),
    problems,
  });
}

/** Entries are numbered even when there is one, and know their number. */
function numbered(parent: Field, ntry: Field, index: number): Field {
  const at = { ...parent.at, entry: index, path: `${parent.at.path}/Ntry[${index}]` };
  return new Field(ntry.element, at);
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
  return {
    type: type.textAt("Cd") ?? type.needText("Prtry"),
    ...bal.need("Amt").money(),
    creditDebit: bal.need("CdtDbtInd").creditDebit(),
  };
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
