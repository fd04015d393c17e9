import { id, Wallet } from "ethers";
import { network } from "hardhat";

import { chainAccounts } from "../bank/testAccounts.js";
import { loadBankFile } from "../bank/bankFile.js";
import { countryCode } from "../bank/countries.js";
import { type RoleName } from "../bank/roles.js";
import { depositReference } from "../bank/index.js";
import { type Bank, connectBank } from "../chain/bank.js";
import { runDeployment } from "../chain/deploy.js";
import {
  admitContract,
  admitParties,
  attest,
  buildMintBatch,
  type MintItem,
  mintBatch,
  partyId,
  signMintBatch,
} from "../chain/index.js";
import { type SigningContract, signingDomain } from "../chain/typedData.js";
import { connectDesks, deployDesks, DESKS, deskAddress } from "../settlement/desks.js";
import { CURRENCY, dayOf } from "./invoiceFile.js";

/** The sample's country codes are of no standard: they stand for these, in the order in which they appear. */
const COUNTRIES = ["US", "DE", "FR", "HK", "SG"] as const;
/** Public: nothing here is worth a secret. */
const SALT = id("vostro: the replay's salt, known to everyone");
/** KYC of everyone: past the last day of any file that is replayed. */
const VALID_UNTIL = BigInt(Date.UTC(2100, 0, 1)) / 1_000n;
const MINTS_A_BATCH = 100;

/** A chain of its own with a bank, the desks, the exporter, its financier and its customers. */
export type ReplayWorld = Awaited<ReturnType<typeof openWorld>>;

/**
 * Deploys the bank of `bankFile` on a chain whose time begins the day before `start`, with the desk of receivables, and
 * admits everyone.
 */
export async function openWorld(bankFile: string, start: bigint, customers: ReadonlyMap<string, string>) {
  const config = await loadBankFile(bankFile);
  const connection = await network.create({
    network: "hardhat",
    override: { initialDate: new Date(Number(start - 86_400n) * 1_000).toISOString(), accounts: chainAccounts() },
  });
  const { provider } = connection.ethers;
  const bank = connectBank((await runDeployment(connection, config)).addresses, provider);
  const person = (role: RoleName) => connection.ethers.getSigner(config.roles[role][0]!.signer);
  const [relayer] = await connection.ethers.getSigners();
  await deployDesks(relayer!, ["Receivables"]);
  const contract = deskAddress("Receivables");
  await admitContract(bank, await person("POLICY_ADMIN"), {
    currency: CURRENCY,
    contract,
    powers: DESKS.Receivables.powers,
  });

  // Keys made from public words: these wallets live as long as this process.
  const walletOf = (name: string) => new Wallet(id(`vostro replay: ${name}`), provider);
  const seller = walletOf("exporter");
  const financier = walletOf("financier");
  const debtors = new Map([...customers.keys()].map((customer) => [customer, walletOf(`customer ${customer}`)]));
  const codes = [...new Set(customers.values())];
  const residency = (code: string): number => countryCode(COUNTRIES[codes.indexOf(code) % COUNTRIES.length]!);
  await admitParties(bank, await person("REGISTRAR"), [
    {
      id: partyId(SALT, "exporter"),
      wallets: [seller.address],
      profile: { residency: countryCode("HK") },
      validUntil: VALID_UNTIL,
    },
    {
      id: partyId(SALT, "financier"),
      wallets: [financier.address],
      profile: { residency: countryCode("SG") },
      validUntil: VALID_UNTIL,
    },
    ...[...debtors].map(([customer, { address }]) => ({
      id: partyId(SALT, customer),
      wallets: [address],
      profile: { residency: residency(customers.get(customer)!) },
      validUntil: VALID_UNTIL,
    })),
  ]);

  const receivables = connectDesks(provider).receivables;
  const token = bank.tokens[CURRENCY]!;
  return {
    bank,
    provider,
    relayer: relayer!,
    receivables,
    token,
    seller,
    financier,
    debtors,
    helpers: connection.networkHelpers,
    /** EIP-712 domains, read once. */
    deskDomain: await fixedDomain(receivables),
    tokenDomain: await fixedDomain(token),
    mint: (deposits: readonly Deposit[], day: bigint) => mintDeposits(bank, person, deposits, day),
    close: () => connection.close(),
  };
}

async function fixedDomain(contract: SigningContract): Promise<SigningContract> {
  const domain = await signingDomain(contract);
  return { eip712Domain: () => Promise.resolve(domain) };
}

/** A customer's deposit on one day. */
export interface Deposit {
  readonly wallet: string;
  /** minor units */
  readonly amount: bigint;
}

/** Attests the deposits and mints them, a hundred an order, by two people. */
async function mintDeposits(
  bank: Bank,
  person: (role: RoleName) => ReturnType<Awaited<ReturnType<typeof network.create>>["ethers"]["getSigner"]>,
  deposits: readonly Deposit[],
  day: bigint,
): Promise<void> {
  const total = deposits.reduce((sum, { amount }) => sum + amount, 0n);
  const supply = await bank.tokens[CURRENCY]!.totalSupply();
  await attest(bank, await person("ATTESTOR"), { currency: CURRENCY, figure: supply + total });
  const items: MintItem[] = deposits.map(({ wallet, amount }) => ({
    payee: wallet,
    amount,
    depositReference: depositReference(SALT, `replay ${dayOf(day)} ${wallet}`),
  }));
  for (let i = 0; i < items.length; i += MINTS_A_BATCH) {
    const batch = await buildMintBatch(bank, { currency: CURRENCY, items: items.slice(i, i + MINTS_A_BATCH) });
    const approval = await signMintBatch(bank, await person("APPROVER"), batch);
    const { refused } = await mintBatch(bank, await person("ISSUER"), batch, approval);
    if (refused.length > 0) throw new Error(`a deposit was refused: ${refused[0]!.reason}`);
  }
}
