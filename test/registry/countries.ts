import { expect } from "chai";
import fc from "fast-check";
import { packProfile, PartyKind, reference } from "../support/words.js";
import { admissionOf, profileOf, useBank } from "../issuance/support.js";

const load = await useBank();

const DENIED = 15;
/** Any party's number: `zoneOf` names it in its errors. */
const PARTY = 7n;

/**
 * Countries by ISO 3166-1 numeric code, in a table as a bank in New York may have it: residents of mainland China (156)
 * are zone 5, those controlled from there who reside elsewhere are zone 6; Iran (364) is served nowhere and controls
 * nobody; Singapore (702) just has residents; Kenya (404) has no residents here but its companies elsewhere are served.
 */
const US = { code: 840, resident: 1, controlled: 0 };
const CN = { code: 156, resident: 5, controlled: 6 };
const RU = { code: 643, resident: 7, controlled: 8 };
const IR = { code: 364, resident: 0, controlled: DENIED };
const SG = { code: 702, resident: 4, controlled: 0 };
const KE = { code: 404, resident: 0, controlled: 0 };
/** Serves its residents, but nobody abroad who is controlled from there. */
const VG = { code: 92, resident: 9, controlled: DENIED };

async function loadTable() {
  const bank = await load();
  const { registry, policyAdmin } = bank;
  await registry.connect(policyAdmin).setCountries([US, CN, RU, IR, SG, KE, VG]);
  const zoneOf = (residency: number, control = residency, changes = {}) =>
    registry.zoneOf(PARTY, packProfile({ ...profileOf({ residency, control }), ...changes }));
  return { ...bank, zoneOf };
}

describe("setCountries", () => {
  it("is refused for a code that no country can have, and for a zone that does not exist", async () => {
    const { registry, policyAdmin, refuses } = await load();
    const set = (code: number, resident = 1, controlled = 0) =>
      registry.connect(policyAdmin).setCountries([US, { code, resident, controlled }]);
    for (const code of [0, 1_000, 65_535]) await refuses(set(code), registry, "CountryInvalid", BigInt(code));
    for (const resident of [15, 16, 255]) await refuses(set(276, resident), registry, "CountryInvalid", 276n);
    for (const controlled of [16, 255]) await refuses(set(276, 1, controlled), registry, "CountryInvalid", 276n);
    // Whole: the first of the list was not set either.
    expect(await registry.countryOf(US.code)).to.deep.equal([0n, 0n]);
  });

  it("sets what each country leads to", async () => {
    const { registry, policyAdmin, emits } = await load();
    await emits(
      registry.connect(policyAdmin).setCountries([US, CN, IR]),
      ["CountrySet", 840n, 1n, 0n],
      ["CountrySet", 156n, 5n, 6n],
      ["CountrySet", 364n, 0n, 15n],
    );
    expect(await registry.countryOf(840)).to.deep.equal([1n, 0n]);
    expect(await registry.countryOf(156)).to.deep.equal([5n, 6n]);
    expect(await registry.countryOf(364)).to.deep.equal([0n, 15n]);
  });

  it("replaces what was set before, and takes both ends of the range", async () => {
    const { registry, policyAdmin } = await load();
    const set = registry.connect(policyAdmin).setCountries;
    await set([{ code: 999, resident: 14, controlled: 14 }, US]);
    await set([{ code: 999, resident: 3, controlled: 0 }]);
    expect(await registry.countryOf(999)).to.deep.equal([3n, 0n]);
    expect(await registry.countryOf(840)).to.deep.equal([1n, 0n]);
  });

  it("touches no neighbour: 32 countries share a word, over random tables", async () => {
    const { registry, policyAdmin } = await load();
    const { countryOf } = registry;
    const entry = fc.record({
      // Codes 96 to 128 fill one word of the table and begin the next.
      code: fc.integer({ min: 95, max: 129 }),
      resident: fc.integer({ min: 0, max: 14 }),
      controlled: fc.integer({ min: 0, max: 15 }),
    });
    const expected = new Map<number, readonly [bigint, bigint]>();
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 20 }), async (countries) => {
        await registry.connect(policyAdmin).setCountries(countries);
        for (const { code, resident, controlled } of countries) {
          expected.set(code, [BigInt(resident), BigInt(controlled)]);
        }
        for (let code = 94; code <= 130; code++) {
          expect(await countryOf(code), String(code)).to.deep.equal(expected.get(code) ?? [0n, 0n]);
        }
      }),
      { numRuns: 15, seed: 3166 },
    );
    expect(expected.size).to.be.greaterThan(30);
  });
});

