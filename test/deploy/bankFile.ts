import { expect } from "chai";
import hre from "hardhat";

import { loadBankFile, parseBankFile } from "../../src/bank/bankFile.js";
import { BankFileError } from "../../src/bank/bankFileErrors.js";
import { TEST_ACCOUNTS, testAccount } from "../../src/bank/testAccounts.js";
import * as gatewayMutations from "./gatewayMutations.js";
import * as mutations from "./mutations.js";
import * as settlementMutations from "./settlementMutations.js";
import { DEMO_FILE, demoFile, person, problemsOf, serviceFile, settlementFile } from "./support.js";

const issuer = person("ISSUER");

describe("bank file", () => {
  const groups = [
    ...Object.entries(mutations).map(([group, wrong]) => [group, serviceFile, wrong] as const),
    ...Object.entries(settlementMutations).map(([group, wrong]) => [group, settlementFile, wrong] as const),
    ...Object.entries(gatewayMutations).map(([group, wrong]) => [group, demoFile, wrong] as const),
  ];
  for (const [group, goodFile, wrong] of groups) {
    describe(`refuses, in ${group.toLowerCase().replaceAll("_", " ")}`, () => {
      for (const [title, change, ...lines] of wrong) {
        it(title, () => {
          const file = goodFile();
          change(file);
          expect(problemsOf(file)).to.deep.equal(lines);
        });
      }
    });
  }

  it("refuses nothing in the files that these are made of", () => {
    expect([...problemsOf(serviceFile()), ...problemsOf(settlementFile())]).to.deep.equal([]);
  });

  it("refuses what is not JSON, naming the file", () => {
    expect(() => parseBankFile("{", "bank.json")).to.throw(
      BankFileError,
      /^bank\.json: 1 problem\(s\)\n {2}the file is not JSON/,
    );
    expect(problemsOf("[]")).to.deep.equal([": the file is not a JSON object; start it with { and end it with }"]);
  });

  it("refuses a path where there is nothing", async () => {
    const error = await loadBankFile("deploy/banks/none.json").catch((caught: unknown) => caught);
    expect((error as Error).message).to.match(
      /^deploy\/banks\/none\.json: 1 problem\(s\)\n {2}there is no such file; check/,
    );
  });

  it("lists all problems at once, whatever else is wrong", () => {
    const file = serviceFile();
    file.lei = "x";
    file.zones.CN = 15;
    file.roles.ISSUER.push({ signer: "0x12" });
    file.roles.APPROVER[0].signer = issuer;
    delete file.tokens[1].symbol;
    file.tokens[0].currency = "ZZZ";
    const paths = problemsOf(file).map((line) => line.split(": ")[0]);
    const wanted = [
      "lei",
      "roles.APPROVER[0].signer",
      "roles.ISSUER[1].signer",
      "tokens[0].currency",
      "tokens[1].symbol",
      "zones.CN",
    ];
    // Quota and limits speak of USD, which is no token any more.
    expect(paths.sort()).to.deep.equal([...wanted, "quotas[0].currency", "limits.USD"].sort());
  });

  it("accepts a file for a real chain, with delays as written and amounts in minor units", () => {
    const bank = parseBankFile(JSON.stringify(serviceFile()), "bank.json");
    expect(bank.local).to.equal(false);
    expect(bank.roles.UPGRADER).to.deep.equal([{ signer: person("UPGRADER"), delay: 259_200 }]);
    expect(bank.roles.GUARDIAN).to.deep.equal([{ signer: person("GUARDIAN"), delay: 0 }]);
    expect(bank.quotas).to.deep.equal([{ issuer, currency: "USD", limit: 100_000_000n }]);
    expect(bank.custodyAccounts).to.deep.equal([person("custody")]);
    const limits = { perPayment: 1_000_000n, windowValue: 2_500_000n, windowCount: 20, windowHours: 24 };
    expect(bank.limits).to.deep.equal(
      ["USD", "EUR"].map((currency) => ({
        currency,
        travelThreshold: 100_000n,
        default: { ...limits, holdingCap: 15_000_000n },
      })),
    );
  });

  it("needs a travel-rule record from USD and EUR 1,000 on, and sets no limits, where the file says nothing", () => {
    const file = serviceFile();
    delete file.limits;
    expect(parseBankFile(JSON.stringify(file), "bank.json").limits).to.deep.equal([
      { currency: "USD", travelThreshold: 100_000n, default: undefined },
      { currency: "EUR", travelThreshold: 100_000n, default: undefined },
    ]);
  });

  it("takes a threshold of zero for always, and limits that are left out for none", () => {
    const file = serviceFile();
    file.limits.USD = { travelThreshold: "0", default: { holdingCap: "500.00", windowHours: 2 } };
    const none = { perPayment: undefined, windowValue: undefined, windowCount: undefined };
    expect(parseBankFile(JSON.stringify(file), "bank.json").limits[0]).to.deep.equal({
      currency: "USD",
      travelThreshold: 0n,
      default: { ...none, windowHours: 2, holdingCap: 50_000n },
    });
  });

  it("needs neither institutions nor custody accounts nor somebody who confirms payees", () => {
    const { institutions: _, custodyAccounts: __, ...file } = serviceFile();
    delete file.roles.PAYEE_CONFIRMER;
    const bank = parseBankFile(JSON.stringify(file), "bank.json");
    expect([bank.institutions, bank.custodyAccounts, bank.roles.PAYEE_CONFIRMER]).to.deep.equal([[], [], []]);
  });

  it("takes one admin that is a Safe of several people: a thief of one key cannot schedule with it", () => {
    const owners = ["owner one", "owner two", "owner three"].map(person);
    const file = serviceFile();
    file.admins.pop();
    file.safes = [{ name: "Admins", address: person("admin"), threshold: 2, owners }];
    expect(problemsOf(file)).to.deep.equal([]);
  });

  it("takes a byte order mark as Windows writes it", () => {
    expect(parseBankFile(`\uFEFF${JSON.stringify(serviceFile())}`, "bank.json").name).to.equal("demo");
  });

  describe("the demo's", () => {
    it("reads test accounts as the addresses of the public mnemonic", async () => {
      const bank = await loadBankFile(DEMO_FILE.pathname);
      expect(bank.roles.ISSUER).to.deep.equal([{ signer: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", delay: 0 }]);
      expect(bank.admins).to.deep.equal([{ signer: testAccount(19).address, delay: 0 }]);
      expect(bank.roles.LEGAL_ORDERS).to.deep.equal([]);
    });

    it("knows test accounts 0 to 39 only", () => {
      const file = demoFile();
      file.roles.GUARDIAN[0].signer = { testAccount: 40 };
      const line =
        'roles.GUARDIAN[0].signer: test account 40 does not exist; write an address, or { "testAccount": 0 to 39 }';
      expect(problemsOf(file)).to.deep.equal([line]);
    });

    it("names accounts that the local chains have", async () => {
      const { ethers } = await hre.network.create("hardhat");
      const signers = (await ethers.getSigners()).map(({ address }) => address);
      expect(signers).to.deep.equal(Array.from({ length: TEST_ACCOUNTS }, (_, i) => testAccount(i).address));
    });
  });
});
