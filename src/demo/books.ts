import { formatAmount } from "../money/index.js";
import { clip, table } from "./table.js";

/** One line of the bank's books about tokenised deposits: an amount in minor units and what it is. */
export interface Item {
  readonly what: string;
  readonly amount: bigint;
}

/** One currency's books. Every amount is minor units. */
export interface Books {
  readonly currency: string;
  /** Every booked, unreversed or returned credit of the statements: what the bank received. */
  readonly received: readonly Item[];
  /** Pay-outs confirmed and burned. */
  readonly paidOut: readonly Item[];
  /** Holders' tokens that no redemption has sealed, read from the chain. */
  readonly supply: readonly Item[];
  /** Redemptions sealed for payment and not yet burned, read from the chain. */
  readonly inTransit: readonly Item[];
  /** Received, but not minted: an ordinary deposit with an owner and a reason. */
  readonly suspense: readonly Item[];
}

const sum = (items: readonly Item[]): bigint => items.reduce((total, { amount }) => total + amount, 0n);

/** deposits booked = supply + suspense + in transit, where deposits booked = received - paid out. Minor units. */
export function difference(books: Books): bigint {
  return sum(books.received) - sum(books.paidOut) - sum(books.supply) - sum(books.inTransit) - sum(books.suspense);
}

/** The books as a table, each item listed, with the verdict of the equation as its last line. */
export function renderBooks(books: Books): string {
  const { currency } = books;
  const format = (amount: bigint): string => formatAmount(amount, currency);
  const section = (title: string, items: readonly Item[], sign = 1n): string[][] => [
    [title, format(sign * sum(items))],
    ...items.map(({ what, amount }) => [`  ${clip(what)}`, format(sign * amount)]),
  ];
  const booked = sum(books.received) - sum(books.paidOut);
  const covered = sum(books.supply) + sum(books.inTransit) + sum(books.suspense);
  const rows = [
    ...section("Received (booked credits)", books.received),
    ...section("Paid out (burned)", books.paidOut, -1n),
    ["= Deposits booked", format(booked)],
    ["", ""],
    ...section("Supply (not in redemption)", books.supply),
    ...section("In transit (sealed for pay-out)", books.inTransit),
    ...section("Suspense (not minted)", books.suspense),
    ["= Supply + in transit + suspense", format(covered)],
  ];
  const off = difference(books);
  const verdict = off === 0n ? "The books balance." : `THE BOOKS DO NOT BALANCE: off by ${format(off)} ${currency}.`;
  return `${table([`Books in ${currency}`, currency], rows, [1])}\n${verdict}`;
}
