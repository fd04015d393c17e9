import { expect } from "chai";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { ROLES } from "../../src/bank/roles.js";
import { readPolicy } from "../../src/chain/index.js";
import { DAY } from "../chain/support.js";
import { indexOf, jsonOf, useStage } from "./support.js";

const loadStage = await useStage();
const USD = { currency: "USD" };

/** The fixture's bank with a bank file of its own: the demo's, under its name. */
async function load() {
  const stage = await loadStage();
  const demo = JSON.parse(await readFile("deploy/banks/demo.json", "utf8")) as object;
  const bankFile = join(stage.folder, "bank.json");
  await writeFile(bankFile, JSON.stringify({ ...demo, name: "test" }));
  return { ...stage, bankFile };
}

/** A policy admin who has to wait two days. */
async function delayed() {
  const stage = await load();
  const manager = stage.bank.accessManager.connect(stage.people.admin);
  await manager.grantRole(ROLES.POLICY_ADMIN, stage.POLICY_ADMIN, 2n * DAY);
  await manager.setRoleGuardian(ROLES.POLICY_ADMIN, ROLES.GUARDIAN);
  return stage;
}

const isOpen = async ({ bank }: Awaited<ReturnType<typeof load>>): Promise<boolean> =>
  (await readPolicy(bank, "USD")).allowed.some(({ from, to }) => from === 4 && to === 1);

