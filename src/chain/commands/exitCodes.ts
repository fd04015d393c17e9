/** What every task and script ends with; the only place where this is written. */
export const EXIT = {
  /** done, or (with --dry-run) would be done */
  DONE: 0,
  /** refused by a contract, the node or a check; or `why` says no; or `supply` has findings. The output says which */
  REFUSED: 1,
  /** bad arguments, input files or keys: nothing was sent */
  BAD_ARGUMENTS: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The same for documents: docs/operations/acts.md is made of it. */
export const EXIT_CODES: readonly { readonly code: ExitCode; readonly meaning: string }[] = [
  { code: EXIT.DONE, meaning: "done, or with `--dry-run` would be done" },
  {
    code: EXIT.REFUSED,
    meaning:
      "refused by a contract, the node or a check, in whole or in part; or the answer is no (`why`, `supply`). The output says by what, and what to do",
  },
  {
    code: EXIT.BAD_ARGUMENTS,
    meaning: "bad arguments, file or key, or a dangerous act that was not confirmed: nothing was sent",
  },
];

/** An argument, file or key that cannot be right. Nothing was sent. */
export class InputError extends Error {
  /**
   * @param where the flag ("--amount"), variable or place in a file
   * @param problem continues it: "is missing"
   * @param fix what to do, a sentence
   */
  constructor(
    readonly where: string,
    readonly problem: string,
    readonly fix: string,
  ) {
    super(`${where}: ${problem}. ${fix}`.replace(/\.\. /, ". "));
    this.name = "InputError";
  }

  toJSON(): Record<string, unknown> {
    const { name, where, problem, fix } = this;
    return { name, where, sentence: `${where}: ${problem}.`.replace(/\.\.$/, "."), fix };
  }
}
