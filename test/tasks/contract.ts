import { expect } from "chai";

import { POWERS } from "../../src/bank/roles.js";
import { readPowers } from "../../src/chain/index.js";
import { anyAddress, bytes32, partyOf } from "../chain/support.js";
import { ALICE, indexOf, useStage } from "./support.js";

const load = await useStage();

/** The bank, and a contract of it to which powers can be given. */
async function stage() {
  const staged = await load();
  const address = staged.bank.addresses.confirmedPayments;
  return { ...staged, address, values: { currency: "USD", contract: address, powers: "NOTARY" } };
}

describe("contract", () => {
  it("ends with 2 for a power or address that is none, and sends nothing", async () => {
    const { run, values, height } = await stage();
    const before = await height();
    const cases: [string, Record<string, string>, RegExp][] = [
      ["contract admit", { ...values, powers: "MINTER" }, /^--powers: there is no power "MINTER"\. Use NOTARY, ISSUER/],
      ["contract admit", { ...values, contract: anyAddress() }, /^--contract: 0x\w+ has no code\. Name a contract/],
      ["contract set-limits", { currency: "USD", contract: anyAddress() }, /^--contract: 0x\w+ has no code/],
      ["contract allow-code", { code: "0x12" }, /^--code: The code's hash is/],
      ["contract admit", { ...values, yes: "" }, /^--yes: is missing: contract admit is dangerous/],
    ];
    for (const [command, options, words] of cases) {
      const { exitCode, complaint } = await run(command, options);
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect(await height()).to.equal(before);
  });

  it("ends with 1 for an account that may hold money, for a stranger, and for a party that nobody knows", async () => {
    const { run, values } = await stage();
    const stranger = await run("contract admit", { ...values, as: indexOf("stranger") });
    expect([stranger.exitCode, stranger.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagedUnauthorized"]);
    const unknown = await run("contract sync", { currency: "USD", party: "4711", as: "0" });
    expect([unknown.exitCode, unknown.complaint.split(":")[0]]).to.deep.equal([1, "PartyUnknown"]);
  });

  it("gives and takes powers, of any contract", async () => {
    const { run, values, bank, address } = await stage();
    expect((await run("contract admit", { ...values, powers: "notary, burner" })).exitCode).to.equal(0);
    expect(await readPowers(bank, "USD", address)).to.equal(POWERS.NOTARY | POWERS.BURNER);
    expect((await run("contract dismiss", { ...values, powers: "BURNER" })).exitCode).to.equal(0);
    expect((await run("contract show", values)).output).to.match(new RegExp(`${address} +NOTARY$`));
  });

  it("names the Limits that a token asks, syncs and enrols parties by anyone's key", async () => {
    const { run, bank } = await stage();
    const { limits } = bank.addresses;
    expect((await run("contract set-limits", { currency: "USD", contract: limits })).exitCode).to.equal(0);
    expect(await bank.tokens["USD"]!.limits()).to.equal(limits);
    const parties = { currency: "USD", party: `${partyOf("alice")},${partyOf("bob")}`, as: indexOf("stranger") };
    const synced = await run("contract sync", parties);
    expect(synced.output).to.match(/^Tells USD again what the register says about 2 parties\.\nTransaction 0x/);
    const early = await run("contract enrol", parties);
    expect([early.exitCode, early.complaint.split(":")[0]]).to.deep.equal([1, "PartyLimitsNotSet"]);
    const limit = {
      ...{ currency: "USD", perPayment: "1.00", windowValue: "none", windowCount: "none" },
      ...{ windowHours: "24", holdingCap: "none" },
    };
    for (const party of [partyOf("alice"), partyOf("bob")]) {
      const { exitCode, complaint } = await run("limits raise", { ...limit, party: String(party) });
      expect(exitCode, complaint).to.equal(0);
    }
    expect((await run("contract enrol", parties)).exitCode).to.equal(0);
    expect([...(await bank.limits.enrolledWith(bank.tokens["USD"]!, ALICE))]).to.deep.equal([ALICE]);
  });

  it("lists tokens and the code of smart accounts", async () => {
    const { run, bank } = await stage();
    const again = await run("contract list-token", { contract: String(bank.tokens["USD"]!.target) });
    expect(again.exitCode, again.output).to.equal(1);
    const code = { code: bytes32(77) };
    expect((await run("contract allow-code", code)).exitCode).to.equal(0);
    const compliance = await run("contract disallow-code", { ...code, as: indexOf("POLICY_ADMIN") });
    expect(compliance.exitCode).to.equal(1);
    expect((await run("contract disallow-code", code)).exitCode).to.equal(0);
  });
});
