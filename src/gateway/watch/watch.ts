import type { ChainEvent } from "../../chain/events.js";
import { readLogs } from "../../chain/logs.js";
import { ask } from "../../chain/send.js";
import { decodeAccountWord } from "../../chain/words.js";
import { tokenOf } from "../../chain/checks.js";
import { takeLease, type Trx } from "../../store/index.js";
import type { Gateway } from "../gateway.js";
import { type BlockName, finalHead } from "../transactions/finality.js";
import { hashOf, moveCursor, readCursor, requireCursorOnChain } from "./cursor.js";
import { type BurnHold, type Movement, movementsIn, type Page } from "./movements.js";
import { writeBurnHolds, writeMovements } from "./write.js";

/** What else happens with the events of a page, in its database transaction: no network. */
export type EventListener = (gateway: Gateway, trx: Trx, events: readonly ChainEvent[]) => Promise<void>;

export interface WatchOptions {
  /** blocks a page at most; 2,000 if left out */
  readonly pageBlocks?: number;
}

/** Logs that a page should not pass by much: it is halved when it does. */
const PAGE_LOGS = 10_000;
/** A worker that was killed holds nobody up for longer; two that read one page write it once (`moveCursor`). */
const LEASE_SECONDS = 15;

/**
 * Reads one page of final blocks into `movement` and `holder` and tells the listeners, all in one database transaction
 * with the cursor: a page counts once, however often and by however many workers it is read.
 * @returns blocks read; 0 when the cursor is at the final head or another worker reads
 * @throws VostroError DeepReorg, BooksNegative, and what the node refuses
 */
export async function watchChain(
  gateway: Gateway,
  listeners: readonly EventListener[] = [],
  { pageBlocks = 2_000 }: WatchOptions = {},
): Promise<number> {
  const { store, bank, worker } = gateway;
  if (!(await takeLease(store, "watch", worker, LEASE_SECONDS))) return 0;
  const cursor = await readCursor(store);
  if (cursor !== undefined) await requireCursorOnChain(gateway, cursor);
  const head = await finalHead(gateway);
  const from = cursor === undefined ? bank.addresses.fromBlock : cursor.number + 1;
  if (head.number < from) return 0;
  const { to, page } = await readPage(gateway, from, head, pageBlocks);
  // A node behind a balancer may not have the block that another one called final: the page is read again later.
  if (to.hash === undefined) return 0;
  const movements = await withRoads(gateway, to.number, page);
  return store.transaction().execute(async (trx) => {
    if (!(await moveCursor(trx, cursor, to as BlockName))) return 0;
    await writeBurnHolds(trx, page.burnHolds);
    await writeMovements(trx, movements);
    for (const listener of listeners) await listener(gateway, trx, page.events);
    return to.number - from + 1;
  });
}

/** Whole blocks, as many as give a page that is no larger than it should be: at least one. */
async function readPage(
  gateway: Gateway,
  from: number,
  head: BlockName,
  blocks: number,
): Promise<{ to: { readonly number: number; readonly hash: string | undefined }; page: Page }> {
  const { bank } = gateway;
  const { redemptionDesk, tokens } = bank.addresses;
  for (let size = blocks; ; size = Math.max(1, Math.floor(size / 4))) {
    const toBlock = Math.min(from + size - 1, head.number);
    const logs = await readLogs(bank, {
      addresses: [...Object.values(tokens), redemptionDesk],
      fromBlock: from,
      toBlock,
    });
    if (logs.length > PAGE_LOGS && toBlock > from) continue;
    const hash = toBlock === head.number ? head.hash : await hashOf(gateway, toBlock);
    return { to: { number: toBlock, hash }, page: movementsIn(bank, logs) };
  }
}

/** Burns under a hold of another notary than the redemption desk: a clearing contract's, or unexplained. */
async function withRoads(gateway: Gateway, block: number, page: Page): Promise<readonly Movement[]> {
  const isOpen = ({ road, hold }: Movement): boolean => road === "other" && hold !== undefined;
  const open = page.movements.filter(isOpen);
  if (open.length === 0) return page.movements;
  const notaries = new Map([...(await knownNotaries(gateway, open)), ...page.burnHolds.map(named)]);
  const clears = new Map<string, boolean>();
  const notaryOf = ({ currency, hold }: Movement): string | undefined => notaries.get(`${currency} ${hold}`);
  for (const burn of open) {
    const notary = notaryOf(burn);
    const key = `${burn.currency} ${notary}`;
    if (notary === undefined || clears.has(key)) continue;
    clears.set(key, await isClearing(gateway, burn.currency, notary, block));
  }
  return page.movements.map((movement) =>
    isOpen(movement) && clears.get(`${movement.currency} ${notaryOf(movement)}`) === true
      ? { ...movement, road: "clearing" }
      : movement,
  );
}

const named = ({ currency, id, notary }: BurnHold): [string, string] => [`${currency} ${id}`, notary];

async function knownNotaries({ store }: Gateway, burns: readonly Movement[]): Promise<[string, string][]> {
  const ids = burns.map(({ hold }) => hold!);
  const rows: [string, string][] = [];
  for (let i = 0; i < ids.length; i += 10_000) {
    const found = await store
      .selectFrom("burn_hold")
      .select(["id", "currency", "notary"])
      .where("id", "in", ids.slice(i, i + 10_000))
      .execute();
    for (const hold of found) rows.push(named(hold));
  }
  return rows;
}

async function isClearing({ bank }: Gateway, currency: string, notary: string, block: number): Promise<boolean> {
  const token = tokenOf(bank, currency);
  // From a node that keeps no state so old: the power as it is now.
  const word = await token.accountWord(notary, { blockTag: block }).catch(() => ask(bank, token.accountWord(notary)));
  return decodeAccountWord(word).powers.includes("CLEARING");
}
