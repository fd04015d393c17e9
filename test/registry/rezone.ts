import { expect } from "chai";
import { goodStanding } from "../support/token.js";
import { packStanding } from "../support/words.js";
import { PARTIES, useBank } from "../issuance/support.js";

const load = await useBank();

const { alice: ALICE, bob: BOB } = PARTIES;
const standing = (zone: number, changes = {}) => packStanding({ ...goodStanding(zone), ...changes });

/** Residents of country 1 belong to zone 5 from now on; alice, who resides there, was admitted in zone 1. */
async function loadMoved() {
  const bank = await load();
  const { registry, registrar, policyAdmin } = bank;
  await registry.connect(policyAdmin).setCountries([{ code: 1, resident: 5, controlled: 0 }]);
  return { ...bank, rezone: (...parties: bigint[]) => registry.connect(registrar).rezone(parties) };
}

describe("rezone", () => {
  it("is refused whole when one of the parties is unknown or closed", async () => {
    const { registry, registrar, usd, alice, carol, admissionOf, rezone, standingOf, refuses } = await loadMoved();
    await refuses(rezone(ALICE, 999n), registry, "PartyUnknown", 999n);
    await registry.connect(registrar).admit([admissionOf(carol, 103n)]);
    await registry.connect(registrar).close([103n]);
    await refuses(rezone(ALICE, 103n), registry, "PartyIsClosed", 103n);
    expect(await standingOf(usd, alice)).to.equal(standing(1));
  });

  it("is refused for a party whose country is served no more: it keeps its zone until the bank decides", async () => {
    const { registry, compliance, usd, alice, rezone, standingOf, refuses } = await loadMoved();
    await registry.connect(compliance).closeCountries([1]);
    await refuses(rezone(ALICE), registry, "CountryNotServed", ALICE, 1n);
    expect(await standingOf(usd, alice)).to.equal(standing(1));
  });

  it("is refused into a zone whose programme the party is not in", async () => {
    const { registry, compliance, rezone, refuses } = await loadMoved();
    await registry.connect(compliance).requireProgramme(5);
    await refuses(rezone(ALICE), registry, "ProgrammeRequired", ALICE, 5n);
  });

  it("does nothing by itself: setting the table moves nobody", async () => {
    const { registry, usd, alice, standingOf } = await loadMoved();
    expect(await registry.standingOf(ALICE)).to.equal(standing(1));
    expect(await standingOf(usd, alice)).to.equal(standing(1));
  });

  it("derives the zones of many parties again and pushes them into every token", async () => {
    const { registry, usd, jpy, alice, bob, rezone, standingOf, emits } = await loadMoved();
    await emits(
      rezone(ALICE, BOB),
      ["PartyUpdated", ALICE, standing(5)],
      ["StandingSet", alice, standing(5)],
      ["StandingSet", alice, standing(5)],
      ["PartyUpdated", BOB, standing(2)],
      ["StandingSet", bob, standing(2)],
      ["StandingSet", bob, standing(2)],
    );
    for (const token of [usd, jpy]) expect(await standingOf(token, alice)).to.equal(standing(5));
    expect(await registry.standingOf(ALICE)).to.equal(standing(5));
  });

  it("keeps validity, limits, blocks, profile and lost wallets", async () => {
    const bank = await loadMoved();
    const { registry, registrar, usd, alice, carol, block, retire, reclassify, rezone, standingOf } = bank;
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    await retire(alice, carol);
    await reclassify(ALICE, { zone: 1, limited: true });
    await registry.connect(registrar).renew([ALICE], 77n);
    await block(ALICE);
    const profile = await registry.profileOf(ALICE);
    await registry.connect(bank.policyAdmin).setCountries([{ code: 1, resident: 9, controlled: 0 }]);
    await rezone(ALICE);
    const moved = { validUntil: 77n, limited: true, blocked: true };
    expect(await standingOf(usd, carol)).to.equal(standing(9, moved));
    expect(await standingOf(usd, alice)).to.equal(standing(9, { ...moved, retired: true }));
    expect(await registry.blocksOf(ALICE)).to.equal(1n);
    expect(await registry.profileOf(ALICE)).to.equal(profile);
  });

  it("takes effect on the next payment: the corridor is that of the new zone", async () => {
    const { usd, alice, bob, rezone, refuses } = await loadMoved();
    const pay = () => usd.connect(alice)["transfer(address,uint256)"](bob, 1n);
    await pay();
    await rezone(ALICE);
    await refuses(pay(), usd, "ERC7943CannotTransfer", alice, bob, 1n);
  });
});
