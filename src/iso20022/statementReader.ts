import { readEntry } from "./entry.js";
import { type Location, StructureError, XmlLimitError } from "./errors.js";
import type { BankEvent } from "./events.js";
import { Field } from "./field.js";
import type { XmlLimits } from "./limits.js";
import { type Origin, readHead, readTail } from "./statement.js";
import type { Refuse, XmlHandler } from "./tokens.js";
import { TreeBuilder } from "./tree.js";
import type { StatementHead } from "./types.js";

/** What says whose the entries are and when: an entry given out before it could not be attributed. */
const BEFORE_ENTRIES = new Set(["Id", "CreDtTm", "CpyDplctInd", "Acct"]);

export interface StatementContext {
  readonly file: string;
  /** refuse a statement of more entries */
  readonly maxEntries: number;
  readonly limits: XmlLimits;
  readonly refuse: Refuse;
  readonly emit: (event: BankEvent) => void;
}

/** Reads one `Stmt` or `Ntfctn`, holding its head and one entry at a time. */
export class StatementReader implements XmlHandler {
  readonly #path: string;
  /** the statement without its entries */
  readonly #rest: TreeBuilder;
  #entry: TreeBuilder | undefined;
  #entries = 0;
  /** how many elements of a subtree that is not read are open */
  #skipped = 0;
  #head: StatementHead | undefined;

  constructor(
    part: string,
    private readonly namespace: string,
    private readonly origin: Origin,
    private readonly context: StatementContext,
  ) {
    this.#path = `${part}[${origin.index}]`;
    this.#rest = new TreeBuilder(context.refuse, context.limits);
  }

  /** Whether the statement's own element is closed. */
  get done(): boolean {
    return this.#rest.depth === 0;
  }

  open(name: string, namespace: string, attributes: ReadonlyMap<string, string>, line: number): void {
    if (this.#entry !== undefined) this.#entry.open(name, namespace, attributes, line);
    else if (this.#skipped > 0) this.#skipped++;
    else if (this.#rest.depth !== 1) this.#rest.open(name, namespace, attributes, line);
    else if (namespace !== this.namespace) this.#skipped = 1;
    else if (name === "Ntry") this.#openEntry(name, namespace, attributes, line);
    else {
      if (this.#entries > 0 && BEFORE_ENTRIES.has(name)) throw this.#tooLate(name, line);
      this.#rest.open(name, namespace, attributes, line);
    }
  }

  text(text: string): void {
    if (this.#entry !== undefined) this.#entry.text(text);
    // What stands between the parts is layout; a million entries have a lot of it.
    else if (this.#skipped === 0 && this.#rest.depth > 1) this.#rest.text(text);
  }

  close(): void {
    if (this.#entry !== undefined) {
      this.#entry.close();
      if (this.#entry.depth === 0) this.#closeEntry(this.#entry);
    } else if (this.#skipped > 0) {
      this.#skipped--;
    } else {
      this.#rest.close();
      if (this.done) this.#finish();
    }
  }

  where(): Pick<Location, "entry" | "path"> {
    if (this.#entry === undefined) return { path: this.#path };
    return { entry: this.#entries, path: `${this.#path}/Ntry[${this.#entries}]` };
  }

  #openEntry(name: string, namespace: string, attributes: ReadonlyMap<string, string>, line: number): void {
    const { file, maxEntries, limits, refuse } = this.context;
    this.#giveHead();
    this.#entry = new TreeBuilder(refuse, limits);
    if (++this.#entries > maxEntries) {
      throw new XmlLimitError(`more than ${maxEntries} entries in a statement`, { file, line, ...this.where() });
    }
    this.#entry.open(name, namespace, attributes, line);
  }

  #closeEntry({ root }: TreeBuilder): void {
    if (root !== undefined) {
      const at = { file: this.context.file, line: root.line, entry: this.#entries };
      const field = new Field(root, { ...at, path: `${this.#path}/Ntry[${this.#entries}]` });
      this.context.emit({ is: "entry", entry: readEntry(field, this.#entries) });
    }
    this.#entry = undefined;
  }

  /** Gives out the head when the first entry opens, or the statement ends without one. */
  #giveHead(): StatementHead {
    if (this.#head === undefined) {
      this.#head = readHead(this.#field(), this.origin);
      this.context.emit({ is: "statement", statement: this.#head });
      this.#rest.drop();
    }
    return this.#head;
  }

  #finish(): void {
    const { index } = this.origin;
    // Giving the head takes it out of what is left: a statement without entries has no tail.
    const head = this.#giveHead();
    const tail = readTail(this.#field(), head);
    this.context.emit({ is: "statement-end", index, entryCount: this.#entries, ...tail });
  }

  #field(): Field {
    const root = this.#rest.root;
    if (root === undefined) throw new Error("a statement is read before it was opened");
    return new Field(root, { file: this.context.file, path: this.#path });
  }

  #tooLate(name: string, line: number): StructureError {
    const at = { file: this.context.file, line, path: `${this.#path}/${name}` };
    const fix = "Ask the bank for a statement in the order of the schema.";
    return new StructureError("it comes after entries, which cannot be attributed without it", at, fix);
  }
}
