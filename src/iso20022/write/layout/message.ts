import type { Content } from "./content.js";
import { Place, type WriteOptions } from "./place.js";
import { InvalidMessageError } from "./problems.js";
import { renderDocument } from "./render.js";

/** A message of one version: its name, its root element, and how a record lies in it. */
export interface MessageLayout<T> {
  /** as in "pain.001.001.10" */
  readonly name: string;
  readonly root: string;
  readonly content: Content<T>;
}

export const namespaceOf = (name: string): string => `urn:iso:std:iso:20022:tech:xsd:${name}`;

/**
 * Checks a record completely, then writes it.
 * @throws InvalidMessageError
 */
export function writeMessage<T>(layout: MessageLayout<T>, record: T, options: WriteOptions): Uint8Array {
  const at = Place.start(options);
  const written = layout.content.write(record, at);
  if (written === undefined || at.problems.length > 0) throw new InvalidMessageError(layout.name, at.problems);
  return renderDocument(namespaceOf(layout.name), { tag: layout.root, ...written });
}
