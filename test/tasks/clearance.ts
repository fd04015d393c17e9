import { expect } from "chai";
import { join } from "node:path";

import { readClearance } from "../../src/chain/index.js";
import { useLaw } from "../law-acts/support.js";
import { ALICE, BOB, indexOf, jsonOf } from "./support.js";
import { testAccount } from "../../src/bank/testAccounts.js";

const load = await useLaw();
const CAROL = testAccount(Number(indexOf("carol"))).address;
const DAVE = testAccount(Number(indexOf("dave"))).address;
const PAYMENT = { currency: "USD", from: ALICE, to: CAROL, amount: "5.00" };
const GRANT = { ...PAYMENT, case: "K-2026-8" };
const PAY = { currency: "USD", to: CAROL, amount: "5.00", as: indexOf("alice") };
let files = 0;

describe("clearance", () => {
  it("ends with 2 for no case, no amount, a denied corridor and an end beyond 30 days", async () => {
    const { run } = await load();
    const cases: [Record<string, string>, RegExp][] = [
      [{ case: "" }, /^--case: is missing/],
      [{ amount: "0" }, /^--amount: is zero/],
      [{ to: "" }, /^--to: is missing/],
      [{ to: DAVE }, /^--to: the corridor from zone 1 to zone 4 is denied, and no clearance opens it/],
      [{ hours: "721" }, /^--hours: "721" is not possible\. Write a number from 1 to 720/],
      [{ approverAs: indexOf("COMPLIANCE_RELEASER") }, /^--approver-as: is the sender/],
    ];
    for (const [change, words] of cases) {
      const { exitCode, complaint } = await run("clearance grant", { ...GRANT, ...change });
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
  });

  it("ends with 1 beside a live one, for nothing to revoke, and for an approver without the role", async () => {
    const { run } = await load();
    const name = async (command: string, values: Record<string, string>) => {
      const { exitCode, complaint } = await run(command, values);
      return [exitCode, complaint.split(":")[0]];
    };
    expect(await name("clearance revoke", PAYMENT)).to.deep.equal([1, "ClearanceUnknown"]);
    expect(await name("clearance grant", { ...GRANT, approverAs: indexOf("stranger") })).to.deep.equal([
      1,
      "ApproverInvalid",
    ]);
    expect((await run("clearance grant", GRANT)).exitCode).to.equal(0);
    expect(await name("clearance grant", { ...GRANT, case: "K-2026-9" })).to.deep.equal([1, "ClearanceLive"]);
  });

  it("is approved elsewhere for exactly one payment, granted, shown and used by that payment", async () => {
    const { run, folder, bank } = await load();
    expect((await run("pay", PAY)).complaint).to.match(/^ClearanceMissing/);
    const out = join(folder, `clearance-${files++}.json`);
    const approved = await run("clearance grant", { ...GRANT, approve: true, out, hours: "48" });
    expect(approved.exitCode, approved.complaint).to.equal(0);
    expect(approved.output.split("\n")).to.include.members([
      `Approves: Clears the payment of USD 5.00 from ${ALICE} to ${CAROL}.`,
      "  amount    USD 5.00, exactly and once",
      "  corridor  zone 1 to zone 3, under review",
    ]);
    const other = await run("clearance grant", { ...GRANT, amount: "5.01", approval: out });
    expect([other.exitCode, other.complaint.includes("amount: is 500, but --amount gives 501")]).to.deep.equal([
      2,
      true,
    ]);
    const granted = await run("clearance grant", { ...GRANT, approval: out });
    expect(granted.exitCode, granted.complaint).to.equal(0);
    expect(granted.output).to.match(/It may be made until 2026-11-04T/);
    expect((await run("clearance show", PAYMENT)).output).to.match(/: case 0x\w{64}, until 2026-11-04T\S+Z\.$/);
    expect((await run("clearance grant", { ...GRANT, approval: out })).complaint).to.match(/^ClearanceAlreadyGranted/);
    expect((await run("pay", { ...PAY, amount: "4.00" })).complaint).to.match(/^ClearanceMissing/);
    expect((await run("pay", PAY)).exitCode).to.equal(0);
    expect(jsonOf(await run("clearance show", { ...PAYMENT, json: true }))["clearance"]).to.equal(null);
    expect(await readClearance(bank, { currency: "USD", payer: ALICE, payee: CAROL, amount: 500n })).to.equal(
      undefined,
    );
  });

  it("is revoked by compliance alone, and says where none is needed", async () => {
    const { run, COMPLIANCE } = await load();
    await run("clearance grant", GRANT);
    const dry = await run("clearance revoke", { ...PAYMENT, dryRun: true });
    expect(dry.output).to.match(/Changes: this payment clearance case 0x\w+, until 2026\S+ -> none/);
    expect(dry.output).to.contain(`Must sign: ${COMPLIANCE.address} as COMPLIANCE, sends it`);
    expect((await run("clearance revoke", PAYMENT)).exitCode).to.equal(0);
    expect((await run("clearance show", PAYMENT)).output).to.match(/: none\.$/);
    const allowed = await run("clearance grant", { ...GRANT, to: BOB, dryRun: true });
    expect(allowed.output).to.contain("zone 1 to zone 2, allowed: it needs no clearance");
  });
});
