/** What kind of problem a field of a message to be written has: a program decides by it, a person reads the sentence. */
export type MessageProblemCode =
  | "missing"
  | "empty"
  | "unknown-field"
  | "wrong-type"
  | "too-long"
  | "characters"
  | "iban"
  | "bic"
  | "lei"
  | "uetr"
  | "country"
  | "code"
  | "creditor-reference"
  | "date"
  | "time"
  | "currency"
  | "amount"
  | "control-sum"
  | "mixed-currencies"
  | "repeated"
  | "not-in-version"
  | "settlement"
  | "wallet"
  | "chain"
  | "reference"
  | "period"
  | "balance";

/** One wrong field of a message to be written. */
export interface MessageProblem {
  readonly code: MessageProblemCode;
  /** 1-based number of the transfer or entry in the file, over all batches; absent for the file's own fields */
  readonly record?: number;
  /** the field in the record given, as in `batches[0].transfers[2].creditor.address.town`; empty for the record itself */
  readonly path: string;
  /** what was found there, cut at 80 characters; absent when there was nothing */
  readonly value?: string;
  readonly problem: string;
  /** what to do */
  readonly fix: string;
}

/**
 * A message with problems: all of them, so that one correction round is enough. Nothing was written.
 * The sentence quotes what was found, which may be a name or an account: a log without personal data takes `code`,
 * `record` and `path` of each problem.
 */
export class InvalidMessageError extends Error {
  constructor(
    /** as in "pain.001.001.10" */
    readonly messageName: string,
    readonly problems: readonly MessageProblem[],
  ) {
    super([`${messageName}: ${problems.length} problem(s)`, ...problems.map(describeProblem)].join("\n"));
    this.name = new.target.name;
  }
}

function describeProblem({ record, path, value, problem, fix }: MessageProblem): string {
  const where = [record !== undefined && `record ${record}`, path].filter(Boolean).join(", ");
  const found = value === undefined ? "" : `${JSON.stringify(value)} `;
  return `  ${where === "" ? "" : `${where}: `}${found}${problem}. ${fix}`;
}
