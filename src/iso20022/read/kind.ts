import type { MessageKind } from "../types.js";
import { ENVELOPE_DEPTH } from "../envelope.js";
import type { AnswerKind } from "./types.js";

/** How many bytes are looked at: a `Document` after a longer header, or a longer comment, is not found. */
export const KIND_BYTES = 64 * 1024;

const KINDS: ReadonlySet<string> = new Set<MessageKind | AnswerKind>([
  "camt.053",
  "camt.054",
  "pain.002",
  "pacs.002",
  "pacs.004",
  "camt.056",
  "camt.029",
]);
const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.[0-9]{3})\.001\.[0-9]{2}$/;

/**
 * Which message a file is, by the namespace of its `Document`, so that it can be handed to its reader. Looks at the
 * first 64 KiB only and parses nothing; whether version and content can be read is for the reader to say.
 * @returns undefined when it is none of these, or something stands before the `Document` that no message has
 */
export function messageKind(bytes: Uint8Array): MessageKind | AnswerKind | undefined {
  const kind = NAMESPACE.exec(documentNamespace(head(bytes)) ?? "")?.[1];
  return kind !== undefined && KINDS.has(kind) ? (kind as MessageKind | AnswerKind) : undefined;
}

/** Markup is ASCII in every encoding a bank uses but UTF-16, so the bytes need no further decoding. */
function head(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const start = bytes.subarray(0, KIND_BYTES);
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return utf16(start, "utf-16le");
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return utf16(start, "utf-16be");
  return new TextDecoder("latin1").decode(start).replace(/^\u00EF\u00BB\u00BF/, "");
}

const utf16 = (bytes: Uint8Array, label: string): string => new TextDecoder(label).decode(bytes);

/** What is skipped, by how it begins and ends. Everything else in front of a tag is text. */
const SKIPPED: readonly (readonly [start: string, end: string])[] = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
  ["</", ">"],
];
const TAG =
  /<([A-Za-z_\u0080-\uFFFF][\w.\u0080-\uFFFF-]*:)?([A-Za-z_\u0080-\uFFFF][\w.\u0080-\uFFFF-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const DECLARATION = /\sxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;

type Scope = ReadonlyMap<string, string>;

/** Walks over the markup in front of the first `Document`. */
function documentNamespace(text: string): string | undefined {
  const open: Scope[] = [new Map()];
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    const skip = SKIPPED.find(([start]) => text.startsWith(start, at));
    if (skip !== undefined) {
      const end = text.indexOf(skip[1], at + skip[0].length);
      if (end < 0) return undefined;
      if (skip[0] === "</" && open.length > 1) open.pop();
      at = end + skip[1].length;
      continue;
    }
    TAG.lastIndex = at;
    // A DOCTYPE, a tag cut off or malformed: whatever follows cannot be trusted to be what it looks like.
    const tag = TAG.exec(text);
    if (tag === null) return undefined;
    const [whole, prefix = "", name, attributes = "", closed] = tag;
    const scope = withDeclarations(open.at(-1) ?? new Map(), attributes);
    if (name === "Document" && open.length <= ENVELOPE_DEPTH + 1) return scope.get(prefix.slice(0, -1));
    if (closed === "") open.push(scope);
    at += whole.length;
  }
  return undefined;
}

function withDeclarations(outer: Scope, attributes: string): Scope {
  const declared = [...attributes.matchAll(DECLARATION)];
  if (declared.length === 0) return outer;
  return new Map([...outer, ...declared.map(([, prefix = "", a, b]): [string, string] => [prefix, a ?? b ?? ""])]);
}
