import { expect } from "chai";
import { goodStanding, VALID_UNTIL } from "../support/token.js";
import { packStanding } from "../support/words.js";
import { PARTIES, useBank } from "../issuance/support.js";

const load = await useBank();

const { alice: ALICE, bob: BOB } = PARTIES;
const LATER = VALID_UNTIL + 365n * 86_400n;
const renewed = (zone: number, changes = {}) => packStanding({ ...goodStanding(zone), validUntil: LATER, ...changes });

describe("renew", () => {
  it("is refused for a party that was closed", async () => {
    const { registry, registrar, admissionOf, carol, refuses } = await load();
    await registry.connect(registrar).admit([admissionOf(carol, 103n)]);
    await registry.connect(registrar).close([103n]);
    await refuses(registry.connect(registrar).renew([ALICE, 103n], LATER), registry, "PartyIsClosed", 103n);
  });

  it("is refused whole when one of the parties is unknown", async () => {
    const { registry, registrar, standingOf, usd, alice, refuses } = await load();
    const call = registry.connect(registrar).renew([ALICE, 999n], LATER);
    await refuses(call, registry, "PartyUnknown", 999n);
    expect(await standingOf(usd, alice)).to.equal(packStanding(goodStanding(1)));
  });

  it("sets the last second of many parties, each in its own zone, in every token", async () => {
    const { registry, registrar, usd, jpy, alice, bob, standingOf, emits } = await load();
    await emits(
      registry.connect(registrar).renew([ALICE, BOB], LATER),
      ["PartyUpdated", ALICE, renewed(1)],
      ["StandingSet", alice, renewed(1)],
      ["StandingSet", alice, renewed(1)],
      ["PartyUpdated", BOB, renewed(2)],
      ["StandingSet", bob, renewed(2)],
      ["StandingSet", bob, renewed(2)],
    );
    for (const token of [usd, jpy]) expect(await standingOf(token, bob)).to.equal(renewed(2));
    expect(await registry.standingOf(ALICE)).to.equal(renewed(1));
  });

  it("cannot touch a block: neither the count nor the bit, in the register or a token", async () => {
    const { registry, registrar, usd, jpy, alice, block, unblock, standingOf } = await load();
    await block(ALICE, "order 1");
    await block(ALICE, "order 2");
    await registry.connect(registrar).renew([ALICE], LATER);
    for (const token of [usd, jpy]) expect(await standingOf(token, alice)).to.equal(renewed(1, { blocked: true }));
    expect(await registry.blocksOf(ALICE)).to.equal(2n);
    await unblock(ALICE, "order 1");
    await registry.connect(registrar).renew([ALICE], LATER);
    expect(await standingOf(usd, alice)).to.equal(renewed(1, { blocked: true }));
    await unblock(ALICE, "order 2");
    expect(await standingOf(usd, alice)).to.equal(renewed(1));
  });

  it("keeps zone and limits, and is no rezoning: a country set since then changes nothing", async () => {
    const { registry, registrar, policyAdmin, reclassify } = await load();
    await reclassify(ALICE, { zone: 3, limited: true });
    await registry.connect(policyAdmin).setCountries([{ code: 3, resident: 5, controlled: 0 }]);
    await registry.connect(registrar).renew([ALICE], LATER);
    expect(await registry.standingOf(ALICE)).to.equal(renewed(3, { limited: true }));
  });

  it("leaves what the token's compliance set: a local block stays", async () => {
    const { registry, registrar, compliance, usd, alice, accountOf } = await load();
    await usd.connect(compliance).blockWallet(alice);
    await registry.connect(registrar).renew([ALICE], LATER);
    expect(await accountOf(alice)).to.include({ standing: renewed(1), local: 1n << 236n });
  });

  it("may shorten the validity: the customer's money stops moving from the next second", async () => {
    const { registry, registrar, usd, alice, bob, now, at } = await load();
    const last = (await now()) + 10n;
    await registry.connect(registrar).renew([ALICE], last);
    await at(last);
    await usd.connect(alice)["transfer(address,uint256)"](bob, 1n);
    await at(last + 1n);
    const late = usd.connect(alice)["transfer(address,uint256)"](bob, 1n);
    await expect(late).to.be.revertedWithCustomError(usd, "ERC7943CannotSend").withArgs(alice);
  });

  it("reaches every wallet of the party", async () => {
    const { registry, registrar, jpy, alice, carol, dave, standingOf } = await load();
    await registry.connect(registrar).addWallets(ALICE, [carol, dave]);
    await registry.connect(registrar).renew([ALICE], LATER);
    for (const wallet of [alice, carol, dave]) expect(await standingOf(jpy, wallet)).to.equal(renewed(1));
    expect(await registry.walletsOf(ALICE)).to.deep.equal([dave.address, carol.address, alice.address]);
  });
});
