import { expect } from "chai";

import { openStore } from "../../../src/store/index.js";
import { attest, readToken, mintOrder, buildMintOrder, signMintOrder } from "../../../src/chain/index.js";
import { POWERS } from "../../../src/bank/roles.js";
import type { Gateway, Step } from "../../../src/gateway/gateway.js";
import { confirmKnown, proposeBatches, renewProposals } from "../../../src/gateway/mint/index.js";
import { clearingUetr } from "../../../src/settlement/clearing/payment.js";
import { startPostgres, type TestServer } from "../../../tools/postgres.js";
import { openWorld, SETTINGS, type World } from "../support/world.js";
import {
  attestBy,
  batchesOf,
  bookCredits,
  controlSum,
  depositsOf,
  endWaits,
  OUTBOX,
  statesOf,
  STEPS,
  suspenseOf,
  withKeys,
} from "./support.js";

const UETR = "97ed4827-7b6f-4491-a06f-b548d5a7512d";

async function once(gateway: Gateway, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await step(gateway);
}

describe("Proposing batches", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(async () => world.close());

  it("does nothing without an issuer's key, on a stale attestation, while paused or halted", async () => {
    const { gateway, store, bank } = world;
    await bookCredits(world, [{}]);
    expect(await proposeBatches(gateway), "nobody attested").to.equal(0);
    await attestBy(world, 1_000_000n);
    expect(await proposeBatches(withKeys(gateway, "APPROVER"))).to.equal(0);
    const halt = await store
      .insertInto("halt")
      .values({ currency: "USD", reason: "SUPPLY" })
      .returning("id")
      .executeTakeFirstOrThrow();
    expect(await proposeBatches(gateway), "halted").to.equal(0);
    await store.updateTable("halt").set({ lifted_at: new Date() }).where("id", "=", halt.id).execute();
    await bank.tokens["USD"]!.connect(world.person("GUARDIAN")).pause(3);
    expect(await proposeBatches(gateway), "paused").to.equal(0);
    expect(await statesOf(store)).to.deep.equal(["ready"]);
  });

  it("fills the backing that is left and no more, in the order of the queue", async () => {
    const { gateway, store } = world;
    const ids = await bookCredits(world, [{ amount: 60n }, { amount: 50n }, { amount: 1n }]);
    await attestBy(world, 100n);
    expect(await proposeBatches(gateway)).to.equal(1);
    expect(await proposeBatches(gateway), "what is proposed takes its room").to.equal(0);
    expect(await statesOf(store, ids)).to.deep.equal(["batched", "ready", "ready"]);
    await attest(world.bank, world.person("ATTESTOR"), { currency: "USD", figure: 111n });
    expect(await proposeBatches(gateway)).to.equal(1);
    expect(await statesOf(store, ids)).to.deep.equal(["batched", "batched", "batched"]);
  });

  it("fills no room twice when another worker mints, and finishes, a batch after the supply was read", async () => {
    const { gateway, store, bank } = world;
    const ids = await bookCredits(world, [{ amount: 60n }]);
    await attestBy(world, 100n);
    await once(gateway, STEPS.slice(0, 4));
    ids.push(...(await bookCredits(world, [{ amount: 50n }, { amount: 40n }])));
    const usd = bank.tokens["USD"]!;
    const supplyWords = async (...args: Parameters<typeof usd.supplyWords>) => {
      const read = await usd.supplyWords(...args);
      await once(gateway, OUTBOX);
      return read;
    };
    const token = new Proxy(usd, {
      get: (target, key) => (key === "supplyWords" ? supplyWords : (Reflect.get(target, key) as unknown)),
    });
    expect(await proposeBatches({ ...gateway, bank: { ...bank, tokens: { USD: token } } })).to.equal(0);
    expect(await statesOf(store, ids)).to.deep.equal(["final", "ready", "ready"]);
    await attest(world.bank, world.person("ATTESTOR"), { currency: "USD", figure: 111n });
    expect(await proposeBatches(gateway), "what is minted counts once").to.equal(1);
    expect(await statesOf(store, ids)).to.deep.equal(["final", "batched", "ready"]);
  });

  it("keeps within the issuer's quota, and gives a deposit above it to a person", async () => {
    const { gateway, store } = world;
    const settings = { ...SETTINGS, minting: { ...SETTINGS.minting, policyUpTo: { USD: 10n ** 12n } } };
    const ids = await bookCredits(world, [
      { amount: 500_000_001n },
      { amount: 400_000_000n },
      { amount: 200_000_000n },
    ]);
    await attestBy(world, 10n ** 12n);
    expect(await proposeBatches({ ...gateway, settings })).to.equal(2);
    expect(await statesOf(store, ids)).to.deep.equal(["suspense", "batched", "ready"]);
    expect(await suspenseOf(store)).to.deep.equal({ [ids[0]!]: "above-quota" });
    expect(await controlSum(store), "what is in suspense backs nothing").to.equal(600_000_000n);
  });

  it("proposes no more batches than may be on their way at once", async () => {
    const { gateway, store } = world;
    const settings = { ...SETTINGS, minting: { ...SETTINGS.minting, batchItems: 2, batchesAtOnce: 2 } };
    await bookCredits(
      world,
      Array.from({ length: 7 }, () => ({ amount: 1n })),
    );
    await attestBy(world, 1_000n);
    expect(await proposeBatches({ ...gateway, settings })).to.equal(2);
    expect(await proposeBatches({ ...gateway, settings })).to.equal(0);
    expect((await batchesOf(store)).map(({ count }) => count)).to.deep.equal([2, 2]);
  });

  it("puts the expiry off while nobody has signed", async () => {
    const { gateway, store, chain } = world;
    await bookCredits(world, [{}]);
    await attestBy(world, 1_000_000n);
    await proposeBatches(gateway);
    const [before] = await batchesOf(store);
    expect(await renewProposals(gateway), "young").to.equal(0);
    await chain.networkHelpers.time.increase(3_000);
    await store
      .updateTable("mint_batch")
      .set({ created_at: new Date(0) })
      .execute();
    expect(await renewProposals(gateway)).to.equal(1);
    expect((await batchesOf(store))[0]!.expiry - before!.expiry).to.be.within(3_000, 3_010);
  });

  it("finds a deposit that was minted by hand, and one whose reference served something else", async () => {
    const { gateway, store, bank } = world;
    const ids = await bookCredits(world, [{ amount: 10n }, { amount: 20n }]);
    await attestBy(world, 1_000n);
    const [same, other] = await depositsOf(store, ids);
    const hand = async (payee: string, amount: bigint, depositReference: string): Promise<void> => {
      const order = await buildMintOrder(bank, { currency: "USD", payee, amount, depositReference });
      await mintOrder(bank, world.person("ISSUER"), order, await signMintOrder(bank, world.person("APPROVER"), order));
    };
    await hand(same!.payee!, 10n, same!.reference);
    await hand(world.wallet("C-1002").address, 20n, other!.reference);
    expect(await proposeBatches(gateway)).to.equal(2);
    expect(await statesOf(store, ids)).to.deep.equal(["minted", "suspense"]);
    expect(await suspenseOf(store)).to.deep.equal({ [ids[1]!]: "reference-used" });
    expect(await confirmKnown(gateway)).to.equal(1);
    expect(await statesOf(store, ids)).to.deep.equal(["final", "suspense"]);
  });

  it("never mints what interbank clearing paid under its UETR", async () => {
    const { gateway, store, bank, chain } = world;
    const ids = await bookCredits(world, [
      { amount: 10n, uetr: UETR },
      { amount: 20n, uetr: UETR.replace("97ed", "97ee") },
      { amount: 30n, uetr: "not-a-uetr" },
    ]);
    await attestBy(world, 1_000n);
    const clearing = (await chain.ethers.getSigners()).at(-1)!;
    const token = bank.tokens["USD"]!;
    await token.connect(world.person("POLICY_ADMIN")).admitContract(clearing, POWERS.CLEARING);
    const pay = (uetr: string, amount: bigint) =>
      token.connect(clearing).mintInterbank(world.wallet("C-1001").address, amount, clearingUetr(uetr), 1);
    await pay(UETR, 10n);
    await pay(UETR.replace("97ed", "97ee"), 19n);
    await proposeBatches(gateway);
    expect(await statesOf(store, ids)).to.deep.equal(["dismissed", "suspense", "batched"]);
    expect(await suspenseOf(store)).to.deep.equal({ [ids[1]!]: "clearing-differs" });
    expect(await controlSum(store)).to.equal(30n);
    expect((await readToken(bank, "USD")).flows.received).to.equal(29n);
  });

  it("waits for a clearing payment that is not final yet", async () => {
    const settings = { ...SETTINGS, finality: { ...SETTINGS.finality, large: 5 } };
    const gateway = { ...world.gateway, settings };
    const { store, bank, chain } = world;
    const ids = await bookCredits(world, [{ amount: 10n, uetr: UETR }]);
    await attestBy(world, 1_000n);
    const clearing = (await chain.ethers.getSigners()).at(-1)!;
    const token = bank.tokens["USD"]!;
    await token.connect(world.person("POLICY_ADMIN")).admitContract(clearing, POWERS.CLEARING);
    await token.connect(clearing).mintInterbank(world.wallet("C-1001").address, 10n, clearingUetr(UETR), 1);
    expect(await proposeBatches(gateway)).to.equal(0);
    expect(await statesOf(store, ids)).to.deep.equal(["ready"]);
    await world.mine(6);
    await endWaits(world);
    expect(await proposeBatches(gateway)).to.equal(1);
    expect(await statesOf(store, ids)).to.deep.equal(["dismissed"]);
  });
});

