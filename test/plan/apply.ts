import { expect } from "chai";
import hre from "hardhat";

import { testAccount } from "../../src/bank/testAccounts.js";
import { cancelScheduled } from "../../src/chain/schedule.js";
import { bankCommand } from "../../src/plan/command.js";
import type { Loose } from "../deploy/support.js";
import { person } from "../deploy/support.js";
import { DAY, openStage, shippedFile } from "./support.js";

/** The institutional bank as one in service holds its roles: what loosens waits, and admins wait longest. */
function delayedFile(): Loose {
  const file = shippedFile("institutional");
  file.roles.POLICY_ADMIN[0].delay = 2 * DAY;
  file.admins[0].delay = 3 * DAY;
  // Somebody whose key is nowhere near.
  file.roles.LIMITS_OFFICER = [{ signer: person("limits officer") }];
  return file;
}

/** One corridor, one quota and one role more than before. */
function grown(): Loose {
  const file = delayedFile();
  file.corridors.review = [["US", "CN-controlled"]];
  file.quotas[0].limit = "60000000.00";
  file.roles.TRAVEL_RULE.push({ signer: testAccount(33).address });
  return file;
}

const HEADER = "customer,name,residency,control,wallet,valid_until,settlement_account,limited";
const row = (n: number, country = "US", limited = ""): string =>
  `C-${n},Customer ${n},${country},${country},${person(`customer ${n}`)},2030-12-31,DE89370400440532013000,${limited}`;

