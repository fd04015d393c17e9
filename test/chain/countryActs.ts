import { expect } from "chai";

import { countryCode } from "../../src/bank/countries.js";
import {
  admitParties,
  closeCountries,
  countryName,
  isProgrammeRequired,
  readCountry,
  readInstitution,
  requireProgramme,
  setCountries,
  setInstitution,
  waiveProgramme,
} from "../../src/chain/index.js";
import { anyAddress, refusalOf, useBank, VALID_UNTIL } from "./support.js";

const load = await useBank();
const [US, GB, IR] = [countryCode("US"), countryCode("GB"), countryCode("IR")];
const LEI = "984500MERIDIANTRD056";

describe("setCountries and closeCountries", () => {
  it("are refused before anything is sent, naming country and field", async () => {
    const { bank, chain, POLICY_ADMIN, COMPLIANCE } = await load();
    const before = await chain.ethers.provider.getBlockNumber();
    const set = async (...rows: Parameters<typeof setCountries>[2]) =>
      refusalOf(setCountries(bank, POLICY_ADMIN, rows));
    expect((await set()).name).to.equal("EmptyList");
    for (const code of [0, 1_000, 1.5, NaN]) {
      expect((await set({ code, resident: 1, controlled: 0 })).name).to.equal("CountryInvalid");
      expect((await refusalOf(closeCountries(bank, COMPLIANCE, [code]))).name).to.equal("CountryInvalid");
    }
    for (const resident of [15, -1, NaN]) {
      const { sentence } = await set({ code: GB, resident, controlled: 0 });
      expect(sentence).to.equal(`The residents of GB cannot be in zone ${resident}.`);
    }
    expect((await set({ code: GB, resident: 1, controlled: 16 })).sentence).to.equal(
      "Parties controlled from GB cannot be in zone 16.",
    );
    const row = { code: GB, resident: 1, controlled: 0 };
    expect((await set(row, { ...row, resident: 2 })).sentence).to.equal("GB is named twice.");
    expect((await refusalOf(closeCountries(bank, COMPLIANCE, []))).name).to.equal("EmptyList");
    expect(await chain.ethers.provider.getBlockNumber()).to.equal(before);
  });

  it("are refused from each other's role", async () => {
    const { bank, POLICY_ADMIN, COMPLIANCE } = await load();
    const set = await refusalOf(setCountries(bank, COMPLIANCE, [{ code: GB, resident: 1, controlled: 0 }]));
    const closed = await refusalOf(closeCountries(bank, POLICY_ADMIN, [GB]));
    expect([set.name, closed.name]).to.deep.equal(["AccessManagedUnauthorized", "AccessManagedUnauthorized"]);
  });

  it("say where new customers of the country go, until it is closed", async () => {
    const { bank, REGISTRAR, POLICY_ADMIN, COMPLIANCE } = await load();
    const admit = (id: bigint) =>
      admitParties(bank, REGISTRAR, [
        { id, wallets: [anyAddress()], profile: { residency: GB }, validUntil: VALID_UNTIL },
      ]);
    expect((await refusalOf(admit(1n))).name).to.equal("CountryNotServed");
    await setCountries(bank, POLICY_ADMIN, [
      { code: GB, resident: 2, controlled: 0 },
      { code: IR, resident: 0, controlled: 15 },
    ]);
    expect(await readCountry(bank, GB)).to.deep.equal({ code: GB, resident: 2, controlled: 0 });
    await admit(1n);
    await closeCountries(bank, COMPLIANCE, [GB, US, GB]);
    expect(await readCountry(bank, GB)).to.deep.equal({ code: GB, resident: 0, controlled: 15 });
    expect((await refusalOf(admit(2n))).name).to.equal("CountryNotServed");
    expect([countryName(GB), countryName(997)]).to.deep.equal(["GB", "country 997"]);
  });
});

describe("programmes", () => {
  it("are refused for a zone that no customer is in, and from each other's role", async () => {
    const { bank, POLICY_ADMIN, COMPLIANCE } = await load();
    for (const zone of [0, 15, 1.5]) {
      expect((await refusalOf(requireProgramme(bank, COMPLIANCE, zone))).name).to.equal("BadZone");
      expect((await refusalOf(waiveProgramme(bank, POLICY_ADMIN, zone))).name).to.equal("BadZone");
    }
    expect((await refusalOf(requireProgramme(bank, POLICY_ADMIN, 3))).name).to.equal("AccessManagedUnauthorized");
    expect((await refusalOf(waiveProgramme(bank, COMPLIANCE, 3))).name).to.equal("AccessManagedUnauthorized");
  });

  it("are required and waived, zone by zone", async () => {
    const { bank, POLICY_ADMIN, COMPLIANCE } = await load();
    await requireProgramme(bank, COMPLIANCE, 3);
    await requireProgramme(bank, COMPLIANCE, 4);
    await waiveProgramme(bank, POLICY_ADMIN, 3);
    expect([await isProgrammeRequired(bank, 3), await isProgrammeRequired(bank, 4)]).to.deep.equal([false, true]);
  });
});

describe("institutions", () => {
  it("are refused without a number, without a LEI, and from anybody but the policy admin", async () => {
    const { bank, POLICY_ADMIN, COMPLIANCE } = await load();
    for (const number of [0, 256, 1.5]) {
      expect((await refusalOf(setInstitution(bank, POLICY_ADMIN, number, LEI))).name).to.equal("InstitutionUnknown");
    }
    const bad = await refusalOf(setInstitution(bank, POLICY_ADMIN, 2, "984500MERIDIANTRD057"));
    expect(bad.sentence).to.equal('The LEI of institution 2 is no LEI: "984500MERIDIANTRD057".');
    expect((await refusalOf(setInstitution(bank, COMPLIANCE, 2, LEI))).name).to.equal("AccessManagedUnauthorized");
  });

  it("are known by their number from then on", async () => {
    const { bank, POLICY_ADMIN } = await load();
    expect(await readInstitution(bank, 2)).to.equal(undefined);
    await setInstitution(bank, POLICY_ADMIN, 2, LEI);
    expect(await readInstitution(bank, 2)).to.equal(LEI);
  });
});
