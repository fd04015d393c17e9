import { VostroError } from "../../errors/index.js";

/** One key for both people: then there is no second person. */
export const approverIsIssuer = (approver: string): VostroError =>
  new VostroError({
    name: "ApproverIsIssuer",
    args: { approver },
    sentence: `${approver} is to approve mints and may send them, too: that would be one person's word.`,
    fix: "Give the approver a key of its own, without the role ISSUER, in a process that has no issuer's key of the same address.",
  });

/** What the approver found when it looked for itself. */
export const batchRefused = (batch: number, problems: readonly Problem[]): VostroError =>
  new VostroError({
    name: "BatchRefused",
    args: { batch, problems },
    sentence: `Batch ${batch} is not what its deposits say: ${problems.map(({ message }) => message).join("; ")}.`,
    fix: "Nothing was signed. Find out who changed it; its deposits are looked at one by one.",
  });

export const notProposed = (batch: number, state: string | undefined): VostroError =>
  new VostroError({
    name: "BatchNotProposed",
    args: { batch, state },
    sentence: state === undefined ? `There is no batch ${batch}.` : `Batch ${batch} is ${state}.`,
    fix: "Only a proposed batch can be approved.",
  });

export const halted = (currency: string): VostroError =>
  new VostroError({
    name: "IssuingHalted",
    args: { currency },
    sentence: `Issuing ${currency} is halted by a reconciliation.`,
    fix: "Settle its break, then have two people lift the halt.",
  });

/** One thing that is wrong with a batch; `deposit` where it is with one of them. */
export interface Problem {
  readonly deposit?: number;
  readonly message: string;
  /** the chain has the answer: the deposit goes back to the queue, where it is asked */
  readonly passing?: true;
}
