import { expect } from "chai";
import { ZeroHash } from "ethers";
import { reference } from "../support/words.js";
import { actHash } from "../../src/chain/law/acts.js";
import { ALICE, BOB, CUSTODIAN, GROUNDS, useLaw } from "./support.js";

const load = await useLaw();

const NO_GROUNDS = ZeroHash;

describe("blockParty under an order", () => {
  it("is refused for a party that is unknown", async () => {
    const { registry, courtOrder, blockParty, refuses } = await load();
    await refuses(blockParty(await courtOrder(), 999n), registry, "PartyUnknown", 999n);
  });

  it("is refused twice under one order, whoever consents", async () => {
    const { orders, courtOrder, blockParty, refuses } = await load();
    const order = await courtOrder();
    await blockParty(order, ALICE);
    await refuses(blockParty(order, ALICE), orders, "BlockLive", order.id, ALICE);
    expect(await orders.liveBlocks(ALICE)).to.equal(1n);
  });

  it("blocks every wallet of the party in every token, names both people and the act, and nobody else is touched", async () => {
    const {
      orders,
      registry,
      usd,
      jpy,
      alice,
      dave,
      bob,
      compliance,
      complianceApprover,
      courtOrder,
      blockParty,
      now,
    } = await load();
    const order = await courtOrder();
    const consent = { salt: reference("salt"), expiry: (await now()) + 1_000n };
    const act = actHash("BlockParty", { order, party: ALICE }, consent);
    await expect(blockParty(order, ALICE, consent))
      .to.emit(orders, "BlockPlaced")
      .withArgs(order.id, ALICE, act, compliance.address, complianceApprover.address)
      .and.to.emit(registry, "PartyBlocked")
      .withArgs(ALICE, order.id, 1n);
    for (const token of [usd, jpy]) {
      for (const wallet of [alice, dave]) expect(await token.canSend(wallet)).to.equal(false);
      expect(await token.canSend(bob)).to.equal(true);
    }
    expect(await orders.isBlockLive(order.id, ALICE)).to.equal(true);
  });

  it("counts orders: the party is free when the last one is lifted", async () => {
    const { orders, usd, alice, courtOrder, blockParty, liftBlock } = await load();
    const [first, second] = [await courtOrder(), await courtOrder()];
    await blockParty(first, ALICE);
    await blockParty(second, ALICE);
    await blockParty(second, BOB);
    expect([await orders.liveBlocks(ALICE), await orders.liveBlocks(BOB)]).to.deep.equal([2n, 1n]);
    await liftBlock(first.id, ALICE);
    expect(await usd.canSend(alice)).to.equal(false);
    await liftBlock(second.id, ALICE);
    expect(await usd.canSend(alice)).to.equal(true);
    expect([await orders.liveBlocks(ALICE), await orders.liveBlocks(BOB)]).to.deep.equal([0n, 1n]);
  });
});

describe("liftBlock", () => {
  it("is refused without grounds, for another party, another order, and twice", async () => {
    const { orders, courtOrder, blockParty, liftBlock, refuses } = await load();
    const order = await courtOrder();
    await blockParty(order, ALICE);
    await refuses(liftBlock(order.id, ALICE, { grounds: NO_GROUNDS }), orders, "GroundsMissing");
    await refuses(liftBlock(order.id, BOB), orders, "BlockNotLive", order.id, BOB);
    const other = reference("another order");
    await refuses(liftBlock(other, ALICE), orders, "BlockNotLive", other, ALICE);
    await liftBlock(order.id, ALICE);
    await refuses(liftBlock(order.id, ALICE), orders, "BlockNotLive", order.id, ALICE);
  });

  it("names both people, the act and its grounds; the same order may block again", async () => {
    const { orders, registry, releaser, complianceApprover, courtOrder, blockParty, liftBlock, now } = await load();
    const order = await courtOrder();
    await blockParty(order, ALICE);
    const consent = { salt: reference("salt"), expiry: (await now()) + 1_000n };
    const act = actHash("LiftBlock", { orderId: order.id, party: ALICE, grounds: GROUNDS }, consent);
    await expect(liftBlock(order.id, ALICE, consent))
      .to.emit(orders, "BlockLifted")
      .withArgs(order.id, ALICE, act, GROUNDS, releaser.address, complianceApprover.address);
    expect(await registry.blocksOf(ALICE)).to.equal(0n);
    await blockParty(order, ALICE);
    expect(await orders.liveBlocks(ALICE)).to.equal(1n);
  });
});

