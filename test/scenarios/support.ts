import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { id, Wallet, type Signer } from "ethers";
import hre from "hardhat";

import { chainAccounts } from "../../src/bank/testAccounts.js";
import type { BankFileOptions } from "../../src/bank/bankFile.js";
import { countryCode } from "../../src/bank/countries.js";
import type { PartyKind } from "../../src/bank/kinds.js";
import type { RoleName } from "../../src/bank/roles.js";
import { connectBank } from "../../src/chain/bank.js";
import {
  admitParties,
  attest,
  buildClearance,
  buildMintOrder,
  grantClearance,
  mintOrder,
  partyId,
  programmeHash,
  signClearance,
  signMintOrder,
} from "../../src/chain/index.js";
import { signFor, type Hold } from "../../src/chain/typedData.js";
import { applyBank } from "../../src/plan/apply.js";
import { findBankFile } from "../../src/plan/run.js";
import { connectDesks, deployDesks } from "../../src/settlement/desks.js";
import { useLabels } from "./story.js";

/* Stories are told with what a bank would use: its bank file, the real deployment, the library. Nothing here is a double. */

export const DAY = 86_400n;
export const HOUR = 3_600n;
const START = "2026-11-02T00:00:00Z";
const VALID_UNTIL = BigInt(Date.UTC(2030, 0, 1)) / 1_000n;
/** A chain that begins on 2 November 2026, with the desks on it. */
export async function openChain(chainType: "l1" | "op" = "l1") {
  const connection = await hre.network.create({
    network: "hardhat",
    chainType,
    override: { initialDate: START, accounts: chainAccounts(), ...(chainType === "op" ? { hardfork: "isthmus" } : {}) },
  });
  const [relayer] = await connection.ethers.getSigners();
  await deployDesks(relayer!);
  const { time, setBalance } = connection.networkHelpers;
  // Records of its banks, by which they find each other's tokens.
  const directory = mkdtempSync(join(tmpdir(), "vostro-scenario-"));
  return {
    connection,
    directory,
    relayer: relayer!,
    desks: connectDesks(relayer!),
    now: async () => BigInt(await time.latest()),
    travel: (seconds: bigint) => time.increase(seconds),
    /** A customer that has the chain's own coin and sends by itself. */
    async withGas(wallet: Wallet): Promise<Wallet> {
      await setBalance(wallet.address, 10n ** 18n);
      return wallet.connect(connection.ethers.provider);
    },
  };
}

export type Chain = Awaited<ReturnType<typeof openChain>>;

/** A customer as the bank's officer describes it. */
export interface CustomerFile {
  readonly name: string;
  /** ISO 3166-1 alpha-2 */
  readonly residency: string;
  readonly control?: string;
  readonly kind?: PartyKind;
  /** approval id of a programme, where the zone needs one */
  readonly programme?: string;
}

/**
 * A bank in service: one of the shipped files, applied, with people behind its roles.
 * @param name of the file in deploy/banks
 */
export async function openBank(chain: Chain, name: string, options: BankFileOptions = {}) {
  const { connection, directory } = chain;
  const config = await findBankFile(name, options);
  const run = { connection, config, directory, artifacts: hre.artifacts, variables: {}, onProgress: () => undefined };
  const { addresses } = await applyBank(run);
  const { provider } = connection.ethers;
  const bank = connectBank(addresses, provider);
  const person = (role: RoleName): Promise<Signer> => chain.connection.ethers.getSigner(config.roles[role][0]!.signer);
  const salt = id(`the salt of ${name}`);
  let deposits = 0;
  let cases = 0;

  /** Admits a customer with one wallet, whose key nobody else has. A wallet may be the customer's at another bank too. */
  async function admit(customer: CustomerFile, wallet = walletOf(customer.name, provider)): Promise<Wallet> {
    const { residency, control = residency, kind = "client", programme } = customer;
    await admitParties(bank, await person("REGISTRAR"), [
      {
        id: partyId(salt, customer.name),
        wallets: [wallet.address],
        profile: { residency: countryCode(residency), control: countryCode(control), kind },
        validUntil: VALID_UNTIL,
        ...(programme === undefined ? {} : { programme: programmeHash(salt, programme) }),
      },
    ]);
    useLabels(wallet.address, customer.name);
    return wallet;
  }

  /** A customer's deposit arrives: the bank attests what it has and two people mint. Minor units. */
  async function deposit(currency: string, wallet: { address: string }, amount: bigint): Promise<void> {
    const figure = (await bank.tokens[currency]!.totalSupply()) + amount;
    await chain.travel(1n);
    await attest(bank, await person("ATTESTOR"), { currency, figure });
    const order = await buildMintOrder(bank, {
      currency,
      payee: wallet.address,
      amount,
      depositReference: id(`${name}, deposit ${++deposits}`),
    });
    await mintOrder(bank, await person("ISSUER"), order, await signMintOrder(bank, await person("APPROVER"), order));
  }

  /** Two people of compliance let one payment over a corridor under review pass. */
  async function clear(currency: string, payer: { address: string }, payee: { address: string }, amount: bigint) {
    const caseId = id(`${name}, case ${++cases}`);
    const clearance = await buildClearance(bank, {
      currency,
      payer: payer.address,
      payee: payee.address,
      amount,
      caseId,
    });
    const approval = await signClearance(bank, await person("COMPLIANCE_APPROVER"), clearance);
    await grantClearance(bank, await person("COMPLIANCE_RELEASER"), clearance, approval);
  }

  return {
    config,
    bank,
    person,
    /** Applies the file once more: what waited for others may be possible now. What still differs is returned. */
    applyAgain: async () => (await applyBank(run)).left.map(({ subject, problem }) => `${subject}: ${problem}`),
    admit,
    deposit,
    clear,
    token: (currency: string) => bank.tokens[currency]!,
    tokenAddress: (currency: string) => String(bank.tokens[currency]!.target),
    balance: (currency: string, wallet: { address: string }) => bank.tokens[currency]!.balanceOf(wallet.address),
    signHold: (currency: string, payer: Signer, hold: Hold) => signFor(bank.tokens[currency]!, payer, "Hold", hold),
  };
}

export type ScenarioBank = Awaited<ReturnType<typeof openBank>>;

/** Wallets of scenarios: the same in every run, and worth nothing anywhere. */
export const walletOf = (name: string, provider: Chain["connection"]["ethers"]["provider"]): Wallet =>
  new Wallet(id(`vostro scenario: ${name}`), provider);
