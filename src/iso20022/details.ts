import { TextFieldError } from "./errors.js";
import type { Field, Money } from "./field.js";
import type { Party, ReturnInfo, TransactionCode, TransactionDetails } from "./types.js";

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Drops the keys whose value is undefined, so that "absent" has one form. */
export function present<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept: Record<string, unknown> = {};
  for (const key in record) if (record[key] !== undefined) kept[key] = record[key];
  return kept as never;
}

/**
 * Reads one `TxDtls` of an entry in `entryCurrency`.
 * @throws FieldError
 */
export function readDetails(field: Field, entryCurrency: string): TransactionDetails {
  const money = detailMoney(field, entryCurrency);
  const refs = field.find("Refs");
  const remittance = field.find("RmtInf");
  const unstructured = remittance?.all("Ustrd").map((line) => line.element.text.replace(/[\r\n]+\s*/g, " ")) ?? [];
  return present({
    amount: money?.amount,
    currency: money?.currency,
    creditDebit: field.find("CdtDbtInd")?.creditDebit(),
    endToEndId: refs?.reference("EndToEndId"),
    instrId: refs?.reference("InstrId"),
    uetr: refs && uuidV4(refs, "UETR"),
    txId: refs?.reference("TxId"),
    clrSysRef: refs?.reference("ClrSysRef"),
    pmtInfId: refs?.reference("PmtInfId"),
    acctSvcrRef: refs?.reference("AcctSvcrRef"),
    creditorReferences: (remittance?.all("Strd") ?? [])
      .map((strd) => strd.reference("CdtrRefInf", "Ref"))
      .filter((ref) => ref !== undefined),
    debtor: party(field, "Dbtr"),
    creditor: party(field, "Cdtr"),
    remittance: unstructured.join("").trim() || undefined,
    code: readTransactionCode(field.find("BkTxCd")),
    returned: returnInfo(field.find("RtrInf")),
  });
}

/** `BkTxCd` of an entry or a detail. */
export function readTransactionCode(field: Field | undefined): TransactionCode {
  return present({
    domain: field?.textAt("Domn", "Cd"),
    family: field?.textAt("Domn", "Fmly", "Cd"),
    subFamily: field?.textAt("Domn", "Fmly", "SubFmlyCd"),
    proprietary: field?.textAt("Prtry", "Cd"),
  });
}

/**
 * `Amt` exists from version 03 and is the amount booked. Before it, and beside a currency exchange, the amount booked is
 * the one of `AmtDtls` in the account's currency; what the payer instructed (`InstdAmt`) is not what arrived.
 */
function detailMoney(field: Field, entryCurrency: string): Money | undefined {
  const own = field.find("Amt");
  if (own !== undefined) return own.money();
  const candidates = ["TxAmt", "CntrValAmt", "AnncdPstngAmt"]
    .map((name) => field.find("AmtDtls", name, "Amt"))
    .filter((amount) => amount !== undefined);
  return (candidates.find((a) => a.element.attributes.get("Ccy")?.trim() === entryCurrency) ?? candidates[0])?.money();
}

/** A UETR, in lower case. */
export function uuidV4(refs: Field, name: string): string | undefined {
  const text = refs.reference(name)?.toLowerCase();
  if (text !== undefined && !UUID_V4.test(text)) {
    throw new TextFieldError({ ...refs.at, path: `${refs.at.path}/${name}` }, text, "a UUID version 4");
  }
  return text;
}

/** Name: directly in the party (02 to 07), under `Pty` or under `Agt` (08 on). Account: IBAN or other id. */
function party(field: Field, role: "Dbtr" | "Cdtr"): Party {
  const who = field.find("RltdPties", role);
  const account = field.find("RltdPties", `${role}Acct`, "Id");
  return present({
    name: who?.textAt("Nm") ?? who?.textAt("Pty", "Nm") ?? who?.textAt("Agt", "FinInstnId", "Nm"),
    account: account?.reference("IBAN") ?? account?.reference("Othr", "Id"),
  });
}

function returnInfo(field: Field | undefined): ReturnInfo | undefined {
  if (field === undefined) return undefined;
  const additionalInfo = field.all("AddtlInf").flatMap((line) => line.text() ?? []);
  return present({ reason: field.textAt("Rsn", "Cd") ?? field.textAt("Rsn", "Prtry"), additionalInfo });
}
