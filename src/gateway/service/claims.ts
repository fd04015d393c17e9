import { randomUUID } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { sql } from "kysely";

import { ask, providerOf } from "../../chain/send.js";
import { buildClaims } from "../../proof/claims.js";
import { claimsToJson } from "../../proof/files.js";
import type { AttestOptions } from "../attest/index.js";
import type { Gateway } from "../gateway.js";
import type { Folders } from "./folders.js";

/**
 * The holders' claims at a block, from the subledger; kept beside the reports, because each holder's proof is cut from it.
 * The file is private to the bank: it says who has how much.
 */
export function claimsFromStore(gateway: Gateway, { reports }: Folders): NonNullable<AttestOptions["claims"]> {
  return async (currency, block) => {
    const { bank, store, salt } = gateway;
    const { rows } = await sql<{ wallet: string; balance: bigint }>`
      select wallet, sum(amount) as balance from (
        select payee as wallet, amount from movement where currency = ${currency} and block <= ${block} and kind <> 'burn'
        union all
        select payer, -amount from movement where currency = ${currency} and block <= ${block} and kind <> 'mint'
      ) as each_one group by wallet having sum(amount) > 0`.execute(store);
    // A tree of nobody has no root.
    if (rows.length === 0) return undefined;
    const at = await ask(bank, providerOf(bank).getBlock(block));
    const claims = buildClaims(
      {
        chainId: bank.addresses.chainId,
        token: bank.addresses.tokens[currency]!,
        currency,
        block,
        blockHash: at!.hash!,
      },
      new Map(rows.map(({ wallet, balance }) => [wallet, balance])),
      salt,
    );
    const path = join(reports, `claims-${currency}-${block}.json`);
    // Whole or not there: proofs are cut from it, and whoever writes it may be killed.
    const partial = `${path}.${randomUUID()}.partial`;
    await writeFile(partial, claimsToJson(claims), { mode: 0o600 });
    await rename(partial, path);
    return claims.root;
  };
}
