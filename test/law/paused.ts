import { expect } from "chai";
import { reference } from "../support/words.js";
import { ALICE, useLaw } from "./support.js";

const load = await useLaw();

describe("with every operation of every token paused", () => {
  it("each act and each lift under an order works", async () => {
    const law = await load();
    const { orders, registry, usd, jpy, alice, bob, carol, dave, compliance, pauseAll, placed, courtOrder } = law;
    const order = await courtOrder();
    const hold = await placed(alice, 200_000n);
    for (const token of [usd, jpy]) await pauseAll(token);

    await law.blockParty(order, ALICE);
    await registry.connect(compliance).blockParty(ALICE, reference("3 a.m."));
    await usd.connect(compliance).blockWallet(bob);
    await law.forceRelease(order, hold);
    const lienId = await law.lien(order, alice, 60_000n);
    await law.seize(order, alice, 40_000n, { lienId });
    await law.liftLien(lienId, 20_000n);
    await law.liftBlock(order.id, ALICE);
    await law.liftDirectBlock(ALICE);
    await law.unblockWallet(bob);
    await law.recover(order, alice, dave);
    await orders.sweep(usd, alice);
    await orders.refreeze(usd, dave);

    expect(await usd.balanceOf(carol)).to.equal(40_000n);
    expect([await usd.balanceOf(alice), await usd.balanceOf(dave)]).to.deep.equal([0n, 960_000n]);
    expect(await registry.blocksOf(ALICE)).to.equal(0n);
    expect(await usd.canSend(bob)).to.equal(true);
  });
});
