/** One thing wrong in a bank file. */
export interface BankFileProblem {
  /** where, as in `roles.ISSUER[0].signer`; empty for the file as a whole */
  readonly path: string;
  /** what is wrong, beginning with the value found */
  readonly problem: string;
  /** what to write instead */
  readonly fix: string;
}

/** A bank file with problems: all of them, so that one correction round is enough. Nothing of the file is used. */
export class BankFileError extends Error {
  constructor(
    readonly file: string,
    readonly problems: readonly BankFileProblem[],
  ) {
    super([`${file}: ${problems.length} problem(s)`, ...problems.map(describe)].join("\n"));
    this.name = "BankFileError";
  }
}

function describe({ path, problem, fix }: BankFileProblem): string {
  return `  ${path === "" ? "" : `${path}: `}${problem}; ${fix}`;
}

/** Collects problems while a file is read. */
export class Problems {
  readonly all: BankFileProblem[] = [];

  add(path: string, problem: string, fix: string): void {
    this.all.push({ path, problem, fix });
  }
}
