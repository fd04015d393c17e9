import { ENVELOPE_DEPTH, type MessageType, messageType } from "./envelope.js";
import {
  FieldError,
  type Location,
  MissingFieldError,
  RepeatedFieldError,
  StructureError,
  UnsupportedMessageError,
} from "./errors.js";
import type { BankEvent } from "./events.js";
import { Field } from "./field.js";
import { PART_LIMITS } from "./limits.js";
import type { Origin } from "./statement.js";
import { StatementReader } from "./statementReader.js";
import { type Refuse, Tokenizer, type XmlHandler } from "./tokens.js";
import { TreeBuilder } from "./tree.js";

type Header = Omit<Origin, "index">;

/** Where the reader stands, outside header and statements. */
type Level = "envelope" | "document" | "body";

/**
 * Reads a camt.053 or camt.054 message out of text that arrives in pieces. It holds the header, the head of a statement
 * and one entry at a time.
 */
export class MessageReader implements XmlHandler {
  readonly #tokenizer: Tokenizer;
  #events: BankEvent[] = [];
  #level: Level = "envelope";
  /** elements around the `Document` that are open */
  #around = 0;
  #skipped = 0;
  #rootName: string | undefined;
  #type: MessageType | undefined;
  #bodies = 0;
  #reading: TreeBuilder | StatementReader | undefined;
  #header: Header | undefined;
  #statements = 0;
  readonly #refuse: Refuse = (what, limit) => this.#tokenizer.limit(what, limit);

  constructor(
    private readonly file: string,
    private readonly maxEntries = Infinity,
    private readonly limits = PART_LIMITS,
  ) {
    this.#tokenizer = new Tokenizer(file, this, limits);
  }

  /** 1-based line reached. */
  get line(): number {
    return this.#tokenizer.line;
  }

  /** What this piece of text completes. @throws FileError */
  read(text: string): BankEvent[] {
    this.#tokenizer.write(text);
    return this.#given();
  }

  /** The text is complete. @throws MalformedXmlError when the document is not, UnsupportedMessageError */
  end(): BankEvent[] {
    this.#tokenizer.end();
    if (this.#type === undefined) {
      const problem = `the root is ${this.#rootName}, there is no Document`;
      throw new UnsupportedMessageError(problem, { file: this.file });
    }
    return this.#given();
  }

  open(name: string, namespace: string, attributes: ReadonlyMap<string, string>, line: number): void {
    if (this.#reading !== undefined) return this.#reading.open(name, namespace, attributes, line);
    if (this.#skipped > 0) return void this.#skipped++;
    if (this.#level === "envelope") return this.#openAround(name, namespace, line);
    const type = this.#known();
    if (namespace === type.namespace) {
      if (this.#level === "document" && name === type.root) return this.#openBody();
      if (this.#level === "body" && name === "GrpHdr") return this.#openHeader(name, namespace, attributes, line);
      if (this.#level === "body" && name === type.part) return this.#openStatement(name, namespace, attributes, line);
    }
    this.#skipped = 1;
  }

  text(text: string): void {
    this.#reading?.text(text);
  }

  close(): void {
    const reading = this.#reading;
    if (reading !== undefined) {
      reading.close();
      if (reading instanceof StatementReader ? reading.done : reading.depth === 0) this.#finish(reading);
    } else if (this.#skipped > 0) this.#skipped--;
    else if (this.#level === "body") this.#level = "document";
    else if (this.#level === "document") this.#closeDocument();
    else this.#around--;
  }

  where(): Pick<Location, "entry" | "path"> {
    return this.#reading?.where() ?? {};
  }

  #given(): BankEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #openAround(name: string, namespace: string, line: number): void {
    this.#rootName ??= name;
    if (name === "Document") {
      if (this.#type !== undefined)
        throw new UnsupportedMessageError("2 messages in one file", { file: this.file, line });
      this.#type = messageType(namespace, this.file, line);
      this.#level = "document";
    } else if (this.#around >= ENVELOPE_DEPTH) this.#skipped = 1;
    else this.#around++;
  }

  #openBody(): void {
    this.#level = "body";
    if (++this.#bodies > 1) throw this.#unusable(new RepeatedFieldError(this.#at(), this.#bodies));
  }

  #openHeader(name: string, namespace: string, attributes: ReadonlyMap<string, string>, line: number): void {
    if (this.#header !== undefined) throw this.#unusable(new RepeatedFieldError(this.#at("GrpHdr"), 2));
    this.#reading = new TreeBuilder(this.#refuse, this.limits);
    this.#reading.open(name, namespace, attributes, line);
  }

  #openStatement(name: string, namespace: string, attributes: ReadonlyMap<string, string>, line: number): void {
    if (this.#header === undefined) throw this.#unusable(new MissingFieldError(this.#at("GrpHdr", "MsgId")));
    const { file, maxEntries, limits } = this;
    const emit = (event: BankEvent): void => void this.#events.push(event);
    const origin = { index: ++this.#statements, ...this.#header };
    const context = { file, maxEntries, limits, refuse: this.#refuse, emit };
    this.#reading = new StatementReader(name, namespace, origin, context);
    this.#reading.open(name, namespace, attributes, line);
  }

  #finish(read: TreeBuilder | StatementReader): void {
    this.#reading = undefined;
    if (read instanceof StatementReader || read.root === undefined) return;
    const { kind, version } = this.#known();
    const header = new Field(read.root, this.#at("GrpHdr"));
    try {
      const messageId = header.needText("MsgId");
      const groupCreated = header.textAt("CreDtTm");
      this.#header = { kind, version, messageId, ...(groupCreated === undefined ? {} : { groupCreated }) };
      this.#events.push({ is: "message", kind, version, messageId });
    } catch (error) {
      throw error instanceof FieldError ? this.#unusable(error) : error;
    }
  }

  #closeDocument(): void {
    this.#level = "envelope";
    if (this.#bodies === 0) throw this.#unusable(new MissingFieldError(this.#at()));
    if (this.#header === undefined) throw this.#unusable(new MissingFieldError(this.#at("GrpHdr", "MsgId")));
    if (this.#statements > 0) return;
    throw new StructureError(`there is no ${this.#known().part}`, this.#at(), "Ask the bank for the file.");
  }

  #known(): MessageType {
    if (this.#type === undefined) throw new Error("a message is read before its type is known");
    return this.#type;
  }

  #at(...names: readonly string[]): Location & { readonly path: string } {
    return { file: this.file, path: ["Document", this.#known().root, ...names].join("/") };
  }

  #unusable(error: FieldError): StructureError {
    const at = { file: this.file, path: error.path ?? this.#at().path };
    return new StructureError("the message has no usable header", at, error.fix, { cause: error });
  }
}
