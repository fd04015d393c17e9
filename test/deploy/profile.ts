import { expect } from "chai";

import { parseBankFile } from "../../src/bank/bankFile.js";
import { countryCode } from "../../src/bank/countries.js";
import { profileNames, readProfile } from "../../src/bank/profiles.js";
import { corridorWords } from "../../src/chain/corridors.js";
import { countryTable } from "../../src/chain/countries.js";
import { type Corridor, decodePolicy } from "../../src/chain/words.js";
import { demoBank, demoFile, type Loose } from "./support.js";

/**
 * The table of the requirements (C09, C10), written out by hand: rows are paid from, columns paid to. "Allow" still runs
 * every other check; "review" needs a clearance of two people; everything else is denied.
 */
const ZONES = ["US", "EU", "HK", "SG", "CN", "CN-controlled"] as const;
const TABLE: Record<(typeof ZONES)[number], string> = {
  // to:             US      EU      HK      SG      CN    CN-controlled
  US: "             allow   allow   allow   allow   deny   review",
  EU: "             allow   allow   allow   allow   deny   review",
  HK: "             allow   allow   allow   allow   deny   review",
  SG: "             allow   allow   allow   allow   deny   review",
  CN: "             deny    deny    deny    deny    deny   deny",
  "CN-controlled": "review  review  review  review  deny   deny",
};

/** The member states of the European Union since 2020. */
const EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" ");

const bankOf = (change: (file: Loose) => void) => {
  const file = demoFile();
  change(file);
  return parseBankFile(JSON.stringify(file), "bank.json");
};

describe("the default profile", () => {
  const bank = demoBank();
  const policy = decodePolicy(...(Object.values(corridorWords(bank)) as [bigint, bigint]));
  const stateOf = (from: number, to: number): string => {
    const isIn = (list: readonly Corridor[]): boolean => list.some((pair) => pair.from === from && pair.to === to);
    return isIn(policy.allowed) ? "allow" : isIn(policy.review) ? "review" : "deny";
  };

  it("numbers the zones in the order of the table", () => {
    expect(bank.zones).to.deep.equal(Object.fromEntries(ZONES.map((zone, i) => [zone, i + 1])));
  });

  for (const from of ZONES) {
    const row = TABLE[from].trim().split(/\s+/);
    for (const [i, to] of ZONES.entries()) {
      it(`${row[i]}: ${from} to ${to}`, () => {
        expect(stateOf(bank.zones[from]!, bank.zones[to]!)).to.equal(row[i]);
      });
    }
  }

  it("mints to every zone but that of mainland residents", () => {
    const mints = ZONES.filter((zone) => stateOf(0, bank.zones[zone]!) === "allow");
    expect(mints).to.deep.equal(["US", "EU", "HK", "SG", "CN-controlled"]);
  });

  it("says nothing of zones that it does not have, nor of payments to the bank", () => {
    const known = new Set([0, ...ZONES.map((zone) => bank.zones[zone]!)]);
    for (const { from, to } of [...policy.allowed, ...policy.review]) {
      expect([known.has(from), known.has(to), to !== 0], `${from} to ${to}`).to.deep.equal([true, true, true]);
    }
  });

  it("knows the residents of the zones, the 27 of the EU among them, and of no other country", () => {
    const rows = countryTable(bank).filter(({ resident }) => resident !== 0);
    const wanted = [["US", 1], ...EU.map((country) => [country, 2]), ["HK", 3], ["SG", 4], ["CN", 5]] as [
      string,
      number,
    ][];
    expect(EU).to.have.length(27);
    expect(rows.map(({ code, resident }) => [code, resident])).to.have.deep.members(
      wanted.map(([country, zone]) => [countryCode(country), zone]),
    );
  });

  it("looks through to control from mainland China, with a programme, and denies control from sanctioned countries", () => {
    const rows = countryTable(bank).filter(({ controlled }) => controlled !== 0);
    const denied = ["CU", "IR", "KP", "SY"].map((country) => ({
      code: countryCode(country),
      resident: 0,
      controlled: 15,
    }));
    expect(rows).to.have.deep.members([{ code: countryCode("CN"), resident: 5, controlled: 6 }, ...denied]);
    expect(bank.programmeZones).to.deep.equal(["CN-controlled"]);
  });
});

describe("a bank file with a profile", () => {
  it("may add a zone with its corridors and countries; what it does not name stays", () => {
    const bank = bankOf((file) => {
      file.zones = { UK: 7 };
      file.countries = { resident: { GB: "UK" } };
      file.corridors = { allow: [["UK", "UK"]] };
    });
    expect(bank.zones).to.include({ US: 1, UK: 7 });
    expect(bank.countries.resident).to.include({ DE: "EU", GB: "UK" });
    // A list is replaced whole: who writes corridors writes all of them.
    expect(bank.corridors.allow).to.deep.equal([["UK", "UK"]]);
    expect(bank.corridors.review).to.have.length(8);
  });

  it("may take an entry out with null, and replace a list", () => {
    const bank = bankOf((file) => {
      file.countries = { resident: { HU: null }, sanctioned: ["KP", "MM"] };
    });
    expect(bank.countries.resident).not.to.have.property("HU");
    expect(Object.keys(bank.countries.resident)).to.have.length(30);
    expect(bank.countries.sanctioned).to.deep.equal(["KP", "MM"]);
  });

  it("may do without a profile", () => {
    const whole = bankOf((file) => {
      delete file.profile;
      Object.assign(file, readProfile("default"));
    });
    expect(whole).to.deep.equal(demoBank());
  });

  it("finds the profiles that are shipped", () => {
    expect(profileNames()).to.deep.equal(["default", "offshore-renminbi"]);
  });
});
