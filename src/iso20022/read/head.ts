import { collect } from "../entry.js";
import { type FieldError, StructureError, UnsupportedMessageError } from "../errors.js";
import { Field } from "../field.js";
import type { XmlElement } from "../xml.js";
import { day } from "./fields.js";
import type { AnswerKind } from "./types.js";

/** What every message begins with. */
export interface Head<K extends AnswerKind = AnswerKind> {
  readonly file: string;
  readonly kind: K;
  readonly version: string;
  readonly messageId: string;
  readonly createdAt?: string;
}

interface Shape {
  /** the element inside `Document` */
  readonly root: string;
  /** where id and creation time of the message are */
  readonly header: readonly [part: string, id: string];
  /** the first version with these elements; later ones only added to them */
  readonly since: number;
}

const SHAPES: Readonly<Record<AnswerKind, Shape>> = {
  "pain.002": { root: "CstmrPmtStsRpt", header: ["GrpHdr", "MsgId"], since: 3 },
  "pacs.002": { root: "FIToFIPmtStsRpt", header: ["GrpHdr", "MsgId"], since: 3 },
  "pacs.004": { root: "PmtRtr", header: ["GrpHdr", "MsgId"], since: 2 },
  "camt.056": { root: "FIToFIPmtCxlReq", header: ["Assgnmt", "Id"], since: 1 },
  "camt.029": { root: "RsltnOfInvstgtn", header: ["Assgnmt", "Id"], since: 3 },
};

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.[0-9]{3})\.001\.([0-9]{2})$/;
const FIX = "Send pain.002 or pacs.002 (from version 03), pacs.004 (02), camt.056 (01) or camt.029 (03).";

/**
 * Kind and version of a message, by its namespace.
 * @throws UnsupportedMessageError
 */
export function messageType(document: XmlElement, file: string): { kind: AnswerKind; version: string } {
  const [, kind = "", version = ""] = NAMESPACE.exec(document.namespace) ?? [];
  if (!isAnswerKind(kind) || Number(version) < SHAPES[kind].since) {
    const namespace = document.namespace === "" ? "no namespace" : `namespace ${document.namespace.slice(0, 120)}`;
    throw new UnsupportedMessageError(`a Document in ${namespace}`, { file }, FIX);
  }
  return { kind, version };
}

const isAnswerKind = (kind: string): kind is AnswerKind => Object.hasOwn(SHAPES, kind);

/**
 * The body of a message and what its header says. The creation time decides nothing: a wrong one is kept as a problem.
 * @throws StructureError when there is no body or no message id: what it says could not be recorded once
 */
export function readHead<K extends AnswerKind>(
  document: XmlElement,
  type: { readonly kind: K; readonly version: string },
  file: string,
): { readonly body: Field; readonly head: Head<K>; readonly problems: FieldError[] } {
  const { root, header } = SHAPES[type.kind];
  const failures: FieldError[] = [];
  const problems: FieldError[] = [];
  const body = collect(() => new Field(document, { file, path: "Document" }).need(root), failures);
  const messageId = body && collect(() => body.needText(...header), failures);
  if (body === undefined || messageId === undefined) {
    const cause = failures[0];
    const at = { file, path: cause?.path ?? root };
    throw new StructureError("the message has no usable header", at, cause?.fix ?? "Ask the bank.", { cause });
  }
  const flat = new Field(body.element, { file, path: root });
  const created = collect(() => day(flat.need(header[0]), "CreDtTm"), problems);
  const head = { file, ...type, messageId, ...(created === undefined ? {} : { createdAt: created }) };
  return { body: flat, head, problems };
}