describe("Proposing batches on a PostgreSQL server", () => {
  let server: TestServer;
  before(async () => {
    server = await startPostgres();
  });
  after(async () => server.stop());

  it("puts each deposit into one batch when four workers propose at once", async () => {
    const url = await server.freshDatabase();
    const world = await openWorld({ url });
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ url })));
    try {
      const ids = await bookCredits(
        world,
        Array.from({ length: 250 }, (_, i) => ({ amount: BigInt(i + 1) })),
      );
      await attestBy(world, 10n ** 9n);
      const workers = [world.store, ...stores].map((store, i) => world.worker(`worker-${i}`, { store }));
      await Promise.all(workers.flatMap((worker) => [proposeBatches(worker), proposeBatches(worker)]));
      while ((await proposeBatches(world.gateway)) > 0);
      const batches = await batchesOf(world.store);
      const deposits = await depositsOf(world.store, ids);
      expect(deposits.every(({ state }) => state === "batched")).to.equal(true);
      expect(batches.reduce((sum, { count }) => sum + count, 0)).to.equal(250);
      for (const { id, count } of batches) {
        const positions = deposits.filter(({ batch_id }) => batch_id === id).map(({ position }) => position);
        expect([...positions].sort((a, b) => a! - b!)).to.deep.equal(Array.from({ length: count }, (_, i) => i));
      }
    } finally {
      await Promise.all(stores.map((store) => store.destroy()));
      await world.close();
    }
  });
});
