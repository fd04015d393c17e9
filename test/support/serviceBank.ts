import hre from "hardhat";

import { type BankConfig, parseBankFile } from "../../src/bank/bankFile.js";
import type { RoleName } from "../../src/bank/roles.js";
import { testAccount } from "../../src/bank/testAccounts.js";
import { type Bank, connectBank } from "../../src/chain/bank.js";
import { runDeployment } from "../../src/chain/deploy.js";
import { admitContractCall, type Call } from "../../src/chain/index.js";
import { deployDesks, DESK_NAMES, DESKS } from "../../src/settlement/desks.js";
import { demoFile } from "../deploy/support.js";

/*
 * A bank as one in service is: the real deployment of the demo's bank file, but with the delays that a bank file for a real
 * chain must have, two admins, and the desks of settlement admitted, as they can only be after the policy admin's delay.
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
  return parseBankFile(JSON.stringify(file), "demo.json");
}

async function openChain() {
  const chain = await hre.network.create({
    network: "hardhat",
    override: { initialDate: "2026-11-02T00:00:00Z", accounts: { count: 40 } },
  });
  const config = serviceFileOnTestAccounts();
  const signers = await chain.ethers.getSigners();
  /** The test account of that index. */
  const account = (index: number) => signers[index]!;
  const person = (role: RoleName) => signers.find(({ address }) => address === config.roles[role][0]!.signer)!;

  async function deployed() {
    const { addresses } = await runDeployment(chain, config, { deployer: testAccount(DEPLOYER).address });
    await deployDesks(account(DEPLOYER));
    await admitDesks(connectBank(addresses, chain.ethers.provider));
    return addresses;
  }

  /** Scheduled in one transaction, sent one by one when the delay has passed. */
  async function admitDesks(bank: Bank): Promise<void> {
    const calls: Call[] = [];
    for (const [name, { powers }] of Object.entries(DESKS)) {
      if (powers === 0n) continue;
      const contract = (await deskAddresses())[name]!;
      for (const currency of Object.keys(bank.tokens)) {
        calls.push(await admitContractCall(bank, { currency, contract, powers }));
      }
    }
    const policyAdmin = person("POLICY_ADMIN");
    const manager = bank.accessManager.connect(policyAdmin);
    const { interface: abi } = manager;
    await manager.multicall(calls.map(({ to, data }) => abi.encodeFunctionData("schedule", [to, data, 0])));
    await chain.networkHelpers.time.increase(POLICY_DELAY);
    for (const { to, data } of calls) await policyAdmin.sendTransaction({ to, data });
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

const deskAddresses = async (): Promise<Record<string, string>> => {
  const { deskAddress } = await import("../../src/settlement/desks.js");
  return Object.fromEntries(DESK_NAMES.map((name) => [name, deskAddress(name)]));
};

export type Service = Awaited<ReturnType<typeof openChain>>;

let shared: Promise<Service> | undefined;

/** One chain and one deployment for all files of a run that ask for it. */
export const useService = (): Promise<Service> => (shared ??= openChain());
