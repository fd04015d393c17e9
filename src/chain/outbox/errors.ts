import { VostroError } from "../../errors/index.js";
import type { SentRecord } from "./record.js";

/** "IssuanceDesk.mint (nonce 7)" */
const nameOf = ({ act, nonce }: SentRecord): string => `${act} (nonce ${nonce})`;

/** The node was given it, and no block has it yet. */
export const outcomeUnconfirmed = (record: SentRecord, hash: string, cause?: unknown): VostroError =>
  new VostroError({
    name: "OutcomeUnconfirmed",
    args: { hash, nonce: record.nonce },
    sentence: `${record.act} was sent as ${hash} (nonce ${record.nonce}) and is in no block yet: the outcome is unconfirmed, not failed.`,
    fix: "Run the same command again: it goes on waiting and sends nothing twice. If its fee is too low, replace it (npm run transactions -- replace); to take it back, cancel it.",
    cause,
  });

/** Another act of the same key waits: this one would wait behind it. */
export const transactionStuck = (record: SentRecord): VostroError =>
  new VostroError({
    name: "TransactionStuck",
    args: { from: record.from, nonce: record.nonce, act: record.act },
    sentence: `${nameOf(record)} of ${record.from} was sent before and is in no block yet; this act would wait behind it. Nothing was sent.`,
    fix: "Wait for it, replace it at a higher fee or cancel it: npm run transactions -- show.",
  });

/** An act of this key was mined after its command had stopped waiting. */
export const earlierActDone = (record: SentRecord, hash: string, blockNumber: number): VostroError =>
  new VostroError({
    name: "EarlierActDone",
    args: { from: record.from, nonce: record.nonce, act: record.act, hash, blockNumber },
    sentence: `${nameOf(record)} of ${record.from}, whose outcome was unconfirmed, was mined as ${hash} in block ${blockNumber}. Nothing was sent.`,
    fix: "Make sure that it is not what you are about to do; if it is not, run the command again.",
  });

/** The chain went back behind acts of this key. */
export const transactionsLost = (from: string, records: readonly SentRecord[]): VostroError =>
  new VostroError({
    name: "TransactionsLost",
    args: { from, nonces: records.map(({ nonce }) => nonce) },
    sentence: `The chain no longer has what ${from} sent before: ${records.map(nameOf).join(", ")}. Nothing was sent.`,
    fix: "Send them again as they were signed (npm run transactions -- resend), then repeat this act.",
  });

/** The key was used somewhere else. */
export const foreignTransactions = (from: string, mined: number, pooled: number): VostroError =>
  new VostroError({
    name: "TransactionsPending",
    args: { from, mined, pooled },
    sentence: `${pooled - mined} transaction(s) of ${from} wait in the node's pool that were not sent from here. Nothing was sent.`,
    fix: "Wait until they are mined, and use a key in one place at a time. To take them back: npm run transactions -- cancel.",
  });

/** Its nonce went to something else. */
export const transactionReplaced = (act: string, hash: string, cause?: unknown): VostroError =>
  new VostroError({
    name: "TransactionReplaced",
    args: { hash },
    sentence: `${act} was not done: another transaction took its nonce (cancelled, or sent from elsewhere), so ${hash} can never be mined.`,
    fix: "Send it again if it is still wanted.",
    cause,
  });
