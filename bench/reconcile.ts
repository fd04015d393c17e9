import { ZeroAddress } from "ethers";
import { sql } from "kysely";
import { pino } from "pino";

import "../src/config/fastAbi.js";
import "../src/config/fastHash.js";
import type { Gateway } from "../src/gateway/gateway.js";
import { differencesOf } from "../src/gateway/reconcile/assemble.js";
import { writeBreaks } from "../src/gateway/reconcile/breaks.js";
import { findDifferences } from "../src/gateway/reconcile/look.js";
import { openStore, type Store } from "../src/store/index.js";
import { startPostgres } from "../tools/postgres.js";
import { startChain } from "./gateway/chain.js";
import { measureWallets } from "./reconcile/wallets.js";

/*
 * What reconciliation costs: on a real PostgreSQL server every check, the totals, the breaks; on a real node every holder's balance. Books
 * are generated in the server, a fifth of the movements being mints of booked deposits and a holder for every twenty.
 */

const SIZES = [10_000, 100_000, 1_000_000];
const CURRENCY = "USD";
/** Behind all movements: a hundred of them in a block. */
const BLOCK = 10_001;

async function main(): Promise<void> {
  const [chain, server] = await Promise.all([startChain("anvil", 1), startPostgres()]);
  console.log(
    "movements   holders   deposits   seconds   us/movement   differences   peak RSS MB (before)" +
      "   wallets: s   us/wallet   one by one: us",
  );
  try {
    for (const size of SIZES) {
      const store = await openStore({ url: await server.freshDatabase() });
      await generate(store, size);
      await sql`analyze`.execute(store);
      const books = await measure(store, size);
      const measured = await measureWallets(chain, store, { currency: CURRENCY, block: BLOCK });
      const { wallets, seconds, oneByOne } = measured;
      const each = ((seconds * 1e6) / wallets).toFixed(0);
      console.log(
        `${books}   ${seconds.toFixed(2).padStart(10)}   ${each.padStart(9)}   ${oneByOne.toFixed(0).padStart(14)}`,
      );
      await store.destroy();
    }
  } finally {
    await chain.node.stop();
    await server.stop();
  }
}

const wallet = (number: ReturnType<typeof sql>) => sql`'0x' || lpad(to_hex((${number})::bigint), 40, '0')`;
const reference = (number: ReturnType<typeof sql>) => sql`'0x' || lpad(to_hex((${number})::bigint), 64, '0')`;

/** Movements 0, 5, 10, ... are mints of 10,000.00; the others pay at most 9.77 from one holder to another. */
async function generate(store: Store, size: number): Promise<void> {
  const holders = size / 20;
  const of = (text: string) => sql.raw(text);
  await sql`insert into file (name, sha256, bytes, state) values ('bench', 'bench', 0, 'imported')`.execute(store);
  await sql`
    insert into statement (file_id, index, kind, message_id, statement_id, account, our_account, currency, opening, closing,
      opening_on, closing_on, credits, entries)
    select 1, 0, 'camt.053', 'bench', 'bench', 'OURS', 'OURS', ${CURRENCY}, 0, 1000000 * ${size / 5}::bigint, '2026-11-01',
      '2026-11-02', 1000000 * ${size / 5}::bigint, ${size / 5}`.execute(store);
  await sql`
    insert into entry (statement_id, index, amount, currency, credit_debit, status, verdict)
    select 1, i, 1000000, ${CURRENCY}, 'CRDT', 'BOOK', 'deposit' from generate_series(1, ${size / 5}::bigint) i`.execute(
    store,
  );
  await sql`
    insert into deposit (entry_id, key, reference, strength, entry_key, amount, currency, account, content, details, uetr,
      state, payee, minted_block)
    select i, 'key ' || i, ${reference(of("(i - 1) * 5"))}, 'strong', md5('key ' || i)::uuid, 1000000, ${CURRENCY}, 'OURS', '', '[]',
      gen_random_uuid()::text, 'final', ${wallet(of(`(i - 1) % ${holders}`))}, 1
    from generate_series(1, ${size / 5}::bigint) i`.execute(store);
  await sql`
    insert into deposit_alias (alias, deposit_id) select md5('alias ' || id)::uuid, id from deposit`.execute(store);
  await sql`
    insert into control_entry (currency, kind, amount, subject, by)
    select currency, 'credit', amount, 'deposit:' || id, 'bench' from deposit`.execute(store);
  await sql`
    insert into movement (currency, block, log_index, tx_hash, kind, payer, payee, amount, reference, road)
    select ${CURRENCY}, i / 100, i % 100, ${reference(of("i"))}, 'mint', ${ZeroAddress},
      ${wallet(of(`(i / 5) % ${holders}`))}, 1000000, ${reference(of("i"))}, 'issue'
    from generate_series(0, ${size - 1}::bigint, 5) i
    union all
    select ${CURRENCY}, i / 100, i % 100, ${reference(of("i"))}, 'transfer', ${wallet(of(`(i * 7) % ${holders}`))},
      ${wallet(of(`(i * 11 + 1) % ${holders}`))}, 1 + i % 977, null, null
    from generate_series(0, ${size - 1}::bigint) i where i % 5 <> 0`.execute(store);
  await sql`
    insert into holder (currency, wallet, balance)
    select ${CURRENCY}, wallet, sum(change) from (
      select payee as wallet, amount as change from movement
      union all select payer, -amount from movement where kind = 'transfer') m
    group by wallet`.execute(store);
}

/** The database's part. @returns a row of the table */
async function measure(store: Store, size: number): Promise<string> {
  const supply = 1_000_000n * BigInt(size / 5);
  const settings = { owner: "bench", reconciliation: { materialAbove: {}, lateSeconds: 3_600 } };
  const accounts = [{ id: "OURS", currency: CURRENCY }];
  // The part that is measured asks no chain and has no keys.
  const gateway = { store, settings, accounts, worker: "bench", keys: {}, log: pino({ level: "silent" }) };
  const chain = { supply, backing: supply, attestedAt: 1n, burned: 0n, received: 0n, mintPaused: false };
  const wallets = { compared: 0, all: false, different: 0, listed: [] };
  const before = rss();
  let peak = before;
  const sampler = setInterval(() => (peak = Math.max(peak, rss())), 20);
  const started = performance.now();
  const differences = await store
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (trx) => {
      const now = new Date();
      const look = { trx, currency: CURRENCY, block: BLOCK, now, lateBefore: new Date(now.getTime() - 3_600_000) };
      await findDifferences(gateway as unknown as Gateway, look, chain, wallets);
      const row = { currency: CURRENCY, block: BLOCK, block_hash: "", material: false, report: "{}" };
      const { id } = await trx
        .insertInto("reconciliation")
        .values({ ...row, signer: null, signature: null })
        .returning("id")
        .executeTakeFirstOrThrow();
      await writeBreaks(look, id, "bench");
      return (await differencesOf(gateway as unknown as Gateway, look)).count;
    });
  const seconds = (performance.now() - started) / 1000;
  clearInterval(sampler);
  const { holders } = (await sql<{ holders: number }>`select count(*) as holders from holder`.execute(store)).rows[0]!;
  const cells = [size, holders, size / 5, seconds.toFixed(2), ((seconds * 1e6) / size).toFixed(2), differences];
  return `${cells.map((cell, i) => String(cell).padStart([9, 9, 10, 9, 13, 13][i]!)).join(" ")}   ${`${peak} (${before})`.padStart(20)}`;
}

const rss = (): number => Math.round(process.memoryUsage().rss / 1e6);

await main();
// Providers that are still open keep the process alive.
process.exit(0);
