import { expect } from "chai";
import { goodStanding } from "../support/token.js";
import { LOCAL_BLOCK, packStanding, Power, reference } from "../support/words.js";
import { PARTIES, useBank } from "../issuance/support.js";

const load = await useBank();

const ALICE = PARTIES.alice;
const FREE = packStanding(goodStanding(1));
const BLOCKED = packStanding({ ...goodStanding(1), blocked: true });

describe("unblockParty", () => {
  it("is refused for a party that is unknown", async () => {
    const { registry, unblock, refuses } = await load();
    await refuses(unblock(999n), registry, "PartyUnknown", 999n);
  });

  it("is refused for a party that is not blocked, or not any more", async () => {
    const { registry, block, unblock, refuses } = await load();
    await refuses(unblock(ALICE), registry, "NotBlocked", ALICE);
    await block(ALICE);
    await unblock(ALICE);
    await refuses(unblock(ALICE), registry, "NotBlocked", ALICE);
  });

  it("leaves the party blocked while another order is live", async () => {
    const { registry, usd, jpy, alice, block, unblock, standingOf, emits } = await load();
    await block(ALICE, "order 1");
    await block(ALICE, "order 2");
    await emits(
      unblock(ALICE, "order 1"),
      ["PartyUnblocked", ALICE, reference("order 1"), 1n],
      ["StandingSet", alice, BLOCKED],
      ["StandingSet", alice, BLOCKED],
    );
    expect(await registry.blocksOf(ALICE)).to.equal(1n);
    for (const token of [usd, jpy]) expect(await standingOf(token, alice)).to.equal(BLOCKED);
  });

  it("frees every wallet in every token when the last order is lifted", async () => {
    const { registry, registrar, usd, jpy, alice, carol, block, unblock, standingOf, emits } = await load();
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    for (const order of ["order 1", "order 2"]) await block(ALICE, order);
    await unblock(ALICE, "order 2");
    await emits(
      unblock(ALICE, "order 1"),
      ["PartyUnblocked", ALICE, reference("order 1"), 0n],
      ["StandingSet", carol, FREE],
      ["StandingSet", alice, FREE],
      ["StandingSet", carol, FREE],
      ["StandingSet", alice, FREE],
    );
    for (const token of [usd, jpy]) {
      for (const wallet of [alice, carol]) expect(await standingOf(token, wallet)).to.equal(FREE);
    }
  });

  it("cannot lift what compliance blocked in one token", async () => {
    const { compliance, usd, alice, block, unblock, accountOf } = await load();
    await usd.connect(compliance).blockWallet(alice);
    await block(ALICE);
    await unblock(ALICE);
    expect(await accountOf(alice)).to.include({ standing: FREE, local: LOCAL_BLOCK });
  });

  it("leaves a token that fails tighter, and says so", async () => {
    const { registry, registrar, policyAdmin, usd, jpy, alice, carol, block, unblock, standingOf, emits } =
      await load();
    await block(ALICE);
    await jpy.connect(policyAdmin).admitContract(carol, Power.Notary);
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    const reason = jpy.interface.encodeErrorResult("StandingInvalid", [carol.address, FREE]);
    await emits(
      unblock(ALICE),
      ["PartyUnblocked", ALICE, reference("order 1"), 0n],
      ["StandingSet", carol, FREE],
      ["StandingSet", alice, FREE],
      ["PushFailed", jpy, ALICE, reason],
    );
    expect(await standingOf(usd, alice)).to.equal(FREE);
    expect(await standingOf(jpy, alice)).to.equal(BLOCKED);
  });
});
