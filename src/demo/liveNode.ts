import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { id, Wallet } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { type BankConfig, loadBankFile } from "../bank/bankFile.js";
import { type Customer, depositReference, readCustomers } from "../bank/index.js";
import { TEST_ACCOUNTS, testAccount } from "../bank/testAccounts.js";
import { connectBank } from "../chain/bank.js";
import { runDeployment } from "../chain/deploy.js";
import { buildMintBatch, mintBatch, signMintBatch } from "../chain/index.js";
import { formatAmount, parseAmount } from "../money/index.js";
import type { DemoBank } from "./chain.js";
import { admitCustomers } from "./customers.js";
import { attestDeposits } from "./minting.js";

const inDeploy = (name: string): string => fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url));
export const DEMO_BANK = inDeploy("banks/demo.json");
const DEMO_CUSTOMERS = inDeploy("demo/customers.csv");

/** Public like the demo's keys, so that every tool on the node finds the same parties. A bank's own is 32 secret bytes. */
export const DEMO_SALT = id("vostro: the demo's salt, known to everyone");

/** What each customer starts with in each token, and what the bank attests to hold. */
const OPENING_BALANCE = "100000.00";
const DEPOSITS = "10000000.00";

export interface LiveNodeOptions {
  readonly hostname: string;
  /** 0 takes any free port */
  readonly port: number;
  /** where the deployment is written down, for other processes; the project's own place if left out */
  readonly directory?: string | undefined;
}

export interface LiveNode {
  readonly url: string;
  readonly demo: DemoBank;
  readonly customers: readonly Customer[];
  stop(): Promise<void>;
}

/**
 * Starts a chain that answers JSON-RPC, deploys the demo's bank to it over that same road, admits the demo's customers
 * and gives each an opening balance.
 */
export async function startLiveNode(
  hre: HardhatRuntimeEnvironment,
  { hostname, port, directory }: LiveNodeOptions,
  say: (line: string) => void,
): Promise<LiveNode> {
  const config = await loadBankFile(DEMO_BANK);
  const customers = readCustomers(await readFile(DEMO_CUSTOMERS), "customers.csv");
  const server = await hre.network.createServer("hardhat", hostname, port);
  const { port: actualPort } = await server.listen();
  const url = `http://${hostname}:${actualPort}`;
  try {
    say(`chain ${url} is up`);
    const demo = await openBank(hre, config, url, directory, say);
    await admitCustomers(demo, customers, say);
    for (const { currency } of config.tokens) await fund(demo, currency, customers, say);
    return { url, demo, customers, stop: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function openBank(
  hre: HardhatRuntimeEnvironment,
  config: BankConfig,
  url: string,
  directory: string | undefined,
  say: (line: string) => void,
): Promise<DemoBank> {
  const connection = await hre.network.create({ network: "rpc", override: { url } });
  const report = await runDeployment(connection, config, directory === undefined ? {} : { directory });
  say(`bank deployed and checked: ${report.transactions.length} transactions`);
  const { provider } = connection.ethers;
  return {
    config,
    bank: connectBank(report.addresses, provider),
    salt: DEMO_SALT,
    deployment: { transactions: report.transactions.length, gasUsed: report.gasUsed },
    person: (role) => connection.ethers.getSigner(config.roles[role][0]!.signer),
    wallet: (address) => {
      const account = testAccounts().find((known) => known.address === address);
      if (account === undefined) throw new Error(`${address} is not a test account.`);
      return Promise.resolve(new Wallet(account.privateKey, provider));
    },
  };
}

/** One batch of opening deposits a token. What a rule refuses (limits without a Limits contract) is said, not hidden. */
async function fund(
  demo: DemoBank,
  currency: string,
  customers: readonly Customer[],
  say: (line: string) => void,
): Promise<void> {
  await attestDeposits(demo, currency, parseAmount(DEPOSITS, currency), say);
  const amount = parseAmount(OPENING_BALANCE, currency);
  const items = customers.map(({ customer, wallets }) => ({
    payee: wallets[0].address,
    amount,
    depositReference: depositReference(demo.salt, `opening balance ${currency} ${customer}`),
  }));
  const batch = await buildMintBatch(demo.bank, { currency, items });
  const approval = await signMintBatch(demo.bank, await demo.person("APPROVER"), batch);
  const { minted, refused } = await mintBatch(demo.bank, await demo.person("ISSUER"), batch, approval);
  say(`minted ${formatAmount(minted, currency)} ${currency} to ${items.length - refused.length} customers`);
  for (const { payee, reason } of refused) {
    const customer = customers.find(({ wallets }) => wallets[0].address === payee)?.customer ?? payee;
    say(`  not to ${customer}: ${reason}`);
  }
}

export const testAccounts = () => Array.from({ length: TEST_ACCOUNTS }, (_, index) => testAccount(index));
