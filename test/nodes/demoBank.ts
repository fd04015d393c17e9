import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { testAccount } from "../../src/bank/testAccounts.js";
import { checkDeployment } from "../../src/chain/checkDeployment.js";
import { type DeploymentReport, runDeployment } from "../../src/chain/deploy.js";
import { DeploymentLockedError } from "../../src/chain/deployErrors.js";
import { deploymentFolder } from "../../src/chain/deployments.js";
import { lockPath } from "../../src/chain/deploymentLock.js";
import { managedContracts, SINGLE_CONTRACTS, type SingleContract } from "../../src/chain/setup.js";
import { deskAddress } from "../../src/settlement/desks.js";
import { demoBank } from "../deploy/support.js";
import { jsonOf } from "../tasks/support.js";
import {
  act,
  describeWithAnvil,
  itAtLength,
  folderOf,
  ROOT,
  type RunningNode,
  startAnvil,
  startHardhatNode,
} from "./support.js";

const bank = demoBank();
const CUSTOMERS = { "C-1": testAccount(10).address, "C-2": testAccount(11).address };
const [PAYER, PAYEE] = [CUSTOMERS["C-1"], CUSTOMERS["C-2"]];

/** Deploys the demo's bank, admits two customers, mints, pays, redeems, blocks; every act as its command. */
async function operate(node: RunningNode, folder: string): Promise<DeploymentReport> {
  const report = await runDeployment(node.connection, bank, { directory: folder });
  const done = async (command: string, values: Record<string, string | boolean>) => {
    const ended = await act(node, folder, command, { json: true, ...values });
    expect(ended.exitCode, `${command}: ${ended.output}`).to.equal(0);
  };
  await done("desk deploy", { as: "0" });
  for (const [customer, wallets] of Object.entries(CUSTOMERS)) {
    const profile = { residency: "US", validUntil: "2029-12-31", settlementAccount: `US-${customer}` };
    await done("admit", { customer, wallets, ...profile });
  }
  const usd = { currency: "USD" };
  await done("attest", { ...usd, figure: "1000000.00" });
  await done("mint", { ...usd, to: PAYER, amount: "500.00", deposit: "2026-11-22/1" });
  await done("pay", { ...usd, to: PAYEE, amount: "120.50", as: "10" });
  await done("redeem request", { ...usd, amount: "20.50", as: "11", out: join(folder, "redemption.json") });
  await done("block", { wallet: PAYER, order: "A-1" });
  return report;
}

/** The contracts of the bank and their code; a proxy's is its implementation's too. */
async function codes(node: RunningNode, { addresses }: DeploymentReport): Promise<Record<string, string>> {
  const singles = managedContracts(bank).map(({ name }) => [
    name,
    name in SINGLE_CONTRACTS ? addresses[SINGLE_CONTRACTS[name as SingleContract]] : addresses.tokens[name]!,
  ]);
  const all = [["AccessManager", addresses.accessManager], ["TransferLens", addresses.transferLens], ...singles];
  const found = all.map(async ([name, address]) => [name!, await node.provider.getCode(address!)] as const);
  return Object.fromEntries(await Promise.all(found));
}

