import hre from "hardhat";
import { concat, ZeroAddress, type ContractTransactionResponse, type TransactionResponse } from "ethers";
import { chainAccounts } from "../../src/bank/testAccounts.js";
import { FUNCTION_ROLES, ROLES, type RoleName } from "../../src/bank/roles.js";
import {
  AccessManager__factory,
  DepositToken__factory,
  ERC1967Proxy__factory,
  LimitsDouble__factory,
  RegistryDouble__factory,
  WalletDouble__factory,
  type AccessManager,
  type DepositToken,
} from "../../typechain-types/index.js";
import { expectLogs, expectRefusal, type Log, type Value } from "./expect.js";
import {
  holdId,
  parts,
  randomNonce,
  sign,
  type Authorization,
  type Form,
  type Hold,
  type Permit,
  type SignedType,
} from "./signing.js";
import {
  corridors,
  packStanding,
  Power,
  readAccount,
  readFlows,
  readHold,
  readPolicy,
  readReference,
  readSupply,
  reference,
  type Standing,
} from "./words.js";

export const HOUR = 3_600n;
export const DAY = 24n * HOUR;

/** All times of the tests are fixed: the chain starts here. */
const START = "2026-11-02T00:00:00Z";
/** 2030-01-01: until then every customer of the fixture is valid. */
export const VALID_UNTIL = 1_893_456_000n;

export const ATTESTATION_MAX_AGE = DAY;
export const ATTESTED = 5_000_000n;
export const ALICE_BALANCE = 1_000_000n;
export const BOB_BALANCE = 200_000n;
export const SUPPLY = ALICE_BALANCE + BOB_BALANCE;
export const HOLD_AMOUNT = 300_000n;

/**
 * Zones: alice and carol 1, bob 2, dave 3 (payments to him are under review), erin 4 (no corridor at all). Row 0 is the
 * bank's own (a mint).
 */
export const ZONES = { alice: 1, bob: 2, carol: 1, dave: 3, erin: 4 } as const;
export const ALLOWED = corridors([0, 1], [0, 2], [0, 3], [1, 1], [1, 2], [2, 1], [2, 2]);
export const REVIEW = corridors([1, 3], [2, 3]);

/** The people of the bank, one for each role that the token knows. */
export const PEOPLE = {
  policyAdmin: "POLICY_ADMIN",
  compliance: "COMPLIANCE",
  guardian: "GUARDIAN",
  unpauser: "UNPAUSER",
  attestor: "ATTESTOR",
  legalOrders: "LEGAL_ORDERS",
  upgrader: "UPGRADER",
} as const satisfies Record<string, RoleName>;

/** Contracts of the suite, played by keys with local powers. The desk redeems, the clearing burns between banks. */
export const CONTRACTS = {
  issuer: Power.Issuer,
  notary: Power.Notary,
  desk: Power.Notary | Power.Burner,
  clearing: Power.Notary | Power.Burner | Power.Clearing,
} as const;

/** Who sits behind the keys of the chain, in this order. */
const NAMES = [
  "admin",
  ...keysOf(PEOPLE),
  "registry",
  ...keysOf(CONTRACTS),
  ...keysOf(ZONES),
  "stranger",
  "relayer",
] as const;

function keysOf<Key extends string>(table: Record<Key, unknown>): Key[] {
  return Object.keys(table) as Key[];
}

export type Chain = Awaited<ReturnType<typeof connect>>;
export type Account = Awaited<ReturnType<Chain["ethers"]["getSigners"]>>[number];
export type People = Record<(typeof NAMES)[number], Account>;
export type TokenFixture = ReturnType<typeof fixtureOf>;
type Sent = Promise<ContractTransactionResponse>;

function connect() {
  return hre.network.create({ override: { initialDate: START, accounts: chainAccounts() } });
}

/**
 * One chain for the calling file, and a function that brings the same fresh token on it:
 * `const load = await useToken();`, then `const { token, alice, pay } = await load();` in every test.
 */
