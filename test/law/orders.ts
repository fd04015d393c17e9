import { expect } from "chai";
import { ZeroHash } from "ethers";
import { legalOrderHash, type LegalOrder } from "../../src/chain/law/acts.js";
import { reference } from "../support/words.js";
import { ALICE, BOB, COURT, CUSTODIAN, useLaw, type Law } from "./support.js";

const load = await useLaw();

/** Every act, under this order. */
const ACTS: Record<string, (law: Law, order: LegalOrder) => Promise<unknown>> = {
  blockParty: ({ blockParty }, order) => blockParty(order, ALICE),
  placeLien: ({ placeLien, alice }, order) => placeLien(order, alice, 60n),
  seize: ({ seize, alice }, order) => seize(order, alice, 60n),
  recover: ({ recover, alice, dave }, order) => recover(order, alice, dave),
  forceRelease: async ({ forceRelease, placed, alice }, order) => forceRelease(order, await placed(alice, 100n)),
};

describe("a legal order", () => {
  for (const [name, act] of Object.entries(ACTS)) {
    it(`${name} under a bad order is refused: no id, authority, document or date, from the future, or lapsed`, async () => {
      const law = await load();
      const { orders, courtOrder, refuses, now } = law;
      const refused = async (changes: Partial<LegalOrder>, error: string, ...args: (string | bigint)[]) =>
        refuses(act(law, await courtOrder({ id: reference("bad"), ...changes })), orders, error, ...args);
      const soon = (await now()) + 1_000n;
      const id = reference("bad");
      await refused({ id: ZeroHash }, "OrderIdMissing");
      await refused({ authority: ZeroHash }, "OrderAuthorityMissing", id);
      await refused({ documentHash: ZeroHash }, "OrderDocumentMissing", id);
      await refused({ issuedAt: 0n }, "OrderDateInvalid", id, 0n);
      await refused({ issuedAt: soon }, "OrderDateInvalid", id, soon);
      const yesterday = (await now()) - 86_400n;
      await refused({ validUntil: yesterday }, "OrderLapsed", id, yesterday);
      expect(await orders.orderHash(id)).to.equal(ZeroHash);
    });

    it(`${name} files the order when it is the first act under it, and is refused when the order on file reads differently`, async () => {
      const law = await load();
      const { orders, courtOrder, refuses } = law;
      const order = await courtOrder();
      await expect(act(law, order))
        .to.emit(orders, "OrderFiled")
        .withArgs(order.id, COURT, order.documentHash, order.issuedAt, 0n);
      const filed = legalOrderHash(order);
      expect(await orders.orderHash(order.id)).to.equal(filed);
      expect(await orders.hashOrder(order)).to.equal(filed);

      const others: Partial<LegalOrder>[] = [
        { authority: reference("another court") },
        { documentHash: reference("another document") },
        { issuedAt: order.issuedAt - 1n },
        { validUntil: order.issuedAt + 10_000_000n },
      ];
      const second = await load();
      await second.blockParty(order, CUSTODIAN);
      for (const change of others) {
        const other = { ...order, ...change };
        await refuses(act(second, other), orders, "OrderMismatch", order.id, filed, legalOrderHash(other));
      }
    });
  }

  it("is in force in its last second, and has lapsed in the next", async () => {
    const { orders, courtOrder, blockParty, now, at, refuses } = await load();
    const validUntil = (await now()) + 100n;
    const order = await courtOrder({ validUntil });
    await at(validUntil);
    await blockParty(order, ALICE);
    await refuses(blockParty(order, BOB), orders, "OrderLapsed", order.id, validUntil);
  });

  it("issued in this very second is in force", async () => {
    const { orders, courtOrder, blockParty, now, at } = await load();
    const issuedAt = (await now()) + 100n;
    await at(issuedAt);
    await expect(blockParty(await courtOrder({ issuedAt }), ALICE)).to.emit(orders, "OrderFiled");
  });

  it("is filed once: a second act under it says nothing of the order again", async () => {
    const { orders, courtOrder, blockParty } = await load();
    const order = await courtOrder();
    await blockParty(order, ALICE);
    await expect(blockParty(order, BOB)).to.not.emit(orders, "OrderFiled");
  });

  it("that has lapsed is not lifted by itself, and what was done under it is lifted as ever", async () => {
    const { orders, registry, usd, alice, courtOrder, blockParty, lien, liftBlock, liftLien, now, travelTo } =
      await load();
    const order = await courtOrder({ validUntil: (await now()) + 100n });
    await blockParty(order, ALICE);
    const lienId = await lien(order, alice, 60n);
    await travelTo((await now()) + 1_000n);
    expect(await orders.isBlockLive(order.id, ALICE)).to.equal(true);
    expect(await usd.getFrozenTokens(alice)).to.equal(60n);
    await liftBlock(order.id, ALICE);
    await liftLien(lienId, 60n);
    expect(await registry.blocksOf(ALICE)).to.equal(0n);
    expect(await usd.getFrozenTokens(alice)).to.equal(0n);
  });
});
