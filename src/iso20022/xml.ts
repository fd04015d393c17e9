import { XMLParser, XMLValidator } from "fast-xml-parser";
import { DoctypeError, MalformedXmlError } from "./errors.js";

/** An element with its namespace resolved, so that prefixes never matter. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** character data directly inside the element, entities resolved, untrimmed */
  readonly text: string;
}

// What fast-xml-parser gives with preserveOrder: one key per object, beside the attributes under ":@".
type RawNode = Record<string, unknown>;
const ATTRIBUTES = ":@";
const TEXT = "#text";
const CDATA = "#cdata";

// Values stay text (an amount must never become a float) and entities are resolved here, the predefined ones only.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: CDATA,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;
const PREDEFINED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;

/**
 * Parses an XML document into its root element.
 * @throws DoctypeError, MalformedXmlError with the line number
 */
export function parseXml(text: string, file: string): XmlElement {
  const doctype = text.search(/<!(?:DOCTYPE|ENTITY)/i);
  if (doctype >= 0) throw new DoctypeError(file, lineAt(text, doctype));
  const control = text.search(FORBIDDEN);
  if (control >= 0) {
    throw new MalformedXmlError("a character that XML does not allow", { file, line: lineAt(text, control) });
  }
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new MalformedXmlError(trimDot(verdict.err.msg), { file, line: verdict.err.line });
  const nodes = parseRaw(text, file);
  // The validator lets text outside the root pass.
  const stray = text.slice(text.lastIndexOf(">") + 1) + nodes.map((node) => characterData(node, file)).join("");
  if (stray.trim() !== "") throw new MalformedXmlError("text outside the root element", { file });
  const roots = elements(nodes);
  const root = roots[0];
  if (root === undefined) throw new MalformedXmlError("there is no element", { file, line: 1 });
  if (roots.length > 1) throw new MalformedXmlError(`${roots.length} root elements`, { file });
  return resolve(root, new Map([["xml", "http://www.w3.org/XML/1998/namespace"]]), file);
}

function parseRaw(text: string, file: string): RawNode[] {
  try {
    return parser.parse(text) as RawNode[];
  } catch (cause) {
    // Names such as __proto__ and nesting far beyond any message are refused by the parser itself.
    throw new MalformedXmlError(trimDot(cause instanceof Error ? cause.message : String(cause)), { file });
  }
}

const trimDot = (message: string): string => message.replace(/\.$/, "");
const tagOf = (node: RawNode): string => Object.keys(node).find((key) => key !== ATTRIBUTES) ?? TEXT;
const isElement = (node: RawNode): boolean => tagOf(node) !== TEXT && tagOf(node) !== CDATA;
const elements = (nodes: readonly RawNode[]): RawNode[] => nodes.filter(isElement);

function resolve(node: RawNode, outer: ReadonlyMap<string, string>, file: string): XmlElement {
  const tag = tagOf(node);
  const content = node[tag] as RawNode[];
  const raw = Object.entries((node[ATTRIBUTES] ?? {}) as Record<string, string>);
  const attributes = new Map(raw.map(([name, value]) => [name, unescape(value, file)]));
  const scope = inScope(attributes, outer);
  const [prefix, name] = tag.includes(":") ? (tag.split(":", 2) as [string, string]) : ["", tag];
  const namespace = scope.get(prefix) ?? "";
  if (prefix !== "" && !scope.has(prefix)) throw new MalformedXmlError(`undeclared prefix ${prefix}`, { file });
  const text = content.map((child) => characterData(child, file)).join("");
  return { name, namespace, attributes, children: elements(content).map((c) => resolve(c, scope, file)), text };
}

function inScope(
  attributes: ReadonlyMap<string, string>,
  outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const declared = [...attributes].filter(([name]) => name === "xmlns" || name.startsWith("xmlns:"));
  if (declared.length === 0) return outer;
  return new Map([...outer, ...declared.map(([name, uri]): [string, string] => [name.slice(6), uri])]);
}

function characterData(node: RawNode, file: string): string {
  if (TEXT in node) return unescape(String(node[TEXT]), file);
  if (!(CDATA in node)) return "";
  return (node[CDATA] as RawNode[]).map((part) => String(part[TEXT] ?? "")).join("");
}

/** Without a DOCTYPE only the five predefined entities and character references exist; any other is malformed. */
function unescape(text: string, file: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const known = PREDEFINED[name];
    if (known !== undefined && Object.hasOwn(PREDEFINED, name)) return known;
    const digits = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
    const code = digits === null ? NaN : parseInt(digits[1] ?? digits[2] ?? "", digits[1] === undefined ? 10 : 16);
    const allowed = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    if (!allowed || FORBIDDEN.test(String.fromCodePoint(code))) {
      throw new MalformedXmlError(`unknown entity ${whole.slice(0, 20)}`, { file });
    }
    return String.fromCodePoint(code);
  });
}
