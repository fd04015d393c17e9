import { expect } from "chai";

import { booksAt } from "../../src/chain/books/books.js";
import { compareBooks } from "../../src/chain/books/compare.js";
import { tokenBook } from "../../src/chain/books/tokenBook.js";
import { admitNotary, useBank } from "../chain/support.js";
import { ACT_NAMES, liveRandomly, type World } from "./support.js";

/** Random acts a run: each of the kinds below comes round eight times or more. */
const ACTS = 320;

describe("the books, rebuilt from events alone", () => {
  let load: () => Promise<World>;
  before(async () => {
    load = await useBank();
  });

  /** by all runs together */
  const succeeded = new Map<string, number>();

  async function live(seed: number): Promise<{ world: World; done: Map<string, number> }> {
    const world = await load();
    await admitNotary(world.bank, world.people);
    return { world, done: await liveRandomly(world, seed, ACTS) };
  }

  for (const seed of [1, 2, 3]) {
    it(`equal storage word for word, at the head and in between (run ${seed})`, async () => {
      const { world, done } = await live(seed);
      const head = await world.chain.ethers.provider.getBlockNumber();
      for (const block of [head, Math.floor(head / 2), head - 7]) {
        const books = await booksAt(world.bank, block);
        expect(books.register.contradictions).to.deep.equal([]);
        expect(books.tokens["USD"]!.contradictions).to.deep.equal([]);
        expect(await compareBooks(world.bank, books)).to.deep.equal([]);
      }
      for (const [act, times] of done) succeeded.set(act, (succeeded.get(act) ?? 0) + times);
      // A run in which hardly anything succeeded would prove nothing.
      expect([...done.values()].reduce((a, b) => a + b, 0)).to.be.greaterThan(ACTS / 3);
    });
  }

  it("were put to the test by every act at least once", () => {
    expect(ACT_NAMES.filter((act) => !succeeded.has(act))).to.deep.equal([]);
  });

  it("do the same however the log is paged", async () => {
    const { world } = await live(4);
    const head = await world.chain.ethers.provider.getBlockNumber();
    const whole = await booksAt(world.bank, head);
    const paged = await booksAt(world.bank, head, { page: 13 });
    expect(paged.tokens["USD"]!.accounts).to.deep.equal(whole.tokens["USD"]!.accounts);
    expect(paged.events.length).to.equal(whole.events.length);
  });

  it("differ from storage as soon as any event that changes a word is missing", async () => {
    const { world } = await live(5);
    const head = await world.chain.ethers.provider.getBlockNumber();
    const books = await booksAt(world.bank, head);
    const token = world.bank.addresses.tokens["USD"]!;
    const lastOf = (name: string) => books.events.findLast((event) => event.name === name && event.address === token);
    for (const name of [
      "Transfer",
      "Frozen",
      "HoldPlaced",
      "HoldReleased",
      "StandingSet",
      "CorridorsSet",
      "Attested",
    ]) {
      const missing = lastOf(name);
      expect(missing, name).to.not.equal(undefined);
      const events = books.events.filter((event) => event !== missing);
      const forged = { ...books, tokens: { USD: tokenBook(events, token, new Map()) } };
      expect(await compareBooks(world.bank, forged), `without a ${name}`).to.not.deep.equal([]);
    }
  });
});
