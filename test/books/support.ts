import { ZeroAddress } from "ethers";

import { countryCode } from "../../src/bank/countries.js";
import { POWERS } from "../../src/bank/roles.js";
import {
  buildRedemption,
  encodeProfile,
  type Hold,
  type Redemption,
  rejectRedemption,
  settleRedemption,
  signHold,
  signRejection,
  submitRedemption,
} from "../../src/chain/index.js";
import { anyAddress, bytes32, DAY, mintTo, partyOf, type useBank } from "../chain/support.js";

export type World = Awaited<ReturnType<Awaited<ReturnType<typeof useBank>>>>;

/** Most acts are between two customers whose corridors are open; the third is under review. */
const CUSTOMERS = ["alice", "alice", "bob", "bob", "carol"] as const;

/** A small generator of its own, so that a failing run can be repeated by its seed. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * Random acts of everybody on everything, most of which succeed. Refusals are part of it: they leave no event.
 * @returns how often each act succeeded
 */
export async function liveRandomly(world: World, seed: number, acts: number): Promise<Map<string, number>> {
  const life = new Life(world, random(seed));
  await mintTo(world.bank, world.people, "bob", 900_000n, 999);
  const names = ACT_NAMES.flatMap((name) => Array.from({ length: WEIGHTS[name] ?? 1 }, () => name));
  for (let i = 0; i < acts; ++i) {
    const name = names[life.pick(names.length)]!;
    if (await succeeds(life.acts[name]!)) life.done.set(name, (life.done.get(name) ?? 0) + 1);
    if (life.pick(4) === 0) await world.time.increase(life.pick(3_000));
  }
  return life.done;
}

/** Money moves more often than rules change, and what tightens is lifted more often than not; all else once. */
const WEIGHTS: Readonly<Partial<Record<Act, number>>> = {
  ...{ transfer: 6, mint: 6, place: 12, executeSigned: 5, execute: 6, release: 4, extend: 3, assign: 4 },
  ...{ request: 6, submit: 5, settle: 3, reject: 3, forceRelease: 2, seize: 2 },
  ...{ unblockParty: 4, unblockWallet: 3, unpause: 5, notary: 4, addWallet: 2 },
};

/** Refusals of the chain and of our own checks are expected; a mistake of the test is not. */
async function succeeds(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    return false;
  }
}

/** Every act of a random life. */
export const ACT_NAMES = [
  "transfer",
  "mint",
  "place",
  "executeSigned",
  "execute",
  "release",
  "extend",
  "assign",
  "void",
  "request",
  "submit",
  "settle",
  "reject",
  "lien",
  "seize",
  "forceRelease",
  "blockWallet",
  "unblockWallet",
  "blockParty",
  "unblockParty",
  "addWallet",
  "removeWallet",
  "retire",
  "admitAndClose",
  "renew",
  "reclassify",
  "corridors",
  "openCorridors",
  "pause",
  "unpause",
  "attest",
  "country",
  "programme",
  "institution",
  "notary",
  "dismiss",
  "quota",
] as const;
type Act = (typeof ACT_NAMES)[number];

class Life {
  readonly done = new Map<string, number>();
  readonly #holds: Hold[] = [];
  readonly #redemptions: Redemption[] = [];
  #reference = 1_000;
  #salt = 0;

  constructor(
    readonly world: World,
    readonly pick: (below: number) => number,
  ) {}

