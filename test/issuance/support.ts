import hre from "hardhat";
import { dataSlice, ZeroAddress, ZeroHash, type BaseContract, type ContractTransactionResponse } from "ethers";
import { chainAccounts } from "../../src/bank/testAccounts.js";
import { FUNCTION_ROLES, POWERS, ROLES, type ManagedContract, type RoleName } from "../../src/bank/roles.js";
import {
  ConfirmedPayments__factory,
  DepositToken__factory,
  IssuanceDesk__factory,
  LegalOrders__factory,
  Limits__factory,
  PartyRegistry__factory,
  PauseControl__factory,
  RedemptionDesk__factory,
  Resolution__factory,
  SuccessorIssuanceDesk__factory,
  AccessManager__factory,
  ERC1967Proxy__factory,
  TransferLens__factory,
  WalletDouble__factory,
  type DepositToken,
} from "../../typechain-types/index.js";
import { expectLogs, expectRefusal, type Log, type Value } from "../support/expect.js";
import { holdId, sign, type Hold } from "../support/signing.js";
import { ALLOWED, DAY, HOUR, REVIEW, VALID_UNTIL, type Account, type Chain } from "../support/token.js";
import {
  packProfile,
  PartyKind,
  readAccount,
  readHold,
  readSupply,
  reference,
  type Profile,
} from "../support/words.js";
import {
  signFor,
  type DeskType,
  type MintBatch,
  type MintItem,
  type MintOrder,
  type RedemptionTerms,
} from "./signing.js";

/** All times of the tests are fixed: the chain starts here. */
const START = "2026-11-02T00:00:00Z";

export const ATTESTATION_MAX_AGE = 30n * DAY;
/** Attested in each token, and the opening deposits of its customers; minor units. */
export const ATTESTED = 5_000_000_000n;
export const ALICE_USD = 1_000_000n;
export const BOB_USD = 200_000n;
export const ALICE_JPY = 50_000n;
export const USD_SUPPLY = ALICE_USD + BOB_USD;

/** The issuer's quota a day, minor units: 1,000 of them come back every second. */
export const QUOTA = 86_400_000n;
export const REFILL = QUOTA / DAY;

/**
 * The person behind each role: one role each. LEGAL_ORDERS and UNPAUSER belong to contracts in a bank; here people have
 * them too, so that what they may do can be tested by itself.
 */
export const HOLDERS = {
  ISSUER: "issuer",
  APPROVER: "approver",
  ATTESTOR: "attestor",
  REGISTRAR: "registrar",
  COMPLIANCE: "compliance",
  COMPLIANCE_RELEASER: "releaser",
  GUARDIAN: "guardian",
  POLICY_ADMIN: "policyAdmin",
  REDEMPTION_OPERATOR: "operator",
  REDEMPTION_APPROVER: "redemptionApprover",
  LEGAL_ORDERS: "legalOrders",
  UPGRADER: "upgrader",
  COMPLIANCE_APPROVER: "complianceApprover",
  LIMITS_OFFICER: "limitsOfficer",
  TRAVEL_RULE: "travelRule",
  UNPAUSER: "unpauser",
  RESOLUTION: "resolutionOfficer",
  PAYEE_CONFIRMER: "payeeConfirmer",
  CLEARING_OPERATOR: "clearingOperator",
  CLEARING_APPROVER: "clearingApprover",
} as const satisfies Record<RoleName, string>;
export const ROLE_NAMES = Object.keys(ROLES) as RoleName[];

/** In this register country `k` from 1 to 14 leads to zone `k`, for its residents and nobody else. */
export const COUNTRIES = Array.from({ length: 14 }, (_, i) => ({ code: i + 1, resident: i + 1, controlled: 0 }));

