import { expect } from "chai";

import { travelRecordHash } from "../../src/chain/index.js";
import { DEMO_SALT } from "../../src/node/liveNode.js";
import { bytes32 } from "../chain/support.js";
import { useLaw } from "../law-acts/support.js";
import { ALICE, BOB, indexOf, jsonOf } from "./support.js";

const load = await useLaw();
const PAYMENT = { currency: "USD", from: ALICE, to: BOB, amount: "1500.00" };
const FILE = { ...PAYMENT, record: "TR-2026-0001" };

describe("travel", () => {
  it("ends with 2 for no record, no payer, no amount and hours that cannot be", async () => {
    const { run } = await load();
    const cases: [string, Record<string, string>, RegExp][] = [
      ["travel file", { record: "" }, /^--record: is missing/],
      ["travel file", { record: "0x12" }, /^--record: "0x12" is not 32 bytes/],
      ["travel file", { from: "" }, /^--from: is missing/],
      ["travel file", { amount: "0.00" }, /^--amount: is zero/],
      ["travel file", { hours: "721" }, /^--hours: "721" is not possible/],
      ["travel raise-threshold", {}, /^--threshold: is missing/],
      ["travel lower-threshold", { threshold: "1.001" }, /^--threshold: 1\.001 has more decimals/],
    ];
    for (const [command, change, words] of cases) {
      const { exitCode, complaint } = await run(command, { ...FILE, ...change });
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    const zero = await run("travel file", { ...FILE, record: bytes32(0) });
    expect([zero.exitCode, zero.complaint.split(":")[0]]).to.deep.equal([1, "BadTravelRecord"]);
    const other = await run("travel file", { ...FILE, as: indexOf("COMPLIANCE") });
    expect([other.exitCode, other.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagedUnauthorized"]);
  });

  it("files a record of exactly one payment, and shows it", async () => {
    const { run, TRAVEL_RULE } = await load();
    const dry = await run("travel file", { ...FILE, dryRun: true });
    expect(dry.output).to.contain(`Must sign: ${TRAVEL_RULE.address} as TRAVEL_RULE, sends it`);
    expect((await run("travel show", PAYMENT)).output).to.contain(": none.");
    expect((await run("travel file", FILE)).exitCode).to.equal(0);
    const shown = jsonOf(await run("travel show", { ...PAYMENT, json: true }));
    expect(shown["record"]).to.include({ record: travelRecordHash(DEMO_SALT, "TR-2026-0001"), live: true });
    const { to: _, ...interbank } = FILE;
    expect((await run("travel file", interbank)).output).to.contain(`from ${ALICE} to another bank`);
  });

  it("raises and lowers from which amount a record is needed, each by its officer", async () => {
    const { run, COMPLIANCE, LIMITS_OFFICER } = await load();
    const raise = { currency: "USD", threshold: "1000.00" };
    expect((await run("travel raise-threshold", { ...raise, dryRun: true })).output)
      .to.contain("Changes: USD threshold USD 0.00 -> USD 1000.00")
      .and.contain(`${LIMITS_OFFICER.address} as LIMITS_OFFICER`);
    expect((await run("travel raise-threshold", raise)).exitCode).to.equal(0);
    const same = await run("travel raise-threshold", raise);
    expect([same.exitCode, same.complaint.split(":")[0]]).to.deep.equal([1, "TravelThresholdUnchanged"]);
    const lower = { currency: "USD", threshold: "500.00" };
    expect((await run("travel lower-threshold", { ...lower, dryRun: true })).output).to.contain(COMPLIANCE.address);
    expect((await run("travel lower-threshold", lower)).exitCode).to.equal(0);
    expect((await run("travel show", { currency: "USD" })).output).to.contain("needed from USD 500.00 on");
  });
});
