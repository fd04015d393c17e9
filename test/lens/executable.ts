import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import fc from "fast-check";
import { corridors, Power, readHold } from "../support/words.js";
import { holdId, type Hold } from "../support/signing.js";
import { DAY } from "../support/token.js";
import { PARTIES, useBank } from "../issuance/support.js";
import {
  callerOf,
  packAccount,
  packPowers,
  rarely,
  SLOTS,
  succeeds,
  usually,
  type Account,
  type Storage,
} from "./support.js";

const load = await useBank();

const WORLDS = 600;
const SEED = 1996;
const SUPPLY = 10n ** 12n;

interface World {
  payer: Omit<Account, "validUntil">;
  payerExpired: boolean;
  payee: { admitted: boolean; blocked: boolean; expired: boolean; zone: number };
  /** How many wallets, one after the other, were lost: the payee, then its successor. */
  lost: number;
  redemption: boolean;
  assigned: boolean;
  notary: { notary: boolean; burner: boolean; clearing: boolean };
  remaining: bigint;
  status: number;
  /** Seconds from now to the expiry in the struct, and hours it was put off. */
  left: bigint;
  extension: bigint;
  paused: number;
  allowed: boolean;
  review: boolean;
}

const worlds = fc.record<World>({
  payer: fc
    .record({
      held: fc.bigInt(100n, 400n),
      free: fc.bigInt(0n, 300n),
      unfrozen: fc.oneof(fc.constant(10_000n), fc.bigInt(0n, 100n)),
      admitted: usually(15),
      blocked: rarely(15),
      localBlock: rarely(20),
      retired: rarely(4),
    })
    .map(({ free, unfrozen, ...payer }) => {
      const balance = payer.held + free;
      return { ...payer, balance, frozen: balance > unfrozen ? balance - unfrozen : 0n, zone: 1, limited: false };
    }),
  payerExpired: rarely(4),
  payee: fc.record({
    admitted: usually(20),
    blocked: rarely(20),
    expired: rarely(20),
    zone: fc.integer({ min: 1, max: 2 }),
  }),
  lost: fc.constantFrom(0, 0, 0, 1, 2),
  redemption: rarely(3),
  assigned: rarely(4),
  notary: fc.record({ notary: usually(15), burner: usually(6), clearing: rarely(3) }),
  remaining: fc.bigInt(1n, 100n),
  status: fc.constantFrom(...[1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 0]),
  left: fc.oneof({ weight: 6, arbitrary: fc.constant(DAY) }, { weight: 2, arbitrary: fc.bigInt(-3_601n, 2n) }),
  extension: fc.constantFrom(0n, 0n, 1n),
  paused: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 0, max: 15 }) }),
  allowed: usually(4),
  review: rarely(2),
});

