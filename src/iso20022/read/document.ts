import { ENVELOPE_DEPTH } from "../envelope.js";
import { UnsupportedMessageError } from "../errors.js";
import type { XmlElement } from "../xml.js";

/**
 * The `Document`, at the root or inside an envelope (with an `AppHdr` beside it).
 * @throws UnsupportedMessageError when there is none or more than one
 */
export function findDocument(root: XmlElement, file: string): XmlElement {
  let level = [root];
  for (let depth = 0; depth <= ENVELOPE_DEPTH; depth++) {
    const found = level.filter((element) => element.name === "Document");
    const fix = "Send one message a file.";
    if (found.length > 1) throw new UnsupportedMessageError(`${found.length} messages in one file`, { file }, fix);
    if (found[0] !== undefined) return found[0];
    level = level.flatMap((element) => element.children);
  }
  const fix = "Send an ISO 20022 message, alone or in its envelope.";
  throw new UnsupportedMessageError(`the root is ${root.name}, there is no Document`, { file }, fix);
}
