import { expect } from "chai";

import { liftPause, pauseCall, signPauseLift } from "../../../src/chain/index.js";
import { newTerms } from "../../../src/chain/twoPeople.js";
import type { Gateway } from "../../../src/gateway/gateway.js";
import { enforceHalts, isHalted, liftHalt, pauseHandler } from "../../../src/gateway/halt/index.js";
import { closeBreak } from "../../../src/gateway/reconcile/index.js";
import { broadcastSigned, signQueued, watchTransactions } from "../../../src/gateway/transactions/index.js";
import { drain, randomBytes32 } from "../support/world.js";
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
  openBooks,
  USD,
  useServer,
} from "./support.js";
import { refusalOf } from "../../chain/support.js";

/** The transactions of the gateway until none moves. */
const send = (gateway: Gateway): Promise<void> =>
  drain(gateway, [
    enforceHalts,
    (one) => signQueued(one, [pauseHandler]),
    broadcastSigned,
    (one) => watchTransactions(one, [pauseHandler]),
  ]);

/** Two people lift the pause on the chain, as `npm run unpause` does. */
async function unpause({ bank, person }: Books): Promise<void> {
  const lift = { currency: USD, operation: "mint", reason: randomBytes32() } as const;
  const approval = await signPauseLift(bank, person("COMPLIANCE_APPROVER"), lift, await newTerms(bank));
  await liftPause(bank, person("COMPLIANCE_RELEASER"), lift, approval);
}

