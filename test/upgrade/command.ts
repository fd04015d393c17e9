import { join } from "node:path";

import { expect } from "chai";

import { executeHold, pay, settleRedemption } from "../../src/chain/index.js";
import { ROLES } from "../../src/bank/roles.js";
import { SuccessorIssuanceDesk__factory } from "../../typechain-types/index.js";
import { DAY } from "../chain/support.js";
import { indexOf, jsonOf } from "../tasks/support.js";
import type { Stage } from "./support.js";
import { load } from "./world.js";
const NEXT = { release: "0.3.1" };
const BACK = { release: "0.3.0" };

/** UPGRADE_INTERFACE_VERSION as every token tells it. */
async function versions({ bank }: Stage): Promise<string[]> {
  return Promise.all(Object.values(bank.tokens).map((token) => token.UPGRADE_INTERFACE_VERSION()));
}

const refusedWith = ({ exitCode, complaint }: { exitCode: number; complaint: string }): [number, string] => [
  exitCode,
  complaint.split(":")[0]!,
];

describe("upgrade check", () => {
  it("ends with 2 for a contract without a proxy, and with 1 for releases and contracts that there are not", async () => {
    const { upgrade } = await load();
    const other = await upgrade("check", { contract: "Limits" });
    expect([other.exitCode, other.complaint]).to.deep.equal([
      2,
      '--contract: "Limits" has no proxy. Use one of DepositToken, PartyRegistry, IssuanceDesk, RedemptionDesk, LegalOrders; others are replaced, never upgraded.',
    ]);
    expect(refusedWith(await upgrade("check", { release: "0.9.9" }))).to.deep.equal([1, "NoRelease"]);
    expect(refusedWith(await upgrade("check", { to: "../DepositToken" }))).to.deep.equal([1, "NoSuchContract"]);
    const desk = { contract: "IssuanceDesk", to: "SuccessorIssuanceDesk", releases: "/none" };
    expect(refusedWith(await upgrade("check", desk))).to.deep.equal([1, "CodeUnknown"]);
  });

  it("says that removed functions, lost storage and the same code stand against it", async () => {
    const { upgrade } = await load();
    const mock = jsonOf(await upgrade("check", { to: "UpgradedToken", json: true }));
    expect(mock["ok"]).to.equal(false);
    const reasons = (mock["reasons"] as string[]).join("\n");
    expect(reasons).to.contain("the function transfer(address,uint256) is removed: callers would fail");
    expect(reasons).to.match(/storage layout: .*openzeppelin\.storage\.ERC20/);
    const same = jsonOf(await upgrade("check", { json: true }));
    expect(same["reasons"]).to.deep.equal(["it is the code that is deployed already"]);
  });

  it("says where a layout clashes", async () => {
    const { upgrade } = await load();
    const { exitCode, output } = await upgrade("check", { release: "0.3.2" });
    expect(exitCode).to.equal(1);
    expect(output).to.contain("MUST NOT BE DONE");
    expect(output).to.match(/AGAINST IT: storage layout: .*policy/);
  });

  it("finds the successor's desk compatible, and says what an admin must wire", async () => {
    const { upgrade } = await load();
    const values = { contract: "IssuanceDesk", to: "SuccessorIssuanceDesk" };
    const { exitCode, output } = await upgrade("check", values);
    expect(exitCode, output).to.equal(0);
    expect(output).to.contain("Note: new function addPredecessor(address,address)");
    expect(output).to.contain("Note: addPredecessor belongs to the admins until one of them gives it to POLICY_ADMIN");
    expect(output).to.contain("Note: Not covered: bits inside of packed words");
  });
});

