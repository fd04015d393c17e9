import { decodePolicy, decodeStanding } from "../words.js";
import { bytes16ToUetr, readReference } from "../reference.js";
import type { Books } from "./books.js";
import { currencyIn, money, orNone, partyIn, type Row, time } from "./rows.js";
import type { BookHold } from "./tokenBook.js";

/** A row for each token of each of `rows`. */
const perToken = (books: Books, rows: (currency: string, book: Books["tokens"][string]) => Row[]): Row[] =>
  Object.entries(books.tokens).flatMap(([currency, book]) => rows(currency, book));

/** Each token: supply, backing, pauses, corridors. */
export const tokenRows = (books: Books): Row[] =>
  perToken(books, (currency, { token, supply, burned, received, backing, attestedAt, policy, review, limits }) => {
    const { allowed, review: reviewed, paused } = decodePolicy(policy, review);
    const pairs = (corridors: typeof allowed): string => corridors.map(({ from, to }) => `${from}:${to}`).join(" ");
    return [
      {
        ...{ currency, token },
        ...money("supply", supply, currency),
        ...money("backing", backing, currency),
        ...money("burned", burned, currency),
        ...money("received", received, currency),
        ...time("attested", attestedAt),
        paused: paused.join(" "),
        allowed: pairs(allowed),
        review: pairs(reviewed),
        limits: orNone(limits),
      },
    ];
  });

/** Each account with money, liens or holds. */
export const holderRows = (books: Books): Row[] =>
  perToken(books, (currency, { accounts }) =>
    [...accounts]
      .filter(([, { balance, frozen, held }]) => balance + frozen + held > 0n)
      .map(([wallet, { balance, frozen, held, standing }]) => {
        const free = balance - frozen - held;
        const { zone, validUntil, admitted, blocked, limited, retired } = decodeStanding(standing);
        return {
          ...{ currency, party: partyIn(books, wallet), wallet },
          ...money("balance", balance, currency),
          ...money("held", held, currency),
          ...money("liens", frozen, currency),
          ...money("available", free > 0n ? free : 0n, currency),
          ...{ zone, admitted, blocked, limited, retired },
          ...time("valid_until", validUntil),
        };
      }),
  );

/** Each hold ever placed. */
export const holdRows = (books: Books): Row[] =>
  perToken(books, (currency, { holds }) => [...holds.values()].map((hold) => holdRow(books, currency, hold)));

function holdRow(books: Books, currency: string, hold: Readonly<BookHold>): Row {
  const { id, payer, payee, assignee, notary, amount, remaining, status, expiry, extensionHours, cleared } = hold;
  return {
    ...{ currency, hold: id, status, payer, payer_party: partyIn(books, payer), payee: orNone(payee) },
    assignee: assignee ?? "",
    ...{ notary, cleared },
    ...money("amount", amount, currency),
    ...money("remaining", remaining, currency),
    ...time("placed", hold.placedAt),
    ...time("expires", expiry + extensionHours * 3600n),
    terms: hold.terms,
  };
}

/** Each deposit reference or UETR that was minted under. */
export const referenceRows = (books: Books): Row[] =>
  perToken(books, (currency, { references }) =>
    [...references].map(([reference, { payee, amount, blockNumber }]) => ({
      ...{ currency, reference, text: readReference(reference), payee, party: partyIn(books, payee) },
      ...money("amount", amount, currency),
      block: blockNumber,
    })),
  );

/** Where each redemption stands. */
export const redemptionRows = (books: Books): Row[] =>
  [...books.desks.redemptions.values()].map(({ token, hold, state, uetr, approver }) => ({
    currency: currencyIn(books, token),
    hold,
    state: state === "None" ? "Requested" : state,
    uetr: bytes16ToUetr(uetr) ?? "",
    approver: approver ?? "",
  }));

/** What each issuer may mint a day. */
export const quotaRows = (books: Books): Row[] =>
  [...books.desks.quotas.values()].map(({ issuer, token, limit }) => {
    const currency = currencyIn(books, token);
    return { currency, issuer, ...money("a_day", limit, currency) };
  });
