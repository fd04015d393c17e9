import hre from "hardhat";
import { ZeroAddress, type BaseContract } from "ethers";

import { chainAccounts } from "../../src/bank/testAccounts.js";
import { DepositToken__factory, PartyRegistry__factory, type DepositToken } from "../../typechain-types/index.js";
import {
  admissionOf,
  ATTESTED,
  bankOf,
  deployBank,
  deployToken,
  NAMES,
  openingDeposits,
  PARTIES,
  stopTheClock,
  type AdmissionChanges,
  type People,
} from "../issuance/support.js";
import { expectRefusal, type Value } from "../support/expect.js";
import { holdId, sign, type Hold } from "../support/signing.js";
import { DAY, type Account, type Chain } from "../support/token.js";
import { readAccount, readHold, readSupply, reference } from "../support/words.js";

/** All times of the tests are fixed: the chain starts here. */
const START = "2026-11-02T00:00:00Z";

/** What every customer owns in every token of its bank at the start; minor units. */
export const OPENING = 10_000_000n;
/** What each bank owns in the settlement asset. */
export const RESERVES = 50_000_000n;

/** Further keys beside the people of `issuance/support`: they follow them in the chain's accounts. */
const FURTHER = ["dealer", "arbiter", "financier", "mainlander", "treasuryA", "treasuryB", "frank", "grace"] as const;
type Further = (typeof FURTHER)[number];
type Everyone = People & Record<Further, Account>;

/**
 * Two banks and the bank where both have an account, on one chain. The same people run all three, each with its own
 * AccessManager and register. Country k leads to zone k; corridors among zones 1 and 2 are open, towards zone 3 under
 * review, towards zone 4 closed.
 *
 * - Bank A (`a.usd`, `a.eur`): alice zone 1, bob zone 2, dealer, financier and frank zone 1, mainlander zone 4.
 * - Bank B (`b.usd`, `b.eur`): carol zone 1, dave zone 2, erin zone 3, dealer, financier and grace zone 1, mainlander zone 4.
 * - Settlement bank (`r.usd`): treasuryA (bank A's account) and treasuryB (bank B's), both zone 1.
 */
export const CUSTOMERS = {
  a: { alice: 1, bob: 2, dealer: 1, financier: 1, frank: 1, mainlander: 4 },
  b: { carol: 1, dave: 2, erin: 3, dealer: 1, financier: 1, grace: 1, mainlander: 4 },
  r: { treasuryA: 1, treasuryB: 1 },
} as const satisfies Record<string, Partial<Record<keyof Everyone, number>>>;

/** Party number of a customer at a bank, as the fixture admits it (alice and bob of bank A keep those of `PARTIES`). */
export function partyOf(bank: keyof typeof CUSTOMERS, name: string): bigint {
  const index = Object.keys(CUSTOMERS[bank]).indexOf(name);
  if (index < 0) throw new Error(`bank ${bank} has no customer ${name}`);
  return BigInt({ a: 101, b: 201, r: 901 }[bank] + index);
}

export type Banks = Awaited<ReturnType<Awaited<ReturnType<typeof useBanks>>>>;
type Deployed = Awaited<ReturnType<typeof deployBank>>;

/** One chain for all files of a run, and the banks on it: deploying three banks takes longer than most files' tests. */
let shared: Promise<{ chain: Chain; everyone: Everyone; deployFixture: () => Promise<Three> }> | undefined;

async function openChain() {
  const chain = await hre.network.create({ override: { initialDate: START, accounts: chainAccounts() } });
  const signers = await chain.ethers.getSigners();
  const everyone = Object.fromEntries([...NAMES, ...FURTHER].map((name, i) => [name, signers[i]])) as Everyone;
  return { chain, everyone, deployFixture: () => deployBanks(chain, everyone) };
}

/**
 * A function that brings the same fresh banks on every call:
 * `const load = await useBanks(async ({ people, admit }) => ({ desk: await admit(...) }));`
 * @param desks deploys what the file tests, once; `admit` gives a contract powers in tokens
 */
export async function useBanks<Desks extends object>(
  desks: (world: World) => Promise<Desks>,
): Promise<() => Promise<World & Desks>> {
  const { chain, everyone, deployFixture } = await (shared ??= openChain());
  const { loadFixture } = chain.networkHelpers;
  async function withDesks() {
    const deployed = await loadFixture(deployFixture);
    return { deployed, desks: await desks(worldOf(chain, everyone, deployed)) };
  }
  return async () => {
    const fixture = await loadFixture(withDesks);
    await stopTheClock(chain);
    return { ...worldOf(chain, everyone, fixture.deployed), ...fixture.desks };
  };
}

interface Three {
  readonly a: Deployed & { eur: DepositToken };
  readonly b: Deployed & { eur: DepositToken };
  readonly r: Deployed;
}

