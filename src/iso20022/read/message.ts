import { decodeXml } from "../encoding.js";
import type { ReadOptions } from "../reader.js";
import { parseXml } from "../xml.js";
import { findDocument } from "./document.js";
import { messageType, readHead } from "./head.js";
import { readPaymentReturn } from "./paymentReturn.js";
import { readRecall } from "./recall.js";
import { readResolution } from "./resolution.js";
import { readStatusReport } from "./statusReport.js";
import type { PaymentMessage } from "./types.js";

/**
 * Reads the answers to payments: pain.002 and pacs.002 (version 03 or later), pacs.004 (02), camt.056 (01) and camt.029
 * (03), whatever the namespace prefixes, alone or in a business message envelope. A wrong transaction is reported as
 * unreadable beside the others; an error thrown here refuses the whole file.
 * @throws FileError: FileTooLargeError, EncodingError, DoctypeError, MalformedXmlError, UnsupportedMessageError,
 *   StructureError
 */
export function readMessage(bytes: Uint8Array, { file, maxBytes }: ReadOptions): PaymentMessage {
  const document = findDocument(parseXml(decodeXml(bytes, file, maxBytes), file), file);
  const { kind, version } = messageType(document, file);
  const { body, head, problems } = readHead(document, { kind, version }, file);
  switch (kind) {
    case "pain.002":
    case "pacs.002":
      return readStatusReport(body, { ...head, kind }, problems);
    case "pacs.004":
      return readPaymentReturn(body, { ...head, kind }, problems);
    case "camt.056":
      return readRecall(body, { ...head, kind }, problems);
    case "camt.029":
      return readResolution(body, { ...head, kind }, problems);
  }
}