describe("closeCountries", () => {
  it("is refused whole for a code that no country can have", async () => {
    const { registry, compliance, refuses } = await loadTable();
    const close = registry.connect(compliance).closeCountries([US.code, 1_000]);
    await refuses(close, registry, "CountryInvalid", 1_000n);
    expect(await registry.countryOf(US.code)).to.deep.equal([1n, 0n]);
  });

  it("serves no more new residents of these countries, nor parties controlled from them", async () => {
    const { registry, registrar, compliance, carol, zoneOf, emits, refuses } = await loadTable();
    await emits(
      registry.connect(compliance).closeCountries([RU.code, SG.code]),
      ["CountrySet", 643n, 0n, 15n],
      ["CountrySet", 702n, 0n, 15n],
    );
    await refuses(zoneOf(SG.code), registry, "CountryNotServed", PARTY, 702n);
    await refuses(zoneOf(US.code, SG.code), registry, "CountryNotServed", PARTY, 702n);
    const resident = admissionOf(carol, 103n, { residency: RU.code });
    await refuses(registry.connect(registrar).admit([resident]), registry, "CountryNotServed", 103n, 643n);
    expect(await zoneOf(US.code)).to.equal(1n);
  });

  it("is loosened by the policy admin only, who sets the country again", async () => {
    const { registry, compliance, policyAdmin, zoneOf } = await loadTable();
    await registry.connect(compliance).closeCountries([SG.code]);
    await registry.connect(policyAdmin).setCountries([SG]);
    expect(await zoneOf(SG.code)).to.equal(4n);
  });
});

describe("zoneOf", () => {
  it("is refused where the bank serves no residents, whoever controls the party", async () => {
    const { registry, zoneOf, refuses } = await loadTable();
    for (const residency of [KE.code, IR.code, 999]) {
      for (const control of [residency, US.code, CN.code, IR.code]) {
        await refuses(zoneOf(residency, control), registry, "CountryNotServed", PARTY, BigInt(residency));
      }
    }
  });

  it("is refused where the bank serves nobody controlled from there, wherever the party resides", async () => {
    const { registry, zoneOf, refuses } = await loadTable();
    for (const residency of [US, CN, RU, SG]) {
      await refuses(zoneOf(residency.code, IR.code), registry, "CountryNotServed", PARTY, 364n);
      await refuses(zoneOf(residency.code, VG.code), registry, "CountryNotServed", PARTY, 92n);
    }
  });

  it("is refused without a programme where the zone needs one, and says which zone", async () => {
    const { registry, compliance, zoneOf, refuses } = await loadTable();
    await registry.connect(compliance).requireProgramme(6);
    await refuses(zoneOf(SG.code, CN.code), registry, "ProgrammeRequired", PARTY, 6n);
    expect(await zoneOf(SG.code, CN.code, { programme: true })).to.equal(6n);
    expect(await zoneOf(CN.code)).to.equal(5n);
  });

  const cases: Array<[who: string, residency: { code: number }, control: { code: number }, zone: bigint]> = [
    ["residents who control themselves", US, US, 1n],
    ["residents controlled from a country that reaches nowhere", SG, US, 4n],
    ["residents controlled from a country that the table does not know", SG, { code: 276 }, 4n],
    ["residents controlled from a country whose own residents are not served, but which is not denied", SG, KE, 4n],
    ["residents of a country that reaches abroad", CN, CN, 5n],
    ["those controlled from there who reside elsewhere", SG, CN, 6n],
    ["residents of a country that reaches abroad, controlled from one that does nothing", CN, US, 5n],
    ["residents of one reaching country controlled from another", CN, RU, 5n],
    ["residents of the other controlled from the first", RU, CN, 7n],
    ["residents of a country that serves nobody abroad", VG, VG, 9n],
    ["residents of such a country who are controlled from a reaching one", VG, CN, 6n],
  ];
  for (const [who, residency, control, zone] of cases) {
    it(`puts ${who} into zone ${zone}`, async () => {
      const { zoneOf } = await loadTable();
      expect(await zoneOf(residency.code, control.code)).to.equal(zone);
    });
  }

  it("does not depend on kind, home bank or the party's number", async () => {
    const { registry, zoneOf } = await loadTable();
    for (const kind of Object.values(PartyKind)) {
      expect(await zoneOf(SG.code, CN.code, { kind, homeBank: 9 })).to.equal(6n);
    }
    const profile = packProfile(profileOf({ residency: SG.code, control: CN.code }));
    expect(await registry.zoneOf(2n ** 64n - 1n, profile)).to.equal(6n);
  });

  it("is where an admission ends, in the register and in every token, over random tables", async () => {
    const { registry, registrar, policyAdmin, usd, standingOf } = await load();
    const table = fc.array(
      fc.record({ resident: fc.integer({ min: 0, max: 14 }), controlled: fc.integer({ min: 0, max: 15 }) }),
      { minLength: 4, maxLength: 4 },
    );
    let parties = 0;
    const seen = { resident: 0, controlled: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(table, fc.nat({ max: 3 }), fc.nat({ max: 3 }), async (countries, from, by) => {
        await registry.connect(policyAdmin).setCountries(countries.map((entry, i) => ({ code: 200 + i, ...entry })));
        const [home, ruler] = [countries[from]!, countries[by]!];
        const wallet = { address: `0x${(0x7000 + ++parties).toString(16).padStart(40, "0")}` };
        const admission = admissionOf(wallet, 1_000n + BigInt(parties), { residency: 200 + from, control: 200 + by });
        const admitted = await registry
          .connect(registrar)
          .admit([admission])
          .then(
            () => true,
            () => false,
          );
        // The rule of design, said in other words: abroad is whoever is ruled from a country that is not its own.
        const abroad = from !== by;
        const served = home.resident !== 0 && !(abroad && ruler.controlled === DENIED);
        const reaches = abroad && [0, DENIED].includes(home.controlled) && ruler.controlled !== 0;
        expect(admitted).to.equal(served);
        seen[!served ? "refused" : reaches ? "controlled" : "resident"] += 1;
        if (!served) return;
        const zone = ((await standingOf(usd, wallet)) >> 32n) & 0xfn;
        expect(zone).to.equal(BigInt(reaches ? ruler.controlled : home.resident));
      }),
      { numRuns: 150, seed: 840 },
    );
    for (const [outcome, times] of Object.entries(seen)) expect(times, outcome).to.be.greaterThan(4);
  });
});

