import { expect } from "chai";
import { hexlify, toUtf8Bytes, ZeroAddress } from "ethers";
import hre from "hardhat";

import { chainAccounts, testAccount } from "../../src/bank/testAccounts.js";
import { FUNCTION_ROLES, POWERS, type RoleName, ROLES } from "../../src/bank/roles.js";
import { type BankAddresses, connectBank } from "../../src/chain/bank.js";
import { checkDeployment, type Finding } from "../../src/chain/checkDeployment.js";
import { deployBank } from "../../src/chain/deploy.js";
import { PUBLIC_ROLE } from "../../src/chain/setup.js";
import { custodyAdmission } from "../../src/chain/custody.js";
import { Limits__factory, PauseControl__factory, UpgradedToken__factory } from "../../typechain-types/index.js";
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
    connection = await hre.network.create({ network: "hardhat", override: { accounts: chainAccounts() } });
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

    it("finds a pause and another Limits contract", async () => {
      await (await token("GUARDIAN")).pause(3);
      await (await token("POLICY_ADMIN")).setLimits(addresses.partyRegistry);
      const other = `its Limits contract is ${addresses.partyRegistry}, not ${addresses.limits}`;
      await expectFindings(["USD token", other], ["USD token", "is paused for mint"]);
    });

    it("finds that payments cannot be confirmed any more", async () => {
      await (await token("COMPLIANCE")).dismissContract(addresses.confirmedPayments, POWERS.NOTARY);
      await expectFindings(["USD token", `${addresses.confirmedPayments} may be nothing, not NOTARY`]);
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
      const found = (await findings()).map(({ subject, problem }) => ({ subject, problem }));
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

  describe("contracts that act for the bank", () => {
    it("are members of their roles, and of no more", async () => {
      await (await manager()).revokeRole(ROLES.LEGAL_ORDERS, addresses.legalOrders);
      await (await manager()).revokeRole(ROLES.GUARDIAN, addresses.resolution);
      await (await manager()).grantRole(ROLES.LEGAL_ORDERS, stranger, 0);
      await (await manager()).grantRole(ROLES.UNPAUSER, addresses.resolution, 0);
      await expectFindings(
        ["role GUARDIAN", `${addresses.resolution} does not hold it`],
        ["role LEGAL_ORDERS", `${stranger} holds it, but not in the file`],
        ["role LEGAL_ORDERS", `${addresses.legalOrders} does not hold it`],
        ["role UNPAUSER", `${addresses.resolution} holds it, but not in the file`],
      );
    });

    it("are found when a delay keeps one from acting", async () => {
      await (await manager()).grantRole(ROLES.UNPAUSER, addresses.pauseControl, DAY);
      await expectFindings(["role UNPAUSER", `${addresses.pauseControl} has a delay of ${DAY} seconds, not 0`]);
    });

    it("belong to their own roles, function by function", async () => {
      const { limits, legalOrders } = connectBank(addresses, connection.ethers.provider);
      const [raise, lift] = [limits.getFunction("raiseLimits").fragment, legalOrders.getFunction("liftLien").fragment];
      await (await manager()).setTargetFunctionRole(addresses.limits, [raise.selector], ROLES.COMPLIANCE);
      await (await manager()).setTargetFunctionRole(addresses.legalOrders, [lift.selector], PUBLIC_ROLE);
      await (await manager()).setTargetClosed(addresses.pauseControl, true);
      await expectFindings(
        ["Limits", "raiseLimits belongs to COMPLIANCE, not to LIMITS_OFFICER"],
        ["LegalOrders", "liftLien belongs to everyone, not to COMPLIANCE_RELEASER"],
        ["LegalOrders", "liftLien does not refuse a stranger"],
        ["PauseControl", "is closed in the AccessManager: nobody can block or pause"],
      );
    });

    it("are found when they are of another suite, by their code and by what they name", async () => {
      const deployed = await connection.ethers.getSigner(deployer);
      const limits = await new Limits__factory(deployed).deploy(addresses.accessManager, addresses.issuanceDesk);
      const pauseControl = await new PauseControl__factory(deployed).deploy(addresses.accessManager, ZeroAddress);
      const moved = { ...addresses, limits: String(limits.target), pauseControl: String(pauseControl.target) };
      const found = await checkDeployment(bank, moved, connection.ethers.provider, { artifacts: hre.artifacts });
      const lines = found.map(({ subject, problem }) => `${subject}: ${problem}`);
      expect(lines).to.include.members([
        `Limits: the code at ${moved.limits} is not Limits of this build for this suite`,
        `PauseControl: the code at ${moved.pauseControl} is not PauseControl of this build for this suite`,
        `Limits: its register is ${addresses.issuanceDesk}, not ${addresses.partyRegistry}`,
        `PauseControl: its resolution is ${ZeroAddress}, not ${addresses.resolution}`,
      ]);
    });
  });

  describe("law", () => {
    it("finds a country that was opened, one that was closed, and one that was added", async () => {
      const { partyRegistry } = await as("POLICY_ADMIN");
      await partyRegistry.setCountries([
        { code: 408, resident: 0, controlled: 0 },
        { code: 643, resident: 1, controlled: 0 },
      ]);
      await (await as("COMPLIANCE")).partyRegistry.closeCountries([702]);
      await expectFindings(
        [
          "PartyRegistry",
          "KP: its residents are not served, its control does not matter; " +
            "in the file its residents are not served, nobody controlled from there is served",
        ],
        [
          "PartyRegistry",
          "SG: its residents are not served, nobody controlled from there is served; " +
            "in the file its residents are in SG, its control does not matter",
        ],
        [
          "PartyRegistry",
          "RU: its residents are in US, its control does not matter; " +
            "in the file its residents are not served, its control does not matter",
        ],
      );
    });

    it("finds control that is not looked through to any more", async () => {
      const { partyRegistry } = await as("POLICY_ADMIN");
      await partyRegistry.setCountries([{ code: 156, resident: 5, controlled: 0 }]);
      await expectFindings([
        "PartyRegistry",
        "CN: its residents are in CN, its control does not matter; " +
          "in the file its residents are in CN, who is controlled from there is in CN-controlled",
      ]);
    });

    it("finds a programme that was waived, and one that was asked for", async () => {
      await (await as("POLICY_ADMIN")).partyRegistry.waiveProgramme(6);
      await (await as("COMPLIANCE")).partyRegistry.requireProgramme(9);
      await expectFindings(
        ["PartyRegistry", "CN-controlled needs no programme, but needs a programme in the file"],
        ["PartyRegistry", "zone 9 needs a programme, but needs no programme in the file"],
      );
    });

    it("finds an institution that was renamed, and one that was added", async () => {
      const { partyRegistry } = await as("POLICY_ADMIN");
      const [meridian, junk] = [hexlify(toUtf8Bytes(bank.lei)), `0x${"fe".repeat(20)}`];
      await partyRegistry.setInstitution(1, meridian);
      await partyRegistry.setInstitution(2, junk);
      await expectFindings(
        ["PartyRegistry", `institution 1 is ${bank.lei}, not ${bank.institutions[0]!.lei}`],
        ["PartyRegistry", `institution 2 is ${junk}, not nobody`],
      );
    });

    it("finds another travel-rule threshold", async () => {
      await (await as("LIMITS_OFFICER")).limits.raiseTravelThreshold(usd, 250_000);
      await expectFindings(["USD token", "the travel-rule threshold, minor units, is 250000, not 100000"]);
    });

    it("finds custody accounts that were added, removed, or are not the bank's own", async () => {
      const customer = testAccount(30).address;
      const { partyRegistry } = await as("REGISTRAR");
      const admission = { ...custodyAdmission(bank), id: 7n, wallet: customer };
      await partyRegistry.admit([admission]);
      await (await as("POLICY_ADMIN")).legalOrders.addCustodyAccount(customer);
      const [own] = bank.custodyAccounts as [string];
      await (await as("COMPLIANCE")).legalOrders.removeCustodyAccount(own);
      await expectFindings(
        ["LegalOrders", `${own} is no custody account, as in the file`],
        ["LegalOrders", `${customer} is a custody account, but not in the file`],
        ["LegalOrders", `the custody account ${customer} is not of the bank's own party`],
      );
    });
  });

  it("finds that there is nothing at an address", async () => {
    const moved = { ...addresses, transferLens: stranger, limits: stranger };
    const found = await checkDeployment(bank, moved, connection.ethers.provider);
    const problem = `there is no code at ${stranger}`;
    expect(found).to.deep.equal([
      { subject: "TransferLens", problem },
      { subject: "Limits", problem },
    ]);
  });
});
