import { expect } from "chai";

import { attest } from "../../../src/chain/index.js";
import type { RedemptionState } from "../../../src/store/tables/index.js";
import { burn, otherNotary } from "./burn.js";
import {
  accept,
  ANNA,
  BERT,
  book,
  type Books,
  look,
  mintAll,
  mintByHand,
  named,
  redeemAll,
  seal,
  USD,
  useServer,
  writeStatement,
} from "./support.js";

const LATER = new Date(Date.now() + 2 * 86_400_000);

describe("Reconciliation: classes of differences", () => {
  const open = useServer();
  let books: Books;
  beforeEach(async () => {
    books = await open();
  });
  afterEach(async () => books.close());

  it("finds none in a bank where every mint, burn and booking has its other side", async () => {
    const deposits = [await accept(books, 700_00n), await accept(books, 300_00n)];
    await mintAll(books, deposits);
    await redeemAll(books, books.wallet(ANNA!), 250_00n);
    await accept(books, 40_00n);
    const interest = await mintByHand(books, books.wallet(BERT!).address, 5_00n);
    await book(books, "interest", 5_00n, interest);
    const looked = await look(books, { full: true });
    expect(named(looked)).to.deep.equal([]);
    const { chain, subledger, control, bridge, wallets } = looked.report;
    expect(chain.supply).to.equal("75500");
    expect(subledger).to.include({ minted: "100500", burned: "25000", balances: "75500", holders: 2, movements: 4 });
    expect(control).to.include({ figure: "79500", credits: "104000", payouts: "-25000", bookings: "500" });
    expect(bridge).to.include({ unminted: "-4000", unexplained: "0" });
    expect(wallets).to.deep.equal({ compared: 2, all: true, different: 0 });
    expect(looked.halted).to.equal(false);
  });

  it("MISSING_MINT: a deposit counts as minted and the chain has no such mint", async () => {
    const { id } = await accept(books, 100_00n);
    const block = await books.provider.getBlockNumber();
    await books.store
      .updateTable("deposit")
      .set({ state: "final", minted_block: block })
      .where("id", "=", id)
      .execute();
    const looked = await look(books);
    expect(named(looked)).to.deep.equal([`MISSING_MINT deposit:${id}`]);
    expect(looked.report.material).to.equal(false);
  });

  it("UNBACKED_MINT: a mint that no deposit stands for", async () => {
    const reference = await mintByHand(books, books.wallet(ANNA!).address, 10_00n);
    const looked = await look(books);
    expect(named(looked)).to.deep.equal([`UNBACKED_MINT mint:${reference}`]);
    expect(looked.report.material).to.equal(true);
    expect(looked.report.bridge).to.include({ unbackedMints: "1000", unexplained: "0" });
  });

  it("UNBACKED_MINT: a deposit that a person has not accepted, or of another wallet", async () => {
    const open = await accept(books, 20_00n, { verdict: "suspense" });
    await mintByHand(books, open.payee, 20_00n, open.reference);
    const stolen = await accept(books, 30_00n);
    await mintByHand(books, books.wallet(BERT!).address, 30_00n, stolen.reference);
    const looked = await look(books);
    expect(named(looked)).to.have.members([
      `UNBACKED_MINT mint:${open.reference}`,
      `UNBACKED_MINT mint:${stolen.reference}`,
    ]);
    const messages = looked.report.differences.listed.map(({ message }) => message).join("\n");
    expect(messages).to.include(`deposit:${open.id} is suspense`);
    expect(messages).to.include(`deposit:${stolen.id} is of wallet ${stolen.payee}`);
  });

  it("UNBACKED_MINT: the row of a minted deposit is gone", async () => {
    const deposit = await accept(books, 20_00n);
    await mintAll(books, [deposit]);
    await books.store.deleteFrom("deposit").where("id", "=", deposit.id).execute();
    expect(named(await look(books))).to.have.members([
      `UNBACKED_MINT mint:${deposit.reference}`,
      `AMOUNT deposit:${deposit.id}`,
    ]);
  });

  it("AMOUNT: the row of a minted deposit was altered", async () => {
    const deposit = await accept(books, 20_00n);
    await mintAll(books, [deposit]);
    await books.store.updateTable("deposit").set({ amount: 19_99n }).where("id", "=", deposit.id).execute();
    const looked = await look(books);
    const entry = looked.report.differences.listed.find(({ subject }) => subject.startsWith("entry:"));
    expect(named(looked)).to.have.members([
      `AMOUNT mint:${deposit.reference}`,
      `AMOUNT deposit:${deposit.id}`,
      `AMOUNT ${entry?.subject}`,
    ]);
    expect(looked.report.differences.listed.map(({ amount }) => amount)).to.deep.equal(["1", "1", "1"]);
    expect(looked.report.bridge.unexplained).to.equal("0");
  });

  it("DUPLICATE_REF: one payment accepted twice", async () => {
    const uetr = "97ed4827-7b6f-4491-a06f-b548d5a7512d";
    await mintAll(books, [await accept(books, 20_00n, { uetr }), await accept(books, 20_00n, { uetr })]);
    const looked = await look(books);
    expect(named(looked)).to.deep.equal([`DUPLICATE_REF uetr:${uetr}`]);
    expect(looked.report.material).to.equal(true);
  });

  it("LATE: a deposit and a redemption that wait for too long, and a statement that is missing", async () => {
    const deposits = [await accept(books, 500_00n)];
    await mintAll(books, deposits);
    const waiting = await accept(books, 20_00n);
    const id = await redeemAll(books, books.wallet(ANNA!), 100_00n);
    const { id: sealed } = await seal(books, books.wallet(ANNA!), 50_00n);
    const row = await books.store.selectFrom("redemption").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    await books.store
      .insertInto("redemption")
      .values({
        ...row,
        id: sealed,
        approval: null,
        hold: "{}",
        state: "filed",
        uetr: "u",
        end_to_end_id: "e",
        settled_block: null,
        amount: 50_00n,
      })
      .execute();
    const next = await writeStatement(books, { name: "third", opening: 999_00n, closing: 999_00n, day: "2026-11-04" });
    expect(named(await look(books))).to.deep.equal([`LATE statement:${next}`]);
    const looked = await look(books, { now: LATER });
    expect(named(looked)).to.have.members([
      `LATE deposit:${waiting.id}`,
      `LATE redemption:${sealed}`,
      `LATE statement:${next}`,
    ]);
    expect(looked.report.material).to.equal(false);
    expect(looked.report.differences.ages).to.deep.equal([
      { class: "LATE", age: "under a week", count: 3, amount: String(20_00n + 50_00n + 999_00n - 520_00n) },
    ]);
  });

  it("LATE: never a statement of a day that came after a later one of that day, but one that came twice", async () => {
    await accept(books, 500_00n);
    const put = (name: string, opening: bigint, closing: bigint, day = "2026-11-04") =>
      writeStatement(books, { name, opening, closing, day });
    const closed = await books.store
      .selectFrom("statement")
      .select("closing")
      .orderBy("closing_on", "desc")
      .executeTakeFirstOrThrow();
    const start = closed.closing!;
    await put("evening", start + 80_00n, start + 130_00n);
    const gap = await look(books);
    expect(named(gap), "nothing at noon yet").to.have.length(1);
    await put("noon", start, start + 80_00n);
    await put("next day", start + 130_00n, start + 140_00n, "2026-11-05");
    expect(named(await look(books))).to.deep.equal([]);
    const again = await put("evening under another id", start + 80_00n, start + 130_00n);
    expect(named(await look(books))).to.deep.equal([`LATE statement:${again}`]);
  });

  it("none where a reorganisation took the burn of what is paid and booked, until it is mined again", async () => {
    await mintAll(books, [await accept(books, 500_00n)]);
    const before = await books.chain.provider.request({ method: "evm_snapshot", params: [] });
    const id = await redeemAll(books, books.wallet(ANNA!), 100_00n);
    await books.chain.provider.request({ method: "evm_revert", params: [before] });
    const become = async (set: { state: RedemptionState; resume?: RedemptionState }): Promise<string[]> => {
      await books.store
        .updateTable("redemption")
        .set({ settled_block: null, ...set })
        .where("id", "=", id)
        .execute();
      return named(await look(books));
    };
    const odd = [`AMOUNT redemption:${id}`];
    expect(await become({ state: "filed" }), "nobody has confirmed that it is paid").to.deep.equal(odd);
    expect(await become({ state: "settling" })).to.deep.equal([]);
    expect(await become({ state: "paid" })).to.deep.equal([]);
    expect(await become({ state: "suspense", resume: "paid" })).to.deep.equal([]);
    expect(await become({ state: "suspense", resume: "sealed" })).to.deep.equal(odd);
    await book(books, "payout", -1n, `redemption:${id}`);
    expect(await become({ state: "settling" }), "a unit too much").to.deep.equal(odd);
  });

  it("ORPHAN_BURN: burned by another road, or without a pay-out", async () => {
    await mintAll(books, [await accept(books, 500_00n)]);
    const notary = await otherNotary(books);
    const { hash, logIndex } = await burn(books, books.wallet(ANNA!), notary, 7_00n);
    const id = await redeemAll(books, books.wallet(ANNA!), 100_00n);
    await books.store.updateTable("redemption").set({ payout_file_id: null }).where("id", "=", id).execute();
    const looked = await look(books);
    expect(named(looked)).to.have.members([`ORPHAN_BURN burn:${hash}:${logIndex}`, `ORPHAN_BURN burn:${id}`]);
    await book(books, "correction", -7_00n, `burn:${hash}:${logIndex}`);
    expect(named(await look(books))).to.deep.equal([`ORPHAN_BURN burn:${id}`]);
  });

  it("ORPHAN_BURN: a redemption counts as settled and nothing was burned", async () => {
    await mintAll(books, [await accept(books, 500_00n)]);
    const id = await redeemAll(books, books.wallet(ANNA!), 100_00n);
    const other = `0x${"0b".repeat(32)}`;
    const row = await books.store.selectFrom("redemption").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    await books.store
      .insertInto("redemption")
      .values({ ...row, id: other, hold: "{}", approval: null, uetr: "u", end_to_end_id: "e" })
      .execute();
    await book(books, "payout", -100_00n, `redemption:${other}`);
    expect(named(await look(books))).to.deep.equal([`ORPHAN_BURN redemption:${other}`]);
  });

  it("RETURNED: a pay-out came back and is not yet minted again", async () => {
    await mintAll(books, [await accept(books, 500_00n)]);
    const id = await redeemAll(books, books.wallet(ANNA!), 100_00n);
    const unnamed = await accept(books, 60_00n, { verdict: "return" });
    const back = await accept(books, 100_00n, { verdict: "return" });
    await books.store
      .insertInto("return_case")
      .values({ ...{ redemption: id, deposit_id: back.id, amount: 100_00n, state: "open" }, ...NOTHING })
      .execute();
    const looked = await look(books);
    expect(named(looked)).to.have.members([`RETURNED redemption:${id}`, `RETURNED deposit:${unnamed.id}`]);
    expect(looked.report.material).to.equal(false);
  });

  it("SUPPLY: a balance of the subledger was altered", async () => {
    await mintAll(books, [await accept(books, 500_00n)]);
    await look(books);
    const wallet = books.wallet(ANNA!).address;
    const raise = books.store.updateTable("holder").set((one) => ({ balance: one("balance", "+", 1n) }));
    await raise.where("wallet", "=", wallet).execute();
    expect(named(await look(books, { full: true }))).to.have.members([
      `SUPPLY subledger:${wallet}`,
      `SUPPLY wallet:${wallet}`,
      "SUPPLY totals:balances",
    ]);
  });

  it("SUPPLY: a movement is missing, so that the token has more than its events", async () => {
    const deposit = await accept(books, 500_00n);
    await mintAll(books, [deposit]);
    await look(books);
    await books.store.deleteFrom("movement").where("reference", "=", deposit.reference).execute();
    const found = named(await look(books));
    expect(found).to.include("SUPPLY totals:supply").and.to.include(`MISSING_MINT deposit:${deposit.id}`);
  });

  it("SUPPLY: the attested deposits do not cover what is out", async () => {
    await mintAll(books, [await accept(books, 500_00n)]);
    await attest(books.bank, books.person("ATTESTOR"), { currency: USD, figure: 499_99n });
    const looked = await look(books);
    expect(named(looked)).to.deep.equal(["SUPPLY totals:backing"]);
    expect(looked.report.differences.listed[0]).to.include({
      amount: "1",
      owner: "payment-operations",
      material: true,
    });
  });
});

const NOTHING = { expiry: null, approver: null, signature: null, chain_tx: null };
