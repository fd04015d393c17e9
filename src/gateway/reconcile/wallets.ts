import { sql } from "kysely";

import type { Gateway } from "../gateway.js";
import { LISTED } from "./statements.js";
import { balancesAt } from "./checks/subledger.js";
import { compareWallets, type WalletDifference } from "./chain.js";

/** Wallets a page of questions. */
const PAGE = 1_000;
/** Above so many changed wallets going through all of them in order is quicker than a list. */
const LIST_MOST = 20_000;

export interface WalletsCompared {
  readonly compared: number;
  /** every wallet of the subledger, not only those that changed */
  readonly all: boolean;
  readonly different: number;
  /** the first of them */
  readonly listed: readonly WalletDifference[];
}

/**
 * Balances of the subledger against `balanceOf` at the block, a page at a time. Wallets that changed after block `since`, and
 * those that differed before; all of them where `full` says so.
 */
export async function walletsAt(
  gateway: Gateway,
  currency: string,
  block: number,
  { since, full }: { readonly since: number; readonly full: boolean },
): Promise<WalletsCompared> {
  const changed = full ? undefined : await changedWallets(gateway, currency, block, since);
  const listed: WalletDifference[] = [];
  let [compared, different, after] = [0, 0, ""];
  for (let i = 0; ; i += PAGE) {
    const page =
      changed === undefined
        ? await pageOf(gateway, currency, block, sql`wallet > ${after} order by wallet limit ${PAGE}`)
        : await pageOf(gateway, currency, block, sql`wallet = any(${changed.slice(i, i + PAGE)}::text[])`);
    if (page.length > 0) after = page.at(-1)!.wallet;
    const found = await compareWallets(gateway, currency, block, page);
    compared += page.length;
    different += found.length;
    for (const one of found) if (listed.length < LISTED) listed.push(one);
    if (changed === undefined ? page.length < PAGE : i + PAGE >= changed.length) break;
  }
  return { compared, all: changed === undefined, different, listed };
}

async function pageOf({ store }: Gateway, currency: string, block: number, condition: ReturnType<typeof sql>) {
  const { rows } = await sql<{ wallet: string; balance: bigint }>`
    select wallet, balance from (${balancesAt(currency, block)}) b where ${condition}`.execute(store);
  return rows;
}

/** Undefined where they are too many for a list. */
async function changedWallets(
  { store }: Gateway,
  currency: string,
  block: number,
  since: number,
): Promise<string[] | undefined> {
  const moved = sql`currency = ${currency} and block > ${since} and block <= ${block}`;
  const { rows } = await sql<{ wallet: string }>`
    select payee as wallet from movement where kind <> 'burn' and ${moved}
    union select payer from movement where kind <> 'mint' and ${moved}
    union select substr(subject, 8) from break
      where currency = ${currency} and closed_at is null and subject like 'wallet:%'
    limit ${LIST_MOST + 1}`.execute(store);
  return rows.length > LIST_MOST ? undefined : rows.map(({ wallet }) => wallet);
}
