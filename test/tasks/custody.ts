import { expect } from "chai";

import { ALICE_NEW, CUSTODY, useLaw } from "../law-acts/support.js";
import { anyAddress } from "../chain/support.js";
import { indexOf } from "./support.js";

const load = await useLaw();
const DAY = 86_400;

describe("custody", () => {
  it("ends with 2 for no address, with 1 for what is no account of the register, known or unknown", async () => {
    const { run } = await load();
    expect((await run("custody add", {})).complaint).to.match(/^--wallet: is missing/);
    const cases: [string, string, string][] = [
      ["custody add", anyAddress(), "CustodyInvalid"],
      ["custody add", CUSTODY, "CustodyInvalid"],
      ["custody remove", ALICE_NEW, "CustodyInvalid"],
    ];
    for (const [command, wallet, name] of cases) {
      const { exitCode, complaint } = await run(command, { wallet });
      expect([exitCode, complaint.split(":")[0]]).to.deep.equal([1, name]);
    }
    const other = await run("custody add", { wallet: ALICE_NEW, as: indexOf("COMPLIANCE") });
    expect([other.exitCode, other.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagedUnauthorized"]);
  });

  it("is removed by compliance and added by the policy admin", async () => {
    const { run, bank, POLICY_ADMIN } = await load();
    expect((await run("custody remove", { wallet: CUSTODY })).exitCode).to.equal(0);
    expect(await bank.legalOrders.isCustody(CUSTODY)).to.equal(false);
    const dry = await run("custody add", { wallet: CUSTODY, dryRun: true });
    expect(dry.output.split("\n")).to.include.members([
      "  party  900",
      `Changes: ${CUSTODY} custody account no -> yes`,
      `Must sign: ${POLICY_ADMIN.address} as POLICY_ADMIN, sends it`,
    ]);
    expect((await run("custody add", { wallet: CUSTODY })).exitCode).to.equal(0);
    expect(await bank.legalOrders.isCustody(CUSTODY)).to.equal(true);
  });

  it("waits where the policy admin's role is held with a delay", async () => {
    const { run, bank, people, POLICY_ADMIN, time } = await load();
    await bank.accessManager.connect(people.admin).grantRole(8n, POLICY_ADMIN, 2 * DAY);
    await run("custody remove", { wallet: CUSTODY });
    const scheduled = await run("custody add", { wallet: CUSTODY });
    expect(scheduled.exitCode, scheduled.complaint).to.equal(0);
    expect(scheduled.output).to.match(/^Schedules, 2 days ahead: Registers 0x\w+ as custody account\./);
    expect(await bank.legalOrders.isCustody(CUSTODY)).to.equal(false);
    expect((await run("custody add", { wallet: CUSTODY, execute: true })).complaint).to.match(/^AccessManagerNotReady/);
    await time.increase(2 * DAY);
    expect((await run("custody add", { wallet: CUSTODY, execute: true })).exitCode).to.equal(0);
    expect(await bank.legalOrders.isCustody(CUSTODY)).to.equal(true);
  });
});
