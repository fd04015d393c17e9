import { type Deposit, type EntryVerdict, type Judgement, judgeFile, type JudgeOptions } from "../../src/bank/index.js";
import { ACCOUNT, message, type MessageParts, read, statement } from "../iso20022/support.js";

/** Judges a message of one or more statements on our test account. */
export const judge = (text: string, options: Partial<JudgeOptions> = {}): Judgement =>
  judgeFile(read(text), { accounts: [ACCOUNT], ...options });

/** Judges one statement with these entries. */
export const judgeEntries = (
  entries: string,
  parts: MessageParts = {},
  options: Partial<JudgeOptions> = {},
): Judgement => judge(message(statement(entries, parts), parts), options);

/** "mintable", or the verdict and its reason. */
export const summary = (verdict: EntryVerdict): string =>
  "reason" in verdict ? `${verdict.verdict}: ${verdict.reason}` : verdict.verdict;

export const summaries = (judgement: Judgement): string[] => judgement.verdicts.map(summary);

/** Every deposit of the mintable entries. */
export const minted = ({ verdicts }: Judgement): Deposit[] =>
  verdicts.flatMap((verdict) => (verdict.verdict === "mintable" ? verdict.deposits : []));

export const keys = (judgement: Judgement): string[] => minted(judgement).map((deposit) => deposit.key);
export const codes = ({ findings }: Judgement): string[] => findings.map((finding) => finding.code);
