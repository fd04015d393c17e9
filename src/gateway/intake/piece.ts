import { findOurAccounts } from "../../bank/accounts.js";
import type { Draft } from "../../bank/draft.js";
import { settle } from "../../bank/draft.js";
import type { JudgeOptions } from "../../bank/deposits.js";
import type { Entry } from "../../iso20022/index.js";
import type { Trx } from "../../store/index.js";
import { attribute, type AttributionRules } from "../customers/attribute.js";
import { suspendChallenged } from "./challenges.js";
import { keepFuller } from "./fuller.js";
import { type JudgedEntry } from "./judged.js";
import { KnownDeposits } from "./known.js";
import { nameDigest } from "./names.js";
import { numberDrafts } from "./occurrences.js";
import { payoutsOf, type PaymentNote, writePayouts, writeReturns } from "./payouts.js";
import { Redemptions } from "./redemptions.js";
import { candidate, type Challenge, type Here, lookups, resolveEntry, shareReference } from "./repeats.js";
import { writeCases, writeDeposits, writeEntries, type Writer } from "./write.js";

/** What every piece of a file needs. */
export interface PieceContext extends Writer {
  readonly trx: Trx;
  readonly file: number;
  readonly rules: AttributionRules;
  readonly options: JudgeOptions;
  /** next free number of a payment message in the file */
  position: number;
}

/**
 * Judges and writes some entries of one statement, in their order. Everything a piece needs to know of those before it is in
 * the store.
 */
export async function importPiece(context: PieceContext, here: Here, drafts: readonly Draft[]): Promise<JudgedEntry[]> {
  const { trx, rules, options, owner } = context;
  const numbered = await numberDrafts(trx, here.statement, drafts);
  const prepared = numbered.map(({ draft, deposits, shared, sharedEarlier }) => {
    const verdict = settle(
      draft,
      deposits.map(({ deposit }) => deposit),
      shared,
      options,
    );
    const candidates = "deposits" in verdict ? deposits.map((one) => candidate(one, here.statementId)) : [];
    return { verdict, candidates, sharedEarlier };
  });
  const known = await KnownDeposits.load(
    trx,
    [...new Set(prepared.flatMap((one) => [...one.candidates.flatMap(lookups), ...one.sharedEarlier.map(nameDigest)]))],
    [...new Set(prepared.flatMap(({ candidates }) => candidates.map(({ deposit }) => nameDigest(deposit.entryKey))))],
  );
  const challenges: Challenge[] = [];
  const judged = prepared.map(({ verdict, candidates, sharedEarlier }) => {
    const one = resolveEntry(verdict, candidates, known, here, challenges);
    shareReference(one, sharedEarlier, known, challenges);
    return one;
  });
  const payouts = await matchRedemptions(context, judged);
  for (const one of judged) {
    if (one.verdict !== "deposit") continue;
    for (const fresh of one.deposits) fresh.attribution = attribute(fresh.deposit, rules);
  }
  await suspendChallenged(context, challenges, judged);
  const entryIds = await writeEntries(trx, here.statement, judged);
  const written = await writeDeposits(trx, judged, entryIds, context);
  await writeCases(trx, judged, entryIds, owner);
  await writePayouts(context, here.statement, payouts);
  await writeReturns(trx, written);
  await keepFuller(context, judged);
  return judged;
}

/** Debits that pay redemptions, and credits that bring their money back. */
async function matchRedemptions(
  { trx, options }: PieceContext,
  judged: readonly JudgedEntry[],
): Promise<PaymentNote[]> {
  const debits = judged.filter(({ reason, source, statement }) => {
    const { entry } = source;
    return reason === "debit" && isBooked(entry) && findOurAccounts(statement.account, options.accounts).length > 0;
  });
  const returns = judged.filter(({ verdict }) => verdict === "return");
  if (debits.length + returns.length === 0) return [];
  const redemptions = await Redemptions.load(
    trx,
    [...debits, ...returns].map(({ source }) => source.entry),
  );
  for (const one of returns) {
    const redemption = redemptions.returnedBy(one.source.entry as Entry);
    for (const fresh of one.deposits) if (redemption !== undefined) fresh.returnOf = redemption.id;
  }
  return debits.flatMap((one) => payoutsOf(one, redemptions));
}

const isBooked = (entry: JudgedEntry["source"]["entry"]): entry is Entry =>
  !("problems" in entry) && entry.status === "BOOK";