/** Customers of the register: alice in zone 1, bob in zone 2. Carol, dave and erin are keys that no party has yet. */
export const PARTIES = { alice: 101n, bob: 102n } as const;
const PARTY_ZONES = { alice: 1, bob: 2 } as const;
/** No Legal Entity Identifier. */
export const NO_LEI = `0x${"00".repeat(20)}`;
/** The salted hash of the customer's own bank account. */
export const settlementAccount = (name: string) => reference(`bank account of ${name}`);

/** Who sits behind the keys of the chain, in this order. */
export const NAMES = [
  "admin",
  ...Object.values(HOLDERS),
  "alice",
  "bob",
  "carol",
  "dave",
  "erin",
  "stranger",
  "relayer",
] as const;

export type Person = (typeof NAMES)[number];
export type People = Record<Person, Account>;
export type Bank = ReturnType<typeof bankOf>;
type Addressed = { address: string };
type Sent = Promise<ContractTransactionResponse>;

/** The chain's time runs on with the machine's, whichever state was brought back: the next block is a second on. */
export async function stopTheClock({ networkHelpers: { time } }: Chain): Promise<void> {
  await time.setNextBlockTimestamp((await time.latest()) + 1);
}

interface Shared {
  readonly chain: Chain;
  readonly people: People;
  readonly deployFixture: () => ReturnType<typeof deployBank>;
}

/** Chains of a run, by whether they estimate gas: a chain and a bank for every file take longer than many files' tests. */
const shared = new Map<boolean, Promise<Shared>>();

async function openChain(estimatesGas: boolean): Promise<Shared> {
  const gas = estimatesGas ? "auto" : 15_000_000n;
  const chain = await hre.network.create({ override: { initialDate: START, gas, accounts: chainAccounts() } });
  const signers = await chain.ethers.getSigners();
  const people = Object.fromEntries(NAMES.map((name, i) => [name, signers[i]])) as People;
  return { chain, people, deployFixture: () => deployBank(chain, people) };
}

/**
 * A function that brings the same fresh bank on every call. Without estimates a long random test takes half the time, but a
 * transaction that reverts is mined like any other.
 */
export async function useBank({ estimatesGas = true } = {}): Promise<() => Promise<Bank>> {
  if (!shared.has(estimatesGas)) shared.set(estimatesGas, openChain(estimatesGas));
  const { chain, people, deployFixture } = await shared.get(estimatesGas)!;
  return async () => {
    const deployed = await chain.networkHelpers.loadFixture(deployFixture);
    await stopTheClock(chain);
    return bankOf(chain, people, deployed);
  };
}

// --- deployment ---

export async function behindProxy(deployer: Account, implementation: BaseContract, args: readonly unknown[]) {
  const data = implementation.interface.encodeFunctionData("initialize", [...args]);
  return (await new ERC1967Proxy__factory(deployer).deploy(implementation, data)).getAddress();
}

/** A token of this bank behind its proxy: wired, in service, listed nowhere. */
export async function deployToken(people: People, manager: string, registry: string, symbol: string, decimals: number) {
  const { admin } = people;
  const implementation = await new DepositToken__factory(admin).deploy();
  const args = [`Example Bank ${symbol}`, symbol, decimals, manager, registry, ATTESTATION_MAX_AGE];
  const token = DepositToken__factory.connect(await behindProxy(admin, implementation, args), people.stranger);
  await wire(people, manager, "DepositToken", token);
  await token.connect(people.policyAdmin).openCorridors(ALLOWED, REVIEW);
  return token;
}

/** What an admission may say that differs from a customer of zone 1: `zone` k means resident in country k. */
export type AdmissionChanges = Partial<
  Profile & { zone: number; validUntil: bigint; limited: boolean; lei: string; programmeHash: string }
>;

/** A customer's profile, resident in and controlled from country 1 unless said otherwise. */
export function profileOf(changes: AdmissionChanges = {}): Profile {
  const { zone = 1, residency = zone, control = residency, kind = PartyKind.Client, homeBank = 0 } = changes;
  return { residency, control, kind, homeBank, programme: (changes.programmeHash ?? ZeroHash) !== ZeroHash };
}

