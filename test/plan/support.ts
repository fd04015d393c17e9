import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import hre from "hardhat";

import { chainAccounts } from "../../src/bank/testAccounts.js";
import type { RoleName } from "../../src/bank/roles.js";
import { connectBank } from "../../src/chain/bank.js";
import { applyBank } from "../../src/plan/apply.js";
import { planBank } from "../../src/plan/plan.js";
import { type BankRun, connect, deployedAt, differences, findBankFile } from "../../src/plan/run.js";
import type { Loose } from "../deploy/support.js";

const START = "2026-11-02T00:00:00Z";
export const DAY = 86_400;

/** A shipped bank file, to be changed. */
export const shippedFile = (name: string): Loose => JSON.parse(readFileSync(`deploy/banks/${name}.json`, "utf8"));

/** A chain with a folder for files and records, removed by the file's `after` hook. */
export async function openStage() {
  const connection = await hre.network.create({
    network: "hardhat",
    override: { initialDate: START, accounts: chainAccounts() },
  });
  const folder = mkdtempSync(join(tmpdir(), "vostro-plan-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const said: string[] = [];
  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  /** plan, apply and audit of a bank file as it is now. */
  async function bankOf(file: Loose, more: Partial<BankRun> = {}) {
    const config = await findBankFile(write(`${file.name}.json`, JSON.stringify(file)));
    const run: BankRun = {
      ...{ connection, config, directory: folder, artifacts: hre.artifacts, variables: {} },
      onProgress: (line) => void said.push(line),
      ...more,
    };
    const addresses = async () => (await deployedAt(run))!;
    return {
      config,
      run,
      plan: () => planBank(run),
      apply: () => applyBank(run),
      /** one line for each difference */
      audit: async () =>
        (await differences(run, await addresses())).map(({ subject, problem }) => `${subject}: ${problem}`),
      bank: async () => connect(run, await addresses()),
      /** The suite, as an admin or as the person in a role. */
      as: async (who: RoleName | "ADMIN") => {
        const members = who === "ADMIN" ? config.admins : config.roles[who];
        return connectBank(await addresses(), await connection.ethers.getSigner(members[0]!.signer));
      },
    };
  }

  return { connection, folder, said, write, bankOf, height: () => connection.ethers.provider.getBlockNumber() };
}