describe("Halt of issuing", () => {
  const open = useServer();
  let books: Books;
  beforeEach(async () => {
    books = await open();
  });
  afterEach(async () => books.close());

  const breakId = async (): Promise<number> =>
    (await books.store.selectFrom("break").select("id").where("closed_at", "is", null).executeTakeFirstOrThrow()).id;

  it("stops minting on the chain after a mint that nothing backs, and lets redemption alone", async () => {
    await mintByHand(books, books.wallet(ANNA!).address, 10_00n);
    expect((await look(books)).halted).to.equal(true);
    expect(await isHalted(books.store, USD)).to.equal(true);
    await send(books.gateway);
    const refusal = await refusalOf(mintByHand(books, books.wallet(ANNA!).address, 1n));
    expect(refusal.name).to.equal("OperationPaused");
    const acts = await books.store.selectFrom("journal").select("act").orderBy("id").execute();
    expect(acts.map(({ act }) => act)).to.include.members(["issuing halted", "minting paused on chain"]);
    expect((await look(books)).halted).to.equal(false);
    expect(await books.store.selectFrom("halt").selectAll().execute()).to.have.length(1);
  });

  it("is not lifted while a material break is open, the chain is paused, or by one person", async () => {
    const reference = await mintByHand(books, books.wallet(ANNA!).address, 10_00n);
    await look(books);
    await send(books.gateway);
    const lift = (person: string) => liftHalt(books.gateway, person, USD);
    expect((await refusalOf(lift("ann"))).name).to.equal("BreaksOpen");
    // Two people book what the mint was for; the next look no longer finds the break.
    await book(books, "correction", 10_00n, reference);
    expect(named(await look(books))).to.deep.equal([]);
    const closed = await books.store.selectFrom("break").selectAll().executeTakeFirstOrThrow();
    expect(closed).to.include({ closed_by: "reconciliation" });
    expect((await refusalOf(lift("ann"))).name).to.equal("MintPaused");
    await unpause(books);
    expect(await lift("ann")).to.equal(false);
    expect(await lift("ann")).to.equal(false);
    expect(await isHalted(books.store, USD)).to.equal(true);
    expect(await lift("bob")).to.equal(true);
    expect(await isHalted(books.store, USD)).to.equal(false);
    expect((await refusalOf(lift("ann"))).name).to.equal("NoHalt");
    await mintAll(books, [await accept(books, 5_00n)]);
    await send(books.gateway);
    expect((await look(books)).report.material).to.equal(false);
  });

  it("voids a proposal to lift when a new look finds something material", async () => {
    await mintByHand(books, books.wallet(ANNA!).address, 10_00n);
    await look(books);
    const id = await breakId();
    await closeBreak(books.gateway, "ann", id, "a test mint");
    await closeBreak(books.gateway, "bob", id, "a test mint");
    expect(await liftHalt(books.gateway, "ann", USD)).to.equal(false);
    await mintByHand(books, books.wallet(BERT!).address, 7_00n);
    await look(books);
    const halt = await books.store.selectFrom("halt").selectAll().executeTakeFirstOrThrow();
    expect(halt.lifted_by).to.equal(null);
  });

  it("lists what two people have closed as explained, and opens it again when its amount changes", async () => {
    const { id: deposit, reference } = await accept(books, 10_00n);
    await mintByHand(books, books.wallet(ANNA!).address, 10_01n, reference);
    await look(books);
    const id = await breakId();
    expect((await refusalOf(closeBreak(books.gateway, "ann", id, " "))).name).to.equal("NoteMissing");
    expect(await closeBreak(books.gateway, "ann", id, "charge of the sender's bank")).to.equal(false);
    expect(await closeBreak(books.gateway, "ann", id, "charge of the sender's bank")).to.equal(false);
    expect(await closeBreak(books.gateway, "bob", id, "charge of the sender's bank")).to.equal(true);
    expect((await refusalOf(closeBreak(books.gateway, "bob", id, "again"))).name).to.equal("NoSuchBreak");
    const accepted = (await look(books)).report;
    expect(accepted.material).to.equal(false);
    expect(accepted.differences.listed.map(({ acceptedBy }) => acceptedBy)).to.deep.equal(["ann, bob"]);
    await books.store.updateTable("deposit").set({ amount: 9_00n }).where("id", "=", deposit).execute();
    const reopened = (await look(books)).report;
    expect(reopened.material).to.equal(true);
    expect(reopened.differences.listed.every(({ acceptedBy }) => acceptedBy === null)).to.equal(true);
  });

  it("waits for a worker with the guardian's key, and sends one pause for several workers", async () => {
    await mintByHand(books, books.wallet(ANNA!).address, 10_00n);
    const { keys } = books.gateway;
    const keyless: Books = { ...books, gateway: { ...books.gateway, keys: {} } };
    expect((await look(keyless)).halted).to.equal(true);
    expect(await enforceHalts(keyless.gateway)).to.equal(0);
    const workers = ["one", "two", "three"].map((name) => books.worker(name, { keys }));
    const queued = await Promise.all(workers.map(enforceHalts));
    expect(queued.reduce((sum, one) => sum + one, 0)).to.equal(1);
    const calls = await books.store.selectFrom("chain_tx").select(["purpose", "data", "sender"]).execute();
    const { data } = await pauseCall(books.bank, { currency: USD, operation: "mint" });
    expect(calls).to.deep.equal([{ purpose: "pause-mint", data, sender: books.person("GUARDIAN").address }]);
  });

  it("does not halt for differences that add up to no more than the bank's threshold", async () => {
    const reconciliation = { materialAbove: { [USD]: 10_00n }, lateSeconds: 3_600 };
    const mild: Books = {
      ...books,
      gateway: { ...books.gateway, settings: { ...books.gateway.settings, reconciliation } },
    };
    await mintByHand(books, books.wallet(ANNA!).address, 6_00n);
    expect((await look(mild)).halted).to.equal(false);
    await mintByHand(books, books.wallet(ANNA!).address, 4_00n);
    expect((await look(mild)).halted).to.equal(false);
    await mintByHand(books, books.wallet(ANNA!).address, 1n);
    expect((await look(mild)).halted).to.equal(true);
  });

  it("works alike on the embedded database", async () => {
    const embedded = await openBooks();
    try {
      await mintByHand(embedded, embedded.wallet(ANNA!).address, 10_00n);
      expect((await look(embedded, { full: true })).halted).to.equal(true);
      await send(embedded.gateway);
      expect((await refusalOf(mintByHand(embedded, embedded.wallet(ANNA!).address, 1n))).name).to.equal(
        "OperationPaused",
      );
    } finally {
      await embedded.close();
    }
  });
});
