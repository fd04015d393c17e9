import { readReference } from "../reference.js";
import { OPERATIONS } from "../words.js";
import type { Books } from "./books.js";
import { liveBlocksOf } from "./lawBook.js";
import type { BookPayment } from "./limitsBook.js";
import { currencyIn, money, orNone, partyIn, type Row, time } from "./rows.js";

/** Each legal order on file, with what is live under it. */
export const orderRows = ({ law }: Books): Row[] =>
  [...law.orders.values()].map(({ id, authority, documentHash, issuedAt, validUntil, filedAt }) => {
    const own = <T extends { readonly orderId: string | undefined }>(items: Iterable<T>): T[] =>
      [...items].filter(({ orderId }) => orderId === id);
    return {
      ...{ order: id, authority: readReference(authority), document: documentHash },
      ...time("issued", issuedAt),
      ...time("valid_until", validUntil),
      filed_block: filedAt,
      acts: own(law.acts).length,
      live_blocks: own(law.blocks.values()).filter(({ live }) => live).length,
      live_liens: own(law.liens.values()).filter(({ left }) => left > 0n).length,
    };
  });

/** Each lien ever placed, what is left of it and where. */
export const lienRows = (books: Books): Row[] =>
  [...books.law.liens.values()].map(({ lienId, orderId, token, account, amount, left }) => {
    const currency = currencyIn(books, token);
    const places = (books.law.places.get(lienId) ?? []).map(
      (place) => `${place.account} ${String(money("here", place.amount, currency)["here"])}`,
    );
    return {
      ...{ currency, lien: lienId, order: orderId, account, party: partyIn(books, account) },
      ...money("placed", amount, currency),
      ...money("left", left, currency),
      lies: places.join("; "),
    };
  });

/** Each block under an order. Blocks by officers without an order count in the parties' own figures. */
export const blockRows = ({ law }: Books): Row[] =>
  [...law.blocks.values()].map(({ orderId, party, live }) => ({
    ...{ order: orderId, party: String(party), live, live_of_party: Number(liveBlocksOf(law, party)) },
  }));

export const custodyRows = ({ law }: Books): Row[] =>
  [...law.custody].map(([account, registered]) => ({ account, registered }));

/** Money and liens of lost wallets that went to the wallets that stand for them. */
export const sweepRows = (books: Books): Row[] =>
  books.law.sweeps.map(({ token, lost, heir, amount, liens, blockNumber }) => {
    const currency = currencyIn(books, token);
    return {
      ...{ currency, lost, heir, block: blockNumber },
      ...money("amount", amount, currency),
      ...money("liens", liens, currency),
    };
  });

/** Each clearance ever granted. What is live in storage may have lapsed by time. */
export const clearanceRows = (books: Books): Row[] =>
  books.limits.clearances.map(({ expiry, caseId, sender, approver, grantedAt, state, endedAt, ...payment }) => ({
    ...paymentRow(books, payment),
    state: state === "live" && books.time >= expiry ? "lapsed" : state,
    ...time("expires", expiry),
    ...{ case: caseId, sender, approver, granted_block: grantedAt, ended_block: endedAt ?? "" },
  }));

export const travelRecordRows = (books: Books): Row[] =>
  books.limits.travelRecords.map(({ record, expiry, filedAt, state, endedAt, ...payment }) => ({
    ...paymentRow(books, payment),
    state: state === "live" && books.time >= expiry ? "lapsed" : state,
    ...time("expires", expiry),
    ...{ record, filed_block: filedAt, ended_block: endedAt ?? "" },
  }));

function paymentRow(books: Books, { token, payer, payee, amount }: BookPayment): Row {
  const currency = currencyIn(books, token);
  return { currency, payer: orNone(payer), payee: orNone(payee), ...money("amount", amount, currency) };
}

const NO_LIMIT = (1n << 64n) - 1n;
const NO_COUNT = (1n << 16n) - 1n;

/** The limits of each party, in each token; empty for no limit. */
export const limitRows = (books: Books): Row[] =>
  [...books.limits.limits.values()].map(({ token, party, windowCount, windowHours, ...amounts }) => {
    const currency = currencyIn(books, token);
    const limit = (name: string, amount: bigint): Row =>
      amount === NO_LIMIT ? { [name]: "", [`${name}_minor`]: "" } : money(name, amount, currency);
    return {
      ...{ currency, party: String(party) },
      ...limit("per_payment", amounts.perPayment),
      ...limit("window_value", amounts.windowValue),
      ...limit("holding_cap", amounts.holdingCap),
      window_count: windowCount === NO_COUNT ? "" : Number(windowCount),
      window_hours: Number(windowHours),
    };
  });

export const thresholdRows = (books: Books): Row[] =>
  [...books.limits.travelThresholds].map(([token, threshold]) => {
    const currency = currencyIn(books, token);
    return { currency, ...money("travel_threshold", threshold, currency) };
  });

/** Tokens in resolution, and the registers that count. */
export const resolutionRows = (books: Books): Row[] =>
  [...books.law.declarations.values()].map(({ token, instrument, authorityCode, agent, blockNumber }) => {
    const currency = currencyIn(books, token);
    const register = books.law.commitments.get(token);
    return {
      ...{ currency, instrument, authority: readReference(authorityCode), agent, declared_block: blockNumber },
      register_root: register?.root ?? "",
      register_block: register === undefined ? "" : Number(register.asOf),
      register_holders: register === undefined ? "" : Number(register.holders),
      ...money("register_total", register?.total ?? 0n, currency),
    };
  });

/** "transfer" */
export const operationName = (operation: bigint | undefined): string =>
  operation === undefined ? "" : (OPERATIONS[Number(operation)] ?? String(operation));
