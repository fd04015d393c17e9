import { cpSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { parseBankFile } from "../../src/bank/bankFile.js";
import { forEachRole, ROLE_NAMES } from "../../src/bank/roleRules.js";
import { countryCode } from "../../src/bank/countries.js";
import { FUNCTION_ROLES, type RoleName, ROLES } from "../../src/bank/roles.js";
import { chainAccounts, testAccount } from "../../src/bank/testAccounts.js";
import { connectBank } from "../../src/chain/bank.js";
import { CUSTODY_PARTY } from "../../src/chain/custody.js";
import { checkDeployment } from "../../src/chain/checkDeployment.js";
import { deployBank, type DeploymentReport, loadAddresses, runDeployment } from "../../src/chain/deploy.js";
import {
  DeployerHasRoleError,
  DeploymentChangedError,
  LocalFileError,
  NotDeployedError,
  OtherChainError,
} from "../../src/chain/deployErrors.js";
import {
  ADMIN_ROLE,
  managedContracts,
  selectorOf,
  SINGLE_CONTRACTS,
  SINGLE_NAMES,
  type SingleContract,
} from "../../src/chain/setup.js";
import { decodeAccountWord, encodeProfile } from "../../src/chain/words.js";
import { decodeError } from "../../src/errors/index.js";
import { demoBank, demoFile, serviceBank, serviceFile, temporaryFolder } from "./support.js";

const connect = (chainId = 31337) =>
  hre.network.create({ network: "hardhat", override: { chainId, accounts: chainAccounts() } });
type Connection = Awaited<ReturnType<typeof connect>>;

/** The error that a promise fails with. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It did not fail.");
}

describe("deploying a bank", () => {
  const bank = demoBank();
  const deployer = testAccount(0).address;
  const folder = temporaryFolder();
  let connection: Connection;
  let first: DeploymentReport;

  before(async () => {
    connection = await connect();
    first = await runDeployment(connection, bank, { directory: folder });
  });

  describe("the deployer", () => {
    it("holds no role, not even the admins'", async () => {
      const { accessManager } = connectBank(first.addresses, connection.ethers.provider);
      for (const role of [ADMIN_ROLE, ...Object.values(ROLES)]) {
        expect(await accessManager.getAccess(role, deployer), `role ${role}`).to.deep.equal([0n, 0n, 0n, 0n]);
      }
    });

    it("can grant, wire and give away nothing", async () => {
      const signer = await connection.ethers.getSigner(deployer);
      const { accessManager, tokens } = connectBank(first.addresses, signer);
      const refused = (call: Promise<unknown>) =>
        expect(call).to.be.revertedWithCustomError(accessManager, "AccessManagerUnauthorizedAccount");
      await refused(accessManager.grantRole(ADMIN_ROLE, deployer, 0));
      await refused(accessManager.setTargetFunctionRole(first.addresses.tokens["USD"]!, ["0x12345678"], 1));
      await refused(accessManager.updateAuthority(first.addresses.partyRegistry, deployer));
      await expect(tokens["USD"]!.openCorridors(1, 0)).to.be.revertedWithCustomError(
        tokens["USD"]!,
        "AccessManagedUnauthorized",
      );
    });
  });

  it("gives every restricted function to its role's members and to nobody else", async () => {
    const { accessManager, addresses } = connectBank(first.addresses, connection.ethers.provider);
    const singles = SINGLE_NAMES.map((name) => [name, addresses[SINGLE_CONTRACTS[name]]] as const);
    const at: Record<string, string> = { ...addresses.tokens, ...Object.fromEntries(singles) };
    const people = [...ROLE_NAMES.flatMap((role) => bank.roles[role]), ...bank.admins].map(({ signer }) => signer);
    // Contracts that act for the bank, written out: a contract more here is a power more.
    const contracts: Partial<Record<RoleName, string[]>> = {
      COMPLIANCE: [addresses.legalOrders],
      GUARDIAN: [addresses.resolution],
      LEGAL_ORDERS: [addresses.legalOrders],
      UNPAUSER: [addresses.pauseControl],
    };
    for (const { name, kind } of managedContracts(bank)) {
      for (const [method, role] of Object.entries(FUNCTION_ROLES[kind])) {
        const may: string[] = [];
        for (const account of [...people, deployer, ...singles.map(([, address]) => address)]) {
          const [immediate] = await accessManager.canCall(account, at[name]!, selectorOf(kind, method));
          if (immediate) may.push(account);
        }
        const wanted = [...bank.roles[role].map(({ signer }) => signer), ...(contracts[role] ?? [])];
        expect(may, `${name}.${method}`).to.deep.equal(wanted);
      }
    }
  });

  it("gives contracts their powers in every token, and no other account has any", async () => {
    const { addresses, tokens } = connectBank(first.addresses, connection.ethers.provider);
    for (const [currency, token] of Object.entries(tokens)) {
      const powers = async (name: SingleContract): Promise<readonly string[]> =>
        decodeAccountWord(await token.accountWord(addresses[SINGLE_CONTRACTS[name]])).powers;
      const found = Object.fromEntries(
        await Promise.all(SINGLE_NAMES.map(async (name) => [name, (await powers(name)).join()] as const)),
      );
      expect(found, currency).to.deep.equal({
        ...Object.fromEntries(SINGLE_NAMES.map((name) => [name, ""])),
        IssuanceDesk: "ISSUER",
        RedemptionDesk: "NOTARY,ISSUER,BURNER",
        ConfirmedPayments: "NOTARY",
      });
      expect(await token.limits(), currency).to.equal(addresses.limits);
    }
  });

  it("has a custody account of the bank's own, to which seized money may go", async () => {
    const { legalOrders, partyRegistry, tokens } = connectBank(first.addresses, connection.ethers.provider);
    const [account] = bank.custodyAccounts as [string];
    expect(await legalOrders.isCustody(account)).to.equal(true);
    expect(await partyRegistry.partyOf(account)).to.equal(CUSTODY_PARTY);
    for (const token of Object.values(tokens)) expect(await token.canReceive(account)).to.equal(true);
  });

  it("serves residents and control as the bank file says, and nobody else", async () => {
    const { partyRegistry } = connectBank(first.addresses, connection.ethers.provider);
    const zone = async (residency: string, control: string, programme = false): Promise<bigint | string> => {
      const countries = { residency: countryCode(residency), control: countryCode(control) };
      const profile = encodeProfile({ kind: "client", homeBank: 0, programme, ...countries });
      try {
        return await partyRegistry.zoneOf(1n, profile);
      } catch (error) {
        return decodeError(error).name;
      }
    };
    expect(await zone("FR", "FR")).to.equal(2n);
    expect(await zone("HK", "CN", true)).to.equal(6n);
    expect(await zone("HK", "CN")).to.equal("ProgrammeRequired");
    expect(await zone("CN", "US")).to.equal(5n);
    expect(await zone("SG", "GB")).to.equal(4n);
    expect(await zone("GB", "GB")).to.equal("CountryNotServed");
    expect(await zone("SG", "KP")).to.equal("CountryNotServed");
  });

  it("finds nothing when it reads itself back", async () => {
    const { artifacts } = hre;
    expect(
      await checkDeployment(bank, first.addresses, connection.ethers.provider, { deployer, artifacts }),
    ).to.deep.equal([]);
  });

  describe("a second run", () => {
    it("sends nothing and names the same addresses", async () => {
      const block = await connection.ethers.provider.getBlockNumber();
      const second = await runDeployment(connection, bank, { directory: folder });
      expect(second).to.deep.equal({ addresses: first.addresses, transactions: [], gasUsed: 0n });
      expect(await connection.ethers.provider.getBlockNumber()).to.equal(block);
    });

    it("refuses another file under the same name", async () => {
      const file = demoFile();
      file.corridors = { mint: ["US"] };
      const changed = parseBankFile(JSON.stringify(file), "demo.json");
      const error = await failure(deployBank(connection, changed, { directory: folder }));
      expect(error).to.be.instanceOf(DeploymentChangedError);
      expect((error as Error).message).to.match(/Bank#USDCorridors/);
    });

    describe("on another chain with the same id", () => {
      let other: Connection;
      let directory: string;

      before(async () => (other = await connect()));
      beforeEach(() => cpSync(folder, (directory = temporaryFolder()), { recursive: true }));

      it("is refused for a bank in service", async () => {
        cpSync(join(directory, "demo-31337"), join(directory, "service-31337"), { recursive: true });
        const service = { ...serviceBank(), name: "service" };
        expect(await failure(deployBank(other, service, { directory }))).to.be.instanceOf(OtherChainError);
      });

      it("starts afresh for a local file, whose chains come and go", async () => {
        const again = await runDeployment(other, bank, { directory });
        expect(again.transactions).to.have.lengthOf(first.transactions.length);
      });
    });
  });

  it("writes the addresses down for others", async () => {
    expect(await loadAddresses("demo", 31337, folder)).to.deep.equal(first.addresses);
    expect(await failure(loadAddresses("demo", 1, folder))).to.be.instanceOf(NotDeployedError);
  });

  it("keeps nothing on a chain in this process unless told to, and tells what it does", async () => {
    const steps: string[] = [];
    const own = await connect();
    const report = await runDeployment(own, bank, { onProgress: (step) => steps.push(step) });
    expect(await own.ethers.provider.getCode(report.addresses.tokens["EUR"]!)).to.not.equal("0x");
    expect(steps).to.have.lengthOf(report.transactions.length);
    expect(steps.slice(-2)).to.deep.equal(["Bank#Roles", "Handover#DeployerLeaves"]);
  });

  describe("refuses before it sends anything", () => {
    it("a local file on a chain that may not be local", async () => {
      const public_ = await connect(8453);
      expect(await failure(deployBank(public_, bank))).to.be.instanceOf(LocalFileError);
      expect(await public_.ethers.provider.getBlockNumber()).to.equal(0);
    });

    it("a deployer who is one of the bank's people", async () => {
      // An issuer, an admin, a custody account.
      for (const index of [1, 19, 25]) {
        const options = { deployer: testAccount(index).address };
        expect(await failure(deployBank(await connect(), bank, options))).to.be.instanceOf(DeployerHasRoleError);
      }
    });
  });

  describe("with delays, for a bank in service", () => {
    const service = serviceBank();
    const member = forEachRole((role) => service.roles[role][0]?.signer ?? "");

    it("deploys, and the guardian can cancel what the policy admin scheduled", async () => {
      const own = await connect(8453);
      const { provider, getImpersonatedSigner } = own.ethers;
      const addresses = await deployBank(own, service);
      const { accessManager, tokens } = connectBank(addresses, provider);
      const token = tokens["USD"]!;
      const as = async (address: string) => {
        await own.networkHelpers.setBalance(address, 10n ** 18n);
        return getImpersonatedSigner(address);
      };
      const [policyAdmin, guardian] = [await as(member.POLICY_ADMIN), await as(member.GUARDIAN)];
      const data = token.interface.encodeFunctionData("openCorridors", [1n << 20n, 0]);
      await expect(token.connect(policyAdmin).openCorridors(1n << 20n, 0)).to.be.revertedWithCustomError(
        accessManager,
        "AccessManagerNotScheduled",
      );
      await accessManager.connect(policyAdmin).schedule(token, data, 0);
      await accessManager.connect(guardian).cancel(policyAdmin, token, data);
      await own.networkHelpers.time.increase(serviceFile().roles.POLICY_ADMIN[0].delay + 1);
      await expect(token.connect(policyAdmin).openCorridors(1n << 20n, 0)).to.be.revertedWithCustomError(
        accessManager,
        "AccessManagerNotScheduled",
      );
    });
  });
});