  get #usd() {
    return this.world.bank.tokens["USD"]!;
  }
  #one<T>(list: readonly T[]): T {
    const one = [...list][this.pick(list.length)];
    if (one === undefined) throw new Error("nothing of the kind yet");
    return one;
  }
  #customer() {
    return this.world[this.#one(CUSTOMERS)];
  }
  #token(person: World["alice"]) {
    return this.#usd.connect(person);
  }
  #registry(person: World["alice"]) {
    return this.world.bank.partyRegistry.connect(person);
  }
  #party() {
    return partyOf(this.#one(CUSTOMERS));
  }
  #amount() {
    return BigInt(1 + this.pick(60_000));
  }
  async #wallet() {
    return this.#one(await this.world.bank.partyRegistry.walletsOf(this.#party()));
  }

  async #place() {
    const [payer, now] = [this.#customer(), BigInt(await this.world.time.latest())];
    const hold: Hold = {
      payer: payer.address,
      payee: await this.#wallet(),
      notary: this.world.stranger.address,
      amount: this.#amount(),
      expiry: now + 3n * DAY,
      placeBy: now + DAY,
      assignable: this.pick(2) === 0,
      terms: bytes32(++this.#salt),
    };
    await this.#token(payer).placeHold(hold);
    this.#holds.push(hold);
  }

  readonly acts: Record<Act, () => Promise<unknown>> = {
    transfer: () => this.#token(this.#customer())["transfer(address,uint256)"](this.#customer(), this.#amount()),
    mint: () => mintTo(this.world.bank, this.world.people, this.#one(CUSTOMERS), this.#amount(), ++this.#reference),
    place: () => this.#place(),
    executeSigned: async () => {
      const [payer, now] = [this.#customer(), BigInt(await this.world.time.latest())];
      const hold: Hold = {
        ...{ payer: payer.address, payee: await this.#wallet(), notary: this.world.stranger.address },
        ...{ amount: this.#amount(), expiry: now + DAY, placeBy: now + DAY, assignable: false },
        terms: bytes32(++this.#salt),
      };
      const signature = await signHold(this.world.bank, payer, "USD", hold);
      await this.#token(this.world.stranger).executeSigned(hold, signature);
    },
    execute: async () => {
      const hold = this.#one(this.#holds);
      await this.#token(this.world.stranger).executeHold(hold, 1n + BigInt(this.pick(Number(hold.amount))));
    },
    release: async () => {
      const hold = this.#one(this.#holds);
      await this.#token(this.world.stranger).releaseHold(hold, 1n + BigInt(this.pick(Number(hold.amount))));
    },
    extend: () => {
      const hold = this.#one(this.#holds);
      return this.#token(this.#keyOf(hold.payer)).extendHold(hold, 1 + this.pick(48));
    },
    assign: async () => {
      const hold = this.#one(this.#holds);
      return this.#token(this.#keyOf(hold.payee)).assignHold(hold, await this.#wallet());
    },
    void: async () => {
      const payer = this.#customer();
      const terms = bytes32(++this.#salt);
      const hold = { payer: payer.address, payee: ZeroAddress, notary: this.world.stranger.address };
      const times = { amount: 1n, expiry: 9_999_999_999n, placeBy: 9_999_999_999n, assignable: false, terms };
      await this.#token(payer).voidHold({ ...hold, ...times });
    },
    request: async () => {
      const name = this.#one(CUSTOMERS);
      const payer = this.world[name].address;
      const redemption = await buildRedemption(this.world.bank, { currency: "USD", payer, amount: this.#amount() });
      await this.#token(this.world[name]).placeHold(redemption.hold);
      this.#redemptions.push(redemption);
    },
    submit: () =>
      submitRedemption(this.world.bank, this.world.REDEMPTION_OPERATOR, this.#one(this.#redemptions), uetr(this.pick)),
    settle: () => settleRedemption(this.world.bank, this.world.REDEMPTION_OPERATOR, this.#one(this.#redemptions)),
    reject: async () => {
      const redemption = this.#one(this.#redemptions);
      const rejection = { reason: "AC04", expiry: BigInt(await this.world.time.latest()) + DAY };
      const { bank, REDEMPTION_OPERATOR, REDEMPTION_APPROVER } = this.world;
      const approval = await signRejection(bank, REDEMPTION_APPROVER, redemption, rejection);
      await rejectRedemption(bank, REDEMPTION_OPERATOR, redemption, rejection, approval);
    },
    lien: () => this.#token(this.world.LEGAL_ORDERS).setFrozenTokens(this.#customer(), this.#amount()),
    seize: async () =>
      this.#token(this.world.LEGAL_ORDERS).forcedTransfer(this.#customer(), await this.#wallet(), this.#amount()),
    forceRelease: () => this.#token(this.world.LEGAL_ORDERS).forceRelease(this.#one(this.#holds)),
    blockWallet: () => this.#token(this.world.COMPLIANCE).blockWallet(this.#customer()),
    unblockWallet: () => this.#token(this.world.LEGAL_ORDERS).unblockWallet(this.#customer()),
    blockParty: () => this.#registry(this.world.COMPLIANCE).blockParty(this.#party(), bytes32(this.pick(5))),
    unblockParty: () => this.#registry(this.world.LEGAL_ORDERS).unblockParty(this.#party(), bytes32(this.pick(5))),
    addWallet: () => this.#registry(this.world.REGISTRAR).addWallets(this.#party(), [anyAddress()]),
    removeWallet: async () => this.#registry(this.world.REGISTRAR).removeWallet(await this.#wallet()),
    retire: async () => {
      // Mostly further wallets: the customers' own keys stay in play.
      const wallets = await this.world.bank.partyRegistry.walletsOf(this.#party());
      await this.#registry(this.world.LEGAL_ORDERS).retireWallet(this.#one(wallets), this.#one(wallets));
    },
    admitAndClose: async () => {
      const id = BigInt(10_000 + ++this.#salt);
      const profile = profileOf(countryCode("US"));
      const admission = { id, profile, validUntil: 4_000_000_000n, limited: false, wallet: anyAddress() };
      const hashes = { settlementAccount: bytes32(0), lei: `0x${"35".repeat(20)}`, programme: bytes32(this.pick(2)) };
      await this.#registry(this.world.REGISTRAR).admit([{ ...admission, ...hashes }]);
      await this.#registry(this.world.REGISTRAR).close([id]);
    },
    renew: () => this.#registry(this.world.REGISTRAR).renew([this.#party()], 1_893_456_000 + this.pick(1_000_000)),
    reclassify: () => {
      const residency = countryCode(this.#one(["US", "DE", "HK"]));
      const profile = profileOf(residency);
      return this.#registry(this.world.REGISTRAR).reclassify(
        this.#party(),
        profile,
        false,
        `0x${"00".repeat(20)}`,
        bytes32(this.pick(2)),
      );
    },
    corridors: () => this.#token(this.world.COMPLIANCE).closeCorridors(1n << BigInt(this.pick(225))),
    openCorridors: () =>
      this.#token(this.world.POLICY_ADMIN).openCorridors(1n << BigInt(this.pick(225)), 1n << BigInt(this.pick(225))),
    pause: () => this.#token(this.world.GUARDIAN).pause(this.pick(4)),
    unpause: () => this.#token(this.world.UNPAUSER).unpause(this.pick(4)),
    attest: async () => {
      const now = await this.world.time.latest();
      await this.#token(this.world.ATTESTOR).attest(5_000_000n, now, await this.#burned(), 0);
    },
    country: () =>
      this.#registry(this.world.POLICY_ADMIN).setCountries([{ code: 1 + this.pick(999), resident: 3, controlled: 6 }]),
    programme: () => this.#registry(this.world.COMPLIANCE).requireProgramme(7 + this.pick(7)),
    institution: () => this.#registry(this.world.POLICY_ADMIN).setInstitution(1 + this.pick(5), `0x${"41".repeat(20)}`),
    notary: () => this.#token(this.world.POLICY_ADMIN).admitContract(this.world.stranger, POWERS.NOTARY),
    dismiss: () => this.#token(this.world.COMPLIANCE).dismissContract(this.world.stranger, POWERS.NOTARY),
    quota: () =>
      this.world.bank.issuanceDesk.connect(this.world.COMPLIANCE).cutQuota(this.world.ISSUER, this.#usd, 2_999_999n),
  };

  #keyOf(address: string) {
    return CUSTOMERS.map((name) => this.world[name]).find((key) => key.address === address) ?? this.world.alice;
  }
  async #burned() {
    const [, flows] = await this.#usd.supplyWords();
    return flows & ((1n << 128n) - 1n);
  }
}

const profileOf = (residency: number): bigint =>
  encodeProfile({ kind: "client", residency, control: residency, homeBank: 0, programme: false });

function uetr(pick: (below: number) => number): string {
  const digits = (n: number): string => Array.from({ length: n }, () => pick(16).toString(16)).join("");
  return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
}