describe("apply", () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  before(async () => (stage = await openStage()));

  const command = (bank: string) => {
    const said: string[] = [];
    const voice = { say: (text: string) => void said.push(text), progress: (text: string) => void said.push(text) };
    return bankCommand(hre, "apply", { bank, network: "nowhere", noBuild: true }, {}, voice).then((exitCode) => ({
      exitCode,
      said: said.join("\n"),
    }));
  };

  it("refuses a wrong file with every problem before it looks for any chain: exit code 2", async () => {
    const file = shippedFile("institutional");
    file.lei = "x";
    file.corridors.mint.push("MARS");
    const { exitCode, said } = await command(stage.write("wrong.json", JSON.stringify(file)));
    expect(exitCode).to.equal(2);
    expect(said).to.match(
      /wrong\.json: 2 problem\(s\)\n {2}lei: "x" is not an LEI; .*\n {2}corridors\.mint\[4\]: "MARS" is not a zone/,
    );
  });

  it("refuses a chain that the file does not name, and sends nothing", async () => {
    const file = shippedFile("institutional");
    file.networks = { other: { chainId: 1337 } };
    const { apply } = await stage.bankOf(file);
    const failure = await apply().catch((error: Error) => error.message);
    expect(failure).to.match(/^The bank file of institutional is for other \(1337\), and this is chain 31337\./);
    expect(await stage.height()).to.equal(0);
  });

  describe("on a bank whose roles have delays", () => {
    const acts = (reports: readonly { state: string; does: string }[]) =>
      reports.map(({ state, does }) => `${state}: ${does}`).sort();
    const usd = async () => (await (await stage.bankOf(delayedFile())).bank()).addresses.tokens["USD"]!;
    const quota = async () =>
      `Raises the quota of ${testAccount(1).address} in ${await usd()} to 6000000000 minor units a day`;
    const opening = (currency: string) => `Opens US to CN-controlled in the ${currency} token, under review`;
    const grant = `Gives TRAVEL_RULE to ${testAccount(33).address} with a delay of 0 seconds`;

    it("deploys it, and has nothing to do the second time", async () => {
      const { apply, plan } = await stage.bankOf(delayedFile());
      expect((await plan()).state).to.equal("absent");
      expect((await apply()).left).to.deep.equal([]);
      const block = await stage.height();
      const again = await apply();
      expect([again.deployment, again.acts, again.left]).to.deep.equal([undefined, [], []]);
      expect(await stage.height()).to.equal(block);
      expect((await plan()).rows).to.deep.equal([]);
    });

    it("plans who must sign and how long it waits, and sends nothing", async () => {
      const { plan } = await stage.bankOf(grown());
      const block = await stage.height();
      const rows = (await plan()).rows.map(({ does, signs, when }) => `${does} | ${signs} | ${when}`);
      const policy = `POLICY_ADMIN: ${testAccount(8).address} | 2 days after it is scheduled`;
      expect(rows.sort()).to.deep.equal(
        [
          `${grant} | ADMIN: ${testAccount(19).address} | 3 days after it is scheduled`,
          `${opening("USD")} | ${policy}`,
          `${opening("EUR")} | ${policy}`,
          `${await quota()} | ${policy}`,
        ].sort(),
      );
      expect(await stage.height()).to.equal(block);
    });

    it("schedules what waits, and does not schedule it twice", async () => {
      const { apply, plan } = await stage.bankOf(grown());
      const wanted = [grant, opening("USD"), opening("EUR"), await quota()].map((does) => `waiting: ${does}`).sort();
      const first = await apply();
      expect(acts(first.acts)).to.deep.equal(wanted);
      expect(first.left.length).to.equal(4);
      const block = await stage.height();
      expect(acts((await apply()).acts)).to.deep.equal(wanted);
      expect(await stage.height()).to.equal(block);
      const rows = (await plan()).rows;
      expect(rows.length).to.equal(4);
      for (const { when } of rows) expect(when).to.match(/^scheduled by 0x\w{40}, from 2026-11-0[45]T00:0\d:\d\dZ on$/);
    });

    it("carries out what has waited, not what somebody has cancelled meanwhile", async () => {
      const { apply, bank, as } = await stage.bankOf(grown());
      const suite = await bank();
      const waiting = (await apply()).acts;
      const raise = waiting.find(({ does }) => does.startsWith("Raises"))!;
      const guardian = (await as("GUARDIAN")).accessManager.runner as never;
      await cancelScheduled(suite, guardian, raise.call, testAccount(8).address);
      await stage.connection.networkHelpers.time.increase(2 * DAY);
      expect(acts((await apply()).acts)).to.deep.equal(
        [`done: ${opening("EUR")}`, `done: ${opening("USD")}`, `waiting: ${grant}`, `waiting: ${await quota()}`].sort(),
      );
      await stage.connection.networkHelpers.time.increase(2 * DAY);
      expect((await apply()).left).to.deep.equal([]);
    });

    it("the audit names what is scheduled without being in the file, until somebody cancels it", async () => {
      const { audit, as, bank } = await stage.bankOf(grown());
      const suite = await bank();
      const admin = (await as("ADMIN")).accessManager;
      const grant = admin.interface.encodeFunctionData("grantRole", [1n, person("thief"), 0]);
      await admin.schedule(suite.addresses.accessManager, grant, 0);
      const [found, ...more] = await audit();
      expect(more).to.deep.equal([]);
      expect(found).to.match(
        new RegExp(
          `^AccessManager: ${testAccount(19).address} has scheduled grantRole of AccessManager \\(.*${person("thief")}.*\\), ` +
            "which may be carried out from 2026-11-\\d\\dT.*Z on and is not in the file$",
        ),
      );
      await admin.cancel(testAccount(19).address, suite.addresses.accessManager, grant);
      expect(await audit()).to.deep.equal([]);
    });

    it("tightens at once: what the file no longer says is taken away without waiting", async () => {
      const file = grown();
      file.corridors.review = [];
      file.quotas[0].limit = "10000000.00";
      const { apply } = await stage.bankOf(file);
      const report = await apply();
      expect(report.left).to.deep.equal([]);
      expect(acts(report.acts)).to.deep.equal(
        [
          `done: Closes US to CN-controlled in the EUR token`,
          `done: Closes US to CN-controlled in the USD token`,
          `done: Cuts the quota of ${testAccount(1).address} in ${await usd()} to 1000000000 minor units a day`,
        ].sort(),
      );
    });

    it("says who must sign where no key is at hand, and does everything else", async () => {
      const file = grown();
      file.corridors.review = [];
      file.quotas[0].limit = "10000000.00";
      file.limits.USD.travelThreshold = "2000.00";
      file.corridors.mint = ["US", "EU", "HK"];
      const { apply } = await stage.bankOf(file);
      const { acts: reports } = await apply();
      const unsigned = reports.filter(({ state }) => state === "unsigned").map(({ note }) => note);
      expect(unsigned).to.deep.equal([`LIMITS_OFFICER must sign: ${person("limits officer")}`]);
      const done = reports.filter(({ state }) => state === "done").map(({ does }) => does);
      expect(done.sort()).to.deep.equal(["Closes bank to SG in the EUR token", "Closes bank to SG in the USD token"]);
    });
  });

  describe("with a customer file", () => {
    const file = (): Loose => ({ ...shippedFile("cross-border-us"), customers: "customers.csv" });

    it("says that the registrar must sign where its key is not at hand, and does everything else", async () => {
      stage.write("customers.csv", [HEADER, row(1), row(2)].join("\n"));
      const bank = { ...shippedFile("cross-border-eu"), customers: "customers.csv" };
      bank.roles.REGISTRAR = [{ signer: person("registrar") }];
      bank.custodyAccounts = [];
      const { left, customers } = await (await stage.bankOf(bank)).apply();
      expect([left, customers!.failed]).to.deep.equal([[], true]);
      expect(customers!.text).to.equal(
        `2 customers are still to be admitted: REGISTRAR must sign: ${person("registrar")}`,
      );
    });

    it("admits those whose rows are right, names the others, and is not done", async () => {
      const rows = [row(1), row(2, "US", "true"), row(3, "XX"), row(4, "HK"), row(5, "AE", "true")];
      stage.write("customers.csv", [HEADER, ...rows].join("\n"));
      const { apply } = await stage.bankOf(file());
      const { customers, left } = await apply();
      expect([customers!.failed, left]).to.deep.equal([true, []]);
      expect(customers!.text).to.match(/^NOT ADMITTED, .*line 4.*residency/m);
      // Whom the register refuses gets no limits either, and stops nobody else's.
      expect(customers!.text).to.match(/^NOT ADMITTED, .*line 6/m);
      expect(customers!.text).to.match(/^1 limited customers got the bank's usual limits in USD\.$/m);
    });

    it("admits the rest when the file is mended, and then has nothing to do", async () => {
      const rows = [row(1), row(2, "US", "true"), row(3, "SG"), row(4, "HK")];
      stage.write("customers.csv", [HEADER, ...rows].join("\n"));
      const { apply, plan } = await stage.bankOf(file());
      expect((await plan()).rows.map(({ now, does }) => [now, does])).to.deep.equal([
        ["3 of 4 are in the register", "admits 1, adds wallets of 0"],
      ]);
      expect((await apply()).customers!.failed).to.equal(false);
      const block = await stage.height();
      expect((await apply()).customers!.failed).to.equal(false);
      expect([await stage.height(), (await plan()).rows]).to.deep.equal([block, []]);
    });
  });
});
