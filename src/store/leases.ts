import { sql } from "kysely";

import type { Store } from "./store.js";

/**
 * Takes or keeps a named lease: one worker at a time does what the name says. Times are the database's own, so clocks of
 * machines do not matter.
 * @returns whether `holder` has it now, for `seconds`
 */
export async function takeLease(store: Store, name: string, holder: string, seconds: number): Promise<boolean> {
  const until = sql<Date>`now() + make_interval(secs => ${seconds})`;
  const { rows } = await sql<{ holder: string }>`
    insert into lease (name, holder, until) values (${name}, ${holder}, ${until})
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
      where lease.holder = excluded.holder or lease.until < now()
    returning holder`.execute(store);
  return rows.length > 0;
}

/** Gives it back before its time. */
export async function dropLease(store: Store, name: string, holder: string): Promise<void> {
  await store.deleteFrom("lease").where("name", "=", name).where("holder", "=", holder).execute();
}

/** Seconds for which a killed worker keeps others from what only saves them work. */
const SHORT = 15;

/**
 * Does something that another worker at work on the same would only do in vain: reading a queue, asking the node about it. What
 * must not happen twice is guarded where it is written, never by this.
 * @returns what `act` moved; 0 where another worker is at it
 */
export async function alone(store: Store, name: string, holder: string, act: () => Promise<number>): Promise<number> {
  if (!(await takeLease(store, name, holder, SHORT))) return 0;
  try {
    return await act();
  } finally {
    await dropLease(store, name, holder);
  }
}
