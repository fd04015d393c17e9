import { collect } from "../entry.js";
import type { FieldError } from "../errors.js";
import type { Field } from "../field.js";
import {
  day,
  groupReferences,
  isReadable,
  listed,
  paymentReferences,
  readOriginal,
  readOriginalAmount,
  readRecord,
} from "./fields.js";
import { repeats, saysNothing, withoutReference } from "./findings.js";
import type { Head } from "./head.js";
import { type Context, type Level, ownRow, readLevel, states, statusFields } from "./levels.js";
import { outcomeOf } from "./outcome.js";
import type { PaymentStatus, StatusReport, Unreadable } from "./types.js";

type Row = PaymentStatus | Unreadable<PaymentStatus>;
type WideScope = "payment" | "group";

const TAGS = {
  group: { status: ["GrpSts"], reasons: "StsRsnInf" },
  payment: { status: ["PmtInfSts"], reasons: "StsRsnInf" },
  transaction: { status: ["TxSts"], reasons: "StsRsnInf" },
} as const;
const UNKNOWN: Level = { original: {} };

/** Reads a CustomerPaymentStatusReport (pain.002) or an FIToFIPaymentStatusReport (pacs.002). */
export function readStatusReport(body: Field, head: Head<StatusReport["kind"]>, problems: FieldError[]): StatusReport {
  const context: Context = { problems, findings: [], contradicts };
  const rows = head.kind === "pain.002" ? customerRows(body, context) : bankRows(body, context);
  const records = rows.filter(isReadable);
  return {
    ...head,
    records,
    unreadable: rows.filter((row): row is Unreadable<PaymentStatus> => !isReadable(row)),
    problems,
    findings: [...saysNothing(rows.length), ...context.findings, ...withoutReference(records), ...repeats(records)],
  };
}

/**
 * The rules of both messages (GroupStatusAccepted, Pending and Rejected, and the same for a payment information): under
 * RJCT all is RJCT, and nothing is RJCT under a status that says accepted or pending. Settled is settled for all.
 */
function contradicts(above: string, beneath: string): boolean {
  const [whole, part] = [outcomeOf(above), outcomeOf(beneath)];
  // RCVD says that the message arrived; anything may follow.
  if (whole === "unknown" || part === "unknown" || above === "RCVD") return false;
  if (whole === "rejected" || part === "rejected") return whole !== part;
  return whole === "paid" && part === "pending";
}

/** pain.002: one original message, its payment informations, their transactions. */
function customerRows(body: Field, context: Context): Row[] {
  const header = collect(() => body.need("OrgnlGrpInfAndSts"), context.problems);
  const group = header && readWide(header, "group", UNKNOWN, context, false);
  const beneath = listed(body, "OrgnlPmtInfAndSts").flatMap((field) => {
    const transactions = listed(field, "TxInfAndSts");
    const payment = readWide(field, "payment", group?.level ?? UNKNOWN, context, transactions.length === 0);
    return counted(
      payment.rows,
      transactions.map((one) => readTransaction(one, payment.level, context)),
    );
  });
  return counted(group?.rows ?? [], beneath);
}

/** pacs.002: transactions beside the original messages, each naming its own unless there is only one. */
function bankRows(body: Field, context: Context): Row[] {
  const groups = listed(body, "OrgnlGrpInfAndSts").map((one) => readWide(one, "group", UNKNOWN, context, false));
  const levelOf = levelsByMessage(groups.map(({ level }) => level));
  const beneath = new Map<Level, Row[]>([UNKNOWN, ...groups.map(({ level }) => level)].map((level) => [level, []]));
  for (const field of listed(body, "TxInfAndSts")) {
    const level = levelOf(field);
    beneath.get(level)?.push(readTransaction(field, level, context));
  }
  const under = groups.flatMap(({ level, rows }) => counted(rows, beneath.get(level) ?? []));
  return [...under, ...(beneath.get(UNKNOWN) ?? [])];
}

/** The original message of a transaction. Where two groups have its name, neither speaks for it. */
function levelsByMessage(groups: readonly Level[]): (transaction: Field) => Level {
  const only = groups.length === 1 ? groups[0] : undefined;
  const named = new Map<string, Level>();
  for (const level of groups) {
    const { msgId } = level.original;
    if (msgId !== undefined) named.set(msgId, named.has(msgId) ? UNKNOWN : level);
  }
  return (transaction) => {
    const own = transaction
      .all("OrgnlGrpInf")
      .flatMap((one) => one.all("OrgnlMsgId"))[0]
      ?.element.text.trim();
    return (own === undefined ? only : named.get(own)) ?? UNKNOWN;
  };
}

function readWide(
  field: Field,
  scope: WideScope,
  above: Level,
  context: Context,
  needed: boolean,
): { level: Level; rows: Row[] } {
  let level: Level = above;
  const row = readRecord<PaymentStatus>(scope, field.at.path, (attempt) => {
    const own = scope === "group" ? groupReferences(field, attempt) : paymentReferences(field, attempt);
    const original = { ...above.original, ...own };
    level = { original, ...readLevel(field, scope, TAGS[scope], above, context, needed, attempt) };
    return { original, ...statusFields(level.stated), narrower: 0 };
  });
  return { level, rows: ownRow(row, needed || states(field, TAGS[scope]), context) };
}

function readTransaction(field: Field, above: Level, context: Context): Row {
  return readRecord<PaymentStatus>("transaction", field.at.path, (attempt) => {
    const { stated } = readLevel(field, "transaction", TAGS.transaction, above, context, true, attempt);
    const money = attempt(() => readOriginalAmount(field));
    return {
      original: readOriginal(field, attempt, above.original),
      ...statusFields(stated),
      narrower: 0,
      statusId: attempt(() => field.reference("StsId")),
      amount: money?.amount,
      currency: money?.currency,
      acceptanceDate: attempt(() => day(field, "AccptncDtTm")),
      settlementDate: attempt(() => field.find("FctvIntrBkSttlmDt")?.date()),
      acctSvcrRef: attempt(() => field.reference("AcctSvcrRef")),
    };
  });
}

/** Rows of a level that know how many there are beneath, and those after them. */
function counted(rows: readonly Row[], beneath: readonly Row[]): Row[] {
  return [...rows.map((row) => ({ ...row, narrower: beneath.length })), ...beneath];
}