export function admissionOf(wallet: Addressed, id: bigint, changes: AdmissionChanges = {}, account = ZeroHash) {
  return {
    id,
    profile: packProfile(profileOf(changes)),
    validUntil: changes.validUntil ?? VALID_UNTIL,
    limited: changes.limited ?? false,
    wallet: wallet.address,
    settlementAccount: account,
    lei: changes.lei ?? NO_LEI,
    programme: changes.programmeHash ?? ZeroHash,
  };
}

export async function wire(people: People, manager: string, name: ManagedContract, target: BaseContract) {
  const access = AccessManager__factory.connect(manager, people.admin);
  for (const role of new Set(Object.values(FUNCTION_ROLES[name]))) {
    const methods = Object.keys(FUNCTION_ROLES[name]).filter((method) => FUNCTION_ROLES[name][method] === role);
    const selectors = methods.map((method) => target.interface.getFunction(method)!.selector);
    await access.setTargetFunctionRole(target, selectors, ROLES[role]);
  }
}

export async function deployBank(chain: Chain, people: People) {
  const { admin, stranger } = people;
  const manager = await new AccessManager__factory(admin).deploy(admin);
  const authority = await manager.getAddress();
  for (const role of ROLE_NAMES) await manager.grantRole(ROLES[role], people[HOLDERS[role]], 0);

  const registry = PartyRegistry__factory.connect(
    await behindProxy(admin, await new PartyRegistry__factory(admin).deploy(), [authority]),
    stranger,
  );
  const issuance = IssuanceDesk__factory.connect(
    await behindProxy(admin, await new IssuanceDesk__factory(admin).deploy(), [authority]),
    stranger,
  );
  const redemption = RedemptionDesk__factory.connect(
    await behindProxy(admin, await new RedemptionDesk__factory(admin).deploy(), [authority, registry.target]),
    stranger,
  );
  await wire(people, authority, "PartyRegistry", registry);
  await wire(people, authority, "IssuanceDesk", issuance);
  await wire(people, authority, "RedemptionDesk", redemption);
  const orders = LegalOrders__factory.connect(
    await behindProxy(admin, await new LegalOrders__factory(admin).deploy(), [authority, registry.target]),
    stranger,
  );
  const pauses = (await new PauseControl__factory(admin).deploy(manager, ZeroAddress)).connect(stranger);
  await wire(people, authority, "LegalOrders", orders);
  await wire(people, authority, "PauseControl", pauses);
  for (const role of [ROLES.LEGAL_ORDERS, ROLES.COMPLIANCE]) await manager.grantRole(role, orders, 0);
  await manager.grantRole(ROLES.UNPAUSER, pauses, 0);
  const resolution = (await new Resolution__factory(admin).deploy(authority)).connect(stranger);
  await wire(people, authority, "Resolution", resolution);
  await manager.grantRole(ROLES.GUARDIAN, resolution, 0);
  // What the issuance desk would be upgraded to; it stands beside it, so that who may call it can be tested.
  const successorDesk = SuccessorIssuanceDesk__factory.connect(
    await behindProxy(admin, await new SuccessorIssuanceDesk__factory(admin).deploy(), [authority]),
    stranger,
  );
  await wire(people, authority, "SuccessorIssuanceDesk", successorDesk);
  // No token names the Limits contract, or admits the notary, until a test wants it.
  const limits = (await new Limits__factory(admin).deploy(authority, registry)).connect(stranger);
  await wire(people, authority, "Limits", limits);
  const confirmed = (await new ConfirmedPayments__factory(admin).deploy(authority, registry)).connect(stranger);
  const lens = (await new TransferLens__factory(admin).deploy()).connect(stranger);

  const usd = await deployToken(people, authority, registry.target as string, "XUSD", 2);
  const jpy = await deployToken(people, authority, registry.target as string, "XJPY", 0);
  for (const token of [usd, jpy]) {
    await registry.connect(people.policyAdmin).listToken(token);
    await token.connect(people.policyAdmin).admitContract(issuance, POWERS.ISSUER);
    await token.connect(people.policyAdmin).admitContract(redemption, POWERS.NOTARY | POWERS.BURNER | POWERS.ISSUER);
    await token.connect(people.attestor).attest(ATTESTED, await chain.networkHelpers.time.latest(), 0, 0);
    await issuance.connect(people.policyAdmin).raiseQuota(people.issuer, token, QUOTA);
  }
  await registry.connect(people.policyAdmin).setCountries(COUNTRIES);
  await registry
    .connect(people.registrar)
    .admit(
      (Object.keys(PARTIES) as Array<keyof typeof PARTIES>).map((name) =>
        admissionOf(people[name], PARTIES[name], { zone: PARTY_ZONES[name] }, settlementAccount(name)),
      ),
    );
  await openingDeposits(people, usd, [
    [people.alice, ALICE_USD],
    [people.bob, BOB_USD],
  ]);
  await openingDeposits(people, jpy, [[people.alice, ALICE_JPY]]);
  const law = { orders, pauses, resolution, successorDesk, limits, confirmed };
  return { manager, registry, issuance, redemption, ...law, lens, usd, jpy };
}

