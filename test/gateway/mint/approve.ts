import { expect } from "chai";

import { buildMintOrder, mintOrder, signMintOrder } from "../../../src/chain/index.js";
import { approveBatch, approveBatches, proposeBatches } from "../../../src/gateway/mint/index.js";
import type { Tables } from "../../../src/store/index.js";
import { refusalOf } from "../../chain/support.js";
import { openWorld, SETTINGS, type World } from "../support/world.js";
import { attestBy, batchesOf, bookCredits, depositsOf, endWaits, statesOf, suspenseOf, withKeys } from "./support.js";

describe("Approving batches", () => {
  let world: World;
  let ids: number[];
  before(async () => {
    world = await openWorld();
    await attestBy(world, 10n ** 9n);
  });
  after(async () => world.close());

  /** Two deposits in a proposed batch. */
  const propose = async (amount = 10n): Promise<number> => {
    ids = await bookCredits(world, [{ amount }, { amount: 20n }]);
    await proposeBatches(world.gateway);
    return (await batchesOf(world.store)).at(-1)!.id;
  };
  const last = async () => (await batchesOf(world.store)).at(-1)!;
  /** What is left over must not stand in the way of the next specification. */
  afterEach(async () => {
    await world.store.updateTable("deposit").set({ state: "dismissed" }).where("state", "<>", "dismissed").execute();
    await world.store.updateTable("mint_batch").set({ state: "dissolved" }).execute();
  });

  it("is refused to a key that may send mints, at hand or by its role", async () => {
    await propose();
    const { gateway } = world;
    const one = { ...gateway, keys: { ...gateway.keys, APPROVER: gateway.keys.ISSUER! } };
    expect((await refusalOf(approveBatches(one))).name).to.equal("ApproverIsIssuer");
    await endWaits(world);
    const elsewhere = { ...gateway, keys: { APPROVER: gateway.keys.ISSUER! } };
    expect((await refusalOf(approveBatches(elsewhere))).name).to.equal("ApproverIsIssuer");
    expect((await last()).signature).to.equal(null);
  });

  it("is not done without the approver's key, while halted, or while another worker looks at the batch", async () => {
    await propose();
    expect(await approveBatches(withKeys(world.gateway, "ISSUER"))).to.equal(0);
    const halt = await world.store
      .insertInto("halt")
      .values({ currency: "USD", reason: "SUPPLY" })
      .returning("id")
      .executeTakeFirstOrThrow();
    expect(await approveBatches(world.gateway)).to.equal(0);
    expect((await refusalOf(approveBatch(world.gateway, world.person("APPROVER"), (await last()).id))).name).to.equal(
      "IssuingHalted",
    );
    await world.store.updateTable("halt").set({ lifted_at: new Date() }).where("id", "=", halt.id).execute();
    const two = await Promise.all([approveBatches(world.gateway), approveBatches(world.worker("worker-2"))]);
    expect(two.sort()).to.deep.equal([0, 1]);
  });

  const change =
    <T extends "deposit" | "entry" | "statement" | "customer">(table: T, set: object, where: "id" | "entry" | "all") =>
    async () => {
      const query = world.store.updateTable(table as keyof Tables).set(set as never);
      const entry = await world.store
        .selectFrom("deposit")
        .select("entry_id")
        .where("id", "=", ids[0]!)
        .executeTakeFirst();
      if (where === "id") await query.where("id" as never, "=", ids[0]! as never).execute();
      else if (where === "entry") await query.where("id" as never, "=", entry!.entry_id as never).execute();
      else await query.execute();
    };
  const tampered: readonly (readonly [string, () => Promise<void>, string])[] = [
    ["another amount", change("deposit", { amount: 11n }, "id"), "control account"],
    [
      "another payee",
      change("deposit", { payee: "0x71bE63f3384f5fb98995898A86B02Fb2426c5788" }, "id"),
      "wallet of its customer",
    ],
    ["another customer", change("deposit", { customer: "C-1002" }, "id"), "wallet of its customer"],
    ["another reference", change("deposit", { reference: `0x${"12".repeat(32)}` }, "id"), "its key does not give"],
    ["an entry that is only pending", change("entry", { status: "PDNG" }, "entry"), "no booked credit"],
    ["a debit", change("entry", { credit_debit: "DBIT" }, "entry"), "no booked credit"],
    ["an entry of less", change("entry", { amount: 9n }, "entry"), "claimed more than once"],
    ["an entry in another currency", change("entry", { currency: "EUR" }, "entry"), "entry in EUR"],
    ["a returned payment", change("deposit", { return_of: "0x01" }, "id"), "returned payment"],
  ];
  for (const [name, tamper, says] of tampered) {
    it(`signs nothing for ${name} than was accepted, and gives that deposit to a person`, async () => {
      await propose();
      await tamper();
      expect(await approveBatches(world.gateway)).to.equal(1);
      const batch = await last();
      expect([batch.state, batch.signature]).to.deep.equal(["dissolved", null]);
      expect(batch.reason).to.contain(says);
      expect(await statesOf(world.store, ids)).to.deep.equal(["suspense", "ready"]);
      expect((await suspenseOf(world.store))[ids[0]!]).to.equal("approval-refused");
    });
  }

  it("signs nothing for an account that is not ours, or a wallet that the register gives somebody else", async () => {
    await propose();
    expect(await approveBatches({ ...world.gateway, accounts: [] })).to.equal(1);
    expect((await last()).reason).to.contain("not ours");
    await propose();
    // The customer's row names another's wallet, and so does the deposit: only the chain can tell.
    const wallet = world.wallet("C-1002").address;
    const data = JSON.stringify({ ...world.customers[0]!, wallets: [{ address: wallet, line: 1 }] });
    await world.store.updateTable("customer").set({ data }).where("customer", "=", "C-1001").execute();
    await world.store.updateTable("deposit").set({ payee: wallet }).where("id", "in", ids).execute();
    expect(await approveBatches(world.gateway)).to.equal(1);
    expect((await last()).reason).to.contain("the register does not give its customer");
    await world.store.deleteFrom("customer").execute();
  });

  it("signs nothing for what is on the chain by now: the queue finds it there, and no person need look", async () => {
    await propose();
    const { gateway, store, bank, person } = world;
    const [first] = await depositsOf(store, ids);
    const content = { currency: "USD", payee: first!.payee!, amount: 10n, depositReference: first!.reference };
    const order = await buildMintOrder(bank, content);
    await mintOrder(bank, person("ISSUER"), order, await signMintOrder(bank, person("APPROVER"), order));
    expect(await approveBatches(gateway)).to.equal(1);
    expect((await last()).state).to.equal("dissolved");
    expect(await statesOf(store, ids)).to.deep.equal(["ready", "ready"]);
    await endWaits(world);
    await proposeBatches(gateway);
    expect(await statesOf(store, ids)).to.deep.equal(["minted", "batched"]);
    expect(await suspenseOf(store)).not.to.have.any.keys(ids.map(String));
  });

  it("signs nothing for a batch that says another total, or lives too long", async () => {
    const first = await propose();
    await world.store.updateTable("mint_batch").set({ total: 31n }).where("id", "=", first).execute();
    await approveBatches(world.gateway);
    expect((await last()).reason).to.contain("31 minor units and has 2 deposits of 30");
    const second = await propose();
    await world.store.updateTable("mint_batch").set({ expiry: 4_000_000_000 }).where("id", "=", second).execute();
    await approveBatches(world.gateway);
    expect((await last()).reason).to.contain("would live");
  });

  it("leaves what is above the policy, and what was marked a reversal, to a person", async () => {
    const settings = { ...SETTINGS, minting: { ...SETTINGS.minting, policyUpTo: { USD: 15n } } };
    const gateway = { ...world.gateway, settings };
    ids = await bookCredits(world, [{ amount: 16n }]);
    await proposeBatches(gateway);
    await approveBatches(gateway);
    const { id, state, reason } = await last();
    expect([state, reason]).to.deep.equal(["proposed", "awaits a person"]);
    expect(await approveBatches(gateway), "not again and again").to.equal(0);
    const issuer = world.person("ISSUER");
    expect((await refusalOf(approveBatch(gateway, issuer, id))).name).to.equal("ApproverIsIssuer");
    await approveBatch(gateway, world.person("APPROVER"), id);
    expect((await last()).state).to.equal("approved");
    expect((await refusalOf(approveBatch(gateway, world.person("APPROVER"), id))).name).to.equal("BatchNotProposed");
    await bookCredits(world, [{ amount: 1n, reversal: true }]);
    await proposeBatches(gateway);
    await approveBatches(gateway);
    expect((await last()).reason).to.equal("awaits a person");
  });
});
