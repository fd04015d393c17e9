import {
  type AnswerKind,
  type PaymentMessage,
  type PaymentReturnMessage,
  readMessage,
  type RecallMessage,
  type ResolutionMessage,
  type StatusReport,
} from "../../../src/iso20022/index.js";
import { bytes } from "../support.js";

/** Answers to payments for tests: the least the schema asks for, with the part under test put in. */

/** `<name>children</name>`; nothing for a child that is undefined, an absent element without any child. */
export function el(name: string, ...children: readonly (string | undefined)[]): string {
  const there = children.filter((child) => child !== undefined);
  return there.length === 0 ? "" : `<${name}>${there.join("")}</${name}>`;
}

/** An amount, `USD 10.00` or another. */
export const amount = (name: string, text: string | undefined): string => {
  const [currency, value] = text?.split(" ") ?? [];
  return text === undefined ? "" : `<${name} Ccy="${currency}">${value}</${name}>`;
};

const CREATED = "2026-11-20T18:30:00+01:00";
const agent = (bic: string): string => el("Agt", el("FinInstnId", el("BICFI", bic)));
const header = (...rest: readonly string[]): string =>
  el("GrpHdr", el("MsgId", "ANSWER-1"), el("CreDtTm", CREATED), ...rest);
const assignment = el(
  "Assgnmt",
  el("Id", "ANSWER-1"),
  el("Assgnr", agent("NDEAFIHH")),
  el("Assgne", agent("DEUTDEFF")),
  el("CreDtTm", CREATED),
);

const SHAPES: Readonly<Record<AnswerKind, readonly [root: string, version: string, head: string]>> = {
  "pain.002": ["CstmrPmtStsRpt", "11", header()],
  "pacs.002": ["FIToFIPmtStsRpt", "11", header()],
  "pacs.004": ["PmtRtr", "10", ""],
  "camt.056": ["FIToFIPmtCxlReq", "09", assignment],
  "camt.029": ["RsltnOfInvstgtn", "10", assignment],
};

export const namespace = (kind: string, version: string): string =>
  `urn:iso:std:iso:20022:tech:xsd:${kind}.001.${version}`;

/** A whole message: header and `body`, in the version whose schema there is unless told otherwise. */
export function answer(kind: AnswerKind, body: string, version = SHAPES[kind][1]): string {
  const [root, , head] = SHAPES[kind];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${namespace(kind, version)}"><${root}>${head}${body}</${root}></Document>`;
}

/** Header of a return, which says more than that of the others. */
export const returnHeader = (parts: { n?: string; whole?: string; total?: string; date?: string } = {}): string =>
  header(
    el("NbOfTxs", parts.n ?? "1"),
    el("GrpRtr", parts.whole),
    amount("TtlRtrdIntrBkSttlmAmt", parts.total),
    el("IntrBkSttlmDt", parts.date),
    el("SttlmInf", el("SttlmMtd", "CLRG")),
  );

export interface References {
  readonly msgId?: string;
  readonly instrId?: string;
  readonly endToEndId?: string;
  readonly txId?: string;
  readonly uetr?: string;
}

const groupInformation = (msgId: string | undefined): string | undefined =>
  msgId === undefined ? undefined : el("OrgnlGrpInf", el("OrgnlMsgId", msgId), el("OrgnlMsgNmId", "pacs.008.001.09"));

/** `Orgnl...` of a transaction, in the order of the schemas. */
export const references = (refs: References): string =>
  [
    groupInformation(refs.msgId),
    el("OrgnlInstrId", refs.instrId),
    el("OrgnlEndToEndId", refs.endToEndId),
    el("OrgnlTxId", refs.txId),
    el("OrgnlUETR", refs.uetr),
  ].join("");

/** One reason, under the tag that the message has for it. */
export const reason = (tag: string, code: string | undefined, ...info: readonly string[]): string =>
  el(tag, el("Rsn", el("Cd", code)) || undefined, ...info.map((line) => el("AddtlInf", line)));

