import { sql } from "kysely";

import type { Customer } from "../../bank/customers.js";
import type { Db, Store } from "../../store/index.js";
import { record } from "../../store/journal.js";
import type { Gateway } from "../gateway.js";
import { jsonText } from "../intake/json.js";
import { CustomerIndex } from "./customerIndex.js";

/** Customers written in one statement. */
const CHUNK = 1000;

/** What a new customer file changed. */
export interface CustomerChanges {
  readonly written: number;
  /** customers who are not in the file any more: nothing is attributed to them from now on */
  readonly removed: number;
}

/**
 * Makes the store's customers those of a customer file (`readCustomers`). What was attributed before stays as it is.
 * @param customers every customer of the bank, not only the new ones
 */
export async function syncCustomers(gateway: Gateway, customers: readonly Customer[]): Promise<CustomerChanges> {
  return gateway.store.transaction().execute(async (trx) => {
    // One file at a time: of two, the later one holds as a whole.
    await sql`select pg_advisory_xact_lock(hashtextextended('customers', 0))`.execute(trx);
    let written = 0;
    for (let start = 0; start < customers.length; start += CHUNK) {
      const rows = customers.slice(start, start + CHUNK).map((data) => ({ customer: data.customer, data }));
      const { numAffectedRows = 0n } = await sql`
        insert into customer (customer, data)
        select customer, data from jsonb_to_recordset(${jsonText(rows)}::text::jsonb) as row (customer text, data jsonb)
        on conflict (customer) do update set data = excluded.data, updated_at = clock_timestamp()
          where customer.data is distinct from excluded.data`.execute(trx);
      written += Number(numAffectedRows);
    }
    const names = jsonText(customers.map(({ customer }) => customer));
    const { numAffectedRows = 0n } = await sql`
      delete from customer where customer not in (select jsonb_array_elements_text(${names}::text::jsonb))`.execute(
      trx,
    );
    const changes = { written, removed: Number(numAffectedRows) };
    if (written + changes.removed > 0) {
      await record(trx, { actor: gateway.worker, act: "customers-synced", subject: "customers", data: { ...changes } });
    }
    return changes;
  });
}

interface Cached {
  readonly version: string;
  readonly index: CustomerIndex;
}

const CACHE = new WeakMap<Store, Cached>();

/** The customers of the store, ready for look-ups; read again only when they have changed. */
export async function customerIndex(gateway: Gateway, db: Db): Promise<Cached> {
  const { rows } = await sql<{ version: string }>`
    select count(*)::text || ' ' || coalesce(max(updated_at)::text, '') as version from customer`.execute(db);
  const version = rows[0]?.version ?? "";
  const known = CACHE.get(gateway.store);
  if (known?.version === version) return known;
  const stored = await db.selectFrom("customer").select("data").orderBy("customer").execute();
  const fresh = { version, index: new CustomerIndex(stored.map(({ data }) => data as Customer)) };
  CACHE.set(gateway.store, fresh);
  return fresh;
}
