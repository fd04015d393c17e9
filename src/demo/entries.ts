import type { EntryVerdict, Judgement } from "../bank/index.js";
import { formatAmount } from "../money/index.js";
import type { Minted } from "./minting.js";
import type { Attribution } from "./sources.js";
import { table } from "./table.js";

/** A statement of thousands of entries is summed up, not printed. */
const MOST_ROWS = 60;

/** What became of an entry: for the table of entries and for the books. */
export interface Outcome {
  readonly verdict: EntryVerdict;
  readonly outcome: "minted" | "known" | "suspense" | "ignored";
  readonly note: string;
  /** Minor units, undefined where the entry's amount cannot be read. */
  readonly amount: bigint | undefined;
  readonly currency: string | undefined;
}

/** Every entry of every file has at least one outcome; one with several deposits has one each. */
export function outcomes(
  judgements: readonly Judgement[],
  attributions: readonly Attribution[],
  minted: readonly Minted[],
): Outcome[] {
  const fate = new Map(minted.map((found) => [found.deposit, found]));
  return judgements.flatMap(({ verdicts }) =>
    verdicts.flatMap((verdict): Outcome[] => {
      const { amount, currency } = verdict.entry;
      if (verdict.verdict === "mintable") {
        return attributions
          .filter((found) => found.verdict === verdict)
          .map((found) => ofDeposit(found, fate.get(found.deposit)));
      }
      if (verdict.verdict === "ignored") {
        return [{ verdict, outcome: "ignored", note: `${verdict.reason}: ${verdict.message}`, amount, currency }];
      }
      const note =
        verdict.verdict === "returned" ? `returned: ${verdict.message}` : `${verdict.reason}: ${verdict.message}`;
      return [{ verdict, outcome: "suspense", note, amount, currency }];
    }),
  );
}

function ofDeposit(found: Attribution, minted: Minted | undefined): Outcome {
  const { verdict, deposit } = found;
  const base = { verdict, amount: deposit.amount, currency: deposit.currency };
  if (found.customer === undefined) return { ...base, outcome: "suspense", note: found.why };
  const { customer } = found.customer;
  if (minted === undefined) return { ...base, outcome: "suspense", note: `${customer}: not minted` };
  if (typeof minted.outcome === "object")
    return { ...base, outcome: "suspense", note: `${customer}: ${minted.outcome.refused}` };
  if (minted.outcome === "known") return { ...base, outcome: "known", note: `${customer}: minted before, not again` };
  return { ...base, outcome: "minted", note: customer };
}

/** The table of entries: file, number, booking day, amount, direction, outcome. */
export function renderEntries(found: readonly Outcome[], fileOf: (verdict: EntryVerdict) => string): string {
  const rows = found.slice(0, MOST_ROWS).map(({ verdict, outcome, note, amount, currency }) => {
    const { entry, index } = verdict;
    const sum =
      amount === undefined || currency === undefined ? "unreadable" : `${formatAmount(amount, currency)} ${currency}`;
    return [fileOf(verdict), `#${index}`, entry.bookingDate ?? "", sum, entry.creditDebit ?? "", outcome, note];
  });
  const body = table(["file", "entry", "booked", "amount", "", "outcome", "who or why"], rows, [3]);
  const left = found.length - rows.length;
  return left > 0 ? `${body}\n... and ${left.toLocaleString("en")} more` : body;
}

/** Whether an entry's money is in the bank: a booked credit, reversed ones (money back from a pay-out) included. */
export function isReceived({ verdict, amount }: Outcome): boolean {
  const { entry } = verdict;
  return (
    verdict.verdict !== "ignored" && entry.status === "BOOK" && entry.creditDebit === "CRDT" && amount !== undefined
  );
}
