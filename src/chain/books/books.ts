import type { Bank } from "../bank.js";
import { type ChainEvent, contractsByAddress, decodeLogs } from "../events.js";
import { readLogs } from "../logs.js";
import { ask, providerOf } from "../send.js";
import { disagreements } from "./agreement.js";
import { timesOf } from "./clock.js";
import { type DeskBook, deskBook } from "./deskBook.js";
import { type LawBook, lawBook } from "./lawBook.js";
import { type LimitsBook, limitsBook } from "./limitsBook.js";
import { type RegisterBook, registerBook } from "./registerBook.js";
import { type TokenBook, tokenBook } from "./tokenBook.js";

/** Everything the bank's contracts hold at one block, rebuilt from events alone. */
export interface Books {
  readonly bank: string;
  readonly chainId: number;
  /** the bank's present PauseControl: what an earlier one lifted has its acts there */
  readonly pauseControl: string;
  readonly block: number;
  readonly blockHash: string;
  /** unix seconds */
  readonly time: bigint;
  readonly register: RegisterBook;
  readonly desks: DeskBook;
  readonly limits: LimitsBook;
  readonly law: LawBook;
  /** by ISO 4217 code */
  readonly tokens: Readonly<Record<string, TokenBook>>;
  /** every event that went into it, in the order of the chain */
  readonly events: readonly ChainEvent[];
}

export interface BooksOptions {
  /** blocks a request for logs; 10,000 if left out */
  readonly page?: number;
}

/**
 * The bank's books at a block, as an auditor rebuilds them: no storage is read and no view is trusted.
 * @param block one of the chain's, from the bank's first on (`chooseBlock`)
 */
export async function booksAt(bank: Bank, block: number, options: BooksOptions = {}): Promise<Books> {
  const { addresses } = bank;
  const logs = await readLogs(bank, {
    addresses: [...contractsByAddress(bank).keys()],
    fromBlock: addresses.fromBlock,
    toBlock: block,
    ...options,
  });
  const events = decodeLogs(bank, logs);
  const head = await ask(bank, providerOf(bank).getBlock(block));
  const at = { block, blockHash: head?.hash ?? "", time: BigInt(head?.timestamp ?? 0) };
  return booksOf(bank, at, events, await timesOf(bank, blocksOfHolds(events)));
}

/**
 * The books that these events make.
 * @param times of the blocks in which holds were placed or voided (`timesOf`)
 */
export function booksOf(
  { addresses }: Bank,
  at: Pick<Books, "block" | "blockHash" | "time">,
  events: readonly ChainEvent[],
  times: ReadonlyMap<number, bigint>,
): Books {
  const tokens = Object.entries(addresses.tokens);
  return {
    bank: addresses.bank,
    chainId: addresses.chainId,
    pauseControl: addresses.pauseControl,
    ...at,
    register: registerBook(events),
    desks: deskBook(events),
    limits: limitsBook(events),
    law: lawBook(events),
    tokens: Object.fromEntries(tokens.map(([currency, token]) => [currency, tokenBook(events, token, times)])),
    events,
  };
}

/** Everything in which the events contradict each other, or one contract another; empty is good. */
export const contradictionsIn = (books: Books): string[] => [
  ...[books.register, books.limits, books.law].flatMap(({ contradictions }) => contradictions),
  ...Object.entries(books.tokens).flatMap(([currency, { contradictions }]) =>
    contradictions.map((contradiction) => `${currency}: ${contradiction}`),
  ),
  ...disagreements(books),
];

/** A hold's word tells the hour of its placing, which only its block knows. */
export const blocksOfHolds = (events: readonly ChainEvent[]): number[] =>
  events.flatMap(({ name, blockNumber }) => (name === "HoldPlaced" || name === "HoldVoided" ? [blockNumber] : []));
