import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

import { hexlify, type Provider, Wallet } from "ethers";
import hre from "hardhat";
import { pino } from "pino";

import { type BankConfig, parseBankFile } from "../../../src/bank/bankFile.js";
import { type Customer, readCustomers } from "../../../src/bank/customers.js";
import { ROLES, type RoleName } from "../../../src/bank/roles.js";
import { chainAccounts, TEST_ACCOUNTS, testAccount } from "../../../src/bank/testAccounts.js";
import { type Bank, connectBank } from "../../../src/chain/bank.js";
import { runDeployment } from "../../../src/chain/deploy.js";
import { carryOut, newPartyOf, raiseLimits, send } from "../../../src/chain/index.js";
import type { Gateway, Keys, Step } from "../../../src/gateway/gateway.js";
import type { GatewaySettings } from "../../../src/gateway/settings.js";
import { openStore, type Store } from "../../../src/store/index.js";
import { emptySharedStore } from "./sharedStore.js";

/*
 * The gateway of the demo's bank: its real deployment on a chain in this process, its customers admitted, a store of its
 * own for each specification.
 */

/** Secret of the specifications only; the same for all, because customers are admitted once. */
export const SALT = `0x${"5a".repeat(32)}`;

/** Small numbers, so that specifications meet their limits. */
export const SETTINGS: GatewaySettings = {
  owner: "payment-operations",
  finality: { smallUpTo: { USD: 1_000_00n }, smallBlocks: 0, large: 0 },
  minting: {
    batchItems: 100,
    batchesAtOnce: 4,
    approvalSeconds: 3_600,
    policyUpTo: { USD: 1_000_000_00n, EUR: 1_000_000_00n },
    bumpSeconds: 30,
    attestSeconds: 3_600,
  },
  redemption: {
    message: "pain.001",
    fileItems: 100,
    policyUpTo: { USD: 1_000_000_00n, EUR: 1_000_000_00n },
    debtor: {
      name: "Meridian Trade Bank",
      townName: "New York",
      country: "US",
      lei: "984500MERIDIANTRD056",
      bic: "VSTRUS33XXX",
    },
  },
  reconciliation: { materialAbove: {}, lateSeconds: 3_600 },
};

const DEMO = new URL("../../../deploy/banks/demo.json", import.meta.url);
const CUSTOMERS = new URL("../../../deploy/demo/customers.csv", import.meta.url);

async function openChain() {
  const chain = await hre.network.create({
    network: "hardhat",
    override: { initialDate: "2026-11-02T00:00:00Z", accounts: chainAccounts() },
  });
  const config = parseBankFile(readFileSync(DEMO, "utf8"), "demo.json");
  const customers = readCustomers(readFileSync(CUSTOMERS), "customers.csv");

  async function deployed() {
    const { addresses } = await runDeployment(chain, config, { deployer: testAccount(0).address });
    await admitAll(connectBank(addresses, chain.ethers.provider), config, customers, chain.ethers.provider);
    return addresses;
  }
  return { chain, config, customers, deployed };
}

let shared: ReturnType<typeof openChain> | undefined;

/** Whose key a role is, in a file on test accounts. */
export function keyOf(config: BankConfig, role: RoleName, provider: Provider): Wallet {
  const signer = config.roles[role][0]!.signer;
  const index = Array.from({ length: TEST_ACCOUNTS }, (_, i) => i).find((i) => testAccount(i).address === signer);
  return new Wallet(testAccount(index!).privateKey, provider);
}

async function admitAll(
  bank: Bank,
  config: BankConfig,
  customers: readonly Customer[],
  provider: Provider,
): Promise<void> {
  const parties = customers.map((customer) => newPartyOf(SALT, customer));
  const registrar = keyOf(config, "REGISTRAR", provider);
  await carryOut(
    bank,
    { fresh: parties, grown: [] },
    { attempt: (call) => send(bank, registrar, call), onDone: () => {} },
  );
  const limited = parties.filter((party) => party.limited === true).map(({ id }) => id);
  const officer = keyOf(config, "LIMITS_OFFICER", provider);
  for (const { currency, default: limits } of config.limits) {
    if (limits === undefined || limited.length === 0) continue;
    await raiseLimits(bank, officer, [{ currency, parties: limited, limits }]);
  }
}

export interface World {
  readonly gateway: Gateway;
  readonly store: Store;
  readonly bank: Bank;
  readonly config: BankConfig;
  readonly customers: readonly Customer[];
  readonly provider: Provider;
  /** the key of a role's first member */
  person(role: RoleName): Wallet;
  /** the key of a customer's first wallet */
  wallet(customer: string): Wallet;
  /** another gateway on the same store and chain: another worker */
  worker(name: string, more?: Partial<Gateway>): Gateway;
  /** Mines empty blocks. */
  mine(blocks: number): Promise<void>;
  readonly chain: Awaited<ReturnType<typeof openChain>>["chain"];
  /** closes a store on a server; call it in `after` or `afterEach` */
  close(): Promise<void>;
}

export interface WorldOptions {
  /** a PostgreSQL server's database; the run's shared one in memory if left out */
  readonly url?: string;
  readonly settings?: Partial<GatewaySettings>;
}

/** A fresh store on the freshly deployed bank; the chain goes back to the state after its deployment. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const { chain, config, customers, deployed } = await (shared ??= openChain());
  const addresses = await chain.networkHelpers.loadFixture(deployed);
  const provider = chain.ethers.provider as unknown as Provider;
  const bank = connectBank(addresses, provider);
  const store = options.url === undefined ? await emptySharedStore() : await openStore({ url: options.url });
  const person = (role: RoleName): Wallet => keyOf(config, role, provider);
  const roles = (Object.keys(ROLES) as RoleName[]).filter((role) => config.roles[role]?.[0] !== undefined);
  const keys: Keys = Object.fromEntries(roles.map((role) => [role, [person(role)]]));
  const accounts = config.tokens.flatMap(({ currency, accounts: ours }) => ours.map((our) => ({ ...our, currency })));
  const gateway: Gateway = {
    store,
    bank,
    settings: { ...SETTINGS, ...options.settings },
    accounts,
    salt: SALT,
    worker: "worker-1",
    keys,
    log: pino({ level: "silent" }),
  };
  return {
    gateway,
    store,
    bank,
    config,
    customers,
    provider,
    chain,
    person,
    wallet: (customer) => {
      const address = customers.find((one) => one.customer === customer)!.wallets[0].address;
      const index = Array.from({ length: TEST_ACCOUNTS }, (_, i) => i).find((i) => testAccount(i).address === address);
      return new Wallet(testAccount(index!).privateKey, provider);
    },
    worker: (name, more = {}) => ({ ...gateway, ...more, worker: name }),
    mine: async (blocks) => chain.networkHelpers.mine(blocks),
    close: async () => (options.url === undefined ? undefined : store.destroy()),
  };
}

/** Runs steps in turn until none has anything to do. */
export async function drain(gateway: Gateway, steps: readonly Step[], most = 100): Promise<void> {
  for (let round = 0; round < most; round++) {
    let moved = 0;
    for (const step of steps) moved += await step(gateway);
    if (moved === 0) return;
  }
  throw new Error(`still moving after ${most} rounds`);
}

export const randomBytes32 = (): string => hexlify(randomBytes(32));
