/** One thing wrong in a customer file. */
export interface CustomerRowError {
  /** 1-based line of the file */
  readonly line: number;
  /** column name; absent where the whole row is wrong */
  readonly column?: string;
  readonly value?: string;
  readonly problem: string;
  readonly fix: string;
}

/** A customer file with errors: all of them, so that one correction round is enough. Nothing of the file is used. */
export class CustomerFileError extends Error {
  constructor(
    readonly file: string,
    readonly errors: readonly CustomerRowError[],
  ) {
    super([`${file}: ${errors.length} error(s)`, ...errors.map((error) => `  ${describeRow(error)}`)].join("\n"));
    this.name = "CustomerFileError";
  }
}

/** One error on one line: "line 3, wallet: ..." */
export function describeRow({ line, column, value, problem, fix }: CustomerRowError): string {
  const where = column === undefined ? `line ${line}` : `line ${line}, ${column}`;
  const found = value === undefined ? "" : ` ${JSON.stringify(value.slice(0, 80))}`;
  return `${where}:${found} ${problem}. ${fix}`;
}