export interface StatusParts extends References {
  readonly status?: string;
  readonly reason?: string;
  readonly accepted?: string;
  readonly settled?: string;
  readonly amount?: string;
}

/** `TxInfAndSts` of pain.002 and pacs.002. */
export const txStatus = (parts: StatusParts): string =>
  el(
    "TxInfAndSts",
    references(parts),
    el("TxSts", parts.status),
    parts.reason,
    el("AccptncDtTm", parts.accepted),
    el("FctvIntrBkSttlmDt", parts.settled),
    parts.amount === undefined ? undefined : el("OrgnlTxRef", amount("IntrBkSttlmAmt", parts.amount)),
  );

/** `OrgnlGrpInfAndSts` of pain.002 and pacs.002. */
export const groupStatus = (status?: string, msgId = "PAY-1", reasons?: string): string =>
  el(
    "OrgnlGrpInfAndSts",
    el("OrgnlMsgId", msgId),
    el("OrgnlMsgNmId", "pain.001.001.10"),
    el("GrpSts", status),
    reasons,
  );

/** `OrgnlPmtInfAndSts` of pain.002. */
export const paymentStatus = (id: string, status: string | undefined, ...transactions: readonly string[]): string =>
  el("OrgnlPmtInfAndSts", el("OrgnlPmtInfId", id), el("PmtInfSts", status), ...transactions);

/** `TxInf` of pacs.004. */
export const txReturn = (
  parts: References & { id?: string; original?: string; returned?: string; charges?: string; reasons?: string },
): string =>
  el(
    "TxInf",
    el("RtrId", parts.id),
    references(parts),
    amount("OrgnlIntrBkSttlmAmt", parts.original),
    amount("RtrdIntrBkSttlmAmt", parts.returned ?? "USD 10.00"),
    parts.charges === undefined ? undefined : el("ChrgsInf", amount("Amt", parts.charges), agent("NDEAFIHH")),
    parts.reasons,
  );

/** `TxInf` of camt.056. */
export const txRecall = (
  parts: References & { id?: string; caseId?: string; original?: string; settled?: string; reasons?: string },
): string =>
  el(
    "TxInf",
    el("CxlId", parts.id),
    parts.caseId === undefined ? undefined : caseOf("Case", parts.caseId),
    references(parts),
    amount("OrgnlIntrBkSttlmAmt", parts.original),
    el("OrgnlIntrBkSttlmDt", parts.settled),
    parts.reasons,
  );

export const caseOf = (tag: string, id: string): string => el(tag, el("Id", id), el("Cretr", agent("NDEAFIHH")));

/** `TxInfAndSts` of camt.029. */
export const txResolution = (
  parts: References & { id?: string; status?: string; reasons?: string; original?: string },
): string =>
  el(
    "TxInfAndSts",
    el("CxlStsId", parts.id),
    references(parts),
    el("TxCxlSts", parts.status),
    parts.reasons,
    amount("OrgnlIntrBkSttlmAmt", parts.original),
  );

export const read = (text: string): PaymentMessage => readMessage(bytes(text), { file: "answer.xml" });

/** The same, for a message whose kind is known; fails when it is another. */
export const readStatus = (text: string): StatusReport => {
  const message = read(text);
  if (message.kind === "pain.002" || message.kind === "pacs.002") return message;
  throw new Error(`a ${message.kind}`);
};
export const readReturn = (text: string): PaymentReturnMessage => {
  const message = read(text);
  if (message.kind === "pacs.004") return message;
  throw new Error(`a ${message.kind}`);
};
export const readRecall = (text: string): RecallMessage => {
  const message = read(text);
  if (message.kind === "camt.056") return message;
  throw new Error(`a ${message.kind}`);
};
export const readResolution = (text: string): ResolutionMessage => {
  const message = read(text);
  if (message.kind === "camt.029") return message;
  throw new Error(`a ${message.kind}`);
};

/** Findings without their wording. */
export const findingsOf = (message: PaymentMessage): string[] => message.findings.map(({ code }) => code);
