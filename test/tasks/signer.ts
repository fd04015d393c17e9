import { expect } from "chai";

import { ROLES } from "../../src/bank/roles.js";
import { LiabilityTransfer__factory } from "../../typechain-types/index.js";
import { connectBank } from "../../src/chain/index.js";
import { anyAddress, bytes32, DAY, deploySuite } from "../chain/support.js";
import { BOB, indexOf, jsonOf, useSharedStage } from "./support.js";

const load = await useSharedStage();
const MINT = { currency: "USD", to: BOB, amount: "1.00", deposit: bytes32(2) };

/** The bank, which does not clear with others; `stranger` is a key without a role, which joins. */
async function stage() {
  const staged = await load();
  const { people, bank } = staged;
  for (const role of ["CLEARING_OPERATOR", "CLEARING_APPROVER"] as const) {
    await bank.accessManager.connect(people.admin).revokeRole(ROLES[role], people[role]);
  }
  const rotation = { role: "ISSUER", from: people.ISSUER.address, to: people.stranger.address };
  return { ...staged, rotation };
}

describe("signer", () => {
  it("ends with 2 for a role or key that is none, and sends nothing", async () => {
    const { run, rotation, height } = await stage();
    const before = await height();
    const cases: [string, Record<string, string>, RegExp][] = [
      ["signer rotate", { ...rotation, role: "KING" }, /^--role: there is no role "KING"\. Use one of ADMIN, ISSUER, /],
      ["signer rotate", { ...rotation, from: "" }, /^--from: is missing/],
      ["signer rotate", { ...rotation, to: "0x12" }, /^--to: "0x12" is not a checksummed address/],
      ["signer rotate", { ...rotation, yes: "" }, /^--yes: is missing: signer rotate is dangerous/],
      ["signer add", { role: "CLEARING_OPERATOR", to: rotation.to }, /^--delay-hours: is missing: nobody holds CLEAR/],
    ];
    for (const [command, values, words] of cases) {
      const { exitCode, complaint } = await run(command, values);
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect(await height()).to.equal(before);
  });

  it("ends with 1 for who may not join or leave, in the words of the bank's rules", async () => {
    const { run, rotation, people, height } = await stage();
    const before = await height();
    const { APPROVER, admin, ISSUER, stranger } = people;
    const cases: [string, Record<string, string>, RegExp][] = [
      [
        "signer rotate",
        { ...rotation, to: APPROVER.address },
        /^RolesMustNotMeet: 0x\w+ would hold ISSUER and APPROVER: one key would be both people of a mint\./,
      ],
      ["signer rotate", { ...rotation, to: admin.address }, /^AdminHasRole: 0x\w+ would be an admin and hold ISSUER\./],
      ["signer add", { role: "ADMIN", to: ISSUER.address }, /^AdminHasRole: /],
      ["signer rotate", { ...rotation, to: ISSUER.address }, /^MemberAlready: Who leaves and who joins are the same/],
      [
        "signer rotate",
        { ...rotation, from: stranger.address },
        /^NotAMember: 0x\w+ does not hold ISSUER\. It is held by/,
      ],
      ["signer remove", { role: "ISSUER", from: ISSUER.address }, /^LastMember: .*signer rotate/],
      ["signer remove", { role: "ADMIN", from: admin.address }, /^LastMember: /],
      [
        "signer add",
        { role: "LEGAL_ORDERS", to: stranger.address },
        /^ContractRole: LEGAL_ORDERS is held by the contract/,
      ],
      ["signer rotate", { ...rotation, as: indexOf("stranger") }, /^AccessManagerUnauthorizedAccount: /],
    ];
    for (const [command, values, words] of cases) {
      const { exitCode, complaint } = await run(command, values);
      expect(exitCode, complaint).to.equal(1);
      expect(complaint).to.match(words);
    }
    expect(await height()).to.equal(before);
  });

  it("rotates in one transaction with the same delay, and says who moves an issuer's quota", async () => {
    const { run, rotation, people, bank, height } = await stage();
    const { admin, POLICY_ADMIN, stranger } = people;
    await bank.accessManager.connect(admin).grantRole(ROLES.POLICY_ADMIN, POLICY_ADMIN, 2n * DAY);
    const to = anyAddress();
    const policy = { role: "POLICY_ADMIN", from: POLICY_ADMIN.address, to };
    expect((await run("signer rotate", policy)).exitCode).to.equal(0);
    expect(await bank.accessManager.hasRole(ROLES.POLICY_ADMIN, to)).to.deep.equal([true, 2n * DAY]);
    expect((await bank.accessManager.hasRole(ROLES.POLICY_ADMIN, POLICY_ADMIN))[0]).to.equal(false);

    const before = await height();
    const { output } = await run("signer rotate", rotation);
    expect(await height()).to.equal(before + 1);
    expect(output).to.contain(`npm run quota -- raise --currency USD --issuer ${stranger.address} --amount ...`);
    expect(output).to.contain(`npm run quota -- cut --currency JPY --issuer ${rotation.from} --amount 0`);
    const old = await run("mint", { ...MINT, as: indexOf("ISSUER") });
    expect(old.complaint.split(":")[0]).to.equal("AccessManagedUnauthorized");
    const fresh = await run("mint", { ...MINT, as: indexOf("stranger") });
    expect(fresh.complaint.split(":")[0]).to.equal("QuotaExceeded");
  });

  it("waits where the admin has a delay; another admin can cancel it, and nobody carries it out early", async () => {
    const { run, rotation, people, bank, time } = await stage();
    const { admin, bob } = people;
    const manager = bank.accessManager.connect(admin);
    await manager.grantRole(0n, bob, 0);
    await manager.grantRole(0n, admin, DAY);
    const first = await run("signer rotate", rotation);
    expect(first.output).to.match(/^Schedules, 1 day ahead: Has 0x\w+ take the place/);
    expect(first.output)
      .to.match(/\n {2}npm run signer -- rotate .* --execute\n/)
      .and.not.contain("--yes");
    const early = await run("signer rotate", { ...rotation, execute: true });
    expect([early.exitCode, early.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagerNotReady"]);
    const cancelled = { ...rotation, cancel: true, proposer: admin.address, as: indexOf("bob") };
    expect((await run("signer rotate", cancelled)).exitCode).to.equal(0);
    const gone = await run("signer rotate", { ...rotation, execute: true });
    expect(gone.complaint.split(":")[0]).to.equal("AccessManagerNotScheduled");

    await run("signer rotate", rotation);
    await time.increase(DAY);
    expect((await run("signer rotate", { ...rotation, execute: true })).exitCode).to.equal(0);
    expect((await bank.accessManager.hasRole(ROLES.ISSUER, rotation.to))[0]).to.equal(true);
    expect((await bank.accessManager.hasRole(ROLES.ISSUER, rotation.from))[0]).to.equal(false);
  });

  it("adds and removes; a key gives its own role up at once, unless it is the last", async () => {
    const { run, people, bank } = await stage();
    const { stranger, GUARDIAN } = people;
    const last = await run("signer renounce", { role: "GUARDIAN", as: indexOf("GUARDIAN") });
    expect([last.exitCode, last.complaint.split(":")[0]]).to.deep.equal([1, "LastMember"]);
    expect((await run("signer add", { role: "GUARDIAN", to: stranger.address })).exitCode).to.equal(0);
    expect((await run("signer renounce", { role: "GUARDIAN", as: indexOf("stranger") })).exitCode).to.equal(0);
    expect((await bank.accessManager.hasRole(ROLES.GUARDIAN, stranger))[0]).to.equal(false);
    await run("signer add", { role: "GUARDIAN", to: stranger.address, delayHours: "0" });
    expect((await run("signer remove", { role: "guardian", from: GUARDIAN.address })).exitCode).to.equal(0);
    const { members } = jsonOf(await run("signer show", { json: true }));
    const guardians = (members as Record<string, string>[]).filter(({ role }) => role === "GUARDIAN");
    expect(guardians.map(({ account, contract }) => contract ?? account)).to.deep.equal([
      "Resolution",
      stranger.address,
    ]);
  });

  it("gives LEGAL_ORDERS to no contract but one that moves a liability out of this very bank", async () => {
    const { run, people, bank } = await stage();
    const [old, successor] = [bank.tokens["USD"]!, connectBank(await deploySuite(people), people.admin).tokens["USD"]!];
    const transfer = await new LiabilityTransfer__factory(people.admin).deploy(bank.resolution, old, successor);
    const to = await transfer.getAddress();
    const other = await run("signer add", { role: "LEGAL_ORDERS", to: bank.addresses.limits, delayHours: "0" });
    expect([other.exitCode, other.complaint.split(":")[0]]).to.deep.equal([1, "ContractRole"]);
    const added = await run("signer add", { role: "LEGAL_ORDERS", to, delayHours: "0" });
    expect(added.exitCode, added.complaint).to.equal(0);
    expect((await run("signer remove", { role: "LEGAL_ORDERS", from: to })).exitCode).to.equal(0);
    expect((await bank.accessManager.hasRole(ROLES.LEGAL_ORDERS, to))[0]).to.equal(false);
  });

  it("shows every member with its delay, and roles that nobody holds", async () => {
    const { run, people } = await stage();
    const { output, exitCode } = await run("signer show");
    expect(exitCode).to.equal(0);
    expect(output).to.match(new RegExp(`ISSUER +${people.ISSUER.address} +at once`));
    expect(output).to.contain("(LegalOrders)");
    expect(output).to.match(/Held by nobody: CLEARING_OPERATOR, CLEARING_APPROVER\.$/);
  });
});
