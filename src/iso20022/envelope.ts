import { UnsupportedMessageError } from "./errors.js";
import type { MessageKind } from "./types.js";

/** What the `Document` says of the message: its type, and the names of what is in it. */
export interface MessageType {
  readonly kind: MessageKind;
  /** "02" of camt.053.001.02 */
  readonly version: string;
  readonly namespace: string;
  /** the element that holds the header and the statements */
  readonly root: string;
  /** `Stmt` or `Ntfctn` */
  readonly part: string;
}

/** A `Document` is looked for at the root and this many elements deep: business message envelopes differ by bank. */
export const ENVELOPE_DEPTH = 3;

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:(camt\.05[34])\.001\.([0-9]{2})$/;
const BODY: Readonly<Record<MessageKind, readonly [root: string, part: string]>> = {
  "camt.053": ["BkToCstmrStmt", "Stmt"],
  "camt.054": ["BkToCstmrDbtCdtNtfctn", "Ntfctn"],
};

/**
 * The type of a `Document`, which its namespace alone says.
 * @throws UnsupportedMessageError
 */
export function messageType(namespace: string, file: string, line: number): MessageType {
  const [, kind, version] = (NAMESPACE.exec(namespace) ?? []) as [string?, MessageKind?, string?];
  if (kind === undefined || version === undefined || Number(version) < 2) {
    const said = namespace === "" ? "no namespace" : `namespace ${namespace.slice(0, 120)}`;
    throw new UnsupportedMessageError(`a Document in ${said}`, { file, line });
  }
  const [root, part] = BODY[kind];
  return { kind, version, namespace, root, part };
}
