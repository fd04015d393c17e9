import { expect } from "chai";

import { mintedSince } from "../../../src/gateway/mint/index.js";
import { drain, openWorld, type World } from "../support/world.js";
import { attestBy, batchesOf, bookCredits, depositsOf, statesOf, STEPS, supplyOf } from "./support.js";

describe("Minting, from ready to final", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(async () => world.close());

  it("mints every deposit of the queue to its customer, in batches of the largest size", async () => {
    const { store, bank, gateway } = world;
    const ids = await bookCredits(
      world,
      Array.from({ length: 230 }, (_, i) => ({ amount: BigInt(i + 1), customer: i % 2 === 0 ? "C-1001" : "C-1002" })),
    );
    await attestBy(world, 1_000_000n);
    await drain(gateway, STEPS);
    expect(new Set(await statesOf(store, ids))).to.deep.equal(new Set(["final"]));
    expect((await batchesOf(store)).map(({ count, state }) => [count, state])).to.deep.equal([
      [100, "final"],
      [100, "final"],
      [30, "final"],
    ]);
    expect(await supplyOf(world)).to.equal((230n * 231n) / 2n);
    const odd = Array.from({ length: 115 }, (_, i) => BigInt(2 * i + 1)).reduce((sum, one) => sum + one);
    expect(await bank.tokens["USD"]!.balanceOf(world.wallet("C-1001").address)).to.equal(odd);
    const told = await mintedSince(gateway, 0);
    expect(told.map(({ deposit }) => deposit).sort((a, b) => a - b)).to.deep.equal(ids);
    expect(await mintedSince(gateway, told.at(-1)!.cursor)).to.deep.equal([]);
    const [first] = await depositsOf(store, ids);
    expect(first!.minted_tx).to.match(/^0x[0-9a-f]{64}$/);
  });
});
