import { ZeroAddress } from "ethers";

import type { ChainEvent } from "../events.js";
import type { Books } from "./books.js";
import { ACT_KINDS, type BookAct } from "./lawBook.js";

/*
 * What two contracts say of one act must agree. The token says that money was moved by force, LegalOrders by which order and
 * which two people; the register that a block was lifted, LegalOrders on what grounds. What one says and the other does not
 * is an event that is missing, or an act that took another road than the bank's own contracts.
 */

/** Where the contracts disagree; empty is good. */
export function disagreements(books: Books): string[] {
  return [
    ...ordersWithoutFile(books),
    ...unmatched(
      forcedMoves(books),
      orderedMoves(books),
      "was moved by force under no order",
      "was to be moved and was not",
    ),
    ...unmatched(
      retirements(books),
      recoveries(books),
      "was retired without a recovery",
      "was recovered and not retired",
    ),
    ...unmatched(unblocks(books), blockLifts(books), "was unblocked by no lift", "was lifted and not unblocked"),
    ...unmatched(walletUnblocks(books), walletLifts(books), "was unblocked by no lift", "was lifted and not unblocked"),
    ...unmatched(
      ...([unpauses(books), pauseLifts(books), "runs again by no lift", "was to run again and does not"] as const),
    ),
    ...mintsOfNobody(books),
  ];
}

const named = (books: Books, name: string): ChainEvent[] => books.events.filter((event) => event.name === name);
const acts = ({ law }: Books, kind: BookAct["kind"]): BookAct[] => law.acts.filter((act) => act.kind === kind);

/** Each of the first has one of the second, and the other way round. */
function unmatched(done: readonly string[], decided: readonly string[], alone: string, idle: string): string[] {
  const rest = [...decided];
  const without = done.filter((one) => {
    const place = rest.indexOf(one);
    if (place >= 0) rest.splice(place, 1);
    return place < 0;
  });
  return [...without.map((one) => `${one} ${alone}`), ...rest.map((one) => `${one} ${idle}`)];
}

const ordersWithoutFile = ({ law }: Books): string[] =>
  law.acts
    .filter(({ orderId }) => orderId !== undefined && !law.orders.has(orderId))
    .map(({ kind, act, orderId }) => `the ${kind} ${act} cites the order ${orderId}, which was never filed`);

const move = (token: unknown, from: unknown, to: unknown, amount: unknown): string =>
  `${String(amount)} minor units of ${String(token)} from ${String(from)} to ${String(to)}`;

/** Burns by force are not orders': another bank has taken the claim over (resolution). */
const forcedMoves = (books: Books): string[] =>
  named(books, "ForcedTransfer")
    .filter(({ args }) => args["to"] !== ZeroAddress)
    .map(({ address, args }) => move(address, args["from"], args["to"], args["amount"]));

const orderedMoves = (books: Books): string[] => [
  ...acts(books, ACT_KINDS.Seized).map(({ token, account, to, amount }) => move(token, account, to, amount)),
  ...books.law.sweeps
    .filter(({ amount }) => amount > 0n)
    .map(({ token, lost, heir, amount }) => move(token, lost, heir, amount)),
];

const retirements = (books: Books): string[] =>
  named(books, "WalletRetired").map(({ args }) => `the wallet ${String(args["wallet"])}`);

const recoveries = (books: Books): string[] =>
  acts(books, ACT_KINDS.WalletRecovered).map(({ account }) => `the wallet ${account}`);

const blockOf = (party: unknown, reason: unknown): string => `party ${String(party)} (${String(reason)})`;

const unblocks = (books: Books): string[] =>
  named(books, "PartyUnblocked").map(({ args }) => blockOf(args["party"], args["orderId"]));

const blockLifts = (books: Books): string[] => [
  ...acts(books, ACT_KINDS.BlockLifted).map(({ party, orderId }) => blockOf(party, orderId)),
  ...acts(books, ACT_KINDS.DirectBlockLifted).map(({ party, grounds }) => blockOf(party, grounds)),
];

const LOCAL_BLOCK = 1n << 236n;

/** The token tells all local bits after a change: a block that was there before and is not any more was lifted. */
function walletUnblocks(books: Books): string[] {
  const blocked = new Set<string>();
  return named(books, "LocalBitsSet").flatMap(({ address, args }) => {
    const wallet = `the wallet ${String(args["account"])} in ${address}`;
    const isBlocked = ((args["bits"] as bigint) & LOCAL_BLOCK) !== 0n;
    if (isBlocked) blocked.add(wallet);
    return !isBlocked && blocked.delete(wallet) ? [wallet] : [];
  });
}

const walletLifts = (books: Books): string[] =>
  acts(books, ACT_KINDS.WalletBlockLifted).map(({ token, account }) => `the wallet ${account} in ${token}`);

const operationOf = (token: unknown, operation: unknown): string =>
  `operation ${String(operation)} of ${String(token)}`;

const unpauses = (books: Books): string[] =>
  named(books, "Unpaused")
    .filter(({ args }) => args["account"] === books.pauseControl)
    .map(({ address, args }) => operationOf(address, args["operation"]));

const pauseLifts = (books: Books): string[] =>
  acts(books, ACT_KINDS.PauseLifted).map(({ token, operation }) => operationOf(token, operation));

/** All that was minted was ordered by two people, returned by a payee's bank, or received from another bank. */
function mintsOfNobody({ tokens, desks, events }: Books): string[] {
  return Object.entries(tokens).flatMap(([currency, { token, supply, burned, received, references }]) => {
    const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
    const ordered = desks.mints.filter((mint) => mint.token === token);
    const known =
      sum(ordered.map(({ depositReference }) => references.get(depositReference)?.amount ?? 0n)) +
      sum(desks.batches.filter((batch) => batch.token === token).map(({ minted }) => minted)) +
      sum(
        events
          .filter(({ name, args }) => name === "RedemptionReturned" && args["token"] === token)
          .map(({ args }) => args["amount"] as bigint),
      ) +
      received;
    const minted = supply + burned;
    return minted === known ? [] : [`${currency}: ${minted} minor units were minted, two people ordered ${known}`];
  });
}