describe("upgrade propose", () => {
  it("is refused before anything is sent: what the check is against, and who may not", async () => {
    const stage = await load();
    const { upgrade, height, bank, people } = stage;
    const before = await height();
    const refused = await upgrade("propose", { release: "0.3.2" });
    expect(refusedWith(refused)).to.deep.equal([1, "UpgradeRefused"]);
    expect(refused.complaint).to.match(/storage layout: .*Nothing was sent\.$/);
    const other = await upgrade("propose", { ...NEXT, as: indexOf("POLICY_ADMIN") });
    expect(refusedWith(other)).to.deep.equal([1, "NotTheUpgrader"]);
    const foreign = await upgrade("propose", { ...NEXT, implementation: bank.addresses.transferLens });
    expect(foreign.complaint).to.match(/^--implementation: the code at 0x\w+ is not DepositToken 0\.3\.1/);
    const dry = await upgrade("propose", { ...NEXT, dryRun: true });
    expect([dry.exitCode, dry.output.split("\n").at(-1)]).to.deep.equal([0, "Nothing was sent."]);
    expect(await height()).to.equal(before);
    await bank.accessManager.connect(people.admin).grantRole(ROLES.UPGRADER, people.stranger, 0n);
    const hasty = await upgrade("propose", { ...NEXT, as: indexOf("stranger") });
    expect(refusedWith(hasty)).to.deep.equal([1, "UpgraderWithoutDelay"]);
  });

  it("is written for a Safe as one transaction for all tokens", async () => {
    const { upgrade, run, folder, UPGRADER } = await load();
    const safeOut = join(folder, "propose.json");
    // A Safe that is not deployed yet: its nonce is given.
    const written = await upgrade("propose", { ...NEXT, safe: UPGRADER.address, safeOut, safeNonce: "0" });
    expect(written.exitCode, written.complaint).to.equal(0);
    expect(written.output).to.match(/\n {2}npm run upgrade -- execute .*--release 0\.3\.1 .*--implementation 0x\w+\n/);
    const shown = await run("safe show", { file: safeOut });
    expect(shown.output).to.contain("Sends    2 calls: delegatecall to MultiSendCallOnly 1.4.1");
    expect(
      shown.output.match(/ {3}> (?:USD|JPY) token \(0x\w+\)\n {5}upgradeToAndCall\(address,bytes\), as UPGRADER/g),
    ).to.have.length(2);
    expect(shown.output).to.contain("LOOK: REPLACES THE CODE");
    expect(shown.output).to.contain("LOOK: THERE IS NO SAFE AT THIS ADDRESS ON THIS CHAIN (YET).");
  });

  it("schedules every token by itself, announces code and digest, and does nothing twice", async () => {
    const { upgrade, height } = await load();
    const proposed = jsonOf(await upgrade("propose", { ...NEXT, json: true, deployerAs: indexOf("stranger") }));
    expect(proposed["scheduled"]).to.have.length(2);
    const { output } = await upgrade("show", {});
    expect(output).to.match(
      /Scheduled for USD token by 0x\w+: 0x\w+, DepositToken 0\.3\.1\n {2}waits: from 2026-11-05T/,
    );
    expect(output).to.match(/Scheduled for JPY token by/);
    const before = await height();
    const again = await upgrade("propose", NEXT);
    expect([again.exitCode, await height()]).to.deep.equal([0, before]);
    expect(again.output).to.contain("It is scheduled already. Nothing to send.");
    expect(again.output).to.contain(proposed["digest"]);
  });
});

