/** Everything a caller needs to say, log or act on when the chain, or a check before it, refuses. */
export interface VostroErrorFields {
  /** The custom error's name (`BackingExceeded`), or our own for what never reached a contract (`UnknownToken`). */
  readonly name: string;
  /** Arguments by their ABI name; amounts and times stay bigint. */
  readonly args?: Readonly<Record<string, unknown>>;
  /** The contract whose error it is, where that is certain. */
  readonly contract?: string | undefined;
  /** What happened, one sentence ending in a full stop. */
  readonly sentence: string;
  /** What to do about it. */
  readonly fix: string;
  readonly cause?: unknown;
}

/** A refusal in words: `message` is the sentence and the fix, so that a log line is already an explanation. */
export class VostroError extends Error {
  readonly args: Readonly<Record<string, unknown>>;
  readonly contract: string | undefined;
  readonly sentence: string;
  readonly fix: string;

  constructor({ name, args = {}, contract, sentence, fix, cause }: VostroErrorFields) {
    super(`${sentence} ${fix}`, { cause });
    this.name = name;
    this.args = args;
    this.contract = contract;
    this.sentence = sentence;
    this.fix = fix;
  }

  /** For `--json` and logs: bigints as decimal strings. */
  toJSON(): Record<string, unknown> {
    const { name, args, contract, sentence, fix } = this;
    const plain = Object.entries(args).map(([key, value]) => [key, typeof value === "bigint" ? String(value) : value]);
    return { name, args: Object.fromEntries(plain) as unknown, contract, sentence, fix };
  }
}
