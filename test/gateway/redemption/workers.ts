import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { decodeLogs } from "../../../src/chain/index.js";
import { readLogs } from "../../../src/chain/logs.js";
import type { Gateway } from "../../../src/gateway/gateway.js";
import type { Store, Trx } from "../../../src/store/index.js";
import { startPostgres, type TestServer } from "../../../tools/postgres.js";
import { type Desk, NORDHAVEN, openRedemptions, PACIFIC, steps } from "./support.js";

class Killed extends Error {}

/** Dies at every so many database transactions: half of the times before the commit, half after it. */
function mortal(store: Store, every: number): Store {
  let count = 0;
  const dies = (): boolean => ++count % every === 0;
  return new Proxy(store, {
    get(target, name) {
      if (name !== "transaction") {
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      }
      return () => ({
        execute: async (act: (trx: Trx) => Promise<unknown>) => {
          const done = await target.transaction().execute(async (trx) => {
            const result = await act(trx);
            if (dies()) throw new Killed("before the commit");
            return result;
          });
          if (dies()) throw new Killed("after the commit");
          return done;
        },
      });
    },
  });
}

describe("Redemption by several workers on a PostgreSQL server", () => {
  let server: TestServer;
  let desk: Desk;
  before(async () => {
    server = await startPostgres();
    desk = await openRedemptions({ url: await server.freshDatabase(), redemption: { fileItems: 3 } });
  });
  after(async () => {
    await desk.close();
    await server.stop();
  });

  it("is one UETR, one payment and one burn each, whoever is killed", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) {
      const { id, events } = await desk.announce(i % 2 === 0 ? PACIFIC : NORDHAVEN, BigInt(100 + i));
      await Promise.all([desk.see(events), desk.see(events)]);
      ids.push(id);
    }
    const uetrs = new Map(await Promise.all(ids.map(async (id) => [id, (await desk.row(id)).uetr] as const)));
    const workers = [7, 5, 1_000].map((every, i) =>
      desk.world.worker(`worker-${i}`, { store: mortal(desk.store, every) }),
    );
    let deaths = 0;
    const round = (worker: Gateway) => async () => {
      for (const step of steps(desk.folder)) {
        try {
          await step(worker);
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          deaths++;
        }
      }
    };
    const isIn = async (states: readonly string[]) => {
      const rows = await desk.store.selectFrom("redemption").select("state").execute();
      return rows.every(({ state }) => states.includes(state));
    };
    const runUntil = async (states: readonly string[]) => {
      for (let rounds = 0; !(await isIn(states)); rounds++) {
        if (rounds > 60) throw new Error("the redemptions do not move on");
        await Promise.all(workers.map((worker) => round(worker)()));
        await endLeases();
      }
    };
    /** The time that a dead worker's leases have left. */
    const endLeases = async () => {
      await desk.store.updateTable("redemption").set({ leased_until: null }).execute();
      await desk.store.updateTable("chain_tx").set({ leased_until: null }).execute();
      await desk.store.deleteFrom("lease").execute();
    };
    await runUntil(["filed"]);
    for (const uetr of uetrs.values()) {
      await desk.answer({ uetr, status: "ACSC", outcome: "paid" });
      await desk.answer({ uetr, kind: "camt.054", outcome: "paid", currency: "USD" });
    }
    await runUntil(["settled"]);
    await Promise.all(workers.map((worker) => round(worker)()));

    expect(deaths).to.be.greaterThan(10);
    const rows = await desk.store.selectFrom("redemption").select(["id", "uetr"]).execute();
    expect(new Map(rows.map(({ id, uetr }) => [id, uetr]))).to.deep.equal(uetrs);
    const { bank } = desk;
    const toBlock = await desk.world.provider.getBlockNumber();
    const logs = await readLogs(bank, { addresses: [bank.addresses.redemptionDesk], fromBlock: 0, toBlock });
    const events = decodeLogs(bank, logs);
    for (const name of ["RedemptionSubmitted", "RedemptionSettled"]) {
      const seen = events.filter((event) => event.name === name).map(({ args }) => String(args["id"]));
      expect(seen.sort(), name).to.deep.equal([...ids].sort());
    }
    await desk.run();
    const files = readdirSync(desk.folder).filter((name) => name.endsWith(".xml"));
    const written = files.map((name) => readFileSync(join(desk.folder, name), "utf8")).join();
    for (const uetr of uetrs.values()) expect(written.split(uetr)).to.have.length(2);
    expect(await desk.control()).to.equal(-ids.reduce((sum, _id, i) => sum + BigInt(100 + i), 0n));
    expect(await desk.cases()).to.deep.equal([]);
  });
});
