import { expect } from "chai";

import { testAccount } from "../../src/bank/testAccounts.js";
import { bytes32 } from "../chain/support.js";
import { ALICE, BOB, indexOf, jsonOf, useStage } from "./support.js";

/** Not one of the chains that only development has: keys come from the environment alone. */
const load = await useStage(84532);

const ORDER = { currency: "USD", to: BOB, amount: "1.00", deposit: bytes32(2) };
const keyOf = (name: Parameters<typeof indexOf>[0]): string => testAccount(Number(indexOf(name))).privateKey;

describe("on a chain that is not local", () => {
  it("test accounts are refused, as sender and as approver", async () => {
    const { run } = await load();
    const sender = await run("pay", { currency: "USD", to: BOB, amount: "1.00", as: indexOf("alice") });
    expect([sender.exitCode, sender.complaint]).to.deep.equal([
      2,
      "--as: test accounts are for local chains only, anyone can sign for them. Set VOSTRO_KEY_CUSTOMER in the environment.",
    ]);
    const approver = await run("mint", { ...ORDER, approverAs: "2" }, { VOSTRO_KEY_ISSUER: keyOf("ISSUER") });
    expect([approver.exitCode, approver.complaint.split(":")[0]]).to.deep.equal([2, "--approver-as"]);
  });

  it("a key that is not set is named, and nobody stands in for it", async () => {
    const { run } = await load();
    const { exitCode, complaint } = await run("block", { wallet: ALICE, order: "o" });
    expect([exitCode, complaint]).to.deep.equal([
      2,
      "VOSTRO_KEY_COMPLIANCE: there is no key for COMPLIANCE. Set VOSTRO_KEY_COMPLIANCE.",
    ]);
  });

  it("the bank's salt must be set where a customer number is hashed", async () => {
    const { run } = await load();
    const { exitCode, complaint } = await run(
      "block",
      { party: "C-1", order: "o" },
      { VOSTRO_KEY_COMPLIANCE: keyOf("COMPLIANCE") },
    );
    expect([exitCode, complaint.split(":")[0]]).to.deep.equal([2, "VOSTRO_SALT"]);
  });

  it("a dry run needs no key: it is tried as whoever holds the role", async () => {
    const { run, COMPLIANCE, bank, people } = await load();
    const dry = jsonOf(await run("block", { wallet: ALICE, order: "o", dryRun: true, json: true }));
    expect(dry["signatures"]).to.deep.equal([{ who: COMPLIANCE.address, as: "COMPLIANCE", what: "sends it" }]);
    expect(Number(dry["calls"][0].gas)).to.be.greaterThan(50_000);
    // Nobody holds a role any more that was taken away, whatever the events of its granting say.
    await bank.accessManager.connect(people.admin).revokeRole(5n, COMPLIANCE);
    const none = await run("block", { wallet: ALICE, order: "o", dryRun: true });
    expect([none.exitCode, none.complaint.split(":")[0]]).to.deep.equal([2, "VOSTRO_KEY_COMPLIANCE"]);
  });

  it("a dry run of an order says that it could not be tried without the approver's signature", async () => {
    const { run } = await load();
    const { exitCode, output } = await run("mint", { ...ORDER, dryRun: true });
    expect(exitCode).to.equal(0);
    expect(output).to.contain("Not tried: a signature is missing");
  });

  it("keys from the environment send", async () => {
    const { run, bank } = await load();
    const keys = { VOSTRO_KEY_ISSUER: keyOf("ISSUER"), VOSTRO_KEY_APPROVER: keyOf("APPROVER") };
    expect((await run("mint", ORDER, keys)).exitCode).to.equal(0);
    expect(await bank.tokens["USD"]!.balanceOf(BOB)).to.equal(100n);
  });
});
