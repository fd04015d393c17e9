import { ZeroAddress, ZeroHash } from "ethers";

import { legalOrderHash } from "../typedData.js";
import type { Comparison } from "./comparison.js";
import { ACT_KINDS, liveBlocksOf } from "./lawBook.js";

/** Orders, acts, liens, blocks, custody accounts and resolution against the views of their contracts. */
export async function compareLaw(comparison: Comparison): Promise<void> {
  await compareOrders(comparison);
  await compareLiens(comparison);
  await compareBlocks(comparison);
  await compareResolution(comparison);
}

async function compareOrders(comparison: Comparison): Promise<void> {
  const { at } = comparison;
  const { legalOrders, pauseControl } = comparison.bank;
  const { orders, acts, custody } = comparison.books.law;
  await comparison.each(orders.values(), async ({ filedAt: _, ...order }) => {
    comparison.differ(`order ${order.id}`, legalOrderHash(order), await legalOrders.orderHash(order.id, at));
  });
  await comparison.each(acts, async ({ kind, act }) => {
    const contract = kind === ACT_KINDS.PauseLifted ? pauseControl : legalOrders;
    comparison.differ(`act ${act} (${kind})`, true, await contract.isDone(act, at));
  });
  await comparison.each(custody, async ([account, registered]) => {
    comparison.differ(`custody account ${account}`, registered, await legalOrders.isCustody(account, at));
  });
}

async function compareLiens(comparison: Comparison): Promise<void> {
  const { at, books } = comparison;
  const { legalOrders } = comparison.bank;
  const { liens, liensOf, places } = books.law;
  await comparison.each(liens.values(), async ({ lienId, orderId, token, account, left }) => {
    const stored = await legalOrders.lien(lienId, at);
    const storedText = [stored.orderId, stored.token, stored.account, stored.left].join(" ");
    comparison.differ(`lien ${lienId}`, [orderId, token, account, left].join(" "), storedText);
    for (const place of places.get(lienId) ?? []) {
      const here = await legalOrders.lienAt(lienId, place.account, at);
      comparison.differ(`lien ${lienId} on ${place.account}`, place.amount, here);
    }
  });
  await comparison.each(liensOf, async ([key, total]) => {
    const [token, account] = key.split(" ") as [string, string];
    comparison.differ(`liens on ${account} in ${token}`, total, await legalOrders.liensOf(token, account, at));
    // What the token shows is compared with the token; it may lag (after a sealed burn), but never say more.
    const shown = tokenShows(comparison, token, account);
    const most = total < MAX_SHOWN ? total : MAX_SHOWN;
    comparison.differ(`${account} has more frozen in ${token} than liens`, false, shown > most);
  });
}

const MAX_SHOWN = (1n << 64n) - 1n;

function tokenShows({ books }: Comparison, token: string, account: string): bigint {
  const book = Object.values(books.tokens).find((one) => one.token === token);
  return book?.accounts.get(account)?.frozen ?? 0n;
}

async function compareBlocks(comparison: Comparison): Promise<void> {
  const { at } = comparison;
  const { legalOrders } = comparison.bank;
  const { law } = comparison.books;
  await comparison.each(law.blocks.values(), async ({ orderId, party, live }) => {
    const stored = await legalOrders.isBlockLive(orderId, party, at);
    comparison.differ(`block of party ${party} under ${orderId}`, live, stored);
  });
  await comparison.each(new Set([...law.blocks.values()].map(({ party }) => party)), async (party) => {
    const stored = await legalOrders.liveBlocks(party, at);
    comparison.differ(`blocks of party ${party} under orders`, liveBlocksOf(law, party), stored);
  });
}

async function compareResolution(comparison: Comparison): Promise<void> {
  const { at, books } = comparison;
  const { resolution } = comparison.bank;
  const { declarations, commitments } = books.law;
  await comparison.each(Object.values(books.tokens), async ({ token }) => {
    const declared = declarations.get(token);
    const stored = await resolution.declarationOf(token, at);
    comparison.differ(
      `resolution of ${token}`,
      [
        declared?.instrument ?? ZeroHash,
        declared?.authorityCode ?? ZeroHash,
        declared?.agent ?? ZeroAddress,
        declared?.blockNumber ?? 0,
      ].join(" "),
      [stored.instrument, stored.authorityCode, stored.agent, stored.blockNumber].join(" "),
    );
    const committed = commitments.get(token);
    const register = await resolution.registerOf(token, at);
    comparison.differ(
      `register of ${token}`,
      [
        committed?.root ?? ZeroHash,
        ...[committed?.total, committed?.asOf, committed?.burnedThen, committed?.holders].map((figure) => figure ?? 0n),
      ].join(" "),
      [register.root, register.total, register.blockNumber, register.burnedThen, register.holders].join(" "),
    );
  });
}
