import { expect } from "chai";

import { ROLES } from "../../src/bank/roles.js";
import { bytes32, DAY } from "../chain/support.js";
import { BOB, indexOf, jsonOf, useStage } from "./support.js";

const load = await useStage();

/** The bank with the quota that its issuer has now. */
async function stage() {
  const staged = await load();
  const issuer = staged.people.ISSUER.address;
  const usd = String(staged.bank.tokens["USD"]!.target);
  const quota = async () => (await staged.bank.issuanceDesk.quotaOf(issuer, usd)).limit;
  return { ...staged, quota, values: { currency: "USD", issuer } };
}

describe("quota", () => {
  it("ends with 2 for a raise that does not raise and a cut that does not cut", async () => {
    const { run, values, quota } = await stage();
    const now = (await quota()) / 100n;
    const raise = await run("quota raise", { ...values, amount: `${now}.00` });
    expect([raise.exitCode, raise.complaint.split(":")[0]]).to.deep.equal([2, "--amount"]);
    const cut = await run("quota cut", { ...values, amount: `${now + 1n}.00` });
    expect(cut.complaint).to.match(/^--amount: is USD .*, the quota is USD .* now\. A cut must cut: quota raise\.$/);
  });

  it("ends with 1 for a sender without the role", async () => {
    const { run, values } = await stage();
    const cut = await run("quota cut", { ...values, amount: "0", as: indexOf("POLICY_ADMIN") });
    expect([cut.exitCode, cut.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagedUnauthorized"]);
  });

  it("is cut at once by compliance, to nothing if need be, and shown", async () => {
    const { run, values, quota } = await stage();
    expect((await run("quota cut", { ...values, amount: "0" })).exitCode).to.equal(0);
    expect(await quota()).to.equal(0n);
    const mint = await run("mint", { currency: "USD", to: BOB, amount: "0.01", deposit: bytes32(2) });
    expect(mint.complaint.split(":")[0]).to.equal("QuotaExceeded");
    const { quotas } = jsonOf(await run("quota show", { currency: "USD", json: true }));
    expect(quotas).to.deep.equal([{ issuer: values.issuer, limit: "0", available: "0" }]);
  });

  it("is raised with the policy admin's delay", async () => {
    const { run, values, quota, bank, people, time } = await stage();
    await bank.accessManager.connect(people.admin).grantRole(ROLES.POLICY_ADMIN, people.POLICY_ADMIN, DAY);
    const before = await quota();
    const more = { ...values, amount: `${before / 100n + 1n}.00` };
    expect((await run("quota raise", more)).output).to.match(/^Schedules, 1 day ahead: Raises what 0x/);
    expect(await quota()).to.equal(before);
    await time.increase(DAY);
    expect((await run("quota raise", { ...more, execute: true })).exitCode).to.equal(0);
    expect(await quota()).to.equal((before / 100n + 1n) * 100n);
  });
});
