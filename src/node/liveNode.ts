import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { id, type Signer } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { chainAccounts } from "../bank/testAccounts.js";
import { type BankConfig, loadBankFile } from "../bank/bankFile.js";
import { type Customer, depositReference, readCustomers } from "../bank/index.js";
import type { RoleName } from "../bank/roles.js";
import { type Bank, connectBank } from "../chain/bank.js";
import { type DeploymentReport, runDeployment } from "../chain/deploy.js";
import {
  admitParties,
  attest,
  buildMintBatch,
  mintBatch,
  newPartyOf,
  raiseLimits,
  signMintBatch,
} from "../chain/index.js";
import { formatAmount, parseAmount } from "../money/index.js";

const inDeploy = (name: string): string => fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url));
const DEMO_BANK = inDeploy("banks/demo.json");
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

/** A running chain with the demo's bank on it. */
export interface LiveNode {
  readonly url: string;
  readonly config: BankConfig;
  readonly customers: readonly Customer[];
  readonly bank: Bank;
  readonly report: DeploymentReport;
  stop(): Promise<void>;
}

type Say = (line: string) => void;
type Person = (role: RoleName) => Promise<Signer>;

/**
 * Starts a chain that answers JSON-RPC, deploys the demo's bank to it over that same road, admits the demo's customers
 * and gives each an opening balance. Call `stop` to end it; when anything fails it is stopped already.
 */
export async function startLiveNode(
  hre: HardhatRuntimeEnvironment,
  { hostname, port, directory }: LiveNodeOptions,
  say: Say,
): Promise<LiveNode> {
  const config = await loadBankFile(DEMO_BANK);
  const customers = readCustomers(await readFile(DEMO_CUSTOMERS), "customers.csv");
  const server = await hre.network.createServer(
    { network: "hardhat", override: { accounts: chainAccounts() } },
    hostname,
    port,
  );
  const url = `http://${hostname}:${(await server.listen()).port}`;
  try {
    say(`the chain answers at ${url}`);
    const connection = await hre.network.create({ network: "rpc", override: { url } });
    const report = await runDeployment(connection, config, directory === undefined ? {} : { directory });
    say(`the bank is deployed and checked: ${report.transactions.length} transactions`);
    const bank = connectBank(report.addresses, connection.ethers.provider);
    const person: Person = (role) => connection.ethers.getSigner(config.roles[role][0]!.signer);
    await admit(bank, config, person, customers, say);
    for (const { currency } of config.tokens) await fund(bank, person, currency, customers, say);
    const stop = async (): Promise<void> => {
      // The server waits for open connections, and the first is our own.
      await connection.close();
      await server.close();
    };
    return { url, config, customers, bank, report, stop };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Customers, and the bank's usual limits for those who have limits. */
async function admit(
  bank: Bank,
  config: BankConfig,
  person: Person,
  customers: readonly Customer[],
  say: Say,
): Promise<void> {
  const parties = customers.map((customer) => newPartyOf(DEMO_SALT, customer));
  const { pushFailures } = await admitParties(bank, await person("REGISTRAR"), parties);
  say(`${parties.length} customers are admitted`);
  for (const { token, reason } of pushFailures) say(`  but token ${token} did not take one: ${reason.message}`);
  const limited = parties.filter((party) => party.limited === true).map(({ id: party }) => party);
  if (limited.length === 0) return;
  for (const { currency, default: limits } of config.limits) {
    if (limits === undefined) continue;
    await raiseLimits(bank, await person("LIMITS_OFFICER"), [{ currency, parties: limited, limits }]);
  }
  say(`${limited.length} of them have limits, and get the bank's usual ones`);
}

/** One batch of opening deposits a token. What a rule refuses (a holding cap) is said, not hidden. */
async function fund(
  bank: Bank,
  person: Person,
  currency: string,
  customers: readonly Customer[],
  say: Say,
): Promise<void> {
  await attest(bank, await person("ATTESTOR"), { currency, figure: parseAmount(DEPOSITS, currency) });
  const amount = parseAmount(OPENING_BALANCE, currency);
  const items = customers.map(({ customer, wallets }) => ({
    payee: wallets[0].address,
    amount,
    depositReference: depositReference(DEMO_SALT, `opening balance ${currency} ${customer}`),
  }));
  const batch = await buildMintBatch(bank, { currency, items });
  const approval = await signMintBatch(bank, await person("APPROVER"), batch);
  const { minted, refused } = await mintBatch(bank, await person("ISSUER"), batch, approval);
  say(`${formatAmount(minted, currency)} ${currency} minted to ${items.length - refused.length} customers`);
  for (const { payee, reason } of refused) {
    const customer = customers.find(({ wallets }) => wallets[0].address === payee)?.customer ?? payee;
    say(`  none to ${customer}: ${reason}`);
  }
}