describe("requireProgramme and waiveProgramme", () => {
  it("are refused for the bank's zone 0 and above 14", async () => {
    const { registry, compliance, policyAdmin, refuses } = await load();
    for (const zone of [0, 15, 16, 255]) {
      await refuses(registry.connect(compliance).requireProgramme(zone), registry, "ZoneInvalid", BigInt(zone));
      await refuses(registry.connect(policyAdmin).waiveProgramme(zone), registry, "ZoneInvalid", BigInt(zone));
    }
  });

  it("set one zone and no other; twice is as good as once", async () => {
    const { registry, compliance, policyAdmin, emits } = await load();
    const required = async () => {
      const zones = Array.from({ length: 16 }, (_, zone) => zone);
      const answers = await Promise.all(zones.map((zone) => registry.isProgrammeRequired(zone)));
      return zones.filter((zone) => answers[zone]);
    };
    expect(await required()).to.deep.equal([]);
    await emits(registry.connect(compliance).requireProgramme(14), ["ProgrammeRequiredSet", 14n, true]);
    await emits(registry.connect(compliance).requireProgramme(1), ["ProgrammeRequiredSet", 1n, true]);
    await registry.connect(compliance).requireProgramme(1);
    expect(await required()).to.deep.equal([1, 14]);
    await emits(registry.connect(policyAdmin).waiveProgramme(14), ["ProgrammeRequiredSet", 14n, false]);
    await registry.connect(policyAdmin).waiveProgramme(14);
    expect(await required()).to.deep.equal([1]);
    expect(await registry.isProgrammeRequired(255)).to.equal(false);
  });

  it("ask nothing of those admitted before, until they are reclassified or rezoned", async () => {
    const { registry, registrar, compliance, policyAdmin, usd, alice, bob, reclassify, refuses } = await load();
    await registry.connect(compliance).requireProgramme(1);
    await usd.connect(alice)["transfer(address,uint256)"](bob, 1n);
    await refuses(registry.connect(registrar).rezone([101n]), registry, "ProgrammeRequired", 101n, 1n);
    await registry.connect(policyAdmin).waiveProgramme(1);
    await registry.connect(registrar).rezone([101n]);
    await registry.connect(compliance).requireProgramme(1);
    await reclassify(101n, { programmeHash: reference("approval 17") });
    await registry.connect(registrar).rezone([101n]);
  });
});
