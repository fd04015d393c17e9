import { decodeXml } from "../encoding.js";
import { FileError } from "../errors.js";
import { Field } from "../field.js";
import type { ReadOptions } from "../reader.js";
import { type MessageLayout, namespaceOf } from "../write/layout/message.js";
import { Place } from "../write/layout/place.js";
import { InvalidMessageError } from "../write/layout/problems.js";
import { readSlots, required } from "../write/layout/slots.js";
import { PACS_008 } from "../write/pacs008.js";
import { PACS_009 } from "../write/pacs009.js";
import { PAIN_001 } from "../write/pain001.js";
import type { BankTransferFile, CreditTransferFile, CustomerTransferFile } from "../write/types.js";
import { parseXml } from "../xml.js";

/*
 * Reads credit transfers as this project writes them, to prove before sending (and when a file is found again) that the
 * bytes say what the record says. They are strict: an element that our messages do not have is refused, since
 * dropping it would lose what the sender meant; so are totals that do not tie and values that would not be written.
 */

/** Not a message that the reader was asked for. */
export class OtherMessageError extends FileError {
  constructor(found: string, file: string, expected: string) {
    super(`a ${found.slice(0, 120)}`, { file }, `Give a ${expected}.`);
  }
}

/**
 * Reads a pain.001.001.03 or .10 that `writePain001` wrote.
 * @throws FileError, FieldError (both Iso20022Error), InvalidMessageError
 */
export const readPain001 = (bytes: Uint8Array, options: ReadOptions): CreditTransferFile =>
  readMessage([PAIN_001["10"], PAIN_001["03"]], bytes, options);

/**
 * Reads a pacs.008.001.09 that `writePacs008` wrote.
 * @throws FileError, FieldError (both Iso20022Error), InvalidMessageError
 */
export const readPacs008 = (bytes: Uint8Array, options: ReadOptions): CustomerTransferFile =>
  readMessage([PACS_008], bytes, options);

/**
 * Reads a pacs.009.001.09 that `writePacs009` wrote.
 * @throws FileError, FieldError (both Iso20022Error), InvalidMessageError
 */
export const readPacs009 = (bytes: Uint8Array, options: ReadOptions): BankTransferFile =>
  readMessage([PACS_009], bytes, options);

function readMessage<T>(layouts: readonly MessageLayout<T>[], bytes: Uint8Array, { file, maxBytes }: ReadOptions): T {
  const document = parseXml(decodeXml(bytes, file, maxBytes), file);
  const layout = layouts.find(({ name }) => document.name === "Document" && document.namespace === namespaceOf(name));
  if (layout === undefined) {
    const found = `${document.name} in ${document.namespace || "no namespace"}`;
    throw new OtherMessageError(found, file, layouts.map(({ name }) => name).join(" or "));
  }
  // The message is all that the document has.
  const slots = [required("message", layout.root, layout.content)];
  const record = readSlots(new Field(document, { file, path: "Document" }), slots)["message"] as T;
  const at = Place.start({});
  layout.content.write(record, at);
  if (at.problems.length > 0) throw new InvalidMessageError(`${file}, ${layout.name}`, at.problems);
  return record;
}
