import { collect } from "../entry.js";
import type { FieldError } from "../errors.js";
import type { Field } from "../field.js";
import {
  type Attempt,
  groupReferences,
  isReadable,
  listed,
  paymentReferences,
  readAssignment,
  readOriginal,
  readOriginalAmount,
  readRecord,
} from "./fields.js";
import { repeats, saysNothing, withoutReference } from "./findings.js";
import type { Head } from "./head.js";
import { type Context, type Level, ownRow, readLevel, states, statusFields, type Tags } from "./levels.js";
import { recallOutcomeOf } from "./outcome.js";
import type { OriginalReferences, Resolution, ResolutionMessage, Scope, Unreadable } from "./types.js";

type Row = Resolution | Unreadable<Resolution>;

interface Shape extends Tags {
  /** where the request that is answered is named */
  readonly cancellationId: string;
  readonly references: (field: Field, attempt: Attempt) => OriginalReferences;
}

const SHAPES: Readonly<Record<Scope, Shape>> = {
  case: { status: ["Sts", "Conf"], reasons: "CxlStsRsnInf", cancellationId: "", references: () => ({}) },
  group: {
    status: ["GrpCxlSts"],
    reasons: "CxlStsRsnInf",
    cancellationId: "OrgnlGrpCxlId",
    references: groupReferences,
  },
  payment: {
    status: ["PmtInfCxlSts"],
    reasons: "CxlStsRsnInf",
    cancellationId: "OrgnlPmtInfCxlId",
    references: paymentReferences,
  },
  transaction: {
    status: ["TxCxlSts"],
    reasons: "CxlStsRsnInf",
    cancellationId: "CxlStsId",
    references: () => ({}),
  },
};

/** A level, and the case it belongs to. */
interface CaseLevel extends Level {
  readonly caseId?: string;
}

/** Reads a ResolutionOfInvestigation (camt.029), as far as it answers a request to cancel. */
export function readResolution(body: Field, head: Head<"camt.029">, problems: FieldError[]): ResolutionMessage {
  const context: Context = { problems, findings: [], contradicts };
  const attempt = <T>(read: () => T): T | undefined => collect(read, problems);
  attempt(() => body.need("Sts"));
  const assignment = readAssignment(body, "RslvdCase", attempt);
  const whole = readWide(body, "case", { original: {}, ...assignment }, context, false);
  const beneath = listed(body, "CxlDtls").flatMap((field) => readDetails(field, whole.level, context));
  const rows = counted(whole.rows, beneath);
  const records = rows.filter(isReadable);
  return {
    ...head,
    ...assignment,
    records,
    unreadable: rows.filter((row): row is Unreadable<Resolution> => !isReadable(row)),
    problems,
    findings: [...saysNothing(rows.length), ...context.findings, ...withoutReference(records), ...repeats(records)],
  };
}

/** Accepted beneath refused, and the other way round; a case may be pending while a part of it is answered. */
function contradicts(above: string, beneath: string): boolean {
  const both = new Set([recallOutcomeOf(above), recallOutcomeOf(beneath)]);
  return both.has("accepted") && both.has("refused");
}

/** One `CxlDtls`: perhaps a message, its payment informations, and transactions of either. */
function readDetails(field: Field, above: CaseLevel, context: Context): Row[] {
  const header = collect(() => field.find("OrgnlGrpInfAndSts"), context.problems);
  const payments = listed(field, "OrgnlPmtInfAndSts");
  const transactions = listed(field, "TxInfAndSts");
  const alone = payments.length + transactions.length === 0;
  const group = header ? readWide(header, "group", above, context, alone) : { level: above, rows: [] };
  const beneath = [
    ...payments.flatMap((one) => readPayment(one, group.level, context)),
    ...transactions.map((one) => readTransaction(one, group.level, context)),
  ];
  return counted(group.rows, beneath);
}

function readPayment(field: Field, above: CaseLevel, context: Context): Row[] {
  const transactions = listed(field, "TxInfAndSts");
  const payment = readWide(field, "payment", above, context, transactions.length === 0);
  return counted(
    payment.rows,
    transactions.map((one) => readTransaction(one, payment.level, context)),
  );
}

function readWide(
  field: Field,
  scope: "case" | "group" | "payment",
  above: CaseLevel,
  context: Context,
  needed: boolean,
): { level: CaseLevel; rows: Row[] } {
  const shape = SHAPES[scope];
  let level = above;
  const row = readRecord<Resolution>(scope, field.at.path, (attempt) => {
    const original = { ...above.original, ...shape.references(field, attempt) };
    const caseId = attempt(() => field.reference("RslvdCase", "Id")) ?? above.caseId;
    const { stated } = readLevel(field, scope, shape, above, context, needed, attempt);
    level = { original, ...(caseId === undefined ? {} : { caseId }), ...(stated === undefined ? {} : { stated }) };
    const cancellationId = scope === "case" ? undefined : attempt(() => field.reference(shape.cancellationId));
    return { original, ...statusFields(stated), narrower: 0, cancellationId, caseId };
  });
  return { level, rows: ownRow(row, needed || states(field, shape), context) };
}

function readTransaction(field: Field, above: CaseLevel, context: Context): Row {
  const shape = SHAPES.transaction;
  return readRecord<Resolution>("transaction", field.at.path, (attempt) => {
    const { stated } = readLevel(field, "transaction", shape, above, context, true, attempt);
    return {
      original: readOriginal(field, attempt, above.original),
      ...statusFields(stated),
      narrower: 0,
      cancellationId: attempt(() => field.reference(shape.cancellationId)),
      caseId: attempt(() => field.reference("RslvdCase", "Id")) ?? above.caseId,
      originalAmount: attempt(() => readOriginalAmount(field)),
    };
  });
}

/** Rows of a level that know how many there are beneath, and those after them. */
function counted(rows: readonly Row[], beneath: readonly Row[]): Row[] {
  return [...rows.map((row) => ({ ...row, narrower: beneath.length })), ...beneath];
}