export async function useToken(): Promise<() => Promise<TokenFixture>> {
  const chain = await connect();
  const people = await peopleOf(chain);
  async function deployFixture() {
    return deployBank(chain, people);
  }
  return async () => fixtureOf(chain, people, await chain.networkHelpers.loadFixture(deployFixture));
}

async function peopleOf(chain: Chain): Promise<People> {
  const signers = await chain.ethers.getSigners();
  return Object.fromEntries(NAMES.map((name, i) => [name, signers[i]])) as People;
}

/** The arguments of `initialize`, as the proxy's constructor gets them. */
export function initialArguments(authority: string, registry: string) {
  return ["Example Bank US Dollar", "XUSD", 2, authority, registry, ATTESTATION_MAX_AGE] as const;
}

/** A token behind its proxy, run by `manager`, that knows nobody yet. */
export async function deployToken(deployer: Account, manager: string, registry: string) {
  const implementation = await new DepositToken__factory(deployer).deploy();
  const proxy = await new ERC1967Proxy__factory(deployer).deploy(
    implementation,
    implementation.interface.encodeFunctionData("initialize", [...initialArguments(manager, registry)]),
  );
  return { token: DepositToken__factory.connect(await proxy.getAddress(), deployer), implementation };
}

/** Gives each role its functions, from the table that deployments use, and each person its role. */
async function wireRoles(token: DepositToken, manager: AccessManager, people: People) {
  for (const [name, role] of Object.entries(FUNCTION_ROLES.DepositToken)) {
    const { selector } = token.interface.getFunction(name as "attest");
    await manager.setTargetFunctionRole(token, [selector], ROLES[role]);
  }
  for (const name of keysOf(PEOPLE)) await manager.grantRole(ROLES[PEOPLE[name]], people[name], 0);
}

async function deployBank(chain: Chain, people: People) {
  const manager = await new AccessManager__factory(people.admin).deploy(people.admin);
  const deployed = await deployToken(people.admin, await manager.getAddress(), people.registry.address);
  // The register is a key, so that a test pushes what it likes; by the code that it delegates to it also answers.
  const answers = await new RegistryDouble__factory(people.admin).deploy();
  await chain.networkHelpers.setCode(people.registry.address, concat(["0xef0100", await answers.getAddress()]));
  const token = deployed.token.connect(people.stranger);

  await wireRoles(token, manager, people);
  for (const name of keysOf(CONTRACTS)) {
    await token.connect(people.policyAdmin).admitContract(people[name], CONTRACTS[name]);
  }
  for (const name of keysOf(ZONES)) {
    await token.connect(people.registry).setStanding([people[name]], packStanding(goodStanding(ZONES[name])));
  }
  await token.connect(people.policyAdmin).openCorridors(ALLOWED, REVIEW);
  await token.connect(people.attestor).attest(ATTESTED, await chain.networkHelpers.time.latest(), 0, 0);
  await token.connect(people.issuer).mint(people.alice, ALICE_BALANCE, reference("opening deposit of alice"));
  await token.connect(people.issuer).mint(people.bob, BOB_BALANCE, reference("opening deposit of bob"));
  return { ...deployed, token, manager };
}

export function goodStanding(zone: number): Standing {
  return { validUntil: VALID_UNTIL, zone, admitted: true, blocked: false, limited: false };
}

