import { expect } from "chai";

import { POWERS, ROLES } from "../../src/bank/roles.js";
import { connectBank, pay } from "../../src/chain/index.js";
import { digestDifferences, type DigestOptions, stateDigest } from "../../src/upgrade/digest.js";
import { bytes32, DAY, deploySuite, partyOf, refusalOf } from "../chain/support.js";
import { jsonOf } from "../tasks/support.js";
import { load } from "./world.js";

describe("upgrade digest", () => {
  it("is refused for a block that there is not yet", async () => {
    const { run, bank, height } = await load();
    const next = (await height()) + 1;
    const { exitCode, complaint } = await run("upgrade digest", { block: String(next) });
    expect([exitCode, complaint.length > 0]).to.deep.equal([1, true]);
    expect((await refusalOf(stateDigest(bank, next))).name).to.equal("StateUnavailable");
  });

  it("is of a block: what came later does not change it, and time alone changes nothing", async () => {
    const { run, height, time, bank, alice, bob } = await load();
    const digest = async (block: number): Promise<string> =>
      jsonOf(await run("upgrade digest", { json: true, block: String(block) }))["digest"] as string;
    const block = await height();
    const before = await digest(block);
    await time.increase(20n * DAY);
    expect(await digest(await height())).to.equal(before);
    await pay(bank, alice, { currency: "USD", to: bob.address, amount: 1n });
    expect(await digest(block)).to.equal(before);
  });

  it("names the section and the figure that differ: money, powers, corridors, quotas, parties, roles, functions", async () => {
    const { bank, people, alice, bob, carol, stranger, height } = await load();
    const manager = bank.accessManager.connect(people.admin);
    const [usd, jpy] = [bank.tokens["USD"]!, bank.tokens["JPY"]!];
    const before = await stateDigest(bank, await height());
    await pay(bank, alice, { currency: "USD", to: bob.address, amount: 1n });
    await usd.connect(alice).approve(bob, 7n);
    await usd.connect(people.POLICY_ADMIN).admitContract(people.admin, POWERS.BURNER);
    await jpy.connect(people.COMPLIANCE).closeCorridors(1n << 1n);
    await bank.issuanceDesk.connect(people.POLICY_ADMIN).raiseQuota(people.ISSUER, usd, 3_000_001n);
    await bank.partyRegistry.connect(people.COMPLIANCE).blockParty(partyOf("carol"), bytes32(1));
    await manager.grantRole(ROLES.ISSUER, stranger, 0n);
    await manager.grantRole(ROLES.POLICY_ADMIN, people.POLICY_ADMIN, DAY);
    await manager.revokeRole(ROLES.APPROVER, people.APPROVER);
    await manager.setTargetClosed(jpy, true);
    await manager.updateAuthority(bank.issuanceDesk, usd);
    const after = await stateDigest(bank, await height());
    expect(after.digest).to.not.equal(before.digest);
    const differences = digestDifferences(before, after);
    for (const words of [
      `accounts: account word of ${alice.address} (USD): 0x`,
      `accounts: account word of ${bob.address} (USD): 0x`,
      `accounts: account word of ${carol.address} (JPY): 0x`,
      `accounts: allowance of ${bob.address} from ${alice.address} (USD): nothing -> 7`,
      `accounts: account word of ${people.admin.address} (USD): nothing -> 0x`,
      "corridors: policy word (JPY): ",
      `quotas: quota of ${people.ISSUER.address} in ${usd.target as string}: 3000000 -> 3000001`,
      "parties: party 102: blocks: 0 -> 1",
      `roles: role ISSUER: ${stranger.address}: nothing -> member, delay 0`,
      `roles: role POLICY_ADMIN: ${people.POLICY_ADMIN.address}: member, delay 0 -> member, delay 86400`,
      `roles: role APPROVER: ${people.APPROVER.address}: member, delay 0 -> no member`,
      `functions: function gate of ${jpy.target as string}: closed: false -> true`,
      `functions: function gate of ${bank.addresses.issuanceDesk}: authority: `,
    ]) {
      expect(
        differences.some((line) => line.startsWith(words)),
        `${words}\n${differences.join("\n")}`,
      ).to.equal(true);
    }
    const same = "holds identity liens orders redemptions references register resolution supply".split(" ");
    const unchanged = Object.keys(after.sections).filter(
      (name) => after.sections[name]!.hash === before.sections[name]?.hash,
    );
    expect(unchanged).to.deep.equal(same);
  });

  it("is the same for two deployments of one bank, by name and without times; not so with addresses and times", async () => {
    const { people, chain, height, time } = await load();
    const deploy = async () => {
      const fromBlock = (await height()) + 1;
      return connectBank({ ...(await deploySuite(people)), fromBlock }, chain.ethers.provider);
    };
    const one = await deploy();
    await time.increase(DAY);
    const other = await deploy();
    const digests = async (options: DigestOptions) =>
      Promise.all([one, other].map(async (suite) => stateDigest(suite, await height(), options)));
    const [first, second] = await digests({ named: true, ignoreTimes: true });
    expect(digestDifferences(first!, second!)).to.deep.equal([]);
    expect(first!.digest).to.equal(second!.digest);
    const timed = await digests({ named: true });
    const changed = Object.keys(timed[0]!.sections).filter(
      (name) => timed[0]!.sections[name]!.hash !== timed[1]!.sections[name]!.hash,
    );
    expect(changed).to.deep.equal(["quotas", "references", "roles", "supply"]);
  });
});