describe("upgrade execute and cancel", () => {
  it("are refused too early, from another key, after a cancellation, and once it has lapsed", async () => {
    const stage = await load();
    const { upgrade, time } = stage;
    expect(refusedWith(await upgrade("execute", NEXT))).to.deep.equal([1, "AccessManagerNotScheduled"]);
    expect(refusedWith(await upgrade("cancel", {}))).to.deep.equal([1, "AccessManagerNotScheduled"]);
    await upgrade("propose", NEXT);
    expect(refusedWith(await upgrade("execute", NEXT))).to.deep.equal([1, "AccessManagerNotReady"]);
    await time.increase(3n * DAY);
    const foreign = await upgrade("execute", { ...NEXT, as: indexOf("GUARDIAN") });
    expect(refusedWith(foreign)).to.deep.equal([1, "AccessManagerNotScheduled"]);
    // What was scheduled is not what this command was told to check.
    expect((await upgrade("execute", BACK)).complaint).to.match(/^UpgradeRefused: .*the code that is deployed already/);
    const stranger = await upgrade("cancel", { as: indexOf("POLICY_ADMIN") });
    expect(refusedWith(stranger)).to.deep.equal([1, "AccessManagerUnauthorizedCancel"]);
    const cancelled = await upgrade("cancel", {});
    expect(cancelled.output).to.match(/^Cancels the upgrade of USD token to 0x\w+ by 0x\w+, the upgrade of JPY token/);
    expect(refusedWith(await upgrade("execute", NEXT))).to.deep.equal([1, "AccessManagerNotScheduled"]);
    await upgrade("propose", NEXT);
    await time.increase(10n * DAY + 1n);
    expect(refusedWith(await upgrade("execute", NEXT))).to.deep.equal([1, "AccessManagerNotScheduled"]);
    expect(await versions(stage)).to.deep.equal(["5.0.0", "5.0.0"]);
  });

  it("of somebody else's proposal are refused: a second upgrader cancels nothing of the first", async () => {
    const { upgrade, bank, people, time, UPGRADER } = await load();
    await bank.accessManager.connect(people.admin).grantRole(ROLES.UPGRADER, people.stranger, 3n * DAY);
    await upgrade("propose", { ...NEXT, as: indexOf("UPGRADER") });
    const own = { ...NEXT, as: indexOf("stranger") };
    expect(refusedWith(await upgrade("cancel", { as: own.as }))).to.deep.equal([1, "AccessManagerUnauthorizedCancel"]);
    await time.increase(3n * DAY);
    expect(refusedWith(await upgrade("execute", own))).to.deep.equal([1, "AccessManagerNotScheduled"]);
    const done = await upgrade("cancel", { proposer: UPGRADER.address });
    expect(done.exitCode, done.complaint).to.equal(0);
  });

  it("leave the state as it was, there and back: balances, a hold, a lien, a redemption in transit", async () => {
    const stage = await load();
    const { upgrade, time, bank, people, alice, bob, hold, redemption } = stage;
    const digest = async (): Promise<string> =>
      jsonOf(await stage.run("upgrade digest", { json: true }))["digest"] as string;
    const goTo = async (values: Record<string, string>): Promise<void> => {
      const proposed = await upgrade("propose", values);
      expect(proposed.exitCode, proposed.complaint).to.equal(0);
      await time.increase(3n * DAY);
      const done = jsonOf(await upgrade("execute", { ...values, json: true }));
      expect(done["ok"], JSON.stringify(done)).to.equal(true);
      expect([done["before"], done["after"]]).to.deep.equal([await digest(), done["before"]]);
    };
    await goTo(NEXT);
    expect(await versions(stage)).to.deep.equal(["6.0.0", "6.0.0"]);
    await pay(bank, alice, { currency: "USD", to: bob.address, amount: 100n });
    await executeHold(bank, people.stranger, "USD", hold, 1_000n);
    await goTo(BACK);
    expect(await versions(stage)).to.deep.equal(["5.0.0", "5.0.0"]);
    await pay(bank, bob, { currency: "USD", to: alice.address, amount: 100n });
    await executeHold(bank, people.stranger, "USD", hold, 1_500n);
    await settleRedemption(bank, people.REDEMPTION_OPERATOR, redemption);
    expect(await bank.tokens["USD"]!.balanceOf(bob)).to.equal(3_500n);
  });

  it("go on with the other tokens where one was upgraded and then the run stopped", async () => {
    const { upgrade, time, bank, UPGRADER } = await load();
    const { implementation } = jsonOf(await upgrade("propose", { ...NEXT, json: true }));
    await time.increase(3n * DAY);
    await bank.tokens["USD"]!.connect(UPGRADER).upgradeToAndCall(implementation as string, "0x");
    const done = await upgrade("execute", NEXT);
    expect(done.output, done.complaint).to.match(/^Puts DepositToken 0\.3\.1 behind JPY token\.\n/);
    expect((await upgrade("execute", NEXT)).complaint).to.contain("already");
  });

  it("end with 1 and say what differs where the new code loses the state; going back finds it again", async () => {
    const { upgrade, time, bank, alice, bob } = await load();
    const goTo = async (release: string) => {
      await upgrade("propose", { release });
      await time.increase(3n * DAY);
      return upgrade("execute", { release, json: true });
    };
    const lost = await goTo("0.3.3");
    expect([lost.exitCode, jsonOf(lost)["equal"]]).to.deep.equal([1, false]);
    const said = jsonOf(lost)["differences"] as string[];
    expect(said).to.include(`supply: supply (USD): 1000000 -> 0`);
    expect(said.some((line) => line.startsWith(`accounts: account word of ${bob.address} (USD): 0x`))).to.equal(true);
    const back = jsonOf(await goTo("0.3.0"));
    expect(back["after"]).to.equal(jsonOf(lost)["before"]);
    await pay(bank, alice, { currency: "USD", to: bob.address, amount: 100n });
  });

  it("change the issuance desk to the successor's, which may go back though functions go with it", async () => {
    const { upgrade, time, bank, people } = await load();
    const desk = { contract: "IssuanceDesk" };
    const there = { ...desk, to: "SuccessorIssuanceDesk" };
    await upgrade("propose", there);
    await time.increase(3n * DAY);
    const done = await upgrade("execute", there);
    expect(done.output, done.complaint).to.contain("Equal: nothing that the bank stores has changed.");
    const successor = SuccessorIssuanceDesk__factory.connect(bank.addresses.issuanceDesk, people.admin);
    expect(await successor.predecessorsOf(bank.addresses.tokens["USD"]!)).to.deep.equal([]);
    const back = await upgrade("check", { ...desk, ...BACK });
    expect(back.output).to.contain("Note: it goes back to code that was here before");
    expect(back.output).to.contain("Note: the function addPredecessor(address,address) goes again");
  });
});
