import { expect } from "chai";
import hre from "hardhat";

import { testAccount } from "../../src/bank/testAccounts.js";
import { FUNCTION_ROLES, POWERS, type RoleName, ROLES } from "../../src/bank/roles.js";
import { type BankAddresses, connectBank } from "../../src/chain/bank.js";
import { checkDeployment, type Finding } from "../../src/chain/checkDeployment.js";
import { deployBank } from "../../src/chain/deploy.js";
import { PUBLIC_ROLE } from "../../src/chain/setup.js";
import { UpgradedToken__factory } from "../../typechain-types/index.js";
import { demoBank, person } from "./support.js";

const DAY = 86_400;

describe("checking a deployment", () => {
  const bank = demoBank();
  const deployer = testAccount(0).address;
  const stranger = person("stranger");
  const admin = testAccount(19).address;
  const issuer = bank.roles.ISSUER[0]!.signer;
  let connection: Awaited<ReturnType<typeof hre.network.create>>;
  let addresses: BankAddresses;
  let usd: string;

  before(async () => {
    connection = await hre.network.create("hardhat");
    addresses = await deployBank(connection, bank);
    usd = addresses.tokens["USD"]!;
  });

  // Each test tampers with the same deployment, which is put back afterwards.
  let snapshot: Awaited<ReturnType<typeof connection.networkHelpers.takeSnapshot>>;
  beforeEach(async () => (snapshot = await connection.networkHelpers.takeSnapshot()));
  afterEach(() => snapshot.restore());

  /** The suite, as its admin or as the person in a role. */
  const as = async (who: RoleName | "ADMIN") => {
    const address = who === "ADMIN" ? admin : bank.roles[who][0]!.signer;
    return connectBank(addresses, await connection.ethers.getSigner(address));
  };
  const manager = async () => (await as("ADMIN")).accessManager;
  const token = async (who: RoleName) => (await as(who)).tokens["USD"]!;
  const selector = (method: string): string =>
    connectBank(addresses, connection.ethers.provider).tokens["USD"]!.interface.getFunction(method as "attest")
      .selector;

  const findings = (): Promise<Finding[]> =>
    checkDeployment(bank, addresses, connection.ethers.provider, { deployer, artifacts: hre.artifacts });
  const expectFindings = async (...wanted: [subject: string, problem: string | RegExp][]) => {
    const found = await findings();
    expect(found.map(({ subject }) => subject)).to.deep.equal(wanted.map(([subject]) => subject));
    found.forEach(({ problem }, i) => expect(problem).to.match(pattern(wanted[i]![1])));
  };
  const pattern = (text: string | RegExp): RegExp =>
    typeof text === "string" ? new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`) : text;

  it("finds nothing in what was deployed", async () => expectFindings());

  describe("roles", () => {
    it("finds a role granted to a stranger", async () => {
      await (await manager()).grantRole(ROLES.REGISTRAR, stranger, 0);
      await expectFindings(["role REGISTRAR", `${stranger} holds it, but not in the file`]);
    });

    it("finds a grant that begins later", async () => {
      await (await manager()).setGrantDelay(ROLES.GUARDIAN, DAY);
      await connection.networkHelpers.time.increase(6 * DAY);
      await (await manager()).grantRole(ROLES.GUARDIAN, stranger, 0);
      await expectFindings(
        ["role GUARDIAN", `${stranger} holds it, but not in the file`],
        ["role GUARDIAN", `its grant delay is ${DAY}, not 0`],
      );
    });

    it("finds the two people of a mint in one key", async () => {
      await (await manager()).grantRole(ROLES.APPROVER, issuer, 0);
      await expectFindings(
        ["role APPROVER", `${issuer} holds it, but not in the file`],
        ["roles ISSUER and APPROVER", `${issuer} holds both: one key would be both people of a mint`],
      );
    });

    it("finds the deployer back among the admins", async () => {
      await (await manager()).grantRole(0, deployer, 0);
      await expectFindings(["role ADMIN", `the deployer ${deployer} holds it, but not in the file`]);
    });

    it("finds a role that the suite does not have", async () => {
      await (await manager()).grantRole(77, stranger, 0);
      await expectFindings(["role 77", `${stranger} holds it, but not in the file`]);
    });

    it("finds a member who lost its role", async () => {
      await (await manager()).revokeRole(ROLES.GUARDIAN, bank.roles.GUARDIAN[0]!.signer);
      await expectFindings(["role GUARDIAN", `${bank.roles.GUARDIAN[0]!.signer} does not hold it`]);
    });

    it("finds another delay", async () => {
      await (await manager()).grantRole(ROLES.ISSUER, issuer, DAY);
      await expectFindings(["role ISSUER", `${issuer} has a delay of ${DAY} seconds, not 0`]);
    });

    it("finds another guardian and another admin of a role", async () => {
      await (await manager()).setRoleGuardian(ROLES.UPGRADER, ROLES.ISSUER);
      await (await manager()).setRoleAdmin(ROLES.APPROVER, ROLES.ISSUER);
      await expectFindings(
        ["role APPROVER", "its admin is ISSUER, not the admins"],
        ["role UPGRADER", "its guardian is ISSUER, not GUARDIAN"],
      );
    });
  });

  describe("functions", () => {
    it("finds one that fell back to the admins", async () => {
      await (await manager()).setTargetFunctionRole(usd, [selector("attest")], 0);
      await expectFindings(["USD token", "attest belongs to the admins, not to ATTESTOR"]);
    });

    it("finds one that is open to everyone, by asking and by trying", async () => {
      await (await manager()).setTargetFunctionRole(usd, [selector("pause")], PUBLIC_ROLE);
      await expectFindings(
        ["USD token", "pause belongs to everyone, not to GUARDIAN"],
        ["USD token", "pause does not refuse a stranger"],
      );
    });

    it("finds one that the table of roles forgot", async () => {
      const { pause } = FUNCTION_ROLES.DepositToken;
      delete FUNCTION_ROLES.DepositToken["pause"];
      try {
        const forgotten = (await findings()).filter(({ problem }) => problem.includes("no row"));
        expect(forgotten).to.deep.equal([
          { subject: "USD token", problem: "pause is restricted, but FUNCTION_ROLES has no row for it" },
          { subject: "EUR token", problem: "pause is restricted, but FUNCTION_ROLES has no row for it" },
        ]);
      } finally {
        FUNCTION_ROLES.DepositToken["pause"] = pause!;
      }
    });

    it("finds a role over something that is not in the table", async () => {
      await (await manager()).setTargetFunctionRole(stranger, ["0x12345678"], ROLES.ISSUER);
      await expectFindings(["AccessManager", `0x12345678 of ${stranger} belongs to ISSUER`]);
    });

    it("finds a closed contract", async () => {
      await (await manager()).setTargetClosed(usd, true);
      await expectFindings(["USD token", "is closed in the AccessManager: nobody can block or pause"]);
    });
  });

  describe("tokens", () => {
    it("finds a corridor that was opened", async () => {
      await (await token("POLICY_ADMIN")).openCorridors(1n << BigInt(5 * 15 + 1), 1n << BigInt(1 * 15 + 5));
      await expectFindings(
        ["USD token", "allowed, but not in the file: CN to US"],
        ["USD token", "under review, but not in the file: US to CN"],
      );
    });

    it("finds a corridor that was closed", async () => {
      await (await token("COMPLIANCE")).closeCorridors(1n << BigInt(0 * 15 + 1));
      await expectFindings(["USD token", "not allowed, as in the file: bank to US"]);
    });

    it("finds a notary nobody wrote down", async () => {
      await (await token("POLICY_ADMIN")).admitContract(stranger, POWERS.NOTARY);
      await expectFindings(["USD token", `${stranger} may be NOTARY, not nothing`]);
    });

    it("finds a desk with more or less power than its own", async () => {
      await (await token("POLICY_ADMIN")).admitContract(addresses.issuanceDesk, POWERS.CLEARING);
      await (await token("COMPLIANCE")).dismissContract(addresses.redemptionDesk, POWERS.BURNER);
      await expectFindings(
        ["USD token", `${addresses.issuanceDesk} may be ISSUER and CLEARING, not ISSUER`],
        ["USD token", `${addresses.redemptionDesk} may be NOTARY and ISSUER, not NOTARY and ISSUER and BURNER`],
      );
    });

    it("finds a pause and a Limits contract", async () => {
      await (await token("GUARDIAN")).pause(3);
      await (await token("POLICY_ADMIN")).setLimits(addresses.partyRegistry);
      await expectFindings(["USD token", /its Limits contract is 0x/], ["USD token", "is paused for mint"]);
    });

    it("finds another implementation", async () => {
      const next = await new UpgradedToken__factory(await connection.ethers.getSigner(deployer)).deploy();
      await (await token("UPGRADER")).upgradeToAndCall(next, "0x");
      const found = (await findings()).map(({ subject, problem }) => `${subject}: ${problem}`).join("\n");
      expect(found).to.match(/^USD token's implementation: the code at 0x\w+ is not DepositToken of this build$/m);
      expect(found).to.match(/^EUR token: its implementation 0x\w+ is not that of the other tokens, 0x\w+$/m);
      // It has few of the token's functions, so not all can be asked of it; that is said, too.
      expect(found).to.match(/^check\w+: could not be finished/m);
    });

    it("finds another authority", async () => {
      const other = await (await connection.ethers.getContractFactory("AccessManager")).deploy(stranger);
      await (await manager()).updateAuthority(usd, other);
      const found = await findings();
      const wanted = `its authority is ${await other.getAddress()}, not ${addresses.accessManager}`;
      expect(found).to.deep.include({ subject: "USD token", problem: wanted });
    });
  });

  it("finds quotas that were raised, cut and invented", async () => {
    const raise = (await as("POLICY_ADMIN")).issuanceDesk;
    await raise.raiseQuota(stranger, usd, 5);
    await (await as("COMPLIANCE")).issuanceDesk.cutQuota(issuer, usd, 7);
    await expectFindings(
      ["IssuanceDesk", `the quota of ${issuer} in ${usd}, minor units a day, is 7, not 500000000`],
      ["IssuanceDesk", `the quota of ${stranger} in ${usd}, minor units a day, is 5, not 0`],
    );
  });

  it("finds that there is nothing at an address", async () => {
    const moved = { ...addresses, transferLens: stranger };
    const found = await checkDeployment(bank, moved, connection.ethers.provider);
    expect(found).to.deep.equal([{ subject: "TransferLens", problem: `there is no code at ${stranger}` }]);
  });
});
