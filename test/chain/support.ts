import { type BaseContract, type Signer, Wallet } from "ethers";
import hre from "hardhat";

import { chainAccounts } from "../../src/bank/testAccounts.js";
import { type CountryCode, countryCode } from "../../src/bank/countries.js";
import { CONTRACT_MEMBERS, type MemberContract } from "../../src/bank/roleRules.js";
import { FUNCTION_ROLES, type ManagedContract, POWERS, type RoleName, ROLES } from "../../src/bank/roles.js";
import { type Bank, type BankAddresses, connectBank } from "../../src/chain/bank.js";
import {
  admitParties,
  attest,
  buildMintOrder,
  encodeCorridors,
  mintOrder,
  signMintOrder,
} from "../../src/chain/index.js";
import { SINGLE_CONTRACTS } from "../../src/chain/setup.js";
import { VostroError } from "../../src/errors/index.js";
import {
  AccessManager__factory,
  ConfirmedPayments__factory,
  DepositToken__factory,
  ERC1967Proxy__factory,
  IssuanceDesk__factory,
  LegalOrders__factory,
  Limits__factory,
  PartyRegistry__factory,
  PauseControl__factory,
  RedemptionDesk__factory,
  Resolution__factory,
  TransferLens__factory,
} from "../../typechain-types/index.js";

export const DAY = 86_400n;
/** 2030-01-01: until then every customer of the fixture is valid. */
export const VALID_UNTIL = 1_893_456_000n;
export const MAX_AGE = DAY;
export const ATTESTED = 5_000_000n;
export const ALICE_BALANCE = 1_000_000n;
export const QUOTA = 3_000_000n;

/** One customer each: alice in zone 1, bob 2, carol 3 (under review), dave 4 (no corridor at all). */
export const CUSTOMERS = ["alice", "bob", "carol", "dave"] as const;
export type Customer = (typeof CUSTOMERS)[number];
/** Where they reside, in their order: each country leads to a zone of its own. */
export const RESIDENCIES = ["US", "DE", "HK", "SG"] as const satisfies readonly CountryCode[];

/** The chain's keys by what they do, in the order of the test mnemonic: customers first, for acts that know 20 keys. */
export const NAMES = ["admin", ...CUSTOMERS, "stranger", ...(Object.keys(ROLES) as RoleName[])] as const;
type Name = (typeof NAMES)[number];
export type People = Record<Name, Signer & { address: string }>;

const OPEN = encodeCorridors([
  ...[1, 2, 3].map((to) => ({ from: 0, to })),
  ...[1, 2].flatMap((from) => [1, 2].map((to) => ({ from, to }))),
]);
const REVIEW = encodeCorridors([{ from: 1, to: 3 }]);

/** bytes32 of a small number: references, orders, terms. */
export const bytes32 = (n: number): string => `0x${n.toString(16).padStart(64, "0")}`;
/** The registered bank account of a customer (a hash; any number does here). */
export const accountOf = (customer: Customer): string => bytes32(0xacc0 + CUSTOMERS.indexOf(customer));
export const partyOf = (customer: Customer): bigint => BigInt(100 + CUSTOMERS.indexOf(customer));

/** One chain for the calling file (31337 counts as local); `load()` brings the same fresh bank on it. */
export async function useBank(chainId = 31337) {
  const chain = await hre.network.create({
    override: { initialDate: "2026-11-02T00:00:00Z", chainId, accounts: chainAccounts() },
  });
  const signers = await chain.ethers.getSigners();
  const people = Object.fromEntries(NAMES.map((name, i) => [name, signers[i]])) as unknown as People;
  async function deployed() {
    return deploySuite(people);
  }
  return async () => {
    const addresses = await chain.networkHelpers.loadFixture(deployed);
    const bank = connectBank(addresses, chain.ethers.provider);
    return { bank, people, chain, ...people, time: chain.networkHelpers.time };
  };
}

/** Deploys and wires the suite, admits the customers, attests and gives alice her balance; `people` may be of any node. */
export async function deploySuite(people: People): Promise<BankAddresses> {
  const { admin } = people;
  const manager = await new AccessManager__factory(admin).deploy(admin);
  const authority = await manager.getAddress();
  const behindProxy = async (implementation: string, init: string): Promise<string> =>
    (await new ERC1967Proxy__factory(admin).deploy(implementation, init)).getAddress();
  const registryCode = await new PartyRegistry__factory(admin).deploy();
  const deskCode = await new IssuanceDesk__factory(admin).deploy();
  const redemptionCode = await new RedemptionDesk__factory(admin).deploy();
  const tokenCode = await new DepositToken__factory(admin).deploy();
  const partyRegistry = await behindProxy(
    await registryCode.getAddress(),
    registryCode.interface.encodeFunctionData("initialize", [authority]),
  );
  const issuanceDesk = await behindProxy(
    await deskCode.getAddress(),
    deskCode.interface.encodeFunctionData("initialize", [authority]),
  );
  const redemptionDesk = await behindProxy(
    await redemptionCode.getAddress(),
    redemptionCode.interface.encodeFunctionData("initialize", [authority, partyRegistry]),
  );
  const ordersCode = await new LegalOrders__factory(admin).deploy();
  const legalOrders = await behindProxy(
    await ordersCode.getAddress(),
    ordersCode.interface.encodeFunctionData("initialize", [authority, partyRegistry]),
  );
  const resolution = await new Resolution__factory(admin).deploy(authority);
  const pauseControl = await new PauseControl__factory(admin).deploy(authority, resolution);
  const limits = await new Limits__factory(admin).deploy(authority, partyRegistry);
  const confirmedPayments = await new ConfirmedPayments__factory(admin).deploy(authority, partyRegistry);
  const tokenOf = async (name: string, symbol: string, decimals: number): Promise<string> => {
    const args = [name, symbol, decimals, authority, partyRegistry, MAX_AGE] as const;
    const init = tokenCode.interface.encodeFunctionData("initialize", [...args]);
    return behindProxy(await tokenCode.getAddress(), init);
  };
  const tokens = {
    USD: await tokenOf("Test Bank US Dollar", "TUSD", 2),
    JPY: await tokenOf("Test Bank Yen", "TJPY", 0),
  };
  const lens = await new TransferLens__factory(admin).deploy();
  const addresses: BankAddresses = {
    bank: "test",
    chainId: Number((await admin.provider!.getNetwork()).chainId),
    fromBlock: 0,
    accessManager: authority,
    partyRegistry,
    issuanceDesk,
    redemptionDesk,
    limits: await limits.getAddress(),
    confirmedPayments: await confirmedPayments.getAddress(),
    legalOrders,
    pauseControl: await pauseControl.getAddress(),
    resolution: await resolution.getAddress(),
    transferLens: await lens.getAddress(),
    tokens,
  };
  await wire(connectBank(addresses, admin), people);
  return addresses;
}

