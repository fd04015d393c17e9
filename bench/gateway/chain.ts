import { readFileSync } from "node:fs";

import { hexlify, type JsonRpcProvider, randomBytes, Wallet } from "ethers";

import { type BankConfig, parseBankFile } from "../../src/bank/bankFile.js";
import type { Customer } from "../../src/bank/customers.js";
import type { RoleName } from "../../src/bank/roles.js";
import { TEST_ACCOUNTS, testAccount } from "../../src/bank/testAccounts.js";
import { type Bank, type BankAddresses, connectBank } from "../../src/chain/bank.js";
import { runDeployment } from "../../src/chain/deploy.js";
import { attest, buildMintBatch, carryOut, mintBatch, newPartyOf, send, signMintBatch } from "../../src/chain/index.js";
import { quickProvider, type RunningNode, startAnvil, startHardhatNode } from "../../test/nodes/support.js";
import { makeCustomers } from "./customers.js";

export const CURRENCY = "USD";
/** Secret of the measurement only. */
export const SALT = `0x${"5a".repeat(32)}`;
const DEMO = new URL("../../deploy/banks/demo.json", import.meta.url);
/** A full block would leave the rest in the pool until another transaction comes: anvil makes no block for them by itself. */
const ROOMY = ["--gas-limit", "1000000000"];
/** Customers admitted in one transaction. */
const PAGE = 50;

export type NodeName = "anvil" | "hardhat";

/** The demo's bank on a node of its own, with customers who hold something already. */
export interface BenchChain {
  readonly node: RunningNode;
  readonly config: BankConfig;
  readonly addresses: BankAddresses;
  readonly bank: Bank;
  readonly customers: readonly Customer[];
  /** minor units that they hold: what is in the control account before the first file */
  readonly opening: bigint;
  person(role: RoleName): Wallet;
  /** Back to the state before any measurement. */
  reset(): Promise<void>;
}

export const readDemo = (): BankConfig => parseBankFile(readFileSync(DEMO, "utf8"), "demo.json");

export function keyOf(config: BankConfig, role: RoleName, provider: JsonRpcProvider): Wallet {
  const signer = config.roles[role][0]!.signer;
  const index = Array.from({ length: TEST_ACCOUNTS }, (_, i) => i).find((i) => testAccount(i).address === signer);
  return new Wallet(testAccount(index!).privateKey, provider);
}

/** Asked often, so that nobody waits for a poll; each question goes out at once. */
export function openProvider(url: string): JsonRpcProvider {
  const provider = quickProvider(url);
  provider.pollingInterval = 10;
  return provider;
}

/** Blocks as a public chain makes them. */
export interface Pace {
  /** between two blocks */
  readonly seconds: number;
  /** gas of a block */
  readonly gas: number;
}

/** Either node makes a block as soon as there is a transaction; anvil also at a pace. */
export async function startChain(name: NodeName, customerCount: number, pace?: Pace): Promise<BenchChain> {
  const limit = pace === undefined ? ROOMY : ["--gas-limit", String(pace.gas)];
  const node = name === "anvil" ? await startAnvil(limit) : await startHardhatNode();
  const config = readDemo();
  const provider = openProvider(node.url);
  const { addresses } = await runDeployment(node.connection, config, {
    deployer: testAccount(0).address,
    directory: false,
  });
  const bank = connectBank(addresses, provider);
  // Without a listener that is always there, ethers can miss the block it waits for, and then waits for ever.
  await provider.on("block", () => undefined);
  const person = (role: RoleName): Wallet => keyOf(config, role, provider);
  const customers = makeCustomers(customerCount);
  const opening = await admit(bank, person, customers);
  if (pace !== undefined) {
    await node.rpc("evm_setAutomine", false);
    await node.rpc("evm_setIntervalMining", pace.seconds);
  }
  let snapshot = await node.rpc("evm_snapshot");
  return {
    node,
    config,
    addresses,
    bank,
    customers,
    opening,
    person,
    reset: async () => {
      await node.rpc("evm_revert", snapshot);
      snapshot = await node.rpc("evm_snapshot");
      // An attestation of the same second as the last one is refused.
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      await node.mine();
    },
  };
}

/** One minor unit for everybody, so that no measured mint is the first one of its wallet. */
async function admit(bank: Bank, person: BenchChain["person"], customers: readonly Customer[]): Promise<bigint> {
  const registrar = person("REGISTRAR");
  const onDone = (): void => undefined;
  const attempt = (call: Parameters<typeof send>[2]) => send(bank, registrar, call);
  for (let start = 0; start < customers.length; start += PAGE) {
    const fresh = customers.slice(start, start + PAGE).map((customer) => newPartyOf(SALT, customer));
    await carryOut(bank, { fresh, grown: [] }, { attempt, onDone });
  }
  const opening = BigInt(customers.length);
  await attest(bank, person("ATTESTOR"), { currency: CURRENCY, figure: opening });
  for (let start = 0; start < customers.length; start += PAGE) {
    const items = customers
      .slice(start, start + PAGE)
      .map(({ wallets }) => ({ payee: wallets[0].address, amount: 1n, depositReference: reference() }));
    const batch = await buildMintBatch(bank, { currency: CURRENCY, items });
    await mintBatch(bank, person("ISSUER"), batch, await signMintBatch(bank, person("APPROVER"), batch));
  }
  return opening;
}

/** A deposit reference that was never used. */
export const reference = (): string => hexlify(randomBytes(32));

/** Backing for what the peers mint: the gateway attests for itself. */
export async function backPeers({ bank, person, opening }: BenchChain, amount: bigint): Promise<void> {
  await attest(bank, person("ATTESTOR"), { currency: CURRENCY, figure: opening + amount });
}

/** Tokens minted since the start, minor units. */
export const mintedNow = async ({ bank, opening }: BenchChain): Promise<bigint> =>
  (await bank.tokens[CURRENCY]!.totalSupply()) - opening;
