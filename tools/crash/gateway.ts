import { readFileSync } from "node:fs";

import { JsonRpcProvider, type Provider, Wallet } from "ethers";
import type { Logger } from "pino";

import { type BankConfig, parseBankFile } from "../../src/bank/bankFile.js";
import type { RoleName } from "../../src/bank/roles.js";
import { TEST_ACCOUNTS, testAccount } from "../../src/bank/testAccounts.js";
import { type BankAddresses, connectBank } from "../../src/chain/bank.js";
import type { Gateway, Keys } from "../../src/gateway/gateway.js";
import { openStore } from "../../src/store/index.js";
import { SETTINGS } from "./settings.js";

/** What a worker process is told. */
export interface WorkerOptions {
  readonly worker: string;
  readonly node: string;
  readonly database: string;
  /** see `foldersOf` */
  readonly data: string;
  readonly addresses: BankAddresses;
}

/** Secret of the campaign only. */
export const SALT = `0x${"c5".repeat(32)}`;

const DEMO = new URL("../../deploy/banks/demo.json", import.meta.url);
const CHAIN = 31337;

export const demoBank = (): BankConfig => parseBankFile(readFileSync(DEMO, "utf8"), "demo.json");

/** A node that goes away now and then: nothing is remembered of it, and nothing waits for it to come back. */
export function connectNode(url: string): JsonRpcProvider {
  return new JsonRpcProvider(url, CHAIN, { staticNetwork: true, cacheTimeout: -1, batchMaxCount: 20 });
}

/** Roles whose keys the workers have: all that the gateway acts by. */
const WORKERS_KEYS: readonly RoleName[] = [
  "ISSUER",
  "APPROVER",
  "ATTESTOR",
  "GUARDIAN",
  "REDEMPTION_OPERATOR",
  "REDEMPTION_APPROVER",
];

/** Whose key a role is, in a file on test accounts. */
export function keyOf(config: BankConfig, role: RoleName, provider: Provider): Wallet {
  const signer = config.roles[role][0]!.signer;
  const index = Array.from({ length: TEST_ACCOUNTS }, (_, i) => i).find((i) => testAccount(i).address === signer);
  return new Wallet(testAccount(index!).privateKey, provider);
}

/** The gateway of the demo's bank on a database server. */
export async function openGateway(options: Omit<WorkerOptions, "data">, log: Logger): Promise<Gateway> {
  const config = demoBank();
  const provider = connectNode(options.node);
  const keys: Keys = Object.fromEntries(WORKERS_KEYS.map((role) => [role, [keyOf(config, role, provider)]]));
  return {
    store: await openStore({ url: options.database, connections: 5 }),
    bank: connectBank(options.addresses, provider),
    settings: SETTINGS,
    accounts: config.tokens.flatMap(({ currency, accounts }) => accounts.map((account) => ({ ...account, currency }))),
    salt: SALT,
    worker: options.worker,
    keys,
    log,
  };
}
