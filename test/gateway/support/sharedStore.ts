import { sql } from "kysely";

import { openStore, type Store } from "../../../src/store/index.js";

/*
 * Opening an embedded database takes seconds of computing. Specifications of one run share one in memory, emptied between them; what it
 * means to open a store is specified in test/store.
 */

let shared: Promise<Store> | undefined;

/** The shared store, empty. Nobody closes it: it ends with the process. */
export async function emptySharedStore(): Promise<Store> {
  const store = await (shared ??= openStore({}));
  await emptyTables(store);
  return store;
}

/** Removes every row, of append-only tables too. */
export async function emptyTables(store: Store): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select quote_ident(tablename) as name from pg_tables
    where schemaname = 'public' and tablename not like 'kysely%'`.execute(store);
  await store.transaction().execute(async (trx) => {
    // As a replica would: triggers stay silent.
    await sql`set local session_replication_role = replica`.execute(trx);
    await sql`truncate ${sql.join(rows.map(({ name }) => sql.raw(name)))} restart identity cascade`.execute(trx);
  });
}
