import { type Life } from "./life.js";
import { HOLDERS } from "./people.js";
import { becomesTrue, differs, type Reading, reading, rises } from "./reading.js";

/*
 * What a thief may want, each proved by reading the chain after an attempt. An attempt that wants something narrower reads
 * it itself.
 */

export interface Effect {
  /** the heading of its column */
  readonly title: string;
  /** it gives money to somebody, takes it from somebody, or makes it: nobody may alone, at once */
  readonly movesMoney?: true;
  readonly reads?: Reading;
}

type Balances = Readonly<Record<string, bigint>>;

const total = (balances: Balances): bigint => Object.values(balances).reduce((sum, one) => sum + one, 0n);
const lower = (before: Balances, after: Balances, names: readonly string[]): boolean =>
  names.some((name) => after[name]! < before[name]!);

/** Of everybody who has money, minor units. */
async function balancesOf({ usd, at }: Life): Promise<Balances> {
  const balances = await Promise.all(HOLDERS.map((name) => usd.balanceOf(at(name))));
  return Object.fromEntries(HOLDERS.map((name, i) => [name, balances[i]!]));
}

export const backingOf = (supply: bigint): bigint => (supply >> 64n) & ((1n << 64n) - 1n);

/** Pairs of zones, whatever is paused. */
const CORRIDORS = (1n << 225n) - 1n;

export const EFFECTS = {
  mint: {
    title: "mint money",
    movesMoney: true,
    reads: reading(balancesOf, (before, after) => total(after) > total(before)),
  },
  move: {
    title: "move a customer's money",
    movesMoney: true,
    reads: reading(
      balancesOf,
      (before, after, { victims }) => lower(before, after, victims) && total(after) === total(before),
    ),
  },
  burn: {
    title: "burn or redeem it",
    movesMoney: true,
    reads: reading(
      balancesOf,
      (before, after, { victims }) => lower(before, after, victims) && total(after) < total(before),
    ),
  },
  redirect: { title: "have a signed redemption paid elsewhere", movesMoney: true },
  custody: {
    title: "pay out seized money",
    movesMoney: true,
    reads: reading(balancesOf, (before, after) => lower(before, after, ["custody"])),
  },
  wind: {
    title: "wind a token down",
    reads: becomesTrue(({ bank, usd }) => bank.resolution.isDeclared(usd.target)),
  },
  admit: { title: "admit a customer or wallet" },
  describe: { title: "say where a customer resides, or that it has no limits" },
  account: { title: "change its registered bank account" },
  block: {
    title: "block a customer, or its money",
    reads: becomesTrue(async ({ usd, at }) => !(await usd.canSend(at("alice")))),
  },
  lift: { title: "lift a block, lien, hold or pause" },
  check: { title: "let a payment pass a review, the travel rule or the payee's name" },
  stop: { title: "stop or cancel an operation" },
  corridor: {
    title: "open a corridor, a country, a line to a bank",
    reads: reading(
      async ({ usd }) => (await usd.policyWords()) as readonly bigint[],
      (before, after) => after.some((word, i) => (word & ~before[i]! & CORRIDORS) !== 0n),
    ),
  },
  limit: { title: "raise a quota, limit, cap or threshold" },
  attest: {
    title: "falsify the attestation",
    reads: rises(async ({ usd }) => backingOf((await usd.supplyWords())[0])),
  },
  contract: { title: "admit an issuer, burner, notary, token, custody account or wallet code" },
  limits: { title: "replace Limits", reads: differs(({ usd }) => usd.limits()) },
  code: { title: "change code or authority" },
  roles: { title: "grant or rewire roles" },
  delay: { title: "shorten a delay" },
} as const satisfies Record<string, Effect>;

export type EffectName = keyof typeof EFFECTS;
export const EFFECT_NAMES = Object.keys(EFFECTS) as readonly EffectName[];

/** The default reading of an effect. */
export const readingOf = (effect: EffectName): Reading | undefined => (EFFECTS[effect] as Effect).reads;
