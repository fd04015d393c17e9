import { randomBytes } from "node:crypto";

import { hexlify, type Signer, Wallet } from "ethers";
import { network } from "hardhat";

import { type BankConfig, loadBankFile } from "../bank/bankFile.js";
import type { Customer, OurAccount } from "../bank/index.js";
import type { RoleName } from "../bank/roles.js";
import { chainAccounts, TEST_ACCOUNTS, testAccount } from "../bank/testAccounts.js";
import { type Bank, connectBank } from "../chain/bank.js";
import { runDeployment } from "../chain/deploy.js";

/** Minor units a day that the demo's issuer may mint of each currency: above what any statement brings. */
const QUOTA = 10n ** 18n;

/** The demo's bank on a chain of its own, which ends with the process. */
export interface DemoBank {
  readonly config: BankConfig;
  readonly bank: Bank;
  /** 32 random bytes, as a bank keeps them: what stands on chain cannot be guessed from account numbers. */
  readonly salt: string;
  readonly deployment: { readonly transactions: number; readonly gasUsed: bigint };
  /** The newest block: one a transaction on this chain. */
  blockNumber(): Promise<number>;
  /** The person in a role. */
  person(role: RoleName): Promise<Signer>;
  /** A customer's wallet: by its key if it is of the public test mnemonic, else impersonated on this chain. */
  wallet(address: string): Promise<Signer>;
}

/** Deploys the bank of `bankFile`, with a token for each currency of `accounts`. */
export async function openDemoBank(bankFile: string, accounts: readonly OurAccount[]): Promise<DemoBank> {
  const config = withCurrencies(await loadBankFile(bankFile), accounts);
  const connection = await network.create({ network: "hardhat", override: { accounts: chainAccounts() } });
  const report = await runDeployment(connection, config);
  const { provider } = connection.ethers;
  const bank = connectBank(report.addresses, provider);
  return {
    config,
    bank,
    salt: hexlify(randomBytes(32)),
    deployment: { transactions: report.transactions.length, gasUsed: report.gasUsed },
    blockNumber: () => provider.getBlockNumber(),
    person: (role) => connection.ethers.getSigner(config.roles[role][0]!.signer),
    wallet: async (address) => {
      for (let index = 0; index < TEST_ACCOUNTS; index++) {
        const account = testAccount(index);
        if (account.address === address) return new Wallet(account.privateKey, provider);
      }
      await connection.provider.request({ method: "hardhat_setBalance", params: [address, "0x8ac7230489e80000"] });
      return connection.ethers.getImpersonatedSigner(address);
    },
  };
}

/** The bank file's tokens, and one more for each currency that only the statements know. */
function withCurrencies(config: BankConfig, accounts: readonly OurAccount[]): BankConfig {
  const known = new Set(config.tokens.map(({ currency }) => currency));
  const added = [...new Set(accounts.map(({ currency }) => currency))].filter((currency) => !known.has(currency));
  const issuer = config.roles.ISSUER[0]!.signer;
  return {
    ...config,
    tokens: [
      ...config.tokens,
      ...added.map((currency) => ({
        currency,
        name: `Demo Deposit ${currency}`,
        symbol: `D${currency}`,
        attestationMaxAge: 86_400,
        accounts: accounts.filter((account) => account.currency === currency),
      })),
    ],
    limits: [...config.limits, ...added.map((currency) => ({ currency, travelThreshold: 0n, default: undefined }))],
    quotas: [...known, ...added].map((currency) => ({ issuer, currency, limit: QUOTA })),
  };
}

/** Customers' numbers by wallet, for people to read. */
export function namesByWallet(customers: readonly Customer[]): Map<string, string> {
  return new Map(customers.flatMap(({ customer, wallets }) => wallets.map(({ address }) => [address, customer])));
}
