import { present, uuidV4 } from "../details.js";
import { collect } from "../entry.js";
import { DateFieldError, type FieldError } from "../errors.js";
import { calendarDay, Field, type Money } from "../field.js";
import type { Assignment, CaseParty, OriginalReferences, Reason, RecordBase, Unreadable } from "./types.js";

/** Runs a read; a wrong field is kept as a problem of the record and reads as undefined. */
export type Attempt = <T>(read: () => T) => T | undefined;

/** Children of a name, numbered even when there is one, so that a path always says which. */
export function listed(parent: Field, name: string): Field[] {
  return parent
    .all(name)
    .map((field, i) => new Field(field.element, { ...parent.at, path: `${parent.at.path}/${name}[${i + 1}]` }));
}

/** What a record consists of, before it is known whether everything could be read. */
export type Draft<T extends RecordBase> = { readonly [K in keyof Omit<T, "scope" | "path">]: T[K] | undefined };

/** Reads one record. Every wrong field is collected; none of them reaches the other records. */
export function readRecord<T extends RecordBase>(
  scope: T["scope"],
  path: string,
  read: (attempt: Attempt) => Draft<T>,
): T | Unreadable<T> {
  const problems: FieldError[] = [];
  const draft = present({ scope, path, ...read((one) => collect(one, problems)) });
  // A mandatory field is absent only after a problem, so without problems the draft is the record.
  return (problems.length > 0 ? { ...draft, problems } : draft) as T | Unreadable<T>;
}

export const isReadable = <T extends RecordBase>(record: T | Unreadable<T>): record is T => !("problems" in record);

/** A reference that must be there; NOTPROVIDED is there and says that there is none. */
export function statedReference(field: Field, name: string): string | undefined {
  field.needText(name);
  return field.reference(name);
}

/** `OrgnlMsgId`, `OrgnlMsgNmId`: which message is answered. */
export function groupReferences(field: Field, attempt: Attempt): OriginalReferences {
  return present({
    msgId: attempt(() => statedReference(field, "OrgnlMsgId")),
    msgNameId: attempt(() => field.textAt("OrgnlMsgNmId")),
  });
}

/** `OrgnlPmtInfId`, and the message where a batch names its own. */
export function paymentReferences(field: Field, attempt: Attempt): OriginalReferences {
  const group = attempt(() => field.find("OrgnlGrpInf"));
  const pmtInfId = attempt(() => statedReference(field, "OrgnlPmtInfId"));
  return present({ ...(group && groupReferences(group, attempt)), pmtInfId });
}

/** The references of a transaction, with those of its message or batch unless it names its own message. */
export function readOriginal(field: Field, attempt: Attempt, inherited: OriginalReferences): OriginalReferences {
  const group = attempt(() => field.find("OrgnlGrpInf"));
  const { msgId, msgNameId, ...batch } = inherited;
  return present({
    ...(group === undefined ? { msgId, msgNameId } : groupReferences(group, attempt)),
    ...batch,
    instrId: attempt(() => field.reference("OrgnlInstrId")),
    endToEndId: attempt(() => field.reference("OrgnlEndToEndId")),
    txId: attempt(() => field.reference("OrgnlTxId")),
    // camt.029 says UETR inside a payment information.
    uetr: attempt(() => uuidV4(field, "OrgnlUETR") ?? uuidV4(field, "UETR")),
    clrSysRef: attempt(() => field.reference("OrgnlClrSysRef")),
  });
}

/** All reasons of a record. A reason without code or text is none. */
export function readReasons(field: Field, name: string): Reason[] {
  return field.all(name).flatMap((reason) => {
    const one = present({
      code: reason.textAt("Rsn", "Cd"),
      proprietary: reason.textAt("Rsn", "Prtry"),
      additionalInfo: reason.all("AddtlInf").flatMap((line) => line.text() ?? []),
    });
    return one.code === undefined && one.proprietary === undefined && one.additionalInfo.length === 0 ? [] : [one];
  });
}

/** The calendar day of a plain date or date time, as the bank wrote it. */
export function day(field: Field, name: string): string | undefined {
  const found = field.find(name);
  const text = found?.text();
  if (found === undefined || text === undefined) return undefined;
  const read = calendarDay(text);
  if (read === undefined) throw new DateFieldError(found.at, text);
  return read;
}

/**
 * What was to be paid: `OrgnlIntrBkSttlmAmt`, `OrgnlInstdAmt`, else what the copy of the original says. An equivalent
 * amount (`EqvtAmt`) is not used: it is in another currency than the payment.
 */
export function readOriginalAmount(field: Field): Money | undefined {
  const found =
    field.find("OrgnlIntrBkSttlmAmt") ??
    field.find("OrgnlInstdAmt") ??
    field.find("OrgnlTxRef", "IntrBkSttlmAmt") ??
    field.find("OrgnlTxRef", "Amt", "InstdAmt");
  return found?.money();
}

/** `Assgnr`, `Assgne`: an agent or a party. Version 03 says BIC and BICOrBEI where later ones say BICFI and AnyBIC. */
function readCaseParty(field: Field): CaseParty {
  const agent = field.find("Agt", "FinInstnId");
  const party = field.find("Pty");
  const organisation = party?.find("Id", "OrgId");
  return present({
    bic:
      agent?.textAt("BICFI") ??
      agent?.textAt("BIC") ??
      organisation?.textAt("AnyBIC") ??
      organisation?.textAt("BICOrBEI"),
    lei: agent?.textAt("LEI") ?? organisation?.textAt("LEI"),
    name: agent?.textAt("Nm") ?? party?.textAt("Nm"),
  });
}

/** Who asks whom, and in which case: `caseTag` is `Case` (camt.056) or `RslvdCase` (camt.029). */
export function readAssignment(body: Field, caseTag: string, attempt: Attempt): Assignment {
  return present({
    assigner: attempt(() => readCaseParty(body.need("Assgnmt", "Assgnr"))) ?? {},
    assignee: attempt(() => readCaseParty(body.need("Assgnmt", "Assgne"))) ?? {},
    caseId: attempt(() => body.reference(caseTag, "Id")),
  });
}