describe("liftDirectBlock", () => {
  it("frees a party from an officer's block at 3 a.m., never from an order's", async () => {
    const { orders, registry, usd, alice, block, courtOrder, blockParty, liftDirectBlock, refuses } = await load();
    await refuses(liftDirectBlock(ALICE), orders, "NoDirectBlock", ALICE, 0n);
    const [first, second] = [await courtOrder(), await courtOrder()];
    await blockParty(first, ALICE);
    await block(ALICE, "3 a.m.");
    await blockParty(second, ALICE);
    expect(await registry.blocksOf(ALICE)).to.equal(3n);
    await liftDirectBlock(ALICE);
    await refuses(liftDirectBlock(ALICE), orders, "NoDirectBlock", ALICE, 2n);
    expect([await registry.blocksOf(ALICE), await orders.liveBlocks(ALICE)]).to.deep.equal([2n, 2n]);
    expect(await usd.canSend(alice)).to.equal(false);
  });

  it("is refused for another party's direct block, and without grounds", async () => {
    const { orders, block, liftDirectBlock, refuses } = await load();
    await block(BOB, "3 a.m.");
    await refuses(liftDirectBlock(CUSTODIAN), orders, "NoDirectBlock", CUSTODIAN, 0n);
    await refuses(liftDirectBlock(BOB, { grounds: NO_GROUNDS }), orders, "GroundsMissing");
  });

  it("names both people, the act and its grounds", async () => {
    const { orders, registry, releaser, complianceApprover, block, liftDirectBlock, now } = await load();
    await block(ALICE, "3 a.m.");
    const consent = { salt: reference("salt"), expiry: (await now()) + 1_000n };
    const act = actHash("LiftDirectBlock", { party: ALICE, grounds: GROUNDS }, consent);
    await expect(liftDirectBlock(ALICE, consent))
      .to.emit(orders, "DirectBlockLifted")
      .withArgs(ALICE, act, GROUNDS, releaser.address, complianceApprover.address)
      .and.to.emit(registry, "PartyUnblocked")
      .withArgs(ALICE, GROUNDS, 0n);
  });
});

describe("unblockWallet", () => {
  it("is refused for a wallet that is not blocked in this token, for a token of another bank, and without grounds", async () => {
    const { orders, usd, jpy, alice, compliance, unblockWallet, anotherToken, refuses } = await load();
    await jpy.connect(compliance).blockWallet(alice);
    await refuses(unblockWallet(alice), orders, "WalletNotBlocked", usd, alice);
    const foreign = await anotherToken("XEUR");
    await refuses(unblockWallet(alice, { token: foreign }), orders, "TokenNotListed", foreign);
    await refuses(unblockWallet(alice, { token: jpy, grounds: NO_GROUNDS }), orders, "GroundsMissing");
  });

  it("lifts the local block and no other", async () => {
    const { usd, jpy, alice, releaser, complianceApprover, compliance, unblockWallet, now, emits } = await load();
    for (const token of [usd, jpy]) await token.connect(compliance).blockWallet(alice);
    const consent = { salt: reference("salt"), expiry: (await now()) + 1_000n };
    const act = actHash("UnblockWallet", { token: usd.target, wallet: alice.address, grounds: GROUNDS }, consent);
    await emits(
      unblockWallet(alice, consent),
      ["WalletBlockLifted", usd, alice, act, GROUNDS, releaser, complianceApprover],
      ["LocalBitsSet", alice, 0n],
    );
    expect([await usd.canSend(alice), await jpy.canSend(alice)]).to.deep.equal([true, false]);
  });
});
