import { sql } from "kysely";

import { add, type Look } from "./difference.js";

/**
 * Balances of the subledger at the block: those of now without what moved since. Exact in any snapshot, because the
 * watcher writes both in one transaction.
 */
export const balancesAt = (currency: string, block: number) => sql`
  select h.wallet, h.balance - coalesce(l.change, 0) as balance
  from holder h left join (${changes(sql`currency = ${currency} and block > ${block}`)}) l on l.wallet = h.wallet
  where h.currency = ${currency}`;

/** What wallets received less what they paid, over movements that meet the condition. */
export const changes = (condition: ReturnType<typeof sql>) => sql`
  select wallet, sum(change) as change from (
    select payee as wallet, amount as change from movement where kind <> 'burn' and ${condition}
    union all
    select payer, -amount from movement where kind <> 'mint' and ${condition}
  ) moved group by wallet`;

/** The subledger against its own movements, wallet by wallet. */
export async function checkSubledger(look: Look): Promise<void> {
  const { currency, block } = look;
  await add(
    look,
    "SUPPLY",
    sql`
    select 'subledger:' || coalesce(s.wallet, m.wallet), abs(coalesce(s.balance, 0) - coalesce(m.change, 0)),
      'the subledger has ' || coalesce(s.balance, 0) || ' minor units, its movements make ' || coalesce(m.change, 0),
      null::timestamptz
    from (${balancesAt(currency, block)}) s
    full join (${changes(sql`currency = ${currency} and block <= ${block}`)}) m on m.wallet = s.wallet
    where coalesce(s.balance, 0) <> coalesce(m.change, 0)`,
  );
}
