import { expect } from "chai";

import { booksAt, contradictionsIn } from "../../src/chain/books/books.js";
import { compareBooks } from "../../src/chain/books/compare.js";
import { admitNotary, useBank } from "../chain/support.js";
import { liveRandomly, type Lived, type World } from "./support.js";

/** Random acts a run: most kinds come round several times. */
const ACTS = 500;

describe("the books, rebuilt from events alone", () => {
  let load: () => Promise<World>;
  before(async () => {
    load = await useBank();
  });

  /** by all runs together */
  const succeeded = new Map<string, number>();

  async function live(seed: number): Promise<{ world: World; done: Lived }> {
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
        expect(contradictionsIn(books)).to.deep.equal([]);
        const { differences, compared } = await compareBooks(world.bank, books);
        expect(differences).to.deep.equal([]);
        expect(compared).to.be.greaterThan(100);
      }
      for (const [act, times] of done) succeeded.set(act, (succeeded.get(act) ?? 0) + times);
      // A run in which hardly anything succeeded would prove nothing.
      expect([...done.values()].reduce((a, b) => a + b, 0)).to.be.greaterThan(ACTS / 5);
    });
  }

  it("were put to the test by nearly every act", () => {
    // Chance may leave out a few in one set of runs; a whole family left out would show here.
    const never = [...succeeded].filter(([, times]) => times === 0).map(([act]) => act);
    expect(never.length, never.join()).to.be.lessThan(7);
  });

  it("do the same however the log is paged", async () => {
    const { world } = await live(4);
    const head = await world.chain.ethers.provider.getBlockNumber();
    const whole = await booksAt(world.bank, head);
    const paged = await booksAt(world.bank, head, { page: 13 });
    expect(paged).to.deep.equal(whole);
  });
});