describe("corridor", () => {
  it("ends with 2 for zones and pairs that are none, and for a bank file of another bank", async () => {
    const { run, bankFile, height } = await load();
    const before = await height();
    const cases: [string, Record<string, string>, RegExp][] = [
      ["corridor open", { allow: "1:2" }, /^--currency: is missing/],
      ["corridor open", USD, /^--allow: or --review must be given/],
      [
        "corridor open",
        { ...USD, allow: "US:GB", bankFile },
        /^--allow: There is no zone "GB"\. Use one of bank \(0\), US \(1\)/,
      ],
      ["corridor open", { ...USD, allow: "US:EU" }, /^--allow: There is no zone "US"\. Use a number from 0/],
      ["corridor open", { ...USD, review: "1-2" }, /^--review: "1-2" is no corridor\. Write payer's zone, colon/],
      ["corridor open", { ...USD, allow: "1:0" }, /^--allow: No corridor leads to the bank's own zone/],
      ["corridor close", USD, /^--corridors: is missing/],
      ["corridor close", { ...USD, corridors: "1:15" }, /^--corridors: There is no zone "15"/],
      [
        "corridor open",
        { ...USD, allow: "4:1", execute: "x", bankFile: "gone.json" },
        /^--bank-file: [^]*no such file/,
      ],
      [
        "corridor open",
        { ...USD, allow: "4:1", bankFile: "deploy/banks/demo.json" },
        /is of the bank demo, not of test/,
      ],
    ];
    for (const [command, values, words] of cases) {
      const { exitCode, complaint } = await run(command, values);
      expect([exitCode, complaint], complaint).to.satisfy(() => exitCode === 2 && words.test(complaint));
    }
    expect(await height()).to.equal(before);
  });

  it("ends with 1 where opening would tighten, and from another's role", async () => {
    const { run } = await load();
    const allowed = await run("corridor open", { ...USD, review: "1:2" });
    expect([allowed.exitCode, allowed.complaint.split(":")[0]]).to.deep.equal([1, "CorridorAllowed"]);
    const twice = await run("corridor open", { ...USD, allow: "4:1", review: "4:1" });
    expect(twice.complaint).to.match(/^CorridorTwice/);
    const other = await run("corridor close", { ...USD, corridors: "1:2", as: indexOf("GUARDIAN") });
    expect([other.exitCode, other.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagedUnauthorized"]);
  });

  it("opens by names of the bank file, says before and after, and does nothing twice", async () => {
    const { run, bankFile, height } = await load();
    const values = { ...USD, allow: "SG:US,US:EU", review: "EU:HK", bankFile };
    const dry = await run("corridor open", { ...values, dryRun: true });
    expect(dry.output.split("\n").slice(0, 4)).to.deep.equal([
      "Would do: Opens 3 corridor(s) of USD: SG to US, deny -> allow; US to EU is allow already; EU to HK, deny -> review.",
      "Changes: SG to US corridor deny -> allow",
      "Changes: US to EU corridor allow -> allow",
      "Changes: EU to HK corridor deny -> review",
    ]);
    const opened = await run("corridor open", { ...values, json: true });
    expect(jsonOf(opened)["changes"]).to.deep.include({ from: 4, to: 1, before: "deny", after: "allow" });
    const before = await height();
    const again = await run("corridor open", values);
    expect([again.exitCode, / Nothing to send\.$/.test(again.output), await height()]).to.deep.equal([0, true, before]);
  });

  it("closes at once, allowed pairs and those under review", async () => {
    const { run, bank, bankFile } = await load();
    const closed = await run("corridor close", { ...USD, corridors: "US:EU,US:HK,SG:SG", bankFile });
    expect(closed.output).to.match(
      /^Closes 3 corridor\(s\) of USD: US to EU, allow -> deny; US to HK, review -> deny; SG to SG is deny already\.\nTransaction /,
    );
    const { allowed, review } = await readPolicy(bank, "USD");
    expect([allowed.some(({ from, to }) => from === 1 && to === 2), review]).to.deep.equal([false, []]);
  });

  it("shows who may pay whom, by name", async () => {
    const { run, bankFile } = await load();
    const { output } = await run("corridor show", { ...USD, bankFile });
    expect(output.split("\n").slice(2, 7)).to.deep.equal([
      "from \\ to      US     EU     HK      SG    CN    CN-controlled",
      "-------------  -----  -----  ------  ----  ----  -------------",
      "bank           allow  allow  allow   deny  deny  deny",
      "US             allow  allow  review  deny  deny  deny",
      "EU             allow  allow  deny    deny  deny  deny",
    ]);
    const plain = await run("corridor show", USD);
    expect(plain.output.split("\n")[2]).to.equal("from \\ to  zone 1  zone 2  zone 3");
    expect(jsonOf(await run("corridor show", { ...USD, json: true }))["corridors"]).to.deep.include({
      ...{ from: 1, to: 3, state: "review" },
    });
  });

  describe("where the policy admin has to wait two days", () => {
    it("schedules, says when and with which command it is carried out, and does it then", async () => {
      const stage = await delayed();
      const { run, time } = stage;
      const values = { ...USD, allow: "4:1" };
      const dry = await run("corridor open", { ...values, dryRun: true });
      expect(dry.output).to.match(/^Would do: Schedules, 2 days ahead: Opens 1 corridor\(s\)/);
      expect(dry.output).to.contain("Tried: AccessManager.schedule");
      const early = await run("corridor open", { ...values, execute: true });
      expect([early.exitCode, early.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagerNotScheduled"]);
      const scheduled = await run("corridor open", values);
      expect(scheduled.exitCode, scheduled.complaint).to.equal(0);
      expect(scheduled.output).to.match(/It may be carried out from 2026-11-04T\d\d:\d\d:\d\dZ on, until 2026-11-11T/);
      expect(scheduled.output).to.match(
        /\n {2}npm run corridor -- open --deployments \S+ --bank test --currency USD --allow 4:1 --execute\n/,
      );
      const waiting = await run("corridor open", { ...values, execute: true });
      expect(waiting.complaint).to.match(
        /^AccessManagerNotReady: DepositToken\.openCorridors is scheduled and may be carried out from 2026/,
      );
      expect(await isOpen(stage)).to.equal(false);
      await time.increase(2n * DAY);
      const other = await run("corridor open", { ...values, allow: "4:2", execute: true });
      expect(other.complaint).to.match(/^AccessManagerNotScheduled/);
      const done = await run("corridor open", { ...values, execute: true });
      expect([done.exitCode, await isOpen(stage)]).to.deep.equal([0, true]);
    });

    it("is cancelled by the one who scheduled it, or by the guardian", async () => {
      const stage = await delayed();
      const { run, time, POLICY_ADMIN } = stage;
      const values = { ...USD, allow: "4:1" };
      for (const more of [{}, { proposer: POLICY_ADMIN.address }] as Record<string, string>[]) {
        await run("corridor open", values);
        const cancelled = await run("corridor open", { ...values, cancel: true, ...more });
        expect(cancelled.exitCode, cancelled.complaint).to.equal(0);
        expect(cancelled.output).to.match(/^Cancels what 0x\w+ has scheduled: Opens 1 corridor/);
      }
      await time.increase(2n * DAY);
      expect((await run("corridor open", { ...values, execute: true })).complaint).to.match(
        /^AccessManagerNotScheduled/,
      );
      expect(await isOpen(stage)).to.equal(false);
      const nothing = await run("corridor open", { ...values, cancel: true });
      expect([nothing.exitCode, nothing.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagerNotScheduled"]);
    });

    it("refuses both at once, and what was never scheduled because nobody has to wait", async () => {
      const { run } = await load();
      const both = await run("corridor open", { ...USD, allow: "4:1", execute: true, cancel: true });
      expect([both.exitCode, both.complaint]).to.deep.equal([
        2,
        "--execute: stands beside --cancel. Give one of them.",
      ]);
      const idle = await run("corridor open", { ...USD, allow: "4:1", execute: true });
      expect(idle.complaint).to.match(/^--execute: was given, but 0x\w+ schedules nothing here: it acts at once/);
    });
  });
});
