import { expect } from "chai";
import { hexlify, toUtf8Bytes } from "ethers";
import { goodStanding } from "../support/token.js";
import { packProfile, packStanding, PartyKind, Power, reference } from "../support/words.js";
import { NO_LEI, PARTIES, profileOf, useBank } from "../issuance/support.js";

const load = await useBank();

const ALICE = PARTIES.alice;
const CAROL = 103n;
const LEI = hexlify(toUtf8Bytes("984500MERIDIANTRD056"));
const NONE = `0x${"00".repeat(32)}`;
const standing = (zone: number, changes = {}) => packStanding({ ...goodStanding(zone), ...changes });

describe("reclassify", () => {
  describe("is refused", () => {
    it("for a party that is unknown, or closed", async () => {
      const { registry, registrar, carol, admissionOf, reclassify, refuses } = await load();
      await refuses(reclassify(999n), registry, "PartyUnknown", 999n);
      await registry.connect(registrar).admit([admissionOf(carol, CAROL)]);
      await registry.connect(registrar).close([CAROL]);
      await refuses(reclassify(CAROL), registry, "PartyIsClosed", CAROL);
    });

    for (const [fault, changes] of [
      ["no residency", { residency: 0, control: 1 }],
      ["a control beyond ISO 3166-1", { control: 1_000 }],
      ["a kind that does not exist", { kind: 5 }],
      ["a home bank for the bank's own client", { homeBank: 7, limited: true }],
    ] as const) {
      it(`for a malformed profile: ${fault}`, async () => {
        const { registry, reclassify, refuses } = await load();
        await refuses(reclassify(ALICE, changes), registry, "AdmissionInvalid", ALICE);
      });
    }

    it("for another kind or another home bank: who serves a party never changes", async () => {
      const { registry, registrar, policyAdmin, carol, admissionOf, reclassify, refuses } = await load();
      for (const homeBank of [7, 8]) await registry.connect(policyAdmin).setInstitution(homeBank, LEI);
      const served = { kind: PartyKind.ClientOfClient, homeBank: 7, limited: true };
      await registry.connect(registrar).admit([admissionOf(carol, CAROL, served)]);
      await refuses(reclassify(CAROL, { ...served, homeBank: 8 }), registry, "ProfileFixed", CAROL);
      await refuses(reclassify(CAROL, { limited: true }), registry, "ProfileFixed", CAROL);
      await refuses(reclassify(ALICE, served), registry, "ProfileFixed", ALICE);
      await refuses(reclassify(ALICE, { kind: PartyKind.Escrow }), registry, "ProfileFixed", ALICE);
    });

    it("for a client of a client that would lose its limits", async () => {
      const { registry, registrar, policyAdmin, carol, admissionOf, reclassify, refuses } = await load();
      await registry.connect(policyAdmin).setInstitution(7, LEI);
      const served = { kind: PartyKind.ClientOfClient, homeBank: 7 };
      await registry.connect(registrar).admit([admissionOf(carol, CAROL, { ...served, limited: true })]);
      await refuses(reclassify(CAROL, served), registry, "AdmissionInvalid", CAROL);
    });

    it("into a country that is not served, by residency or control, and nothing changes", async () => {
      const { registry, policyAdmin, usd, alice, reclassify, standingOf, refuses } = await load();
      await registry.connect(policyAdmin).setCountries([{ code: 20, resident: 0, controlled: 15 }]);
      await refuses(reclassify(ALICE, { residency: 15, control: 1 }), registry, "CountryNotServed", ALICE, 15n);
      await refuses(reclassify(ALICE, { residency: 1, control: 20 }), registry, "CountryNotServed", ALICE, 20n);
      expect(await registry.profileOf(ALICE)).to.equal(packProfile(profileOf()));
      expect(await standingOf(usd, alice)).to.equal(standing(1));
    });

    it("into a zone that needs a programme's approval id, without one", async () => {
      const { registry, compliance, reclassify, refuses } = await load();
      await registry.connect(compliance).requireProgramme(3);
      await refuses(reclassify(ALICE, { zone: 3 }), registry, "ProgrammeRequired", ALICE, 3n);
      await reclassify(ALICE, { zone: 3, programmeHash: reference("approval 17") });
      expect(await registry.standingOf(ALICE)).to.equal(standing(3));
      // It cannot be dropped either while the zone needs it.
      await refuses(reclassify(ALICE, { zone: 3 }), registry, "ProgrammeRequired", ALICE, 3n);
    });
  });

  it("sets the profile, and zone and limits of every wallet in every token", async () => {
    const { registry, registrar, usd, jpy, alice, carol, reclassify, standingOf, emits } = await load();
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    const changes = { zone: 14, limited: true, lei: LEI, programmeHash: reference("approval 17") };
    const profile = packProfile(profileOf(changes));
    const limited = standing(14, { limited: true });
    await emits(
      reclassify(ALICE, changes),
      ["PartyProfiled", ALICE, profile, LEI, changes.programmeHash],
      ["PartyUpdated", ALICE, limited],
      ["StandingSet", carol, limited],
      ["StandingSet", alice, limited],
      ["StandingSet", carol, limited],
      ["StandingSet", alice, limited],
    );
    expect(await registry.profileOf(ALICE)).to.equal(profile);
    for (const token of [usd, jpy]) expect(await standingOf(token, alice)).to.equal(limited);
    await reclassify(ALICE, { zone: 2 });
    expect(await registry.profileOf(ALICE)).to.equal(packProfile(profileOf({ zone: 2 })));
    expect(await standingOf(jpy, carol)).to.equal(standing(2));
  });

  it("says by itself whether a programme is on record, whatever the caller's profile says", async () => {
    const { registry, registrar, alice, emits } = await load();
    const bare = packProfile(profileOf());
    const claimed = bare | (1n << 23n);
    const { reclassify } = registry.connect(registrar);
    await reclassify(ALICE, bare, false, NO_LEI, reference("approval 17"));
    expect(await registry.profileOf(ALICE)).to.equal(claimed);
    await emits(
      reclassify(ALICE, claimed, false, NO_LEI, NONE),
      ["PartyProfiled", ALICE, bare, NO_LEI, NONE],
      ["PartyUpdated", ALICE, standing(1)],
      ["StandingSet", alice, standing(1)],
      ["StandingSet", alice, standing(1)],
    );
    expect(await registry.profileOf(ALICE)).to.equal(bare);
  });

  it("cannot touch a block, the validity, or a retirement", async () => {
    const { registry, registrar, usd, alice, carol, block, unblock, reclassify, retire, standingOf } = await load();
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    await retire(alice, carol);
    await block(ALICE);
    await reclassify(ALICE, { zone: 3, limited: true });
    expect(await standingOf(usd, carol)).to.equal(standing(3, { blocked: true, limited: true }));
    expect(await standingOf(usd, alice)).to.equal(standing(3, { blocked: true, limited: true, retired: true }));
    expect(await registry.blocksOf(ALICE)).to.equal(1n);
    await unblock(ALICE);
    expect(await standingOf(usd, carol)).to.equal(standing(3, { limited: true }));
  });

  it("reports a token that did not take it, which a sync repairs", async () => {
    const { registry, registrar, policyAdmin, compliance, usd, jpy, alice, carol, reclassify, standingOf, emits } =
      await load();
    await jpy.connect(policyAdmin).admitContract(carol, Power.Notary);
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    const moved = standing(2);
    const reason = jpy.interface.encodeErrorResult("StandingInvalid", [carol.address, moved]);
    await emits(
      reclassify(ALICE, { zone: 2 }),
      ["PartyProfiled", ALICE, packProfile(profileOf({ zone: 2 })), NO_LEI, NONE],
      ["PartyUpdated", ALICE, moved],
      ["StandingSet", carol, moved],
      ["StandingSet", alice, moved],
      ["PushFailed", jpy, ALICE, reason],
    );
    expect(await standingOf(usd, alice)).to.equal(moved);
    expect(await standingOf(jpy, alice)).to.equal(standing(1));
    await jpy.connect(compliance).dismissContract(carol, Power.Notary);
    await registry.syncToken(jpy, [ALICE]);
    expect(await standingOf(jpy, alice)).to.equal(moved);
  });
});