describe("executable", () => {
  it(`is what executeHold takes, and it takes not one minor unit more, over ${WORLDS} random worlds`, async () => {
    const bank = await load();
    const { lens, usd, registry, alice, bob, carol, dave, erin, stranger, now } = bank;
    const token = usd.target as string;
    const call = callerOf(bank);
    const time = await now();
    const seen = { none: 0, part: 0, all: 0, toSuccessor: 0 };

    const holdOf = (world: World): Hold => ({
      payer: alice.address,
      payee: world.redemption ? ZeroAddress : bob.address,
      notary: stranger.address,
      amount: 100n,
      expiry: time + world.left,
      placeBy: time,
      assignable: true,
      terms: ZeroHash,
    });
    const storageOf = (world: World, hold: Hold): Storage => {
      const { payer, payee, remaining, status, extension } = world;
      const assigned = world.assigned && !world.redemption;
      const open = corridors([1, payee.zone]);
      const payeeWord = packAccount({
        ...{ balance: 5n, frozen: 0n, held: 0n, limited: false, retired: false, localBlock: false },
        ...{ admitted: payee.admitted, blocked: payee.blocked, zone: payee.zone },
        validUntil: time + (payee.expired ? -1n : DAY),
      });
      // Whoever is paid; those before it in the line were lost, and the register names the next of each.
      const line = [assigned ? carol : bob, dave, erin].map(({ address }) => address).slice(0, world.lost + 1);
      const lost = line.slice(0, -1);
      const RETIRED = 1n << 224n;
      // Cleared, as a hold is that was placed for a pair under review.
      const holdWord = (1n << 95n) | (extension << 67n) | (BigInt(status) << 64n) | remaining;
      return new Map([
        [
          token,
          new Map([
            [
              SLOTS.account(alice.address),
              packAccount({ ...payer, validUntil: time + (world.payerExpired ? -1n : DAY) }),
            ],
            [SLOTS.account(line.at(-1)!), payeeWord],
            ...lost.map((wallet) => [SLOTS.account(wallet), payeeWord | (1n << 231n)] as const),
            [SLOTS.account(stranger.address), packPowers(world.notary)],
            [SLOTS.policy, (world.allowed ? open : 0n) | (BigInt(world.paused) << 225n)],
            [SLOTS.review, world.review ? open : 0n],
            [SLOTS.supply, SUPPLY | (SUPPLY << 64n)],
            [SLOTS.hold(holdId(hold)), holdWord | (assigned ? BigInt(carol.address) << 96n : 0n)],
          ]),
        ],
        [
          registry.target as string,
          new Map(
            lost.flatMap((wallet, i) => [
              [SLOTS.wallet(wallet), RETIRED],
              [SLOTS.successor(wallet), BigInt(line[i + 1]!)],
            ]),
          ),
        ],
      ]);
    };

    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const hold = holdOf(world);
        const storage = storageOf(world, hold);
        const question = lens.interface.encodeFunctionData("executable", [token, hold]);
        const amount = BigInt(await call(bob.address, lens.target as string, question, storage));
        const executes = (of: bigint) =>
          succeeds(call(stranger.address, token, usd.interface.encodeFunctionData("executeHold", [hold, of]), storage));
        if (amount > 0n) expect(await executes(amount)).to.equal(true);
        expect(await executes(amount + 1n)).to.equal(false);
        expect(amount <= world.remaining).to.equal(true);
        if (amount > 0n && world.lost > 0 && !world.redemption) seen.toSuccessor += 1;
        seen[amount === 0n ? "none" : amount < world.remaining ? "part" : "all"] += 1;
      }),
      { numRuns: WORLDS, seed: SEED },
    );
    expect(seen.none).to.be.greaterThan(WORLDS / 5);
    expect(seen.part).to.be.greaterThan(10);
    expect(seen.all).to.be.greaterThan(WORLDS / 5);
    expect(seen.toSuccessor).to.be.greaterThan(WORLDS / 20);
  });

  // Executing now needs a clearance that was never used, and none is asked for: the lens shows 1,000 and the notary's
  // execution reverts. (Its doc sets aside the payee's limits only.)
  it("is nothing for a hold whose corridor came under review since, without a clearance", async () => {
    const { lens, usd, policyAdmin, compliance, alice, bob, stranger, now, refuses } = await load();
    await usd.connect(policyAdmin).admitContract(stranger, Power.Notary);
    const time = await now();
    const hold: Hold = {
      payer: alice.address,
      payee: bob.address,
      notary: stranger.address,
      amount: 1_000n,
      expiry: time + DAY,
      placeBy: time + DAY,
      assignable: false,
      terms: ZeroHash,
    };
    await usd.connect(alice).placeHold(hold);
    await usd.connect(compliance).closeCorridors(corridors([1, 2]));
    await usd.connect(policyAdmin).openCorridors(0, corridors([1, 2]));
    const execution = usd.connect(stranger).executeHold(hold, 1_000n);
    await refuses(execution, usd, "ERC7943CannotTransfer", alice, bob, 1_000n);
    expect(await lens.executable(usd, hold)).to.equal(0n);
  });

  it("is what the successor of a lost payee would get, and nothing where that one may not receive", async () => {
    const { lens, usd, jpy, registry, registrar, policyAdmin, compliance, alice, bob, carol, stranger, now, retire } =
      await load();
    await usd.connect(policyAdmin).admitContract(stranger, Power.Notary);
    const time = await now();
    const hold: Hold = {
      payer: alice.address,
      payee: bob.address,
      notary: stranger.address,
      amount: 1_000n,
      expiry: time + DAY,
      placeBy: time + DAY,
      assignable: false,
      terms: ZeroHash,
    };
    await usd.connect(alice).placeHold(hold);
    await registry.connect(registrar).addWallets(PARTIES.bob, [carol]);
    await retire(bob, carol);
    expect(await lens.executable(usd, hold)).to.equal(1_000n);
    await usd.connect(compliance).blockWallet(carol);
    expect(await lens.executable(usd, hold)).to.equal(0n);
    // Elsewhere there is no such hold.
    expect(await lens.executable(jpy, hold)).to.equal(0n);
  });

  it("follows a redemption through its life", async () => {
    const { lens, usd, freeze, alice, requested, submit, settle, block, unblock } = await load();
    const wanted = await requested();
    const asked = () => lens.executable(usd, wanted.hold);
    expect(await asked()).to.equal(300_000n);
    await freeze(alice, 999_000n);
    expect(await asked()).to.equal(1_000n);
    await block(PARTIES.alice);
    expect(await asked()).to.equal(0n);
    await unblock(PARTIES.alice);
    await freeze(alice, 0n);
    await submit(wanted);
    await freeze(alice, 999_000n);
    await block(PARTIES.alice);
    // Sealed: nothing stops the burn.
    expect(await asked()).to.equal(300_000n);
    await settle(wanted);
    expect(await asked()).to.equal(0n);
    expect(readHold(await usd.holdWord(wanted.id)).status).to.equal("Closed");
  });
});
