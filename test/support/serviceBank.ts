import hre from "hardhat";

import { type BankConfig, parseBankFile } from "../../src/bank/bankFile.js";
import type { RoleName } from "../../src/bank/roles.js";
import { chainAccounts, testAccount } from "../../src/bank/testAccounts.js";
import { connectBank } from "../../src/chain/bank.js";
import { runDeployment } from "../../src/chain/deploy.js";
import { DESK_NAMES } from "../../src/settlement/desks.js";
import { demoFile } from "../deploy/support.js";

/*
 * A bank as one in service is: the real deployment of the demo's bank file, but with the delays that a bank file for a real
 * chain must have, two admins, and every desk of settlement.
 */

export const DAY = 86_400n;
/** Seconds: what loosens or changes code waits so long, and who hands out roles longer. */
export const POLICY_DELAY = 2n * DAY;
export const ADMIN_DELAY = 3n * DAY;
/** Two: what a thief of one admin's key schedules, nobody but another admin can cancel. */
export const ADMINS = [19, 26] as const;
/** Deploys the bank, and ends without power. */
export const DEPLOYER = 0;

/** The demo's bank file with the delays of a bank in service. It stays a local one: its keys are the test accounts. */
export function serviceFileOnTestAccounts(): BankConfig {
  const file = demoFile();
  for (const role of ["POLICY_ADMIN", "UPGRADER"]) file.roles[role][0].delay = Number(POLICY_DELAY);
  file.admins = ADMINS.map((account) => ({ signer: { testAccount: account }, delay: Number(ADMIN_DELAY) }));
  file.desks = [...DESK_NAMES];
  file.roles.CLEARING_OPERATOR = [{ signer: { testAccount: 28 } }];
  file.roles.CLEARING_APPROVER = [{ signer: { testAccount: 29 } }];
  return parseBankFile(JSON.stringify(file), "demo.json");
}

async function openChain() {
  const chain = await hre.network.create({
    network: "hardhat",
    override: { initialDate: "2026-11-02T00:00:00Z", accounts: chainAccounts() },
  });
  const config = serviceFileOnTestAccounts();
  const signers = await chain.ethers.getSigners();
  /** The test account of that index. */
  const account = (index: number) => signers[index]!;
  const person = (role: RoleName) => signers.find(({ address }) => address === config.roles[role][0]!.signer)!;

  async function deployed() {
    const { addresses } = await runDeployment(chain, config, { deployer: testAccount(DEPLOYER).address });
    return addresses;
  }

  return {
    chain,
    config,
    account,
    person,
    time: chain.networkHelpers.time,
    /** Call it in a fixture: brings the freshly deployed bank. */
    load: async () => connectBank(await chain.networkHelpers.loadFixture(deployed), chain.ethers.provider),
  };
}

export type Service = Awaited<ReturnType<typeof openChain>>;

let shared: Promise<Service> | undefined;

/** One chain and one deployment for all files of a run that ask for it. */
export const useService = (): Promise<Service> => (shared ??= openChain());
