import { expect } from "chai";
import { goodStanding } from "../support/token.js";
import { packStanding, Power, reference } from "../support/words.js";
import { PARTIES, useBank } from "../issuance/support.js";
import { entrySlot, namespaceSlot } from "./support.js";

const load = await useBank();

const ALICE = PARTIES.alice;
const FREE = packStanding(goodStanding(1));
const BLOCKED = packStanding({ ...goodStanding(1), blocked: true });

describe("blockParty", () => {
  it("is refused for a party that is unknown", async () => {
    const { registry, block, refuses } = await load();
    for (const id of [0n, 999n]) await refuses(block(id), registry, "PartyUnknown", id);
  });

  // The count has 16 bits and nothing keeps it there: the 65,536th block spills into a spare bit and leaves a count of
  // zero, so the party is blocked and `unblockParty` says NotBlocked for ever.
  it("is refused when the count is full", async () => {
    const { registry, ethers, helpers, block, unblock } = await load();
    const slot = entrySlot(namespaceSlot("vostro.storage.PartyRegistry"), "uint64", ALICE);
    const word = BigInt(await helpers.getStorageAt(registry.target as string, slot));
    await helpers.setStorageAt(registry.target as string, slot, word | (0xffffn << 208n) | (1n << 197n));
    expect(await registry.blocksOf(ALICE)).to.equal(65_535n);
    await expect(block(ALICE)).to.be.revert(ethers);
    await unblock(ALICE);
    expect(await registry.blocksOf(ALICE)).to.equal(65_534n);
  });

  it("blocks every wallet in every token, in one transaction", async () => {
    const { registry, registrar, usd, jpy, alice, carol, standingOf, block, emits } = await load();
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    await emits(
      block(ALICE, "order 7"),
      ["PartyBlocked", ALICE, reference("order 7"), 1n],
      ["StandingSet", carol, BLOCKED],
      ["StandingSet", alice, BLOCKED],
      ["StandingSet", carol, BLOCKED],
      ["StandingSet", alice, BLOCKED],
    );
    for (const token of [usd, jpy]) {
      for (const wallet of [alice, carol]) expect(await standingOf(token, wallet)).to.equal(BLOCKED);
    }
    expect(await registry.standingOf(ALICE)).to.equal(BLOCKED);
  });

  it("stops the party's payments and nobody else's", async () => {
    const { usd, alice, bob, block, refuses } = await load();
    await block(ALICE);
    const pay = (from: typeof alice, to: typeof alice) => usd.connect(from)["transfer(address,uint256)"](to, 1n);
    await refuses(pay(alice, bob), usd, "ERC7943CannotSend", alice);
    await refuses(pay(bob, alice), usd, "ERC7943CannotReceive", alice);
    await pay(bob, bob);
  });

  it("counts: a second order blocks nobody anew and is counted all the same", async () => {
    const { registry, usd, alice, standingOf, block } = await load();
    await block(ALICE, "order 1");
    await expect(block(ALICE, "order 2")).to.emit(registry, "PartyBlocked").withArgs(ALICE, reference("order 2"), 2n);
    expect(await registry.blocksOf(ALICE)).to.equal(2n);
    expect(await standingOf(usd, alice)).to.equal(BLOCKED);
  });

  it("reports a token that did not take the block, and blocks in the others", async () => {
    const { registry, registrar, compliance, usd, jpy, alice, carol, standingOf, block, emits, policyAdmin } =
      await load();
    // Carol's wallet was made a notary of the yen before it was admitted: the yen refuses every standing for it.
    await jpy.connect(policyAdmin).admitContract(carol, Power.Notary);
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    const reason = jpy.interface.encodeErrorResult("StandingInvalid", [carol.address, BLOCKED]);
    await emits(
      block(ALICE),
      ["PartyBlocked", ALICE, reference("order 1"), 1n],
      ["StandingSet", carol, BLOCKED],
      ["StandingSet", alice, BLOCKED],
      ["PushFailed", jpy, ALICE, reason],
    );
    expect(await standingOf(usd, alice)).to.equal(BLOCKED);
    expect(await standingOf(jpy, alice)).to.equal(FREE);

    // Repaired: the cause goes, anyone syncs.
    await jpy.connect(compliance).dismissContract(carol, Power.Notary);
    await registry.syncToken(jpy, [ALICE]);
    for (const wallet of [alice, carol]) expect(await standingOf(jpy, wallet)).to.equal(BLOCKED);
  });
});