/** The deployed token with its people, and the acts and questions that tests share. */
function fixtureOf(chain: Chain, people: People, bank: Awaited<ReturnType<typeof deployBank>>) {
  const { token } = bank;
  const { time } = chain.networkHelpers;
  const standings = new Map<string, Standing>(
    keysOf(ZONES).map((name) => [people[name].address, goodStanding(ZONES[name])]),
  );
  let deposits = 0;

  const as = (account: Account) => token.connect(account);
  const now = async () => BigInt(await time.latest());

  // --- acts ---

  /** The register pushes the standing it pushed last, with these changes. */
  function push(wallet: { address: string }, changes: Partial<Standing>): Sent {
    const standing = { ...standings.get(wallet.address)!, ...changes };
    standings.set(wallet.address, standing);
    return as(people.registry).setStanding([wallet.address], packStanding(standing));
  }

  /** The KYC of this wallet's owner has lapsed by a second. */
  async function expire(wallet: { address: string }) {
    return push(wallet, { validUntil: await now() });
  }

  /** The register retires a lost wallet, for which `successor` stands from now on. */
  async function retire(lost: { address: string }, successor: { address: string }): Sent {
    const register = RegistryDouble__factory.connect(people.registry.address, people.registry);
    await register.setSuccessor(lost.address, successor.address);
    return push(lost, { retired: true });
  }

  /** Sets the sum of the liens. */
  const freeze = (account: { address: string }, amount: bigint) =>
    as(people.legalOrders).setFrozenTokens(account.address, amount);

  const pause = (operation: number) => as(people.guardian).pause(operation);
  const closeCorridor = (from: number, to: number) => as(people.compliance).closeCorridors(corridors([from, to]));

  const pay = (from: Account, to: { address: string }, amount: bigint) =>
    as(from)["transfer(address,uint256)"](to.address, amount);

  const payFrom = (spender: Account, from: Account, to: { address: string }, amount: bigint) =>
    as(spender)["transferFrom(address,address,uint256)"](from, to.address, amount);

  /** Mints under a new reference, or the given one. */
  const mint = (payee: { address: string }, amount: bigint, depositReference?: string) =>
    as(people.issuer).mint(payee.address, amount, depositReference ?? reference(`deposit ${++deposits}`));

  const attest = async (figure: bigint, burned: bigint, received: bigint) =>
    as(people.attestor).attest(figure, await now(), burned, received);

  // --- signatures ---

  const signed = (signer: Account, type: SignedType, message: object) => sign(token, signer, type, message);

  async function permitOf(owner: { address: string }, spender: Account, value: bigint): Promise<Permit> {
    return {
      owner: owner.address,
      spender: spender.address,
      value,
      nonce: await token.nonces(owner.address),
      deadline: (await now()) + HOUR,
    };
  }

  function permit(relayer: Account, { owner, spender, value, deadline }: Permit, signature: string, form: Form): Sent {
    return form === "bytes"
      ? as(relayer)["permit(address,address,uint256,uint256,bytes)"](owner, spender, value, deadline, signature)
      : as(relayer)["permit(address,address,uint256,uint256,uint8,bytes32,bytes32)"](
          owner,
          spender,
          value,
          deadline,
          ...parts(signature),
        );
  }

  async function authorizationOf(
    from: { address: string },
    to: { address: string },
    value: bigint,
  ): Promise<Authorization> {
    const validBefore = (await now()) + HOUR;
    return { from: from.address, to: to.address, value, validAfter: 0n, validBefore, nonce: randomNonce() };
  }

  function authorized(
    act: "transfer" | "receive",
    relayer: Account,
    { from, to, value, validAfter, validBefore, nonce }: Authorization,
    signature: string,
    form: Form,
  ): Sent {
    const fields = "address,address,uint256,uint256,uint256,bytes32";
    const message = [from, to, value, validAfter, validBefore, nonce] as const;
    return form === "bytes"
      ? as(relayer)[`${act}WithAuthorization(${fields},bytes)`](...message, signature)
      : as(relayer)[`${act}WithAuthorization(${fields},uint8,bytes32,bytes32)`](...message, ...parts(signature));
  }

  function cancel(relayer: Account, authorizer: string, nonce: string, signature: string, form: Form): Sent {
    return form === "bytes"
      ? as(relayer)["cancelAuthorization(address,bytes32,bytes)"](authorizer, nonce, signature)
      : as(relayer)["cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)"](
          authorizer,
          nonce,
          ...parts(signature),
        );
  }

  // --- holds ---

  /** A hold of alice's money for bob, to be placed within a day and to lapse in 30. */
  async function holdOf(changes: Partial<Hold> = {}): Promise<Hold> {
    const placed = await now();
    return {
      payer: people.alice.address,
      payee: people.bob.address,
      notary: people.notary.address,
      amount: HOLD_AMOUNT,
      expiry: placed + 30n * DAY,
      placeBy: placed + DAY,
      assignable: false,
      terms: reference("order 1"),
      ...changes,
    };
  }

  /** A hold that the redemption desk will burn. */
  const redemptionOf = (changes: Partial<Hold> = {}) =>
    holdOf({ payee: ZeroAddress, notary: people.desk.address, terms: reference("redemption 1"), ...changes });

  async function place(hold: Hold): Promise<Hold> {
    await as(accountAt(hold.payer)).placeHold(hold);
    return hold;
  }

  const placed = async (changes: Partial<Hold> = {}) => place(await holdOf(changes));
  const placedRedemption = async (changes: Partial<Hold> = {}) => place(await redemptionOf(changes));

  async function sealedRedemption(changes: Partial<Hold> = {}): Promise<Hold> {
    const hold = await placedRedemption(changes);
    await as(accountAt(hold.notary)).sealHold(hold);
    return hold;
  }

  /** The event of this hold's placing. */
  const placedLog = (h: Hold): Log => [
    "HoldPlaced",
    holdId(h),
    h.payer,
    h.payee,
    h.notary,
    h.amount,
    h.expiry,
    h.placeBy,
    h.assignable,
    h.terms,
  ];

  function accountAt(address: string): Account {
    return Object.values(people).find((account) => account.address === address)!;
  }

  // --- doubles ---

  async function installLimits(answer = 0n) {
    const limits = await new LimitsDouble__factory(people.admin).deploy();
    await limits.setAnswer(answer);
    await as(people.policyAdmin).setLimits(limits);
    return limits;
  }

  /** A smart account of `owner` that answers in this manner, admitted in zone 1. */
  async function deployWallet(owner: Account, manner = 0) {
    const wallet = await new WalletDouble__factory(people.stranger).deploy(owner, manner);
    const address = await wallet.getAddress();
    standings.set(address, goodStanding(1));
    await push({ address }, {});
    return Object.assign(wallet, { address });
  }

  // --- questions ---

  const accountOf = async (account: { address: string }) => readAccount(await token.accountWord(account.address));
  const stateOf = async (hold: Hold) => readHold(await token.holdWord(holdId(hold)));
  const supply = async () => readSupply((await token.supplyWords())[0]);
  const flows = async () => readFlows((await token.supplyWords())[1]);
  const policy = async () => readPolicy((await token.policyWords())[0]);
  const review = async () => readPolicy((await token.policyWords())[1]);
  const firstUse = async (depositReference: string) => readReference(await token.depositReference(depositReference));

  /** The call reverts with this error of the token. */
  const refuses = (call: Promise<unknown>, error: string, ...args: Value[]) =>
    expectRefusal(call, token, error, ...args);
  /** The transaction emits exactly these events of the token, in order. */
  const emits = (call: Promise<TransactionResponse>, ...logs: Log[]) => expectLogs(call, token, logs);

  return {
    ...people,
    ...bank,
    ethers: chain.ethers,
    helpers: chain.networkHelpers,
    people,
    as,
    now,
    /** The next transaction is mined at this second. */
    at: (second: bigint) => time.setNextBlockTimestamp(second),
    /** A block is mined at this second. */
    travelTo: (second: bigint) => time.increaseTo(second),
    push,
    expire,
    retire,
    freeze,
    pause,
    closeCorridor,
    pay,
    payFrom,
    mint,
    attest,
    signed,
    permitOf,
    permit,
    authorizationOf,
    authorized,
    cancel,
    holdOf,
    redemptionOf,
    place,
    placed,
    placedRedemption,
    sealedRedemption,
    placedLog,
    installLimits,
    deployWallet,
    accountOf,
    stateOf,
    supply,
    flows,
    policy,
    review,
    firstUse,
    refuses,
    emits,
  };
}
