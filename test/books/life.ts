import { countryCode } from "../../src/bank/countries.js";
import {
  addCustodyAccount,
  admitParties,
  type Clearance,
  encodeProfile,
  type Hold,
  type LegalActName,
  type LegalActs,
  type LegalOrder,
  newTerms,
  raiseLimits,
  type Redemption,
  setInstitution,
  signLegalAct,
} from "../../src/chain/index.js";
import { bytes32, connectLimits, mintTo, partyOf, type useBank, VALID_UNTIL } from "../chain/support.js";

export type World = Awaited<ReturnType<Awaited<ReturnType<typeof useBank>>>>;

/** Acts by name: each does one thing, and may be refused. */
export type Acts = Readonly<Record<string, () => Promise<unknown>>>;

/** Most acts are between two customers whose corridors are open; the third is under review. */
const CUSTOMERS = ["alice", "alice", "bob", "bob", "carol"] as const;

/** A client of another institution: payments to and from her need a travel-rule record. */
export const ERIN = 104n;
const HOME_BANK = 7;
const LEI = "984500QUAYSIDESAVB53";

/** A small generator of its own, so that a failing run can be repeated by its seed. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What a run knows of itself: its people, its chances, and what it has made so far. */
export class Life {
  readonly holds: Hold[] = [];
  readonly redemptions: Redemption[] = [];
  readonly liens: { lienId: string; order: LegalOrder }[] = [];
  readonly clearances: Clearance[] = [];
  readonly travels: bigint[] = [];
  #number = 1_000;

  constructor(
    readonly world: World,
    readonly pick: (below: number) => number,
  ) {}

  get bank() {
    return this.world.bank;
  }
  get usd() {
    return this.bank.tokens["USD"]!;
  }
  get erin() {
    return this.world.UPGRADER;
  }
  /** Never twice the same. */
  next(): number {
    return ++this.#number;
  }
  one<T>(list: readonly T[]): T {
    const one = [...list][this.pick(list.length)];
    if (one === undefined) throw new Error("nothing of the kind yet");
    return one;
  }
  name() {
    return this.one(CUSTOMERS);
  }
  customer() {
    return this.world[this.name()];
  }
  party() {
    return partyOf(this.name());
  }
  /** Any wallet of a customer, lost ones among them. */
  async wallet(): Promise<string> {
    return this.one(await this.bank.partyRegistry.walletsOf(this.party()));
  }
  /** A wallet that was lost. */
  async lost(): Promise<string> {
    const { partyRegistry } = this.bank;
    const wallets = await partyRegistry.walletsOf(this.party());
    const retired = await Promise.all(wallets.map((wallet) => partyRegistry.isRetired(wallet)));
    return this.one(wallets.filter((_, i) => retired[i]));
  }
  /** The account of a lien, or the wallet that stands for it. */
  async standsFor(lienId: string): Promise<string> {
    const { account } = await this.bank.legalOrders.lien(lienId);
    return this.pick(2) === 0 ? account : this.bank.partyRegistry.successorOf(account);
  }
  amount(): bigint {
    return BigInt(1 + this.pick(60_000));
  }
  token(person: World["alice"]) {
    return this.usd.connect(person);
  }
  registry(person: World["alice"]) {
    return this.bank.partyRegistry.connect(person);
  }
  isKey(address: string): boolean {
    return CUSTOMERS.some((name) => this.world[name].address === address);
  }
  keyOf(address: string) {
    return CUSTOMERS.map((name) => this.world[name]).find((key) => key.address === address) ?? this.world.alice;
  }
  /** One of a few orders, so that several acts come under each. */
  order(): LegalOrder {
    const number = 1 + this.pick(4);
    const authority = bytes32(0xa0 + number);
    return {
      id: bytes32(0x0de0 + number),
      authority,
      documentHash: bytes32(0xd0c0 + number),
      issuedAt: 1n,
      validUntil: 0n,
    };
  }
  /** The approver's yes to an act under an order, or to a lift. */
  async approve<N extends LegalActName>(name: N, act: LegalActs[N]) {
    return signLegalAct(this.bank, this.world.COMPLIANCE_APPROVER, name, act, await newTerms(this.bank));
  }
}

/** The bank before a random life: money, limits that hardly ever refuse, a custody account, a client of a client. */
export async function beginLife(world: World): Promise<void> {
  const { bank, people, REGISTRAR, POLICY_ADMIN, LIMITS_OFFICER } = world;
  await connectLimits(bank, people);
  await setInstitution(bank, POLICY_ADMIN, HOME_BANK, LEI);
  await admitParties(bank, REGISTRAR, [
    {
      id: ERIN,
      wallets: [world.UPGRADER.address],
      profile: { residency: countryCode("US"), kind: "client-of-client", homeBank: HOME_BANK },
      validUntil: VALID_UNTIL,
      limited: true,
    },
  ]);
  const limits = { perPayment: 900_000n, windowValue: 20_000_000n, windowCount: 900, windowHours: 24 };
  const parties = [partyOf("alice"), partyOf("bob"), partyOf("carol"), ERIN];
  await raiseLimits(bank, LIMITS_OFFICER, [{ currency: "USD", parties, limits }]);
  await addCustodyAccount(bank, POLICY_ADMIN, world.dave.address);
  await mintTo(bank, people, "bob", 900_000n, 999);
}

export const profileOf = (residency: number): bigint =>
  encodeProfile({ kind: "client", residency, control: residency, homeBank: 0, programme: false });