async function wire(bank: Bank, people: People): Promise<void> {
  const targets: readonly [ManagedContract, BaseContract][] = [
    ["PartyRegistry", bank.partyRegistry],
    ["IssuanceDesk", bank.issuanceDesk],
    ["RedemptionDesk", bank.redemptionDesk],
    ["Limits", bank.limits],
    ["LegalOrders", bank.legalOrders],
    ["PauseControl", bank.pauseControl],
    ["Resolution", bank.resolution],
    ...Object.values(bank.tokens).map((token): [ManagedContract, BaseContract] => ["DepositToken", token]),
  ];
  for (const [name, target] of targets) {
    for (const [method, role] of Object.entries(FUNCTION_ROLES[name])) {
      const { selector } = target.interface.getFunction(method)!;
      await bank.accessManager.setTargetFunctionRole(target.target, [selector], ROLES[role]);
    }
  }
  for (const role of Object.keys(ROLES) as RoleName[]) await bank.accessManager.grantRole(ROLES[role], people[role], 0);
  // Contracts that act for the bank. The roles of contracts alone are played by keys, too, so that tests can be short.
  for (const name of Object.keys(CONTRACT_MEMBERS) as MemberContract[]) {
    const contract = bank.addresses[SINGLE_CONTRACTS[name]];
    for (const role of CONTRACT_MEMBERS[name]) await bank.accessManager.grantRole(ROLES[role], contract, 0);
  }
  for (const token of Object.values(bank.tokens)) {
    const policy = token.connect(people.POLICY_ADMIN);
    await policy.openCorridors(OPEN, REVIEW);
    await policy.admitContract(bank.issuanceDesk, POWERS.ISSUER);
    await policy.admitContract(bank.redemptionDesk, POWERS.NOTARY | POWERS.BURNER | POWERS.ISSUER);
    await bank.partyRegistry.connect(people.POLICY_ADMIN).listToken(token);
    await bank.issuanceDesk.connect(people.POLICY_ADMIN).raiseQuota(people.ISSUER, token, QUOTA);
  }
  await bank.partyRegistry
    .connect(people.POLICY_ADMIN)
    .setCountries(RESIDENCIES.map((country, i) => ({ code: countryCode(country), resident: i + 1, controlled: 0 })));
  await admitParties(
    bank,
    people.REGISTRAR,
    CUSTOMERS.map((name, i) => ({
      id: partyOf(name),
      wallets: [people[name].address],
      profile: { residency: countryCode(RESIDENCIES[i]!) },
      validUntil: VALID_UNTIL,
      settlementAccount: accountOf(name),
    })),
  );
  await attest(bank, people.ATTESTOR, { currency: "USD", figure: ATTESTED });
  await mintTo(bank, people, "alice", ALICE_BALANCE, 1);
}

/** An approved mint to a customer, under the deposit reference of this number. */
export async function mintTo(bank: Bank, people: People, customer: Customer, amount: bigint, reference: number) {
  const payee = people[customer].address;
  const order = await buildMintOrder(bank, { currency: "USD", payee, amount, depositReference: bytes32(reference) });
  return mintOrder(bank, people.ISSUER, order, await signMintOrder(bank, people.APPROVER, order));
}

/** The tokens ask Limits about limited parties and corridors under review. No test needs it that has neither. */
export async function connectLimits(bank: Bank, people: People): Promise<void> {
  for (const token of Object.values(bank.tokens)) {
    await token.connect(people.POLICY_ADMIN).setLimits(bank.limits);
  }
}

/** A contract-like notary: the key of `stranger`, admitted by the bank, so that tests can execute holds. */
export async function admitNotary(bank: Bank, people: People): Promise<string> {
  await bank.tokens["USD"]!.connect(people.POLICY_ADMIN).admitContract(people.stranger, POWERS.NOTARY);
  return people.stranger.address;
}

/** The VostroError that an act ends in; fails when it succeeds or throws anything else. */
export async function refusalOf(act: Promise<unknown>): Promise<VostroError> {
  try {
    await act;
  } catch (error) {
    if (error instanceof VostroError) return error;
    throw error;
  }
  throw new Error("expected a refusal, the act succeeded");
}

/** A key that nobody has given anything. */
export const anyAddress = (): string => Wallet.createRandom().address;
