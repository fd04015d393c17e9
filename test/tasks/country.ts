import { expect } from "chai";

import { ROLES } from "../../src/bank/roles.js";
import { countryCode } from "../../src/bank/countries.js";
import { readCountry } from "../../src/chain/index.js";
import { DAY } from "../chain/support.js";
import { jsonOf, useStage } from "./support.js";

const load = await useStage();
const GB = countryCode("GB");
const LEI = "984500QUAYSIDESAVB53";

describe("country", () => {
  it("ends with 2 for what is no country or zone, and sends nothing", async () => {
    const { run, height } = await load();
    const before = await height();
    const cases: [string, Record<string, string>, RegExp][] = [
      ["country set", { resident: "2" }, /^--country: is missing/],
      ["country set", { country: "UK", resident: "2" }, /^--country: "UK" is no country/],
      ["country set", { country: "GB,FR", resident: "2" }, /^--country: names several countries/],
      ["country set", { country: "GB" }, /^--resident: or --controlled must be given/],
      ["country set", { country: "GB", resident: "EU" }, /^--resident: There is no zone "EU"/],
      ["country set", { country: "GB", controlled: "15" }, /^--controlled: There is no zone "15"/],
      ["country close", { country: "GB,Britain" }, /^--country: "BRITAIN" is no country/],
      ["country require-programme", {}, /^--zone: is missing/],
      ["country waive-programme", { zone: "99" }, /^--zone: There is no zone "99"/],
    ];
    for (const [command, values, words] of cases) {
      const { exitCode, complaint } = await run(command, values);
      expect([exitCode, complaint], complaint).to.satisfy(() => exitCode === 2 && words.test(complaint));
    }
    expect(await height()).to.equal(before);
  });

  it("sets what is named of one country and leaves the rest, and says so in a dry run", async () => {
    const { run, bank } = await load();
    const dry = await run("country set", { country: "gb", resident: "2", controlled: "denied", dryRun: true });
    expect(dry.output.split("\n").slice(0, 3)).to.deep.equal([
      "Would do: Sets GB: residents zone 2, controlled from there not served (so far: GB: residents not served, controlled from there as they reside).",
      "Changes: GB residents not served -> zone 2",
      "Changes: GB controlled from there as they reside -> not served",
    ]);
    expect((await run("country set", { country: "GB", resident: "2", controlled: "denied" })).exitCode).to.equal(0);
    expect((await run("country set", { country: "GB", controlled: "none" })).exitCode).to.equal(0);
    expect(await readCountry(bank, GB)).to.deep.equal({ code: GB, resident: 2, controlled: 0 });
    expect((await run("country set", { country: "GB", resident: "2" })).output).to.match(/ Nothing to send\.$/);
  });

  it("closes countries at once, and says what it does not do", async () => {
    const { run, bank } = await load();
    const closed = await run("country close", { country: "US, DE" });
    expect(closed.output).to.match(
      /^Serves nobody any more who resides in, or is controlled from, US, DE\.\n.*Block those/,
    );
    expect(await readCountry(bank, countryCode("DE"))).to.include({ resident: 0, controlled: 15 });
  });

  it("requires a programme at once and waives it with the policy admin's delay", async () => {
    const { run, bank, people, POLICY_ADMIN, time } = await load();
    await bank.accessManager.connect(people.admin).grantRole(ROLES.POLICY_ADMIN, POLICY_ADMIN, DAY);
    expect((await run("country require-programme", { zone: "3" })).exitCode).to.equal(0);
    expect((await run("country require-programme", { zone: "3" })).output).to.match(
      /It is so already\. Nothing to send\.$/,
    );
    const scheduled = await run("country waive-programme", { zone: "3" });
    expect(scheduled.output).to.match(/^Schedules, 1 day ahead: New customers in zone 3 need no approval id/);
    expect(scheduled.output).to.match(/ {2}npm run country -- waive-programme .*--zone 3 --execute\n/);
    expect(await bank.partyRegistry.isProgrammeRequired(3)).to.equal(true);
    await time.increase(DAY);
    expect((await run("country waive-programme", { zone: "3", execute: true })).exitCode).to.equal(0);
    expect(await bank.partyRegistry.isProgrammeRequired(3)).to.equal(false);
  });

  it("shows every country that was ever written down, and the zones that need a programme", async () => {
    const { run } = await load();
    await run("country close", { country: "IR" });
    await run("country require-programme", { zone: "4" });
    const { output } = await run("country show");
    for (const line of ["US       zone 1      as they reside", "IR       not served  not served"]) {
      expect(output.split("\n")).to.include(line);
    }
    expect(output).to.match(/Programme needed in: zone 4\.$/);
    const one = jsonOf(await run("country show", { country: "IR", json: true }));
    expect(one["countries"]).to.deep.equal([{ code: 364, resident: 0, controlled: 15 }]);
  });
});

describe("institution", () => {
  it("ends with 2 for a number or LEI that is none", async () => {
    const { run } = await load();
    expect((await run("institution set", { lei: LEI })).complaint).to.match(/^--home-bank: is missing/);
    expect((await run("institution set", { homeBank: "256", lei: LEI })).complaint).to.match(
      /^--home-bank: "256" is not possible/,
    );
    expect((await run("institution set", { homeBank: "2", lei: "984500QUAYSIDESAVB54" })).complaint).to.match(
      /^--lei: The LEI of institution 2 is no LEI/,
    );
  });

  it("is named once, and shown", async () => {
    const { run } = await load();
    expect((await run("institution show")).output).to.equal("The bank serves no institution's customers.");
    expect((await run("institution set", { homeBank: "2", lei: LEI.toLowerCase() })).output).to.match(
      /^Names 984500QUAYSIDESAVB53 as institution 2 \(so far: nobody\)\.\nTransaction/,
    );
    expect((await run("institution set", { homeBank: "2", lei: LEI })).output).to.match(/ Nothing to send\.$/);
    expect((await run("institution show")).output.split("\n")[2]).to.equal(`     2  ${LEI}`);
  });
});
