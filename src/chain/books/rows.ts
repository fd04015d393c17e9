import { isoDate } from "../../errors/index.js";
import { formatAmount, MINOR_UNITS } from "../../money/index.js";
import type { Books } from "./books.js";

/*
 * Rows of the export: plain texts, numbers and switches, the same in JSON and CSV. An amount stands as a decimal text of its
 * currency and, under `<name>_minor`, as the whole number that the chain keeps; a time as ISO 8601 and as unix seconds.
 */

export type Cell = string | number | boolean;
export type Row = Readonly<Record<string, Cell>>;

/** "12.50" of the currency, and the minor units. */
export function money(name: string, amount: bigint, currency: string): Row {
  const decimal = MINOR_UNITS.has(currency) ? formatAmount(amount, currency) : String(amount);
  return { [name]: decimal, [`${name}_minor`]: String(amount) };
}

/** ISO 8601, empty for never; and unix seconds. */
export const time = (name: string, seconds: bigint): Row => ({
  [name]: seconds === 0n ? "" : isoDate(seconds),
  [`${name}_unix`]: String(seconds),
});

/** The ISO 4217 code of a token of the books; its address where it is none of theirs. */
export const currencyIn = ({ tokens }: Books, token: string): string =>
  Object.entries(tokens).find(([, book]) => book.token === token)?.[0] ?? token;

/** The party of a wallet, by the book; empty for nobody's. */
export const partyIn = ({ register }: Books, wallet: string): string =>
  String(register.wallets.get(wallet)?.party ?? "");

const ZEROS = /^0x0*$/;

/** A hash or address; empty for zero, which stands for none. */
export const orNone = (bytes: string | undefined): string => (bytes === undefined || ZEROS.test(bytes) ? "" : bytes);