describe("the demo's bank on the Hardhat node", () => {
  const folder = folderOf();
  let node: RunningNode;
  let report: DeploymentReport;

  before(async () => {
    node = await startHardhatNode();
    report = await operate(node, folder);
  });
  after(() => node.stop());

  it("operates, and is as its file says", async () => {
    expect(await checkDeployment(bank, report.addresses, node.provider, { artifacts: hre.artifacts })).to.deep.equal(
      [],
    );
    const balance = jsonOf(await act(node, folder, "account", { currency: "USD", wallet: PAYEE, json: true }));
    expect([balance["balance"], balance["held"]]).to.deep.equal(["12050", "2050"]);
    const refused = await act(node, folder, "pay", { currency: "USD", to: PAYEE, amount: "1.00", as: "10" });
    expect([refused.exitCode, refused.complaint]).to.match(/^1,ERC7943CannotSend/);
  });

  describe("with two admins who deploy the same file from the same folder", () => {
    const path = lockPath(deploymentFolder(folder, "demo", 31337));
    const lock = (owner: object): void =>
      writeFileSync(path, JSON.stringify({ user: "ann", since: "2026-11-22T09:00:00Z", token: "1", ...owner }));
    const second = () => runDeployment(node.connection, bank, { directory: folder });

    it("the second is refused while the first one's process lives, and told who has it", async () => {
      lock({ pid: process.pid, host: hostname() });
      const nonce = await node.provider.getTransactionCount(testAccount(0).address);
      const error = await second().catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(DeploymentLockedError);
      expect((error as Error).message).to.contain(`ann on ${hostname()} (process ${process.pid}) has been deploying`);
      expect(await node.provider.getTransactionCount(testAccount(0).address)).to.equal(nonce);
      expect(JSON.parse(readFileSync(path, "utf8"))).to.have.property("user", "ann");
    });

    it("of another machine's process nothing is known: a person decides", async () => {
      lock({ pid: 1, host: "another-machine" });
      const error = (await second().catch((caught: unknown) => caught)) as Error;
      expect(error.message).to.contain("ann on another-machine (process 1)").and.contain(`delete ${path}`);
    });

    it("the lock of a process that was killed is taken over, and given back", async () => {
      const dead = await new Promise<number>((resolve) => {
        const child = execFile(process.execPath, ["-e", ""], () => resolve(child.pid!));
      });
      lock({ pid: dead, host: hostname() });
      expect((await second()).transactions).to.deep.equal([]);
      expect(() => readFileSync(path)).to.throw("ENOENT");
    });

    itAtLength("one of two processes that begin together goes on, the other one says why not", async () => {
      const args = ["--import", "tsx", "scripts/deploy.ts", "--no-build", "--network", "rpc", "--bank"];
      const file = join(folder, "second.json");
      writeFileSync(
        file,
        JSON.stringify({ ...(JSON.parse(readFileSync("deploy/banks/demo.json", "utf8")) as object), name: "second" }),
      );
      const run = () =>
        new Promise<{ code: number; text: string }>((resolve) => {
          const env = { ...process.env, VOSTRO_RPC_URL: node.url };
          execFile(process.execPath, [...args, file], { cwd: ROOT, env }, (error, out, err) =>
            resolve({ code: error === null ? 0 : 1, text: out + err }),
          );
        });
      const ends = (await Promise.all([run(), run()])).sort((one, other) => one.code - other.code);
      expect(ends.map(({ code }) => code)).to.deep.equal([0, 1]);
      expect(ends[0]!.text).to.contain("The deployer holds no role.");
      expect(ends[1]!.text).to.match(
        /has been deploying this bank since .* Nothing was sent\. Wait until it has ended/,
      );
    });
  });

  describeWithAnvil("and on anvil", () => {
    const place = folderOf();
    let anvil: RunningNode;
    let other: DeploymentReport;

    async function inOrder({ provider }: RunningNode, { transactions }: DeploymentReport) {
      const sent = await Promise.all(transactions.map(async (hash) => (await provider.getTransaction(hash))!));
      return sent.sort((one, another) => one.nonce - another.nonce);
    }

    before(async () => {
      anvil = await startAnvil();
      other = await operate(anvil, place);
    });
    after(() => anvil.stop());

    it("operates, and is as its file says", async () => {
      const findings = await checkDeployment(bank, other.addresses, anvil.provider, { artifacts: hre.artifacts });
      expect(findings).to.deep.equal([]);
    });

    it("was made of the same creation code and has the same code, at the same addresses", async () => {
      expect({ ...other.addresses, fromBlock: 0 }).to.deep.equal({ ...report.addresses, fromBlock: 0 });
      // By nonce: a report lists them as they were confirmed, several at once in any order.
      const [heres, theres] = [await inOrder(node, report), await inOrder(anvil, other)];
      expect(theres.length).to.equal(heres.length);
      heres.forEach((here, i) => {
        const there = theres[i]!;
        expect([there.nonce, there.to, there.data === here.data]).to.deep.equal([here.nonce, here.to, true]);
      });
      // Every immutable is an address, and the addresses are equal: so nothing is left to mask.
      expect(await codes(anvil, other)).to.deep.equal(await codes(node, report));
    });

    it("has the desks of settlement at the same addresses, with the same code", async () => {
      const desk = deskAddress("OrderEscrow");
      expect(await anvil.provider.getCode(desk))
        .to.equal(await node.provider.getCode(desk))
        .and.not.equal("0x");
    });
  });
});
