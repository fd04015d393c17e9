import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { JsonRpcProvider, Network } from "ethers";
import hre from "hardhat";

import { testAccount } from "../../src/bank/testAccounts.js";
import { parseArguments } from "../../src/chain/commands/arguments.js";
import { type CommandName, COMMANDS } from "../../src/chain/commands/definitions.js";
import { describe as describeFailure, type Ended, runCommand } from "../../src/chain/commands/run.js";
import type { BankAddresses } from "../../src/chain/bank.js";
import { deploymentFolder, saveAddresses } from "../../src/chain/deployments.js";
import { ACTS, type BankAct } from "../../src/plan/command.js";
import { useService } from "../support/serviceBank.js";
import { filled, wordsOf } from "./read.js";

/** Options that name a file of the person at the terminal. */
const FILES = ["out", "file", "document", "approval", "batch", "csv"];

/** A terminal at the bank: commands run in this process, on the deployed bank with the demo's customers and their money. */
export async function openTerminal() {
  const service = await useService();
  const { chain, config, time } = service;
  const folder = await mkdtemp(join(tmpdir(), "vostro-runbooks-"));
  const provider = chain.ethers.provider;

  let addresses: BankAddresses | undefined;
  const records = deploymentFolder(folder, config.name, 31337);

  /** The deployed bank, without customers, and the record of it that a deployment leaves. */
  async function deployed() {
    const bank = await service.load();
    ({ addresses } = bank);
    await mkdir(records, { recursive: true });
    await saveAddresses(bank.addresses, folder);
  }

  async function inService() {
    await deployed();
    const terminal = await terminalAt();
    const rows = CUSTOMERS.map((wallet, i) => `${wallet},100000.00,opening balance ${i}`);
    await terminal.write("opening.csv", `wallet,amount,deposit\n${rows.join("\n")}\n`);
    for (const command of [
      "npm run admit -- --file deploy/demo/customers.csv",
      "npm run attest -- --currency USD --figure 10000000.00",
      "npm run mint -- --currency USD --batch opening.csv",
    ]) {
      const { exitCode, output, complaint } = await terminal.type(command);
      if (exitCode !== 0) throw new Error(`${command}\n${output}${complaint}`);
    }
  }

  async function terminalAt() {
    const desk = await mkdtemp(join(folder, "desk-"));
    const variables: Record<string, string> = {};
    const kept: Record<string, string> = {};
    let last = "";
    let down = false;
    /** A node that refuses connections: nothing listens on the discard port. */
    const nobody = (): JsonRpcProvider =>
      new JsonRpcProvider("http://127.0.0.1:9", Network.from(31337), { staticNetwork: true });

    async function type(command: string): Promise<Ended> {
      const [npm, run, name, ...rest] = wordsOf(command, kept);
      if (npm !== "npm" || run !== "run" || name === undefined) throw new Error(`not an npm script: ${command}`);
      if (rest.length > 0 && rest[0] !== "--") throw new Error(`npm takes what stands before -- itself: ${command}`);
      const ended = await runIt(name, rest.slice(1));
      last = `${ended.output}\n${ended.complaint}`;
      return ended;
    }

    async function runIt(name: string, args: readonly string[]): Promise<Ended> {
      if (name in ACTS) return bankAct(name as BankAct);
      if (!(name in COMMANDS)) throw new Error(`there is no command ${name}`);
      let parsed;
      try {
        parsed = parseArguments(name as CommandName, args);
      } catch (error) {
        return describeFailure(error, false);
      }
      const values: Record<string, string | boolean> = { deployments: folder, ...parsed.values };
      for (const option of FILES) {
        const path = values[option];
        if (typeof path === "string" && !path.startsWith("deploy/") && !path.startsWith("0x")) {
          values[option] = join(desk, path);
        }
      }
      const dead = down ? nobody() : undefined;
      try {
        // Whoever is asked to type the bank's name does.
        const person = { ask: () => Promise.resolve(config.name) };
        const environment = { provider: dead ?? provider, variables, ...person };
        return await runCommand(name as CommandName, parsed.step, values, environment);
      } finally {
        dead?.destroy();
      }
    }

    async function bankAct(act: BankAct): Promise<Ended> {
      // Of a bank that is not there the transactions are those of the shared deployment, by the same function; what
      // `apply` does before and after them it does here, as when it is run again.
      if (act === "apply" && !existsSync(records)) await deployed();
      const run = { connection: chain, config, directory: folder, variables, artifacts: hre.artifacts };
      const { text, isSame } = await ACTS[act]({ ...run, onProgress: () => undefined }, { bank: config.name });
      return { exitCode: isSame ? 0 : 1, output: text, complaint: "" };
    }

    return {
      type,
      last: () => last,
      write: (name: string, text: string) => writeFile(join(desk, name), text),
      wait: (seconds: bigint) => time.increase(seconds),
      key: (role: string, index: number) => void (variables[`VOSTRO_KEY_${role}`] = testAccount(index).privateKey),
      keep: (name: string, value: string) => void (kept[name] = value),
      /** A line of the page with what was kept. */
      fill: (line: string) => filled(line, kept),
      node: (state: "up" | "down") => void (down = state === "down"),
      /** No bank is on the chain, as far as anybody has written down. */
      forget: () => rm(records, { recursive: true }),
    };
  }

  return {
    /** A terminal on the bank as it was, with an empty folder but for the deployment's record. */
    async fresh() {
      await chain.networkHelpers.loadFixture(inService);
      await mkdir(records, { recursive: true });
      await saveAddresses(addresses!, folder);
      return terminalAt();
    },
    close: () => rm(folder, { recursive: true }),
  };
}

/** The first wallets of C-1001, C-1002, C-1003 and C-1006 of deploy/demo/customers.csv. */
const CUSTOMERS = [10, 11, 12, 15].map((index) => testAccount(index).address);

export type Terminal = Awaited<ReturnType<Awaited<ReturnType<typeof openTerminal>>["fresh"]>>;
