import { expect } from "chai";
import { COUNTRIES, countryCode, countryOf, type CountryCode, isCountry } from "../../src/bank/index.js";

describe("COUNTRIES", () => {
  it("are the 249 of ISO 3166-1, each with a number of its own", () => {
    const entries = Object.entries(COUNTRIES);
    expect(entries).to.have.length(249);
    expect(new Set(entries.map(([, code]) => code)).size).to.equal(249);
    for (const [alpha2, code] of entries) {
      expect(alpha2).to.match(/^[A-Z]{2}$/);
      expect(code).to.be.within(4, 894);
    }
  });

  it("know what banks ask about, and neither unions, nor what people write by mistake, nor past countries", () => {
    const known = { US: 840, GB: 826, DE: 276, HK: 344, CN: 156, TW: 158, SG: 702, SS: 728, AF: 4, ZM: 894, CW: 531 };
    for (const [alpha2, code] of Object.entries(known)) {
      expect(countryCode(alpha2)).to.equal(code);
      expect(countryOf(code)).to.equal(alpha2);
    }
    for (const alpha2 of ["UK", "EU", "EL", "AN", "XK", "us", "USA", "", "toString", "__proto__"]) {
      expect(isCountry(alpha2), alpha2).to.equal(false);
      expect(() => countryCode(alpha2)).to.throw(RangeError, "no country of ISO 3166-1");
    }
    expect(countryOf(0)).to.equal(undefined);
    expect(countryOf(530)).to.equal(undefined);
  });

  it("are known to the language's own table of regions", () => {
    const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    const unknown = (Object.keys(COUNTRIES) as CountryCode[]).filter((alpha2) => names.of(alpha2) === undefined);
    expect(unknown).to.deep.equal([]);
  });
});
