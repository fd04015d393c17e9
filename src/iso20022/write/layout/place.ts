import type { MessageProblem, MessageProblemCode } from "./problems.js";

/** What a bank may ask of the texts in a message. */
export interface WriteOptions {
  /**
   * `any`: whatever XML can hold, without control characters (the default). `latin`: only the characters that every
   * payment system must carry (EPC217-08, the SWIFT X set); a name is never changed to fit, it is refused.
   */
  readonly characters?: "any" | "latin";
}

/** One attempt to write a message: its options, and what was found wrong so far. */
class Attempt {
  readonly problems: MessageProblem[] = [];
  readonly seen = new Map<string, string>();
  records = 0;
  constructor(readonly options: WriteOptions) {}
}

/** A field of the record being written, and where its problems go. */
export class Place {
  private constructor(
    private readonly attempt: Attempt,
    readonly path: string,
    private readonly record: number | undefined,
  ) {}

  static start(options: WriteOptions): Place {
    return new Place(new Attempt(options), "", undefined);
  }

  get options(): WriteOptions {
    return this.attempt.options;
  }

  get problems(): readonly MessageProblem[] {
    return this.attempt.problems;
  }

  field(key: string): Place {
    return new Place(this.attempt, this.path === "" ? key : `${this.path}.${key}`, this.record);
  }

  item(index: number): Place {
    return new Place(this.attempt, `${this.path}[${index}]`, this.record);
  }

  /** The same place as the next record (transfer, entry) of the file. */
  nextRecord(): Place {
    return new Place(this.attempt, this.path, ++this.attempt.records);
  }

  report(code: MessageProblemCode, value: unknown, problem: string, fix: string): void {
    this.attempt.problems.push({
      code,
      ...(this.record === undefined ? {} : { record: this.record }),
      path: this.path,
      ...(value === undefined ? {} : { value: show(value) }),
      problem,
      fix,
    });
  }

  /** Reports a value that occurred before under the same name in this file. */
  once(name: string, value: string): void {
    const key = JSON.stringify([name, value]);
    const first = this.attempt.seen.get(key);
    if (first === undefined) this.attempt.seen.set(key, this.path);
    else this.report("repeated", value, `is also at ${first}`, `Give each its own ${name}.`);
  }
}

/** A value as text, cut at 80 characters. Never throws: what cannot be shown is named by its type. */
export function show(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "a record";
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  return String(value).slice(0, 80);
}
