import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { sql } from "kysely";

import { dropLease, openStore, record, type Store, StoreError, takeLease } from "../../src/store/index.js";
import { startPostgres, type TestServer } from "../../tools/postgres.js";

const failure = async (promise: Promise<unknown>): Promise<Error> => {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was refused");
};

describe("Store", () => {
  let server: TestServer;
  before(async () => {
    server = await startPostgres();
  });
  after(async () => server.stop());

  it("says what to do when there is no server", async () => {
    const error = await failure(openStore({ url: "postgres://127.0.0.1:1/none" }));
    expect(error).to.be.instanceOf(StoreError);
    expect(error.message).to.include("ECONNREFUSED").and.to.include("DATABASE_URL");
  });

  it("keeps the embedded database in its folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "vostro-store-"));
    try {
      const first = await openStore({ folder: join(folder, "deep", "store") });
      await record(first, { actor: "test", act: "wrote", subject: "store" });
      await first.destroy();
      const second = await openStore({ folder: join(folder, "deep", "store") });
      expect(await second.selectFrom("journal").select("act").execute()).to.deep.equal([{ act: "wrote" }]);
      await second.destroy();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const roads: readonly (readonly [string, () => Promise<Store>])[] = [
    ["the embedded database", () => openStore({})],
    ["a PostgreSQL server", async () => openStore({ url: await server.freshDatabase() })],
  ];
  for (const [name, open] of roads) {
    describe(`on ${name}`, () => {
      let store: Store;
      before(async () => {
        store = await open();
      });
      after(async () => store.destroy());

      it("refuses to change or remove what the journal says", async () => {
        await record(store, { actor: "ann", act: "approved", subject: "batch:1", data: { total: 5n } });
        for (const change of [
          sql`update journal set actor = 'bob'`,
          sql`delete from journal`,
          sql`truncate journal`,
          sql`delete from control_entry`,
        ]) {
          expect((await failure(change.execute(store))).message).to.include("append-only");
        }
        const rows = await store.selectFrom("journal").select(["actor", "data"]).execute();
        expect(rows).to.deep.equal([{ actor: "ann", data: { total: "5" } }]);
      });

      it("keeps an amount of 64 bits to the last unit, and its sum beyond", async () => {
        const amount = 2n ** 64n - 1n;
        const row = { currency: "USD", kind: "credit", by: "test" } as const;
        await store
          .insertInto("control_entry")
          .values(["a", "b"].map((subject) => ({ ...row, subject, amount })))
          .execute();
        const { sum } = await store
          .selectFrom("control_entry")
          .select((eb) => eb.fn.sum<bigint>("amount").as("sum"))
          .executeTakeFirstOrThrow();
        expect(sum).to.equal(2n * amount);
      });

      it("undoes a transaction that fails, and runs no other query inside it", async () => {
        const count = async (): Promise<number> => {
          const all = await store.selectFrom("lane").selectAll().execute();
          return all.length;
        };
        let other: Promise<unknown> = Promise.resolve();
        const error = await failure(
          store.transaction().execute(async (trx) => {
            await trx.insertInto("lane").values({ sender: "0x01", next_nonce: 1 }).execute();
            // Begun meanwhile by another worker: must survive.
            other = store.insertInto("lane").values({ sender: "0x02", next_nonce: 2 }).execute();
            await new Promise((resolve) => setTimeout(resolve, 20));
            throw new Error("killed");
          }),
        );
        await other;
        expect(error.message).to.equal("killed");
        expect(await count()).to.equal(1);
      });

      it("gives a lease to one of many, and to another when it is given back or has ended", async () => {
        const names = ["a", "b", "c", "d"];
        const got = await Promise.all(names.map((holder) => takeLease(store, "attest", holder, 60)));
        expect(got.filter(Boolean)).to.have.length(1);
        const holder = names[got.indexOf(true)]!;
        expect(await takeLease(store, "attest", holder, 60), "keeps it").to.equal(true);
        await dropLease(store, "attest", holder);
        expect(await takeLease(store, "attest", "e", 0)).to.equal(true);
        await new Promise((resolve) => setTimeout(resolve, 5));
        expect(await takeLease(store, "attest", "f", 60), "its time was over").to.equal(true);
        expect(await takeLease(store, "attest", "e", 60)).to.equal(false);
      });
    });
  }

  it("is migrated once when four processes open it together", async () => {
    const url = await server.freshDatabase();
    const stores = await Promise.all([1, 2, 3, 4].map(() => openStore({ url })));
    expect(await stores[0]!.selectFrom("journal").selectAll().execute()).to.deep.equal([]);
    await Promise.all(stores.map((store) => store.destroy()));
  });
});
