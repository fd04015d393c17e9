import { expect } from "chai";

import { broadcastSigned, queueCall, signQueued } from "../../../src/gateway/transactions/index.js";
import { finishTx, mineTx, unmineTx } from "../../../src/gateway/transactions/outcome.js";
import type { Gateway } from "../../../src/gateway/gateway.js";
import { startPostgres, type TestServer } from "../../../tools/postgres.js";
import { drain, openWorld, type World } from "../support/world.js";
import {
  approveCall,
  endLeases,
  forbiddenCall,
  notingHandler,
  outboxSteps,
  queueApprovals,
  states,
  withCustomerKey,
} from "./support.js";

describe("Chain outbox", () => {
  let world: World;
  let gateway: Gateway;
  let handler: ReturnType<typeof notingHandler>;

  beforeEach(async () => {
    world = await openWorld();
    gateway = withCustomerKey(world);
    handler = notingHandler();
  });
  afterEach(async () => {
    if (world === undefined) return;
    await world.chain.provider.request({ method: "evm_setAutomine", params: [true] });
    await world.close();
  });
  const automine = (on: boolean) => world.chain.provider.request({ method: "evm_setAutomine", params: [on] });
  const sent = () => world.provider.getTransactionCount(world.wallet("C-1001").address, "latest");

  it("gives no nonce to what the contract refuses", async () => {
    const [call, sender] = [await forbiddenCall(world), world.wallet("C-1001").address];
    await world.store
      .transaction()
      .execute((trx) => queueCall(trx, { purpose: "attest", subject: "1", sender, call, atStake: 0n }));
    await drain(gateway, outboxSteps(handler));
    expect(handler.told).to.deep.equal(["1 failed CallerNotAdmitted"]);
    expect(await sent()).to.equal(0);
    const [row] = await world.store.selectFrom("chain_tx").select(["nonce", "error"]).execute();
    expect(row!.nonce).to.equal(null);
    expect(row!.error).to.include("issuing desk");
  });

  it("reports what reverts in its block, with the contract's own reason", async () => {
    const [call, sender] = [await forbiddenCall(world), world.wallet("C-1001").address];
    await world.store
      .transaction()
      .execute((trx) =>
        queueCall(trx, { purpose: "attest", subject: "1", sender, call, atStake: 0n, gasLimit: 200_000n }),
      );
    await drain(gateway, outboxSteps(handler));
    expect(handler.told).to.deep.equal(["1 failed CallerNotAdmitted"]);
    expect(await sent()).to.equal(1);
  });

  it("leaves what it has no key for to the worker that has it", async () => {
    await queueApprovals(world, 1);
    expect(await signQueued(world.gateway, [handler])).to.equal(0);
    expect(await states(world)).to.deep.equal(["1 queued"]);
    await drain(gateway, outboxSteps(handler));
    expect(handler.told).to.deep.equal(["1 mined", "1 final"]);
  });

  it("changes nothing when a pipeline cannot follow, and tells it again", async () => {
    await queueApprovals(world, 1);
    const broken = { ...handler, mined: () => Promise.reject(new Error("the pipeline fails")) };
    await drain(gateway, outboxSteps(broken));
    expect(await states(world)).to.deep.equal(["1 sent"]);
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    expect(handler.told).to.deep.equal(["1 mined", "1 final"]);
    expect(await sent()).to.equal(1);
  });

  it("sends every call once, in order, however often the steps run", async () => {
    await queueApprovals(world, 5);
    await drain(gateway, outboxSteps(handler));
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    expect(await sent()).to.equal(5);
    expect(handler.told.filter((line) => line.endsWith("final"))).to.deep.equal(
      [1, 2, 3, 4, 5].map((i) => `${i} final`),
    );
    expect(await states(world)).to.deep.equal([1, 2, 3, 4, 5].map((i) => `${i} final`));
  });

  it("never lets more than a node keeps in its pool wait at once", async () => {
    await automine(false);
    await queueApprovals(world, 20);
    await drain(gateway, outboxSteps(handler));
    const waiting = (await states(world)).filter((line) => line.endsWith("sent"));
    expect(waiting).to.have.length(16);
    await world.mine(1);
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    await world.mine(1);
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    expect(await sent()).to.equal(20);
    expect(handler.told.filter((line) => line.endsWith("final"))).to.have.length(20);
  });

  it("gives the node the same bytes again after it forgot them", async () => {
    await automine(false);
    await queueApprovals(world, 2);
    await drain(gateway, outboxSteps(handler));
    const attempts = await world.store.selectFrom("chain_attempt").select("hash").execute();
    for (const { hash } of attempts) {
      await world.chain.provider.request({ method: "hardhat_dropTransaction", params: [hash] });
    }
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    await world.mine(1);
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    expect(await world.store.selectFrom("chain_attempt").select("hash").execute()).to.deep.equal(attempts);
    expect(await sent()).to.equal(2);
  });

  it("tells that a block was lost, and does not do twice what is mined again", async () => {
    gateway = { ...gateway, settings: { ...gateway.settings, finality: { smallUpTo: {}, smallBlocks: 0, large: 3 } } };
    const before = await world.chain.provider.request({ method: "evm_snapshot" });
    await queueApprovals(world, 2);
    await drain(gateway, outboxSteps(handler));
    expect(await states(world)).to.deep.equal(["1 mined", "2 mined"]);
    await world.chain.provider.request({ method: "evm_revert", params: [before] });
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    await world.mine(3);
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    expect(handler.told.slice(0, 4)).to.deep.equal(["1 mined", "2 mined", "1 unmined", "2 unmined"]);
    expect(handler.told.slice(-2).sort()).to.deep.equal(["1 final", "2 final"]);
    expect(await sent()).to.equal(2);
  });

  it("tells it anew when the same bytes are mined again in another block before anybody looked", async () => {
    gateway = { ...gateway, settings: { ...gateway.settings, finality: { smallUpTo: {}, smallBlocks: 0, large: 3 } } };
    const before = await world.chain.provider.request({ method: "evm_snapshot" });
    await queueApprovals(world, 1);
    await drain(gateway, outboxSteps(handler));
    const { raw } = await world.store.selectFrom("chain_attempt").select("raw").executeTakeFirstOrThrow();
    await world.chain.provider.request({ method: "evm_revert", params: [before] });
    await world.mine(1);
    await world.chain.provider.request({ method: "eth_sendRawTransaction", params: [raw] });
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    expect(handler.told).to.deep.equal(["1 mined", "1 unmined", "1 mined"]);
    const { block } = await world.store.selectFrom("chain_tx").select("block").executeTakeFirstOrThrow();
    expect(block).to.equal(await world.provider.getBlockNumber());
  });

  it("takes nothing back any more from what is final for good, whatever a slow worker saw", async () => {
    await queueApprovals(world, 1);
    await drain(gateway, outboxSteps(handler));
    const row = await world.store.selectFrom("chain_tx").selectAll().executeTakeFirstOrThrow();
    expect([row.state, row.deep]).to.deep.equal(["final", true]);
    expect(await unmineTx(gateway, [handler], { ...row, deep: false })).to.equal(0);
    expect(await unmineTx(gateway, [handler], { ...row, state: "mined", deep: false })).to.equal(0);
    expect(handler.told).to.deep.equal(["1 mined", "1 final"]);
  });

  it("takes back what was final for a small amount when its block is lost", async () => {
    gateway = {
      ...gateway,
      settings: { ...gateway.settings, finality: { smallUpTo: { USD: 100n }, smallBlocks: 0, large: 5 } },
    };
    const before = await world.chain.provider.request({ method: "evm_snapshot" });
    await queueApprovals(world, 1, { atStake: 100n });
    await drain(gateway, outboxSteps(handler));
    expect(handler.told).to.deep.equal(["1 mined", "1 final"]);
    await world.chain.provider.request({ method: "evm_revert", params: [before] });
    for (let i = 0; i < 2; i++) {
      await endLeases(world);
      await drain(gateway, outboxSteps(handler));
    }
    expect(handler.told).to.deep.equal(["1 mined", "1 final", "1 unmined", "1 mined", "1 final"]);
    await world.mine(5);
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    const [row] = await world.store.selectFrom("chain_tx").select(["state", "deep"]).execute();
    expect(row).to.deep.equal({ state: "final", deep: true });
  });

  it("offers more for what waits too long, and counts whichever attempt is mined", async () => {
    await automine(false);
    gateway = {
      ...gateway,
      settings: { ...gateway.settings, minting: { ...gateway.settings.minting, bumpSeconds: 0 } },
    };
    await queueApprovals(world, 1);
    await drain(gateway, outboxSteps(handler), 4).catch(() => undefined);
    const attempts = await world.store.selectFrom("chain_attempt").select("max_fee").orderBy("max_fee").execute();
    expect(attempts.length).to.be.greaterThan(1);
    for (let i = 1; i < attempts.length; i++) {
      expect(Number(attempts[i]!.max_fee * 8n)).to.be.at.least(Number(attempts[i - 1]!.max_fee * 9n));
    }
    await world.mine(1);
    await endLeases(world);
    gateway = {
      ...gateway,
      settings: { ...gateway.settings, minting: { ...gateway.settings.minting, bumpSeconds: 99 } },
    };
    await drain(gateway, outboxSteps(handler));
    expect(handler.told).to.deep.equal(["1 mined", "1 final"]);
    expect(await sent()).to.equal(1);
  });

  it("is not final by what a worker saw in a block that is not its block any more", async () => {
    await queueApprovals(world, 1);
    await signQueued(gateway, [handler]);
    await broadcastSigned(gateway);
    const seen = async () => world.store.selectFrom("chain_tx").selectAll().executeTakeFirstOrThrow();
    const block = (await world.provider.getBlock("latest"))!;
    const mined = { hash: `0x${"11".repeat(32)}`, block: block.number, blockHash: block.hash!, events: [] };
    expect(await mineTx(gateway, [handler], await seen(), mined)).to.equal(1);
    const stale = { ...mined, blockHash: `0x${"22".repeat(32)}` };
    const finish = async (at: typeof mined) =>
      finishTx(gateway, [handler], { ...(await seen()), block_hash: null }, { mined: at, deep: true });
    expect(await finish(stale)).to.equal(0);
    expect(await unmineTx(gateway, [handler], { ...(await seen()), block_hash: stale.blockHash })).to.equal(0);
    expect(await finish(mined)).to.equal(1);
    expect(handler.told).to.deep.equal(["1 mined", "1 final"]);
  });

  it("waits for a node that counts a nonce before it gives the receipt", async () => {
    await queueApprovals(world, 1);
    const provider = world.provider as unknown as { send(method: string, params: unknown[]): Promise<unknown> };
    const { send } = provider;
    provider.send = async (method, params) =>
      method === "eth_getTransactionReceipt" ? null : send.call(provider, method, params);
    try {
      await drain(gateway, outboxSteps(handler));
    } finally {
      provider.send = send;
    }
    expect(await sent()).to.equal(1);
    expect(handler.told).to.deep.equal([]);
    const missingSince = async () =>
      (await world.store.selectFrom("chain_tx").select("missing_since").executeTakeFirstOrThrow()).missing_since;
    expect(await missingSince()).to.be.instanceOf(Date);
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    expect(handler.told).to.deep.equal(["1 mined", "1 final"]);
    expect(await missingSince(), "after a reorganisation the doubt begins anew").to.equal(null);
  });

  it("says so when somebody else used the key: what lost its nonce never happened", async () => {
    await automine(false);
    await queueApprovals(world, 1);
    await signQueued(gateway, [handler]);
    const { to, data } = await approveCall(world, 77n);
    await world.wallet("C-1001").sendTransaction({ to, data, nonce: 0, maxFeePerGas: 10n ** 11n });
    await world.mine(1);
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    expect(handler.told, "in doubt").to.deep.equal([]);
    await world.store
      .updateTable("chain_tx")
      .set({ missing_since: new Date(0) })
      .execute();
    await endLeases(world);
    await drain(gateway, outboxSteps(handler));
    expect(handler.told).to.deep.equal(["1 failed TransactionReplaced"]);
    await queueApprovals(world, 1);
    await automine(true);
    await drain(gateway, outboxSteps(handler));
    expect(handler.told.at(-1), "the lane goes on behind it").to.equal("1 final");
  });

  describe("with four workers on a PostgreSQL server", () => {
    let server: TestServer;
    before(async () => {
      server = await startPostgres();
    });
    after(async () => server.stop());

    it("gives each call one nonce and tells its pipeline once", async () => {
      await world.close();
      world = await openWorld({ url: await server.freshDatabase() });
      await queueApprovals(world, 30);
      const workers = [1, 2, 3, 4].map((i) => ({ ...withCustomerKey(world), worker: `worker-${i}` }));
      for (let round = 0; round < 8; round++) {
        await Promise.all(workers.map((worker) => drain(worker, outboxSteps(handler))));
        await endLeases(world);
      }
      expect(await sent()).to.equal(30);
      const finals = handler.told.filter((line) => line.endsWith("final"));
      expect(finals.sort()).to.deep.equal(Array.from({ length: 30 }, (_, i) => `${i + 1} final`).sort());
      const nonces = await world.store.selectFrom("chain_tx").select("nonce").orderBy("nonce").execute();
      expect(nonces.map(({ nonce }) => nonce)).to.deep.equal(Array.from({ length: 30 }, (_, i) => i));
    });
  });
});
