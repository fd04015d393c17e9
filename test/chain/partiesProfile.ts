import { expect } from "chai";

import { countryCode } from "../../src/bank/countries.js";
import {
  admitParties,
  blockParty,
  closeParties,
  decodeProfile,
  decodeStanding,
  derivedZone,
  planRezoning,
  readClassification,
  reclassifyParty,
  requireOpenParty,
  requireProgramme,
  rezoneParties,
  setCountries,
  setInstitution,
} from "../../src/chain/index.js";
import { anyAddress, bytes32, partyOf, refusalOf, useBank, VALID_UNTIL } from "./support.js";

const load = await useBank();
const LEI = "984500MERIDIANTRD056";
const [US, DE, CN, GB] = [countryCode("US"), countryCode("DE"), countryCode("CN"), countryCode("GB")];
const GERMAN = { residency: DE, control: DE, limited: false };

describe("reclassifyParty", () => {
  it("is refused before anything is sent: a stranger, who was closed, a bad country, LEI or programme", async () => {
    const { bank, chain, REGISTRAR } = await load();
    await closeParties(bank, REGISTRAR, [partyOf("dave")]);
    const before = await chain.ethers.provider.getBlockNumber();
    const refused = async (party: bigint, more: object = {}) =>
      (await refusalOf(reclassifyParty(bank, REGISTRAR, party, { ...GERMAN, ...more }))).name;
    expect(await refused(7n)).to.equal("PartyUnknown");
    expect(await refused(partyOf("dave"))).to.equal("PartyIsClosed");
    expect(await refused(partyOf("bob"), { residency: 0 })).to.equal("BadProfile");
    expect(await refused(partyOf("bob"), { control: 1_000 })).to.equal("BadProfile");
    expect(await refused(partyOf("bob"), { lei: "984500MERIDIANTRD057" })).to.equal("BadLei");
    expect(await refused(partyOf("bob"), { programme: "P-1" })).to.equal("BadBytes");
    expect(await refused(partyOf("bob"), { residency: GB })).to.equal("CountryNotServed");
    expect(await chain.ethers.provider.getBlockNumber()).to.equal(before);
  });

  it("is refused for a zone whose programme is missing, and lets no client of a client be without limits", async () => {
    const { bank, REGISTRAR, COMPLIANCE, POLICY_ADMIN } = await load();
    await requireProgramme(bank, COMPLIANCE, 1);
    const american = { ...GERMAN, residency: US, control: US };
    const missing = await refusalOf(reclassifyParty(bank, REGISTRAR, partyOf("bob"), american));
    expect(missing.name).to.equal("ProgrammeRequired");
    await reclassifyParty(bank, REGISTRAR, partyOf("bob"), { ...american, programme: bytes32(9) });
    await setInstitution(bank, POLICY_ADMIN, 3, LEI);
    const profile = { residency: DE, kind: "client-of-client" as const, homeBank: 3 };
    const served = { id: 900n, wallets: [anyAddress()], profile, validUntil: VALID_UNTIL, limited: true };
    await admitParties(bank, REGISTRAR, [served]);
    const unlimited = await refusalOf(reclassifyParty(bank, REGISTRAR, 900n, GERMAN));
    expect([unlimited.name, unlimited.sentence]).to.deep.equal([
      "AdmissionInvalid",
      "Party 900 is a client of another institution, and such a client always has limits.",
    ]);
  });

  it("moves the party to the zone that follows, keeps kind, home bank and block, and can be read back", async () => {
    const { bank, alice, REGISTRAR, COMPLIANCE } = await load();
    const id = partyOf("alice");
    await blockParty(bank, COMPLIANCE, id, bytes32(1));
    const before = await readClassification(bank, await requireOpenParty(bank, id));
    expect(before).to.deep.equal({ residency: US, control: US, limited: false, lei: undefined, programme: undefined });
    const wanted = { residency: DE, control: US, limited: true, lei: LEI, programme: bytes32(4) };
    const { pushFailures } = await reclassifyParty(bank, REGISTRAR, id, wanted);
    expect(pushFailures).to.deep.equal([]);
    expect(await readClassification(bank, await requireOpenParty(bank, id))).to.deep.equal(wanted);
    for (const token of Object.values(bank.tokens)) {
      const standing = decodeStanding((await token.accountWord(alice)) >> 192n);
      expect(standing).to.include({ zone: 2, limited: true, blocked: true, validUntil: VALID_UNTIL });
    }
    const { programme, kind } = decodeProfile(await bank.partyRegistry.profileOf(id));
    expect([programme, kind]).to.deep.equal([true, "client"]);
    // What is left out is none: the register's events say so, and the word forgets the programme.
    await reclassifyParty(bank, REGISTRAR, id, { ...wanted, lei: undefined, programme: undefined });
    const { lei, programme: left } = await readClassification(bank, await requireOpenParty(bank, id));
    expect([lei, left]).to.deep.equal([undefined, undefined]);
  });
});

describe("rezoneParties", () => {
  it("is refused for nobody and for what is no party's number", async () => {
    const { bank, REGISTRAR } = await load();
    expect((await refusalOf(rezoneParties(bank, REGISTRAR, []))).name).to.equal("EmptyList");
    expect((await refusalOf(rezoneParties(bank, REGISTRAR, [0n]))).name).to.equal("BadParty");
  });

  it("moves only who belongs elsewhere now, and lists who is served no more", async () => {
    const { bank, REGISTRAR, POLICY_ADMIN } = await load();
    const ids = [partyOf("alice"), partyOf("bob"), partyOf("carol"), 7n];
    expect((await planRezoning(bank, ids)).pages).to.deep.equal([]);
    await setCountries(bank, POLICY_ADMIN, [
      { code: US, resident: 5, controlled: 0 },
      { code: DE, resident: 0, controlled: 0 },
    ]);
    // Until then they keep the zone they were admitted in.
    expect(decodeStanding(await bank.partyRegistry.standingOf(partyOf("alice"))).zone).to.equal(1);
    expect(await derivedZone(bank, await requireOpenParty(bank, partyOf("alice")))).to.equal(5);
    const { rezoned, refused } = await rezoneParties(bank, REGISTRAR, ids);
    expect(rezoned).to.deep.equal([{ party: partyOf("alice"), before: 1, after: 5 }]);
    expect(refused.map(({ item, error }) => [item, error.name])).to.deep.equal([
      [partyOf("bob"), "CountryNotServed"],
      [7n, "PartyUnknown"],
    ]);
    expect(decodeStanding(await bank.partyRegistry.standingOf(partyOf("alice"))).zone).to.equal(5);
    expect(decodeStanding(await bank.partyRegistry.standingOf(partyOf("bob"))).zone).to.equal(2);
    expect((await rezoneParties(bank, REGISTRAR, ids)).rezoned).to.deep.equal([]);
  });

  it("looks through to control", async () => {
    const { bank, REGISTRAR, POLICY_ADMIN } = await load();
    await reclassifyParty(bank, REGISTRAR, partyOf("bob"), { ...GERMAN, control: CN });
    expect(decodeStanding(await bank.partyRegistry.standingOf(partyOf("bob"))).zone).to.equal(2);
    await setCountries(bank, POLICY_ADMIN, [{ code: CN, resident: 0, controlled: 6 }]);
    const { rezoned } = await rezoneParties(bank, REGISTRAR, [partyOf("bob")]);
    expect(rezoned).to.deep.equal([{ party: partyOf("bob"), before: 2, after: 6 }]);
  });
});