async function deployBanks(chain: Chain, people: Everyone): Promise<Three> {
  const [a, b, r] = [await deployBank(chain, people), await deployBank(chain, people), await deployBank(chain, people)];
  const withEuro = {
    a: { ...a, eur: await euro(chain, people, a) },
    b: { ...b, eur: await euro(chain, people, b) },
    r,
  };
  for (const bank of ["a", "b", "r"] as const) await admitCustomers(people, bank, withEuro[bank]);
  return withEuro;
}

async function euro(chain: Chain, people: Everyone, { manager, registry }: Deployed): Promise<DepositToken> {
  const token = await deployToken(people, manager.target as string, registry.target as string, "XEUR", 2);
  await registry.connect(people.policyAdmin).listToken(token);
  // A token that comes later knows the customers of the register once they are pushed.
  await registry.syncToken(token, Object.values(PARTIES));
  await token.connect(people.attestor).attest(ATTESTED, await chain.networkHelpers.time.latest(), 0, 0);
  return token;
}

async function admitCustomers(people: Everyone, bank: keyof Three, deployed: Deployed & { eur?: DepositToken }) {
  const zones: Partial<Record<keyof Everyone, number>> = CUSTOMERS[bank];
  const names = Object.keys(zones) as (keyof Everyone)[];
  // Bank A's alice and bob came with the bank; elsewhere those two are customers nobody uses.
  const fresh = names.filter((name) => bank !== "a" || (name !== "alice" && name !== "bob"));
  await deployed.registry
    .connect(people.registrar)
    .admit(fresh.map((name) => admissionOf(people[name], partyOf(bank, name), { zone: zones[name]! })));
  const amount = bank === "r" ? RESERVES : OPENING;
  for (const token of [deployed.usd, ...(deployed.eur === undefined ? [] : [deployed.eur])]) {
    // A mint to the mainland is refused like any other payment there.
    const payees = names.filter((name) => zones[name]! <= 3);
    const missing = await Promise.all(
      payees.map(async (name) => [people[name], amount - (await token.balanceOf(people[name]))] as [Account, bigint]),
    );
    await openingDeposits(people, token, missing);
  }
}

export type World = ReturnType<typeof worldOf>;

function worldOf(chain: Chain, everyone: Everyone, three: Three) {
  const { time } = chain.networkHelpers;
  const now = async () => BigInt(await time.latest());
  // The helpers of a single bank (block, retire, reclassify, pauseAll ...), for each of the three.
  const bank = (deployed: Deployed) => ({ ...bankOf(chain, everyone, deployed), ...deployed });
  const [a, b, r] = [{ ...bank(three.a), eur: three.a.eur }, { ...bank(three.b), eur: three.b.eur }, bank(three.r)];

  /** Gives a contract powers (`POWERS` of src/bank/roles) in tokens of any bank. */
  async function admit<C extends BaseContract>(contract: C, powers: bigint, ...tokens: DepositToken[]): Promise<C> {
    for (const token of tokens) await token.connect(everyone.policyAdmin).admitContract(contract, powers);
    return contract;
  }

  /** A hold that a desk would take: 30 days, to be placed within a day. */
  async function holdOf(fields: Pick<Hold, "payer" | "notary" | "amount" | "terms"> & Partial<Hold>): Promise<Hold> {
    const at = await now();
    return { payee: ZeroAddress, expiry: at + 30n * DAY, placeBy: at + DAY, assignable: false, ...fields };
  }

  return {
    a,
    b,
    r,
    people: everyone,
    chain,
    ethers: chain.ethers,
    helpers: chain.networkHelpers,
    now,
    /** The next transaction is mined at this second. */
    at: (second: bigint) => time.setNextBlockTimestamp(second),
    /** A block is mined at this second. */
    travelTo: (second: bigint) => time.increaseTo(second),
    admit,
    holdOf,
    signHold: (token: DepositToken, signer: Account, hold: Hold) => sign(token, signer, "Hold", hold),
    holdId,
    reference,
    accountOf: async (token: DepositToken, account: { address: string }) =>
      readAccount(await token.accountWord(account.address)),
    holdState: async (token: DepositToken, hold: Hold) => readHold(await token.holdWord(holdId(hold))),
    supply: async (token: DepositToken) => readSupply((await token.supplyWords())[0]),
    refuses: (call: Promise<unknown>, contract: BaseContract, error: string, ...args: Value[]) =>
      expectRefusal(call, contract, error, ...args),
  };
}

/** Admits one more wallet-party at a bank, while a test runs. */
export async function admitCustomer(
  { people }: World,
  registry: BaseContract,
  wallet: { address: string },
  id: bigint,
  changes: AdmissionChanges = {},
): Promise<void> {
  const register = PartyRegistry__factory.connect(registry.target as string, people.registrar);
  await register.admit([admissionOf(wallet, id, changes)]);
}

/** A token at an address, read by nobody in particular. */
export const tokenAt = (address: string, { people }: World): DepositToken =>
  DepositToken__factory.connect(address, people.stranger);
