import { expect } from "chai";

import { FUNCTION_ROLES } from "../../../src/bank/roles.js";
import { attest } from "../../../src/chain/index.js";
import {
  approveBatches,
  proposeBatches,
  queueBatches,
  releaseRefused,
  resolveFailed,
} from "../../../src/gateway/mint/index.js";
import { drain, openWorld, type World } from "../support/world.js";
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
  supplyOf,
  suspenseOf,
} from "./support.js";

describe("What becomes of a batch", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
    await attestBy(world, 1_000n);
  });
  afterEach(async () => world.close());

  const approved = async (): Promise<void> => {
    await proposeBatches(world.gateway);
    await approveBatches(world.gateway);
  };
  const batch = async () => (await batchesOf(world.store))[0]!;

  it("is not sent while issuing is halted or paused, nor by its approver", async () => {
    const { gateway, store, bank } = world;
    await bookCredits(world, [{ amount: 10n }]);
    await approved();
    const approver = { ...gateway, keys: { ISSUER: gateway.keys.APPROVER! } };
    expect(await queueBatches(approver)).to.equal(0);
    const halt = await store
      .insertInto("halt")
      .values({ currency: "USD", reason: "SUPPLY" })
      .returning("id")
      .executeTakeFirstOrThrow();
    expect(await queueBatches(gateway)).to.equal(0);
    await store.updateTable("halt").set({ lifted_at: new Date() }).where("id", "=", halt.id).execute();
    await bank.tokens["USD"]!.connect(world.person("GUARDIAN")).pause(3);
    expect(await queueBatches(gateway)).to.equal(0);
    expect((await batch()).state).to.equal("approved");
  });

  it("is kept back when its rows change after the approval, and looked at anew when the approval is dead", async () => {
    const { gateway, store, chain } = world;
    const ids = await bookCredits(world, [{ amount: 10n }, { amount: 20n }]);
    await approved();
    await store
      .updateTable("deposit")
      .set({ payee: world.wallet("C-1002").address })
      .where("id", "=", ids[0]!)
      .execute();
    expect(await queueBatches(gateway)).to.equal(1);
    expect((await batch()).reason).to.equal("changed after its approval");
    await endWaits(world);
    expect(await resolveFailed(gateway), "its approval lives").to.equal(0);
    await chain.networkHelpers.time.increase(3_601);
    await attest(world.bank, world.person("ATTESTOR"), { currency: "USD", figure: 1_000n });
    await endWaits(world);
    await drain(gateway, STEPS);
    expect((await batch()).state).to.equal("dissolved");
    await endWaits(world);
    await drain(gateway, STEPS);
    await endWaits(world);
    await drain(gateway, STEPS);
    expect(await statesOf(store, ids)).to.deep.equal(["suspense", "final"]);
    expect(await supplyOf(world)).to.equal(20n);
  });

  it("is sent again under the same approval after a quota refused it", async () => {
    const { gateway, store, bank } = world;
    const ids = await bookCredits(world, [{ amount: 10n }]);
    await approved();
    await queueBatches(gateway);
    const { signature } = await batch();
    const desk = (act: "cutQuota" | "raiseQuota") =>
      bank.issuanceDesk.connect(world.person(FUNCTION_ROLES.IssuanceDesk[act]!));
    const [issuer, token] = [world.person("ISSUER").address, bank.tokens["USD"]!.target];
    await desk("cutQuota").cutQuota(issuer, token, 9n);
    await drain(gateway, OUTBOX);
    const failed = await batch();
    expect([failed.state, failed.reason]).to.deep.equal(["approved", "QuotaExceeded"]);
    await endWaits(world);
    expect(await resolveFailed(gateway), "still refused").to.equal(0);
    expect(await statesOf(store, ids)).to.deep.equal(["batched"]);
    await desk("raiseQuota").raiseQuota(issuer, token, 1_000n);
    await endWaits(world);
    await drain(gateway, STEPS);
    expect(await statesOf(store, ids)).to.deep.equal(["final"]);
    const [only, ...more] = await batchesOf(store);
    expect([only!.signature, more.length]).to.deep.equal([signature, 0]);
    // Computed the first time; then the node says, whatever the payees' limits cost.
    const sent = await store
      .selectFrom("chain_tx")
      .select("gas_limit")
      .where("purpose", "=", "mint-batch")
      .orderBy("id")
      .execute();
    expect(sent[0]!.gas_limit).to.equal(220_000n);
    expect(sent).to.have.length(2);
    expect(sent[1]!.gas_limit).to.not.equal(220_000n);
  });

  it("is dissolved when its approval was spent elsewhere: what the chain has is minted, the rest goes back", async () => {
    const { gateway, store, bank } = world;
    const ids = await bookCredits(world, [{ amount: 10n }, { amount: 2_000n }]);
    await attest(bank, world.person("ATTESTOR"), { currency: "USD", figure: 3_000n });
    await approved();
    await queueBatches(gateway);
    // Somebody with an issuer's key sends the very call, when the second item finds no backing.
    const [tx] = await store.selectFrom("chain_tx").selectAll().execute();
    await attest(bank, world.person("ATTESTOR"), { currency: "USD", figure: 100n });
    await world.person("ISSUER").sendTransaction({ to: tx!.to_address, data: tx!.data });
    await drain(gateway, OUTBOX);
    expect((await batch()).reason).to.equal("BatchAlreadySpent");
    await endWaits(world);
    expect(await resolveFailed(gateway)).to.equal(1);
    expect(await statesOf(store, ids)).to.deep.equal(["minted", "ready"]);
    await attest(bank, world.person("ATTESTOR"), { currency: "USD", figure: 3_000n });
    await endWaits(world);
    await drain(gateway, STEPS);
    expect(await statesOf(store, ids)).to.deep.equal(["final", "final"]);
    expect(await supplyOf(world)).to.equal(2_010n);
  });

  it("gives a payee whom a rule refuses to a person, and mints the others", async () => {
    const { gateway, store } = world;
    const ids = await bookCredits(world, [{ amount: 10n, customer: "C-1006" }, { amount: 20n }]);
    await approved();
    await world.bank.tokens["USD"]!.connect(world.person("COMPLIANCE")).blockWallet(world.wallet("C-1006").address);
    await drain(gateway, STEPS);
    expect(await statesOf(store, ids)).to.deep.equal(["suspense", "final"]);
    expect(await suspenseOf(store)).to.deep.equal({ [ids[0]!]: "PayeeBlocked" });
    expect(await controlSum(store)).to.equal(20n);
  });

  it("tries again what the backing did not carry, later each time, and gives up in the end", async () => {
    const { gateway, store, bank } = world;
    const ids = await bookCredits(world, [{ amount: 10n }, { amount: 900n }]);
    await approved();
    await attest(bank, world.person("ATTESTOR"), { currency: "USD", figure: 100n });
    await drain(gateway, STEPS);
    const [, second] = await depositsOf(store, ids);
    expect([second!.state, second!.attempts]).to.deep.equal(["ready", 1]);
    expect(await proposeBatches(gateway), "not yet").to.equal(0);
    await store
      .updateTable("deposit")
      .set({ attempts: 7, not_before: new Date(0) })
      .where("id", "=", ids[1]!)
      .execute();
    await attest(bank, world.person("ATTESTOR"), { currency: "USD", figure: 1_000n });
    await approved();
    await attest(bank, world.person("ATTESTOR"), { currency: "USD", figure: 100n });
    await drain(gateway, STEPS);
    expect(await suspenseOf(store)).to.deep.equal({ [ids[1]!]: "minting-failed" });
  });

  it("goes back with its deposits when a reorganisation takes its block, and acts on refusals only when none can", async () => {
    const { gateway, store, chain } = world;
    const settings = { ...gateway.settings, finality: { ...gateway.settings.finality, large: 3 } };
    const cautious = { ...gateway, settings };
    const ids = await bookCredits(world, [{ amount: 10n }, { amount: 20n, customer: "C-1006" }]);
    await approved();
    await world.bank.tokens["USD"]!.connect(world.person("COMPLIANCE")).blockWallet(world.wallet("C-1006").address);
    await queueBatches(cautious);
    const before = await chain.networkHelpers.takeSnapshot();
    await drain(cautious, OUTBOX);
    expect(await statesOf(store, ids), "small: final at the head").to.deep.equal(["final", "batched"]);
    expect(await releaseRefused(cautious)).to.equal(0);
    await before.restore();
    await endWaits(world);
    await drain(cautious, OUTBOX.slice(2));
    expect(await statesOf(store, ids)).to.deep.equal(["batched", "batched"]);
    await endWaits(world);
    await store
      .updateTable("chain_tx")
      .set({ since: new Date(0) })
      .execute();
    await drain(cautious, OUTBOX);
    await world.mine(4);
    await endWaits(world);
    await drain(cautious, [...OUTBOX, releaseRefused]);
    expect(await statesOf(store, ids)).to.deep.equal(["final", "suspense"]);
    expect(await supplyOf(world)).to.equal(10n);
  });
});
