import { expect } from "chai";

import { attestation } from "../../../src/gateway/attest/index.js";
import { bookCredits } from "../mint/support.js";
import { SETTINGS } from "../support/world.js";
import { type Books, openBooks } from "./support.js";

/** As a bank in service: an attestation an hour. */
const hourly = (books: Books) => ({ ...books.gateway, settings: SETTINGS });

describe("Attesting", () => {
  let books: Books;
  beforeEach(async () => {
    books = await openBooks();
  });
  afterEach(async () => books.close());

  it("is not done without the attestor's key, by two workers at once, or while one is on its way", async () => {
    expect(await books.attest({ ...books.gateway, keys: {} })).to.equal(0);
    const two = await Promise.all([books.attest(), attestation()({ ...books.gateway, worker: "worker-2" })]);
    expect(two.reduce((sum, one) => sum + one)).to.equal(1);
    expect(await books.figures()).to.have.length(1);
    expect(await books.attest(), "one is on its way").to.equal(0);
  });

  it("stops at a burn that the bank never paid, and opens one case with an owner", async () => {
    await books.accept(1_000n);
    await books.attest();
    await books.send();
    await books.mint(500n);
    await books.burn(100n);
    await books.watch();
    expect(await books.attest()).to.equal(1);
    expect(await books.attest(), "once").to.equal(0);
    expect(await books.alarms()).to.deep.equal(["ORPHAN_BURN"]);
    expect(await books.figures()).to.have.length(1);
    const [open] = await books.store.selectFrom("suspense").selectAll().execute();
    expect(open!.owner).to.equal("payment-operations");
    expect(open!.message).to.contain("100 minor units").and.contain("no pay-out is booked");
  });

  it("stops at a burn before the bank confirmed its payment, and at one with another amount than was paid", async () => {
    await books.accept(1_000n);
    await books.attest();
    await books.send();
    await books.mint(500n);
    await books.burn(100n, "payable");
    const other = await books.burn(50n, "settling");
    await books.pay(other, 51n);
    await books.watch();
    await books.attest();
    expect(await books.alarms()).to.deep.equal(["ORPHAN_BURN", "ORPHAN_BURN"]);
  });

  it("stops when the token counts another total of burns than was read", async () => {
    await books.accept(1_000n);
    await books.attest();
    await books.send();
    await books.mint(500n);
    await books.clear(10n);
    await books.watch();
    await books.store.updateTable("movement").set({ amount: 9n }).execute();
    await books.attest();
    expect(await books.alarms()).to.deep.equal(["SUPPLY"]);
  });

  it("names the totals before a burn whose pay-out is being booked", async () => {
    await books.accept(1_000n);
    await books.attest();
    await books.send();
    await books.mint(500n);
    const id = await books.burn(100n, "settling");
    await books.watch();
    await books.attest();
    await books.send();
    const before = (await books.figures()).at(-1)!;
    expect([before.figure, before.burned]).to.deep.equal([1_000n, 0n]);
    await books.pay(id, 100n);
    await books.attest();
    await books.send();
    const after = (await books.figures()).at(-1)!;
    expect([after.figure, after.burned]).to.deep.equal([900n, 100n]);
    expect((await books.words()).backing, "both times").to.equal(900n);
  });

  it("is done when ready deposits find no room, when credits were withdrawn, and when the last one grows old", async () => {
    const gateway = hourly(books);
    await books.attest(gateway);
    await books.send();
    expect(await books.attest(gateway), "nothing to attest for").to.equal(0);
    await bookCredits(books, [{ amount: 300n }]);
    expect(await books.attest(gateway), "a deposit is ready").to.equal(1);
    await books.send();
    expect((await books.words()).backing).to.equal(300n);
    expect(await books.attest(gateway)).to.equal(0);
    await books.withdraw(50n);
    expect(await books.attest(gateway), "tightened at once").to.equal(1);
    await books.send();
    expect((await books.words()).backing).to.equal(250n);
    await books.chain.networkHelpers.time.increase(3_600);
    expect(await books.attest(gateway), "old").to.equal(1);
  });

  it("is made anew after one that failed, not at once", async () => {
    await books.accept(1_000n);
    await books.attest();
    // Overtaken: somebody attested by hand meanwhile.
    await books.mine(1);
    const now = BigInt(await books.chain.networkHelpers.time.latest());
    await books.token.connect(books.person("ATTESTOR")).attest(1n, now, 0n, 0n);
    await books.send();
    expect(await books.attest(), "waits").to.equal(0);
    await books.store
      .updateTable("chain_tx")
      .set({ since: new Date(0) })
      .execute();
    expect(await books.attest()).to.equal(1);
    await books.send();
    expect((await books.words()).backing).to.equal(1_000n);
  });
});
