import { expect } from "chai";
import { ZeroAddress } from "ethers";
import fc from "fast-check";
import { LimitsDouble__factory } from "../../typechain-types/index.js";
import { corridor, REASONS, type ReasonName } from "../support/words.js";
import { useBank } from "../issuance/support.js";
import { callerOf, packAccount, rarely, SLOTS, succeeds, usually, type Account, type Storage } from "./support.js";

const load = await useBank();

const WORLDS = 2_000;
const SEED = 7943;
const UNLIMITED = 2n ** 256n - 1n;

const amounts = fc.oneof(
  { weight: 2, arbitrary: fc.bigInt(0n, 3n) },
  { weight: 3, arbitrary: fc.bigInt(0n, 1_000n) },
  { weight: 1, arbitrary: fc.constant(2n ** 64n - 1n) },
);
const earmarks = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0n) },
  { weight: 3, arbitrary: fc.bigInt(0n, 600n) },
  { weight: 1, arbitrary: fc.constant(2n ** 64n - 1n) },
);

const accounts = fc
  .record({
    balance: fc.bigInt(0n, 1_000n),
    frozen: earmarks,
    held: earmarks,
    validity: fc.oneof({ weight: 8, arbitrary: fc.constant(1_000n) }, { weight: 2, arbitrary: fc.bigInt(-1n, 1n) }),
    zone: fc.integer({ min: 1, max: 3 }),
    admitted: usually(20),
    blocked: rarely(20),
    limited: rarely(5),
    retired: rarely(30),
    localBlock: rarely(20),
  })
  .map(({ held, ...account }) => ({ ...account, held: held < account.balance ? held : account.balance }));

/** An account whose KYC is valid until so many seconds from now. */
type Drawn = Omit<Account, "validUntil"> & { validity: bigint };

/** What a Limits contract refuses with. */
const ANSWERS: ReasonName[] = ["PayerLimit", "PayeeLimit", "ClearanceMissing", "LimitsNotSet", "TravelRecordMissing"];
/** What no payment meets: Ok apart, these are of mints, or of a Limits contract that fails. */
const NEVER: ReasonName[] = [
  "Ok",
  "ZeroAmount",
  "ReferenceUsed",
  "AttestationStale",
  "BackingExceeded",
  "LimitsUnavailable",
];

interface World {
  payer: Drawn;
  payee: Drawn;
  spender: Drawn;
  to: "payee" | "payer" | "spender" | "zero" | "token";
  amount: bigint;
  paused: number;
  corridors: bigint;
  review: bigint;
  hasLimits: boolean;
  answer: ReasonName;
  allowance: bigint;
}

/** Nine bits: which of the zones 1..3 may pay which. */
const zonePairs = (bits: number) =>
  [1, 2, 3]
    .flatMap((from) => [1, 2, 3].map((to) => [from, to] as const))
    .reduce((word, [from, to], i) => ((bits >> i) & 1 ? word | corridor(from, to) : word), 0n);

const worlds = fc.record<World>({
  payer: accounts,
  payee: accounts,
  spender: accounts,
  to: fc.oneof(
    { weight: 10, arbitrary: fc.constant("payee" as const) },
    { weight: 2, arbitrary: fc.constantFrom("payer" as const, "spender" as const) },
    { weight: 1, arbitrary: fc.constantFrom("zero" as const, "token" as const) },
  ),
  amount: amounts,
  paused: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 15 }) }),
  corridors: fc.integer({ min: 0, max: 511 }).map((bits) => zonePairs(bits | 0b100_010_001)),
  review: fc.integer({ min: 0, max: 511 }).map(zonePairs),
  hasLimits: usually(4),
  answer: fc.oneof(
    { weight: 3, arbitrary: fc.constant<ReasonName>("Ok") },
    { weight: 2, arbitrary: fc.constantFrom(...ANSWERS) },
  ),
  allowance: fc.oneof(fc.constant(UNLIMITED), fc.bigInt(0n, 1_000n)),
});

describe("checkTransfer", () => {
  it(`says Ok exactly when the movement succeeds, over ${WORLDS} random worlds`, async () => {
    const bank = await load();
    const { lens, usd, alice, bob, carol, admin, now } = bank;
    const limits = await new LimitsDouble__factory(admin).deploy();
    const [token, lensAddress, double] = [usd.target, lens.target, limits.target] as string[] as [
      string,
      string,
      string,
    ];
    const call = callerOf(bank);
    const time = await now();
    const addresses = {
      payee: bob.address,
      payer: alice.address,
      spender: carol.address,
      zero: ZeroAddress,
      token,
    };
    const seen = new Map<ReasonName, number>();

    const storageOf = (world: World): Storage => {
      const word = (account: Drawn) => packAccount({ ...account, validUntil: time + account.validity });
      return new Map([
        [
          token,
          new Map([
            [SLOTS.account(alice.address), word(world.payer)],
            [SLOTS.account(bob.address), word(world.payee)],
            [SLOTS.account(carol.address), word(world.spender)],
            [SLOTS.policy, world.corridors | (BigInt(world.paused) << 225n)],
            [SLOTS.review, world.review],
            [SLOTS.limits, world.hasLimits ? BigInt(double) : 0n],
            [SLOTS.allowance(alice.address, carol.address), world.allowance],
          ]),
        ],
        [double, new Map([[0n, BigInt(REASONS.indexOf(world.answer))]])],
      ]);
    };

    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const storage = storageOf(world);
        const [from, to, spender] = [alice.address, addresses[world.to], carol.address];
        const asked = async (by: string) => {
          const data = lens.interface.encodeFunctionData("checkTransfer", [token, by, from, to, world.amount]);
          return REASONS[Number(BigInt(await call(from, lensAddress, data, storage)))]!;
        };
        const transfer = usd.interface.encodeFunctionData("transfer(address,uint256)", [to, world.amount]);
        const transferFrom = usd.interface.encodeFunctionData("transferFrom(address,address,uint256)", [
          from,
          to,
          world.amount,
        ]);
        for (const [by, data] of [
          [from, transfer],
          [spender, transferFrom],
        ] as const) {
          const reason = await asked(by);
          seen.set(reason, (seen.get(reason) ?? 0) + 1);
          expect(reason === "Ok", reason).to.equal(await succeeds(call(by, token, data, storage)));
        }
      }),
      { numRuns: WORLDS, seed: SEED },
    );

    expect(seen.get("Ok")).to.be.greaterThan(WORLDS / 6);
    for (const reason of REASONS.filter((name) => !NEVER.includes(name))) {
      expect(seen.get(reason) ?? 0, reason).to.be.greaterThan(5);
    }
  });
});
