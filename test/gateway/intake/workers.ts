import { expect } from "chai";

import { openStore, type Store } from "../../../src/store/index.js";
import { startPostgres, type TestServer } from "../../../tools/postgres.js";
import { message, ntry, statement, tx } from "../../iso20022/support.js";
import { admit, bring, controlAccount, gatewayOn } from "./support.js";

const from = (name: string): string => `<RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr></RltdPties>`;
const paid = (n: number): string =>
  ntry({ ref: `R${n}`, amount: `${n}.00`, details: tx(`<EndToEndId>E${n}</EndToEndId>`, `${n}.00`, from("Alice")) });
const OTHER = `<Acct><Id><Othr><Id>8100200301</Id></Othr></Id><Ccy>USD</Ccy></Acct>`;

/** A camt.054 of some of the day's deposits, or its camt.053. */
const file = (kind: "camt.053" | "camt.054", id: string, numbers: readonly number[]): string =>
  message(statement(numbers.map(paid).join(""), { kind, statementId: id }), { kind });

describe("four workers on one server", () => {
  let server: TestServer;
  const stores: Store[] = [];
  before(async () => {
    server = await startPostgres();
    const url = await server.freshDatabase();
    for (let i = 0; i < 4; i++) stores.push(await openStore({ url, connections: 2 }));
  });
  after(async () => {
    for (const store of stores) await store.destroy();
    await server.stop();
  });

  it("import overlapping, repeated and reordered files at once: each deposit once", async () => {
    const accounts = [
      { id: "8100200300", currency: "USD" },
      { id: "8100200301", currency: "USD" },
    ];
    const workers = stores.map((store, i) => gatewayOn(store, accounts, `worker-${i + 1}`));
    await admit(workers[0]!, ",,Alice");
    const all = Array.from({ length: 60 }, (_, i) => i + 1);
    const parts = [0, 10, 20, 30, 40].map((start) => all.slice(start, start + 20));
    const two = (first: string, second: string): string => {
      const one = statement(paid(1), { statementId: "T-1", account: first });
      return message(one + statement(paid(2), { statementId: "T-2", account: second }));
    };
    const mine = OTHER.replace("301", "300");
    const files = [
      ...parts.map((numbers, i) => file("camt.054", `N-${i}`, numbers)),
      file("camt.053", "S-1", all),
      `${file("camt.053", "S-1", all)}\n`,
      // Two accounts in both orders: their imports wait for each other in a circle.
      two(mine, OTHER),
      two(OTHER, mine),
    ];
    const orders = [
      files,
      [...files].reverse(),
      [...files.slice(4), ...files.slice(0, 4)],
      files.filter((_, i) => i % 2 === 0),
    ];
    const reports = await Promise.all(
      workers.map(async (worker, i) => {
        const own = [];
        for (const text of orders[i]!) own.push(await bring(worker, text));
        return own;
      }),
    );
    expect(reports.flat().filter(({ state }) => state === "imported")).to.have.length(files.length);
    const rows = await stores[0]!.selectFrom("deposit").select(["amount", "state", "account"]).execute();
    // 60 of the day, and R1 and R2 on the other account.
    expect(rows).to.have.length(62);
    expect(rows.every(({ state }) => state === "ready")).to.equal(true);
    const sum = rows.reduce((total, { amount }) => total + amount, 0n);
    expect(await controlAccount(workers[0]!)).to.deep.equal({ USD: sum });
    expect(sum).to.equal(BigInt((60 * 61) / 2 + 3) * 100n);
    const { deliveries } = await stores[0]!
      .selectFrom("file")
      .select((eb) => eb.fn.sum<number>("deliveries").as("deliveries"))
      .executeTakeFirstOrThrow();
    expect(Number(deliveries)).to.equal(reports.flat().length);
  });
});
