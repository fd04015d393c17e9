import { expect } from "chai";
import { goodStanding } from "../support/token.js";
import { LOCAL_BLOCK, packStanding, Power, reference } from "../support/words.js";
import { PARTIES, settlementAccount, useBank } from "../issuance/support.js";

const load = await useBank();

const { alice: ALICE, bob: BOB } = PARTIES;
const CAROL = 103n;
const DAVE = 104n;
const CLOSED = packStanding({ ...goodStanding(1), admitted: false });

/** Carol (zone 1) and dave (zone 1) are customers without money; carol has erin's key as second wallet. */
async function loadEmpty() {
  const bank = await load();
  const { registry, registrar, carol, dave, erin, admissionOf } = bank;
  const asRegistrar = registry.connect(registrar);
  await asRegistrar.admit([admissionOf(carol, CAROL), admissionOf(dave, DAVE)]);
  await asRegistrar.addWallets(CAROL, [erin]);
  return { ...bank, asRegistrar, close: (...parties: bigint[]) => asRegistrar.close(parties) };
}

describe("close", () => {
  describe("is refused", () => {
    it("for a party that is unknown or closed already, and whole when it is listed twice", async () => {
      const { registry, close, refuses } = await loadEmpty();
      await refuses(close(999n), registry, "PartyUnknown", 999n);
      await refuses(close(CAROL, DAVE, CAROL), registry, "PartyIsClosed", CAROL);
      await close(CAROL);
      await refuses(close(CAROL), registry, "PartyIsClosed", CAROL);
    });

    it("while the bank owes the customer anything, in any token", async () => {
      const { registry, usd, jpy, alice, carol, close, refuses } = await loadEmpty();
      await refuses(close(ALICE), registry, "AccountNotEmpty", usd, alice);
      await jpy.connect(alice)["transfer(address,uint256)"](carol, 1n);
      await refuses(close(CAROL), registry, "AccountNotEmpty", jpy, carol);
    });

    it("while an older wallet has money, and while a lost one has", async () => {
      const { registry, asRegistrar, usd, alice, carol, erin, retire, close, refuses } = await loadEmpty();
      await usd.connect(alice)["transfer(address,uint256)"](carol, 1n);
      await refuses(close(CAROL), registry, "AccountNotEmpty", usd, carol);
      await retire(carol, erin);
      await refuses(close(CAROL), registry, "AccountNotEmpty", usd, carol);
      expect((await registry.standingOf(CAROL)) >> 36n).to.equal(1n);
      await asRegistrar.renew([CAROL], 7n);
    });

    it("whole, for one of them that has money", async () => {
      const { registry, usd, dave, bob, close, standingOf, refuses } = await loadEmpty();
      await refuses(close(DAVE, BOB), registry, "AccountNotEmpty", usd, bob);
      expect(await standingOf(usd, dave)).to.equal(packStanding(goodStanding(1)));
    });
  });

  it("withdraws the admission of every wallet in every token", async () => {
    const { registry, usd, jpy, carol, dave, erin, close, standingOf, emits } = await loadEmpty();
    await emits(
      close(CAROL, DAVE),
      ["PartyClosed", CAROL],
      ["PartyUpdated", CAROL, CLOSED],
      ["StandingSet", erin, CLOSED],
      ["StandingSet", carol, CLOSED],
      ["StandingSet", erin, CLOSED],
      ["StandingSet", carol, CLOSED],
      ["PartyClosed", DAVE],
      ["PartyUpdated", DAVE, CLOSED],
      ["StandingSet", dave, CLOSED],
      ["StandingSet", dave, CLOSED],
    );
    for (const token of [usd, jpy]) {
      for (const wallet of [carol, dave, erin]) expect(await standingOf(token, wallet)).to.equal(CLOSED);
    }
    expect(await registry.standingOf(CAROL)).to.equal(CLOSED);
    expect(await registry.walletsOf(CAROL)).to.deep.equal([erin.address, carol.address]);
  });

  it("is for ever: nothing brings the party back, and neither its id nor a wallet of it is used again", async () => {
    const { registry, asRegistrar, usd, carol, erin, stranger, admissionOf, reclassify, close, standingOf, refuses } =
      await loadEmpty();
    await close(CAROL);
    const acts: Array<() => Promise<unknown>> = [
      () => asRegistrar.renew([CAROL], 2n ** 32n - 1n),
      () => reclassify(CAROL),
      () => asRegistrar.rezone([CAROL]),
      () => asRegistrar.addWallets(CAROL, [stranger]),
      () => asRegistrar.setSettlementAccount(CAROL, settlementAccount("carol")),
    ];
    for (const act of acts) await refuses(act(), registry, "PartyIsClosed", CAROL);
    await refuses(asRegistrar.admit([admissionOf(stranger, CAROL)]), registry, "PartyExists", CAROL);
    for (const wallet of [carol, erin]) {
      await refuses(asRegistrar.admit([admissionOf(wallet, 200n)]), registry, "WalletTaken", wallet, CAROL);
      await refuses(asRegistrar.addWallets(BOB, [wallet]), registry, "WalletTaken", wallet, CAROL);
    }
    await registry.connect(stranger).syncToken(usd, [CAROL]);
    expect(await standingOf(usd, carol)).to.equal(CLOSED);
  });

  it("keeps a block, and one may be lifted or added afterwards without opening the party", async () => {
    const { registry, usd, carol, block, unblock, close, standingOf } = await loadEmpty();
    await block(CAROL, "order 1");
    await close(CAROL);
    expect(await standingOf(usd, carol)).to.equal(CLOSED | (1n << 37n));
    await unblock(CAROL, "order 1");
    expect(await standingOf(usd, carol)).to.equal(CLOSED);
    await block(CAROL, "order 2");
    expect(await standingOf(usd, carol)).to.equal(CLOSED | (1n << 37n));
    expect(await registry.blocksOf(CAROL)).to.equal(1n);
  });

  it("keeps profile, lost wallets and local blocks as they were", async () => {
    const { registry, usd, jpy, compliance, carol, erin, retire, close, accountOf, standingOf } = await loadEmpty();
    const profile = await registry.profileOf(CAROL);
    await retire(carol, erin);
    await usd.connect(compliance).blockWallet(carol);
    await close(CAROL);
    expect(await accountOf(carol)).to.include({ standing: CLOSED | (1n << 39n), local: LOCAL_BLOCK });
    expect(await standingOf(jpy, erin)).to.equal(CLOSED);
    expect(await registry.profileOf(CAROL)).to.equal(profile);
    expect(await registry.successorOf(carol)).to.equal(erin.address);
  });

  it("lets a customer leave whose wallets are all removed", async () => {
    const { asRegistrar, registry, dave, close, emits } = await loadEmpty();
    await asRegistrar.removeWallet(dave);
    await emits(close(DAVE), ["PartyClosed", DAVE], ["PartyUpdated", DAVE, CLOSED]);
    expect(await registry.standingOf(DAVE)).to.equal(CLOSED);
  });

  it("stops every payment to the customer, and its open order is let go, not executed", async () => {
    const { usd, policyAdmin, alice, carol, stranger, now, close, refuses } = await loadEmpty();
    await usd.connect(policyAdmin).admitContract(stranger, Power.Notary);
    const time = await now();
    const hold = {
      payer: alice.address,
      payee: carol.address,
      notary: stranger.address,
      amount: 5n,
      expiry: time + 86_400n,
      placeBy: time + 86_400n,
      assignable: false,
      terms: reference("order 1"),
    };
    await usd.connect(alice).placeHold(hold);
    await close(CAROL);
    await refuses(usd.connect(alice)["transfer(address,uint256)"](carol, 1n), usd, "ERC7943CannotReceive", carol);
    await refuses(usd.connect(stranger).executeHold(hold, 5n), usd, "ERC7943CannotReceive", carol);
    await usd.connect(stranger).releaseHold(hold, 5n);
  });

  it("reports a token that did not take it, which a sync repairs", async () => {
    const { registry, asRegistrar, policyAdmin, compliance, usd, jpy, stranger, close, standingOf, emits } =
      await loadEmpty();
    await jpy.connect(policyAdmin).admitContract(stranger, Power.Notary);
    await asRegistrar.addWallets(DAVE, [stranger]);
    const [dave] = (await registry.walletsOf(DAVE)).slice(-1) as [string];
    const reason = jpy.interface.encodeErrorResult("StandingInvalid", [stranger.address, CLOSED]);
    await emits(
      close(DAVE),
      ["PartyClosed", DAVE],
      ["PartyUpdated", DAVE, CLOSED],
      ["StandingSet", stranger, CLOSED],
      ["StandingSet", dave, CLOSED],
      ["PushFailed", jpy, DAVE, reason],
    );
    expect(await standingOf(usd, { address: dave })).to.equal(CLOSED);
    expect(await standingOf(jpy, { address: dave })).to.equal(packStanding(goodStanding(1)));
    await jpy.connect(compliance).dismissContract(stranger, Power.Notary);
    await registry.syncToken(jpy, [DAVE]);
    expect(await standingOf(jpy, { address: dave })).to.equal(CLOSED);
  });
});
