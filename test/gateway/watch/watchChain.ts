import { expect } from "chai";
import fc from "fast-check";
import { sql } from "kysely";

import { POWERS } from "../../../src/bank/roles.js";
import { pay } from "../../../src/chain/index.js";
import { reconcile } from "../../../src/gateway/reconcile/index.js";
import { readCursor, watchChain } from "../../../src/gateway/watch/index.js";
import { refusalOf } from "../../chain/support.js";
import { burn, otherNotary } from "../reconcile/burn.js";
import {
  accept,
  ANNA,
  BERT,
  type Books,
  look,
  mintAll,
  named,
  redeemAll,
  USD,
  useServer,
} from "../reconcile/support.js";

describe("Watcher of the chain", () => {
  const open = useServer();
  let books: Books;
  beforeEach(async () => {
    books = await open();
  });
  afterEach(async () => books.close());

  const movements = () =>
    books.store.selectFrom("movement").selectAll().orderBy("block").orderBy("log_index").execute();

  it("stops, with an item for people, when a block that was final is another one", async () => {
    while ((await watchChain(books.gateway)) > 0);
    await books.store
      .updateTable("chain_cursor")
      .set({ hash: `0x${"0d".repeat(32)}` })
      .execute();
    for (let i = 0; i < 2; i++) expect((await refusalOf(watchChain(books.gateway))).name).to.equal("DeepReorg");
    const alarms = await books.store.selectFrom("suspense").select(["reason", "owner", "closed_at"]).execute();
    expect(alarms).to.deep.equal([{ reason: "deep-reorg", owner: "payment-operations", closed_at: null }]);
  });

  it("writes nothing of a page whose listener fails, and reads it again", async () => {
    await mintAll(books, [await accept(books, 10_00n)]);
    const fails = () => Promise.reject(new Error("no room"));
    const failure = await watchChain(books.gateway, [fails]).catch((error: Error) => error.message);
    expect(failure).to.equal("no room");
    expect(await movements()).to.deep.equal([]);
    expect(await readCursor(books.store)).to.equal(undefined);
    while ((await watchChain(books.gateway)) > 0);
    expect(await movements()).to.have.length(1);
  });

  it("refuses a page by which a wallet would have paid more than it had", async () => {
    await mintAll(books, [await accept(books, 10_00n)]);
    while ((await watchChain(books.gateway)) > 0);
    await books.store.updateTable("holder").set({ balance: 1n }).execute();
    await pay(books.bank, books.wallet(ANNA!), { currency: USD, to: books.wallet(BERT!).address, amount: 5_00n });
    expect((await refusalOf(watchChain(books.gateway))).name).to.equal("BooksNegative");
  });

  it("counts every block once, in whatever pages and by however many workers", async () => {
    await mintAll(books, [await accept(books, 10_00n), await accept(books, 20_00n)]);
    await pay(books.bank, books.wallet(ANNA!), { currency: USD, to: books.wallet(BERT!).address, amount: 3_00n });
    const workers = ["a", "b", "c"].map((name) => books.worker(name));
    const told: number[] = [];
    for (let moved = 1; moved > 0;) {
      const read = await Promise.all(
        workers.map((worker) =>
          watchChain(worker, [async (_gateway, _trx, events) => void told.push(...events.map((e) => e.blockNumber))], {
            pageBlocks: 3,
          }),
        ),
      );
      moved = read.reduce((sum, one) => sum + one, 0);
      await sql`update lease set until = now() - interval '1 second'`.execute(books.store);
    }
    expect((await movements()).map(({ kind, amount }) => [kind, amount])).to.deep.equal([
      ["mint", 10_00n],
      ["mint", 20_00n],
      ["transfer", 3_00n],
    ]);
    expect(told).to.deep.equal([...told].sort((a, b) => a - b));
    expect(told).to.not.be.empty;
    expect((await readCursor(books.store))?.number).to.equal(await books.provider.getBlockNumber());
  });

  it("knows by which road money came and went", async () => {
    const deposit = await accept(books, 500_00n);
    await mintAll(books, [deposit]);
    const redeemed = await redeemAll(books, books.wallet(ANNA!), 10_00n);
    const token = books.bank.tokens[USD]!;
    const clearing = await otherNotary(books, POWERS.CLEARING);
    await burn(books, books.wallet(ANNA!), clearing, 3_00n);
    const uetr = `0x${"ab".repeat(16)}${"00".repeat(16)}`;
    await token.connect(clearing).mintInterbank(books.wallet(BERT!), 7_00n, uetr, 1n);
    const looked = await look(books);
    expect((await movements()).map(({ kind, road, reference }) => [kind, road, reference])).to.deep.equal([
      ["mint", "issue", deposit.reference],
      ["burn", "redemption", redeemed],
      ["burn", "clearing", null],
      ["mint", "interbank", uetr],
    ]);
    expect(named(looked)).to.deep.equal([]);
    expect(looked.report.bridge).to.include({ interbank: "700", cleared: "-300", unexplained: "0" });
  });

  it("leads to books that agree, whatever the customers do; and as they were at any earlier block", async () => {
    const people = [books.wallet(ANNA!), books.wallet(BERT!)] as const;
    const act = fc.tuple(fc.constantFrom("deposit", "pay", "redeem"), fc.nat(1), fc.integer({ min: 1, max: 900 }));
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), async (acts) => {
        const supplies = new Map<number, bigint>();
        for (const [what, who, size] of acts) {
          const [one, other] = [people[who]!, people[1 - who]!];
          const amount = BigInt(size);
          const token = books.bank.tokens[USD]!;
          if (what === "deposit") await mintAll(books, [await accept(books, amount, { payee: one.address })]);
          else if ((await token.balanceOf(one)) < amount) continue;
          else if (what === "pay") await pay(books.bank, one, { currency: USD, to: other.address, amount });
          else await redeemAll(books, one, amount);
          supplies.set(await books.provider.getBlockNumber(), await token.totalSupply());
        }
        expect(named(await look(books, { full: true }))).to.deep.equal([]);
        for (const [block, supply] of [...supplies].slice(0, 1)) {
          const { report } = await reconcile(books.gateway, { currency: USD, block });
          expect(report.chain.supply).to.equal(String(supply));
          expect(report.subledger.balances).to.equal(String(supply));
          expect(report.differences.classes.filter(({ class: is }) => is === "SUPPLY")).to.deep.equal([]);
        }
      }),
      { numRuns: 5 },
    );
  });
});
