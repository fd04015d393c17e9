import { decodeXml } from "./encoding.js";
import { FieldError, StructureError, UnsupportedMessageError } from "./errors.js";
import { Field } from "./field.js";
import { readStatement } from "./statement.js";
import type { BankFile, MessageKind } from "./types.js";
import { parseXml, type XmlElement } from "./xml.js";

/** What to read and under which name errors mention it. */
export interface ReadOptions {
  /** file name for messages */
  readonly file: string;
  /** refuse larger files; 64 MiB unless told otherwise */
  readonly maxBytes?: number;
}

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:(camt\.05[34])\.001\.([0-9]{2})$/;
const BODY: Readonly<Record<MessageKind, readonly [root: string, part: string]>> = {
  "camt.053": ["BkToCstmrStmt", "Stmt"],
  "camt.054": ["BkToCstmrDbtCdtNtfctn", "Ntfctn"],
};

/**
 * Reads a camt.053 or camt.054 message, version 02 or later, whatever its namespace prefixes, alone or in a business
 * message envelope. A wrong entry is reported in its statement; an error thrown here refuses the whole file.
 * @throws FileError: FileTooLargeError, EncodingError, DoctypeError, MalformedXmlError, UnsupportedMessageError,
 *   StructureError
 */
export function readBankFile(bytes: Uint8Array, { file, maxBytes }: ReadOptions): BankFile {
  const document = findDocument(parseXml(decodeXml(bytes, file, maxBytes), file), file);
  const { kind, version } = messageType(document, file);
  const [root, part] = BODY[kind];
  try {
    const body = new Field(document, { file, path: "Document" }).need(root);
    const messageId = body.needText("GrpHdr", "MsgId");
    const groupCreated = body.textAt("GrpHdr", "CreDtTm");
    const statements = body.all(part).map((stmt, i) => {
      const at = { file, path: `${part}[${i + 1}]` };
      const head = { index: i + 1, kind, version, messageId };
      return readStatement(new Field(stmt.element, at), groupCreated === undefined ? head : { ...head, groupCreated });
    });
    if (statements.length === 0) {
      throw new StructureError(`there is no ${part}`, { file, path: `Document/${root}` }, "Ask the bank for the file.");
    }
    return { file, kind, version, messageId, statements };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    const at = { file, path: error.path ?? root };
    throw new StructureError("the message has no usable header", at, error.fix, { cause: error });
  }
}

/** The `Document`, at the root or inside an envelope (with an `AppHdr` beside it). */
function findDocument(root: XmlElement, file: string): XmlElement {
  let level = [root];
  for (let depth = 0; depth < 4; depth++) {
    const found = level.filter((element) => element.name === "Document");
    if (found.length > 1) throw new UnsupportedMessageError(`${found.length} messages in one file`, { file });
    if (found[0] !== undefined) return found[0];
    level = level.flatMap((element) => element.children);
  }
  throw new UnsupportedMessageError(`the root is ${root.name}, there is no Document`, { file });
}

function messageType(document: XmlElement, file: string): { kind: MessageKind; version: string } {
  const match = NAMESPACE.exec(document.namespace);
  const [, kind, version] = match ?? [];
  if (kind === undefined || version === undefined || Number(version) < 2) {
    const namespace = document.namespace === "" ? "no namespace" : `namespace ${document.namespace.slice(0, 120)}`;
    throw new UnsupportedMessageError(`a Document in ${namespace}`, { file });
  }
  return { kind: kind as MessageKind, version };
}
