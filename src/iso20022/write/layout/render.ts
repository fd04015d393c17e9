/*
 * XML out. The bytes follow from the record alone: elements in the order given, no attributes but those given, two
 * spaces a level, one line feed a line, UTF-8. A pay-out file is known by the hash of its bytes, so a resend must have
 * the same ones.
 */

/** A text, or one that is only computed when the whole record is known to be right (a sum). */
export type LateText = string | (() => string);

/** An element to be written. */
export interface XmlNode {
  readonly tag: string;
  readonly attributes?: Readonly<Record<string, LateText>>;
  readonly content: LateText | readonly XmlNode[];
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** The text, computed where it was left for later. */
export const now = (text: LateText): string => (typeof text === "string" ? text : text());

/** For character data and attribute values alike. Control characters never get here: every text is checked before. */
export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? "");

/** A whole document: declaration, `Document` in the namespace, and the message's root in it. */
export function renderDocument(namespace: string, root: XmlNode): Uint8Array {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  render({ tag: "Document", attributes: { xmlns: namespace }, content: [root] }, "", lines);
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

function render({ tag, attributes = {}, content }: XmlNode, indent: string, lines: string[]): void {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeXml(now(value))}"`);
  const start = `${indent}<${tag}${written.join("")}>`;
  if (typeof content === "string" || typeof content === "function") {
    lines.push(`${start}${escapeXml(now(content))}</${tag}>`);
    return;
  }
  lines.push(start);
  for (const child of content) render(child, `${indent}  `, lines);
  lines.push(`${indent}</${tag}>`);
}