/** Minted by a key that loses the power at once, so that the desk's quota is untouched. */
export async function openingDeposits(
  { admin, policyAdmin, compliance }: People,
  token: DepositToken,
  deposits: [Account, bigint][],
) {
  await token.connect(policyAdmin).admitContract(admin, POWERS.ISSUER);
  for (const [payee, amount] of deposits) {
    await token.connect(admin).mint(payee, amount, reference(`opening deposit of ${payee.address}: ${amount}`));
  }
  await token.connect(compliance).dismissContract(admin, POWERS.ISSUER);
}

// --- the bank as tests use it ---

export interface Redemption {
  hold: Hold;
  terms: RedemptionTerms;
  id: string;
}

/** A UETR as the desk takes it: 16 bytes that stand for `text`. */
export const uetr = (text: string) => dataSlice(reference(text), 0, 16);
/** What the desk says before `submit`. */
export const NO_UETR = `0x${"00".repeat(16)}`;
/** An ISO 20022 reason code as four letters. */
export const AC04 = "0x41433034";

export function bankOf(chain: Chain, people: People, deployed: Awaited<ReturnType<typeof deployBank>>) {
  const { manager, registry, issuance, redemption, orders, pauses, limits, confirmed, usd, jpy } = deployed;
  const { time } = chain.networkHelpers;
  const now = async () => BigInt(await time.latest());

  // --- the register ---

  const block = (party: bigint, order = "order 1") =>
    registry.connect(people.compliance).blockParty(party, reference(order));
  const unblock = (party: bigint, order = "order 1") =>
    registry.connect(people.legalOrders).unblockParty(party, reference(order));

  /** The party's profile and limits become these; by default a client of zone 1 without limits. */
  const reclassify = (party: bigint, changes: AdmissionChanges = {}) =>
    registry
      .connect(people.registrar)
      .reclassify(
        party,
        packProfile(profileOf(changes)),
        changes.limited ?? false,
        changes.lei ?? NO_LEI,
        changes.programmeHash ?? ZeroHash,
      );
  const retire = (lost: Addressed, successor: Addressed) =>
    registry.connect(people.legalOrders).retireWallet(lost.address, successor.address);

  /** A further token of the bank, not yet listed. */
  const anotherToken = (symbol: string, register: Addressed | undefined = undefined) =>
    deployToken(people, manager.target as string, register?.address ?? (registry.target as string), symbol, 2);

  /** A smart account of `owner`, by ERC-1271. */
  async function deployWallet(owner: Account, manner = 0) {
    const wallet = await new WalletDouble__factory(people.stranger).deploy(owner, manner);
    return Object.assign(wallet, { address: await wallet.getAddress() });
  }

  const standingOf = async (token: DepositToken, wallet: Addressed) =>
    readAccount(await token.accountWord(wallet.address)).standing;
  const codeHashOf = async (account: Addressed) =>
    chain.ethers.keccak256(await chain.ethers.provider.getCode(account.address));

  // --- minting ---

  let deposits = 0;

  /** An order to mint USD 1,000.00 to alice under a new deposit reference, good for an hour. */
  const orderOf = async (changes: Partial<MintOrder> = {}): Promise<MintOrder> => ({
    token: usd.target as string,
    payee: people.alice.address,
    amount: 100_000n,
    depositReference: reference(`deposit ${++deposits}`),
    expiry: (await now()) + HOUR,
    ...changes,
  });

  const itemOf = (
    payee: Addressed,
    amount: bigint,
    depositReference = reference(`deposit ${++deposits}`),
  ): MintItem => ({
    payee: payee.address,
    amount,
    depositReference,
  });

  const batchOf = async (items: MintItem[], changes: Partial<MintBatch> = {}): Promise<MintBatch> => ({
    token: usd.target as string,
    items,
    count: BigInt(items.length),
    total: items.reduce((sum, { amount }) => sum + amount, 0n),
    expiry: (await now()) + HOUR,
    ...changes,
  });

  const signOrder = (order: MintOrder, signer = people.approver) => signFor(issuance, signer, "MintOrder", order);
  const signBatch = (batch: MintBatch, signer = people.approver) => signFor(issuance, signer, "MintBatch", batch);

  /** Sends an order as the issuer, approved by the approver. */
  const mint = async (order: MintOrder): Promise<ContractTransactionResponse> =>
    issuance.connect(people.issuer).mint(order, people.approver, await signOrder(order));
  const mintBatch = async (batch: MintBatch): Promise<ContractTransactionResponse> =>
    issuance.connect(people.issuer).mintBatch(batch, people.approver, await signBatch(batch));

  const quota = async (token: DepositToken = usd) => {
    const [limit, available] = await issuance.quotaOf(people.issuer, token);
    return { limit, available };
  };

  // --- redeeming ---

  let salts = 0;

  /** Alice redeems USD 3,000.00 to her own account; the bank has five days to submit. */
  async function redemptionOf(changes: Partial<Hold> = {}, termChanges: Partial<RedemptionTerms> = {}) {
    const terms: RedemptionTerms = {
      token: usd.target as string,
      settlementAccount: settlementAccount("alice"),
      salt: reference(`redemption ${++salts}`),
      ...termChanges,
    };
    const placed = await now();
    const hold: Hold = {
      payer: people.alice.address,
      payee: ZeroAddress,
      notary: redemption.target as string,
      amount: 300_000n,
      expiry: placed + 5n * DAY,
      placeBy: placed + DAY,
      assignable: false,
      terms: await redemption.hashTerms(terms),
      ...changes,
    };
    return { hold, terms, id: holdId(hold) };
  }

  const tokenOf = ({ terms }: Redemption) => DepositToken__factory.connect(terms.token, people.stranger);
  const signHold = (wanted: Redemption, signer: Account) => sign(tokenOf(wanted), signer, "Hold", wanted.hold);

  /** A stranger relays the customer's signature. */
  async function request(wanted: Redemption, signer = people.alice): Promise<ContractTransactionResponse> {
    return redemption.connect(people.relayer).request(wanted.hold, wanted.terms, await signHold(wanted, signer));
  }
  async function requested(changes: Partial<Hold> = {}, termChanges: Partial<RedemptionTerms> = {}) {
    const wanted = await redemptionOf(changes, termChanges);
    await request(wanted);
    return wanted;
  }

  const submit = ({ hold, terms, id }: Redemption, payment = uetr(id)): Sent =>
    redemption.connect(people.operator).submit(hold, terms, payment);
  async function submitted(changes: Partial<Hold> = {}) {
    const wanted = await requested(changes);
    await submit(wanted);
    return wanted;
  }

  const settle = ({ hold, terms }: Redemption): Sent => redemption.connect(people.operator).settle(terms.token, hold);
  async function settled(changes: Partial<Hold> = {}) {
    const wanted = await submitted(changes);
    await settle(wanted);
    return wanted;
  }

  const signDesk = (signer: Account, type: DeskType, message: object) => signFor(redemption, signer, type, message);

  /** Rejected by operator and approver, under AC04 (closed account). */
  async function reject({ hold, terms, id }: Redemption): Promise<ContractTransactionResponse> {
    const expiry = (await now()) + HOUR;
    const message = { token: terms.token, hold: id, reason: AC04, expiry };
    const approval = await signDesk(people.redemptionApprover, "RejectRedemption", message);
    return redemption
      .connect(people.operator)
      .reject(terms.token, hold, AC04, expiry, people.redemptionApprover, approval);
  }

  const cancel = ({ hold, terms }: Redemption, by: Account = people.alice): Sent =>
    redemption.connect(by).cancel(terms.token, hold);

  async function redemptionState({ terms, id }: Redemption) {
    const [state, payment] = await redemption.redemptionOf(terms.token, id);
    return [REDEMPTION_STATES[Number(state)], payment] as const;
  }

  // --- the token ---

  const pauseAll = async (token: DepositToken = usd) => {
    for (const operation of [0, 1, 2, 3]) await token.connect(people.guardian).pause(operation);
  };
  const freeze = (account: Addressed, amount: bigint, token = usd) =>
    token.connect(people.legalOrders).setFrozenTokens(account.address, amount);
  const holdState = async (wanted: Redemption) => readHold(await tokenOf(wanted).holdWord(wanted.id));
  const accountOf = async (account: Addressed, token = usd) => readAccount(await token.accountWord(account.address));
  const supply = async (token = usd) => readSupply((await token.supplyWords())[0]);

  const refuses = (call: Promise<unknown>, contract: BaseContract, error: string, ...args: Value[]) =>
    expectRefusal(call, contract, error, ...args);
  /** The transaction emits exactly these events of the bank's contracts, in order. */
  const emits = (call: Sent, ...logs: Log[]) =>
    expectLogs(call, [registry, issuance, redemption, orders, pauses, limits, confirmed, usd, jpy], logs);

  return {
    ...people,
    ...deployed,
    people,
    ethers: chain.ethers,
    helpers: chain.networkHelpers,
    now,
    /** The next transaction is mined at this second. */
    at: (second: bigint) => time.setNextBlockTimestamp(second),
    /** A block is mined at this second. */
    travelTo: (second: bigint) => time.increaseTo(second),
    admissionOf,
    block,
    unblock,
    reclassify,
    retire,
    anotherToken,
    deployWallet,
    standingOf,
    codeHashOf,
    orderOf,
    itemOf,
    batchOf,
    signOrder,
    signBatch,
    mint,
    mintBatch,
    quota,
    redemptionOf,
    signHold,
    request,
    requested,
    submit,
    submitted,
    settle,
    settled,
    reject,
    cancel,
    signDesk,
    redemptionState,
    pauseAll,
    freeze,
    holdState,
    accountOf,
    supply,
    refuses,
    emits,
  };
}

/** How a smart account answers for its owner (`contracts/mocks/WalletDouble.sol`). */
export const Manner = { Honest: 0, WrongAnswer: 1, Reverts: 2, BurnsGas: 3, ReturnBomb: 4, ShortAnswer: 5 } as const;

export const REDEMPTION_STATES = ["None", "Cancelled", "Submitted", "Settled", "Rejected", "Returned"] as const;
