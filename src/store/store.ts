import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

import { PGlite } from "@electric-sql/pglite";
import { Kysely, PostgresDialect, type Transaction } from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";

import { MIGRATIONS } from "./migrations/index.js";
import { OneConnectionDialect } from "./oneAtATime.js";
import type { Tables } from "./tables/index.js";
import { PG_VALUES, PGLITE_VALUES } from "./values.js";

/** The gateway's database. */
export type Store = Kysely<Tables>;
/** Inside one transaction. */
export type Trx = Transaction<Tables>;
/** Either: what only reads, or writes one row. */
export type Db = Store | Trx;

export interface StoreOptions {
  /** a PostgreSQL server; without it the embedded one */
  readonly url?: string | undefined;
  /** folder of the embedded database; in memory if left out: gone with the process */
  readonly folder?: string | undefined;
  /** connections of this process to the server; 10 if left out */
  readonly connections?: number;
}

/** The store could not be opened. */
export class StoreError extends Error {
  constructor(
    problem: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(`${problem}. ${fix}`, options);
    this.name = "StoreError";
  }
}

/**
 * Opens the store and brings its schema up to date. Several processes may do so at once on a server; the embedded
 * database belongs to one process.
 * @throws StoreError
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const store = new Kysely<Tables>({ dialect: options.url === undefined ? embedded(options) : server(options) });
  try {
    const { error, results } = await new Migrator({
      db: store,
      provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
    }).migrateToLatest();
    if (error === undefined) return store;
    const failed = results?.find(({ status }) => status === "Error")?.migrationName;
    throw new StoreError(
      `The database cannot be used${failed === undefined ? "" : `: migration ${failed} failed`}: ${reasonOf(error)}`,
      options.url === undefined
        ? "Is another process using the folder? Only one may; use a server (DATABASE_URL) for more."
        : "Check DATABASE_URL, and that its user may create tables.",
      { cause: error },
    );
  } catch (error) {
    await store.destroy().catch(() => undefined);
    throw error instanceof StoreError
      ? error
      : new StoreError(`The database cannot be opened: ${reasonOf(error)}`, "Check DATABASE_URL.", { cause: error });
  }
}

/** A connection that cannot be made is an AggregateError without a message of its own. */
const reasonOf = (error: unknown): string => {
  const { message, code } = error as { message?: string; code?: string };
  return message !== undefined && message !== "" ? message : (code ?? String(error));
};

function embedded({ folder }: StoreOptions): OneConnectionDialect {
  return new OneConnectionDialect({
    pglite: async () => {
      if (folder === undefined) return PGlite.create(PGLITE_VALUES);
      mkdirSync(dirname(folder), { recursive: true });
      return PGlite.create({ ...PGLITE_VALUES, dataDir: folder });
    },
  });
}

function server({ url, connections = 10 }: StoreOptions): PostgresDialect {
  const pool = new pg.Pool({ connectionString: url, max: connections, types: PG_VALUES });
  // A connection that the server closes while idle is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  return new PostgresDialect({ pool });
}
