import { readFileSync } from "node:fs";

import { id, Wallet, type Signer } from "ethers";
import hre from "hardhat";

import { parseBankFile } from "../../src/bank/bankFile.js";
import { countryCode } from "../../src/bank/countries.js";
import type { PartyKind } from "../../src/bank/kinds.js";
import type { RoleName } from "../../src/bank/roles.js";
import { connectBank } from "../../src/chain/bank.js";
import { runDeployment } from "../../src/chain/deploy.js";
import {
  admitContract,
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
import { connectDesks, deployDesks, deskAddress, DESKS, type DeskName } from "../../src/settlement/desks.js";
import { useLabels } from "./story.js";

/* Stories are told with what a bank would use: its bank file, the real deployment, the library. Nothing here is a double. */

export const DAY = 86_400n;
export const HOUR = 3_600n;
const START = "2026-11-02T00:00:00Z";
const VALID_UNTIL = BigInt(Date.UTC(2030, 0, 1)) / 1_000n;
const DEMO_FILE = new URL("../../deploy/banks/demo.json", import.meta.url);

/** What a scenario's bank file says otherwise than the demo's, which takes the default profile's zones and corridors. */
export interface BankFileChanges {
  readonly name: string;
  readonly legalName: string;
  readonly lei: string;
  readonly bic: string;
  /** ISO 4217 codes of its tokens */
  readonly currencies: readonly string[];
  /** further sections, merged over the file as they are */
  readonly more?: object;
}

/** A chain that begins on 2 November 2026, with the desks on it. */
export async function openChain(chainType: "l1" | "op" = "l1") {
  const connection = await hre.network.create({
    network: "hardhat",
    chainType,
    override: { initialDate: START, accounts: { count: 40 }, ...(chainType === "op" ? { hardfork: "isthmus" } : {}) },
  });
  const [relayer] = await connection.ethers.getSigners();
  await deployDesks(relayer!);
  const { time, setBalance } = connection.networkHelpers;
  return {
    connection,
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

/** A bank in service: deployed from its file, with people behind its roles. */
export async function openBank(chain: Chain, changes: BankFileChanges) {
  const config = parseBankFile(JSON.stringify(bankFile(changes)), `${changes.name}.json`);
  const { addresses } = await runDeployment(chain.connection, config);
  const { provider } = chain.connection.ethers;
  const bank = connectBank(addresses, provider);
  const person = (role: RoleName): Promise<Signer> => chain.connection.ethers.getSigner(config.roles[role][0]!.signer);
  const salt = id(`the salt of ${changes.name}`);
  let deposits = 0;
  let cases = 0;

  /** Admits a customer with one wallet, whose key nobody else has. A wallet may be the customer's at another bank too. */
  async function admit(customer: CustomerFile, wallet = walletOf(customer.name, provider)): Promise<Wallet> {
    const { name, residency, control = residency, kind = "client", programme } = customer;
    await admitParties(bank, await person("REGISTRAR"), [
      {
        id: partyId(salt, name),
        wallets: [wallet.address],
        profile: { residency: countryCode(residency), control: countryCode(control), kind },
        validUntil: VALID_UNTIL,
        ...(programme === undefined ? {} : { programme: programmeHash(salt, programme) }),
      },
    ]);
    useLabels(wallet.address, name);
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
      depositReference: id(`${changes.name}, deposit ${++deposits}`),
    });
    await mintOrder(bank, await person("ISSUER"), order, await signMintOrder(bank, await person("APPROVER"), order));
  }

  /** The bank admits a desk in some of its tokens. */
  async function admitDesk(name: DeskName, ...currencies: string[]): Promise<void> {
    const { powers } = DESKS[name];
    for (const currency of currencies) {
      await admitContract(bank, await person("POLICY_ADMIN"), { currency, contract: deskAddress(name), powers });
    }
  }

  /** Two people of compliance let one payment over a corridor under review pass. */
  async function clear(currency: string, payer: { address: string }, payee: { address: string }, amount: bigint) {
    const caseId = id(`${changes.name}, case ${++cases}`);
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
    admin: () => chain.connection.ethers.getSigner(config.admins[0]!.signer),
    admit,
    deposit,
    admitDesk,
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

function bankFile({ name, legalName, lei, bic, currencies, more = {} }: BankFileChanges): object {
  const demo = JSON.parse(readFileSync(DEMO_FILE, "utf8")) as Record<string, unknown>;
  const limits = demo["limits"] as Record<string, object>;
  const token = (currency: string, i: number) => ({
    currency,
    name: `${legalName} ${currency}`,
    symbol: `X${currency}`,
    attestationMaxAge: 86_400,
    accounts: [{ id: `81${i}0200300`, servicerBic: bic }],
  });
  return {
    ...demo,
    name,
    legalName,
    lei,
    bic,
    institutions: [],
    tokens: currencies.map(token),
    limits: Object.fromEntries(
      currencies.map((currency) => [currency, limits[currency] ?? { travelThreshold: "1000.00" }]),
    ),
    quotas: currencies.map((currency) => ({ issuer: { testAccount: 1 }, currency, limit: "50000000.00" })),
    ...more,
  };
}
