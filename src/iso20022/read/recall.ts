import { collect } from "../entry.js";
import type { FieldError } from "../errors.js";
import type { Field } from "../field.js";
import {
  type Attempt,
  day,
  groupReferences,
  isReadable,
  listed,
  readAssignment,
  readOriginal,
  readOriginalAmount,
  readReasons,
  readRecord,
} from "./fields.js";
import { countMismatch, repeats, saysNothing, withoutReference } from "./findings.js";
import type { Head } from "./head.js";
import type { OriginalReferences, Reason, Recall, RecallMessage, Unreadable } from "./types.js";

type Row = Recall | Unreadable<Recall>;

/** What a group says for the recalls beneath. */
interface Common {
  readonly original: OriginalReferences;
  readonly reasons: readonly Reason[];
  readonly caseId: string | undefined;
}

/** Reads an FIToFIPaymentCancellationRequest (camt.056). */
export function readRecall(body: Field, head: Head<"camt.056">, problems: FieldError[]): RecallMessage {
  const attempt = <T>(read: () => T): T | undefined => collect(read, problems);
  const assignment = readAssignment(body, "Case", attempt);
  const parts = listed(body, "Undrlyg").map((one) => readUnderlying(one, assignment.caseId, problems));
  const rows = parts.flat();
  const records = rows.filter(isReadable);
  const transactions = rows.filter(({ scope }) => scope === "transaction").length;
  const stated = attempt(() => body.textAt("CtrlData", "NbOfTxs"));
  return {
    ...head,
    ...assignment,
    records,
    unreadable: rows.filter((row): row is Unreadable<Recall> => !isReadable(row)),
    problems,
    findings: [
      ...saysNothing(rows.length),
      // A group that is recalled as a whole counts transactions that are not listed.
      ...(transactions === rows.length ? countMismatch(stated, transactions, "CtrlData/NbOfTxs") : []),
      ...withoutReference(records),
      ...repeats(records),
    ],
  };
}

function readUnderlying(field: Field, caseId: string | undefined, problems: FieldError[]): Row[] {
  const attempt = <T>(read: () => T): T | undefined => collect(read, problems);
  const group = attempt(() => field.find("OrgnlGrpInfAndCxl"));
  const transactions = listed(field, "TxInf");
  // Only what no record says is a problem of the message, so a group that is a record collects its own.
  const whole = group !== undefined && attempt(() => group.find("GrpCxl")?.boolean()) === true;
  if (group === undefined)
    return transactions.map((one) => readTransaction(one, { original: {}, reasons: [], caseId }));
  let common: Common = { original: {}, reasons: [], caseId };
  const row = readRecord<Recall>("group", group.at.path, (own) => {
    common = readCommon(group, caseId, own);
    const cancellationId = own(() => group.reference("GrpCxlId"));
    return { ...common, narrower: transactions.length, cancellationId };
  });
  if (!whole && !isReadable(row)) problems.push(...row.problems);
  return [...(whole ? [row] : []), ...transactions.map((one) => readTransaction(one, common))];
}

function readCommon(group: Field, caseId: string | undefined, attempt: Attempt): Common {
  return {
    original: groupReferences(group, attempt),
    reasons: attempt(() => readReasons(group, "CxlRsnInf")) ?? [],
    caseId: attempt(() => group.reference("Case", "Id")) ?? caseId,
  };
}

function readTransaction(field: Field, common: Common): Row {
  return readRecord<Recall>("transaction", field.at.path, (attempt) => {
    const reasons = attempt(() => readReasons(field, "CxlRsnInf")) ?? [];
    return {
      original: readOriginal(field, attempt, common.original),
      reasons: reasons.length > 0 ? reasons : common.reasons,
      narrower: 0,
      cancellationId: attempt(() => field.reference("CxlId")),
      caseId: attempt(() => field.reference("Case", "Id")) ?? common.caseId,
      originalAmount: attempt(() => readOriginalAmount(field)),
      originalSettlementDate: attempt(() => day(field, "OrgnlIntrBkSttlmDt")),
    };
  });
}
