import { SaxesParser, type SaxesTagNS } from "saxes";
import { DoctypeError, type Location, MalformedXmlError, XmlLimitError } from "./errors.js";
import type { XmlLimits } from "./limits.js";

/** What a reader is told of a document, in its order. */
export interface XmlHandler {
  open(name: string, namespace: string, attributes: ReadonlyMap<string, string>, line: number): void;
  /** character data, entities resolved; one text may come in several calls */
  text(text: string): void;
  close(): void;
  /** what a person needs beside the line to find the place: entry and path */
  where(): Pick<Location, "entry" | "path">;
}

/** Makes the error for a limit that was passed, at the place reached. */
export type Refuse = (what: string, limit: keyof XmlLimits) => XmlLimitError;

const DOCTYPE = /<!(?:DOCTYPE|ENTITY)/i;
/** One character less than the longest of `DOCTYPE`, so that one cut in two is seen and none is seen twice. */
const DOCTYPE_CARRY = 8;
/** Texts are handed to the tokenizer in pieces of this length: limits are checked after each. */
const PIECE = 64 * 1024;
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

/**
 * Turns text, in whatever pieces it arrives, into elements with their namespaces. It knows the predefined entities and
 * character references; a DOCTYPE or ENTITY is refused wherever it stands, before anything of it is read.
 */
export class Tokenizer {
  readonly #parser = new SaxesParser({
    xmlns: true,
    position: false,
    // Version 1.1 only adds control characters, which no message has.
    forceXMLVersion: true,
    defaultXMLVersion: "1.0",
  });
  #carry = "";
  /** position in the text at which the last token ended */
  #ended = 0;
  /** and the line */
  #endedLine = 1;
  #depth = 0;
  /** An element whose end was seen but not yet compared with its start: the tokenizer compares after it tells. */
  #closing: string | undefined;

  constructor(
    private readonly file: string,
    private readonly handler: XmlHandler,
    private readonly limits: XmlLimits,
  ) {
    // No more than these five: with more handlers V8 keeps the tokenizer's fields in a dictionary, and it reads three
    // times slower.
    const text = (characters: string): void => {
      this.#begin();
      handler.text(characters);
    };
    this.#parser.on("text", text);
    this.#parser.on("cdata", text);
    this.#parser.on("opentag", (tag) => this.#open(tag));
    this.#parser.on("closetag", (tag) => this.#close(tag.name));
    this.#parser.on("error", (error) => this.#fail(error.message));
  }

  /** 1-based line reached. */
  get line(): number {
    return this.#parser.line;
  }

  /** Reads on. @throws DoctypeError, MalformedXmlError, XmlLimitError and what the handler throws */
  write(text: string): void {
    this.#refuseDoctype(text);
    for (let start = 0; start < text.length; start += PIECE) {
      this.#parser.write(text.length <= PIECE ? text : text.slice(start, start + PIECE));
      this.#settle();
      if (this.#parser.position - this.#ended > this.limits.text)
        throw this.limit("characters in one text or tag", "text");
    }
  }

  /** The document ends here. @throws MalformedXmlError when it is not complete, and what the handler throws */
  end(): void {
    this.#parser.close();
    this.#settle();
  }

  limit(what: string, limit: keyof XmlLimits): XmlLimitError {
    return new XmlLimitError(`more than ${this.limits[limit]} ${what}`, this.#at());
  }

  #at(): Location {
    return { file: this.file, line: this.#parser.line, ...this.handler.where() };
  }

  #open(tag: SaxesTagNS): void {
    this.#begin();
    // The name by which a careless reader reaches JavaScript's prototypes; no message has it.
    if (tag.local === "__proto__") this.#fail("an element named __proto__");
    if (++this.#depth > this.limits.depth) this.#fail(`elements nested more than ${this.limits.depth} deep`);
    const attributes = attributesOf(tag);
    if (attributes.size > this.limits.attributes) throw this.limit("attributes in one element", "attributes");
    this.handler.open(tag.local, tag.uri, attributes, this.#parser.line);
  }

  #close(name: string): void {
    this.#begin();
    this.#closing = name;
  }

  /** A token ended: what it told before it holds, and the next begins. */
  #begin(): void {
    this.#ended = this.#parser.position;
    this.#endedLine = this.#parser.line;
    this.#settle();
  }

  #settle(): void {
    if (this.#closing === undefined) return;
    this.#closing = undefined;
    this.#depth--;
    this.handler.close();
  }

  #refuseDoctype(text: string): void {
    const seen = this.#carry + text;
    const found = seen.search(DOCTYPE);
    if (found >= 0) {
      const lines = text.slice(0, Math.max(0, found - this.#carry.length)).split("\n").length - 1;
      throw new DoctypeError(this.file, this.#parser.line + lines);
    }
    this.#carry = seen.slice(-DOCTYPE_CARRY);
  }

  #fail(message: string): never {
    const problem = message.startsWith("unexpected close tag")
      ? `${this.#closing ?? "an element"} is closed by the tag of another element`
      : message.replace(/\.$/, "");
    // An ampersand is read up to the next semicolon, wherever that is: what is wrong is in the text begun before.
    const at = this.#at();
    throw new MalformedXmlError(problem, message.includes("entity") ? { ...at, line: this.#endedLine } : at);
  }
}

function attributesOf(tag: SaxesTagNS): ReadonlyMap<string, string> {
  let attributes: Map<string, string> | undefined;
  for (const name in tag.attributes) {
    attributes ??= new Map();
    attributes.set(name, tag.attributes[name]?.value ?? "");
  }
  return attributes ?? NO_ATTRIBUTES;
}
