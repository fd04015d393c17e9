import { MalformedXmlError } from "./errors.js";
import { WHOLE_LIMITS, type XmlLimits } from "./limits.js";
import { Tokenizer } from "./tokens.js";
import { TreeBuilder } from "./tree.js";

/** An element with its namespace resolved, so that prefixes never matter. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** character data directly inside the element, entities resolved, untrimmed */
  readonly text: string;
  /** 1-based line on which its start tag ends */
  readonly line: number;
}

/**
 * Parses an XML document into its root element.
 * @throws DoctypeError, MalformedXmlError and XmlLimitError with the line number
 */
export function parseXml(text: string, file: string, limits: XmlLimits = WHOLE_LIMITS): XmlElement {
  const builder: TreeBuilder = new TreeBuilder((what, limit) => tokenizer.limit(what, limit), limits);
  const tokenizer: Tokenizer = new Tokenizer(file, builder, limits);
  tokenizer.write(text);
  tokenizer.end();
  // The tokenizer refuses a document without a root; this says so to the compiler.
  if (builder.root === undefined) throw new MalformedXmlError("there is no element", { file, line: 1 });
  return builder.root;
}
