import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { expect } from "chai";
import { JsonRpcProvider, Wallet } from "ethers";
import hre from "hardhat";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";

import { chainAccounts, testAccount } from "../../src/bank/testAccounts.js";
import { COMMANDS } from "../../src/chain/commands/definitions.js";
import type { Ended } from "../../src/chain/commands/run.js";
import { actTasks } from "../../tasks/acts.js";
import { deploySuite, NAMES, type People } from "../chain/support.js";
import { BOB, indexOf, recordDeployment } from "./support.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PAYMENT = { currency: "USD", to: BOB, amount: "1.00", as: indexOf("alice") };

/** What a process printed and how it ended. */
interface Process {
  code: number;
  out: string;
  err: string;
}

function script(name: string, args: string[], url: string): Promise<Process> {
  const tsx = createRequire(import.meta.url).resolve("tsx/cli");
  const env = { PATH: process.env["PATH"], VOSTRO_RPC_URL: url };
  return new Promise((resolve) => {
    execFile(process.execPath, [tsx, `scripts/${name}.ts`, ...args], { cwd: ROOT, env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

describe("tasks and scripts", () => {
  let url: string;
  let folder: string;
  let stop: () => Promise<void>;
  let provider: JsonRpcProvider;

  before(async () => {
    const server = await hre.network.createServer(
      { network: "hardhat", override: { accounts: chainAccounts() } },
      "127.0.0.1",
      0,
    );
    url = `http://127.0.0.1:${(await server.listen()).port}`;
    provider = new JsonRpcProvider(url, 31337, { staticNetwork: true, batchMaxCount: 1, cacheTimeout: -1 });
    provider.pollingInterval = 10;
    const wallets = NAMES.map((_, i) => new Wallet(testAccount(i).privateKey, provider));
    const people = Object.fromEntries(NAMES.map((name, i) => [name, wallets[i]])) as unknown as People;
    const addresses = await deploySuite(people);
    folder = await recordDeployment(addresses);
    stop = () => server.close();
  });

  after(async () => {
    provider.destroy();
    await stop();
    await rm(folder, { recursive: true });
  });

  const args = (values: Record<string, string>): string[] =>
    Object.entries({ bank: "test", deployments: folder, ...values }).flatMap(([name, value]) => [`--${name}`, value]);

  it("a script ends with 2 for bad arguments and an unknown flag", async () => {
    const [bad, unknown] = await Promise.all([
      script("pay", args({ ...PAYMENT, amount: "1,00" }), url),
      script("pay", args({ ...PAYMENT, colour: "red" }), url),
    ]);
    expect([bad.code, bad.out]).to.deep.equal([2, ""]);
    expect(bad.err).to.match(/^--amount: "1,00" is not a decimal amount/);
    expect(unknown.code).to.equal(2);
    expect(unknown.err).to.match(/^pay: Unknown option '--colour'\. See npm run pay -- --help/);
  });

  it("a script ends with 1 when refused, and when no node answers", async () => {
    const [refused, dead] = await Promise.all([
      script("pay", args({ ...PAYMENT, amount: "999999.00" }), url),
      script("token", [...args({ currency: "USD" }), "--json"], "http://127.0.0.1:9"),
    ]);
    expect([refused.code, refused.err.split(":")[0]]).to.deep.equal([1, "ERC20InsufficientBalance"]);
    expect(dead.code).to.equal(1);
    expect(JSON.parse(dead.out))
      .to.deep.include({ ok: false })
      .and.have.nested.property("error.name", "NodeUnreachable");
  });

  it("a script ends with 0 when done, and says how it is used", async () => {
    const paid = await script("pay", [...args(PAYMENT), "--json"], url);
    expect([paid.code, paid.err]).to.deep.equal([0, ""]);
    expect(JSON.parse(paid.out)).to.deep.include({ ok: true });
    const help = await script("hold", ["--help"], url);
    expect([help.code, help.out.split("\n")[2]]).to.deep.equal([
      0,
      "npm run hold -- place|execute|release|extend|assign|void|show [options]",
    ]);
  });

  it("a task runs on Hardhat's network, prints, returns what happened and sets the exit code", async () => {
    const tasks = await createHardhatRuntimeEnvironment(
      { plugins: [toolbox], tasks: actTasks, networks: { live: { type: "http", url } } },
      { network: "live" },
    );
    const run = async (name: string, values: Record<string, string>): Promise<Ended> => {
      const { log, error } = console;
      Object.assign(console, { log: () => undefined, error: () => undefined });
      try {
        return (await tasks.tasks.getTask(name).run({ bank: "test", deployments: folder, ...values })) as Ended;
      } finally {
        Object.assign(console, { log, error });
      }
    };
    const before = process.exitCode;
    try {
      expect((await run("pay", PAYMENT)).exitCode).to.equal(0);
      expect(process.exitCode).to.equal(before);
      expect((await run("pay", { ...PAYMENT, amount: "x" })).exitCode).to.equal(2);
      expect(process.exitCode).to.equal(2);
      expect((await run("hold", { step: "place", currency: "CHF" })).complaint).to.match(/^--currency: "CHF"/);
    } finally {
      process.exitCode = before;
    }
  });

  it("there is a task and a script for every act", async () => {
    expect(actTasks.map(({ id }) => id.join(" "))).to.deep.equal(Object.keys(COMMANDS));
    for (const name of Object.keys(COMMANDS)) {
      expect(await readFile(`${ROOT}scripts/${name}.ts`, "utf8")).to.contain(`await runScript("${name}")`);
    }
  });
});
