import { expect } from "chai";

import {
  buildOffset,
  netOf,
  signNetHold,
  standingHold,
  type InterbankPayment,
} from "../../../src/settlement/clearing/index.js";
import type { DepositToken } from "../../../typechain-types/index.js";
import { HOUR, type Account } from "../../support/token.js";
import { LOCAL_BLOCK, Operation } from "../../support/words.js";
import { useClearing, type Clearing } from "./support.js";

const load = await useClearing();

const STEPS = 140;
const OFF = "0x";

/** Numbers that look random and are the same in every run. */
function dice(seed: number) {
  let state = seed;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  return {
    below: (n: number) => Math.floor(next() * n),
    pick: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!,
  };
}

const ENDS = [
  "pay",
  "standing",
  "offset",
  "settled",
  "repair",
  "completed",
  "outside",
  "cancelled",
  "refused",
] as const;
type Kind = (typeof ENDS)[number];

/** How often what happened, in all walks. */
const counts: Partial<Record<Kind, number>> = {};

/** What must be true of the books, kept beside the chain and changed only by what succeeded. */
class Books {
  /** Minor units by token and account. */
  readonly balances = new Map<string, bigint>();
  repair = 0n;
  outside = 0n;
  supplyA = 0n;
  supplyB = 0n;
  /** What bank A has paid bank B in the settlement token, less what came back. */
  settled = 0n;
  readonly held = new Map<string, bigint>();

  constructor(readonly world: Clearing) {}

  count(kind: Kind) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }

  static key = (token: string, account: string) => `${token} ${account}`;
  add(map: Map<string, bigint>, token: string, account: string, amount: bigint) {
    const key = Books.key(token, account);
    map.set(key, (map.get(key) ?? 0n) + amount);
  }

  burn({ senderToken, payer, amount }: InterbankPayment) {
    this.add(this.balances, senderToken, payer, -amount);
    if (senderToken === this.world.a.usd.target) this.supplyA -= amount;
    else this.supplyB -= amount;
  }
  mint({ receiverToken, payee, amount }: InterbankPayment) {
    this.add(this.balances, receiverToken, payee, amount);
    if (receiverToken === this.world.a.usd.target) this.supplyA += amount;
    else this.supplyB += amount;
  }
  settle({ senderToken, amount }: InterbankPayment) {
    this.settled += senderToken === this.world.a.usd.target ? amount : -amount;
  }
  paid(payment: InterbankPayment) {
    this.burn(payment);
    this.mint(payment);
    this.settle(payment);
  }
}

const accounts = (token: DepositToken, { a, people }: Clearing): Account[] =>
  token === a.usd ? [people.alice, people.bob] : [people.carol, people.dave];

async function opening(world: Clearing): Promise<Books> {
  const { a, b } = world;
  const books = new Books(world);
  for (const token of [a.usd, b.usd]) {
    for (const account of accounts(token, world)) {
      books.add(books.balances, token.target as string, account.address, await token.balanceOf(account));
    }
  }
  [books.supplyA, books.supplyB] = [await a.usd.totalSupply(), await b.usd.totalSupply()];
  return books;
}

/** The chain says what the model says, and money was neither made nor lost. */
async function agree(world: Clearing, books: Books, total: bigint, reserves: bigint) {
  const { a, b, r, desk, people } = world;
  for (const token of [a.usd, b.usd]) {
    const address = token.target as string;
    for (const { address: account } of accounts(token, world)) {
      expect(await token.balanceOf(account)).to.equal(books.balances.get(Books.key(address, account)));
      expect(await token.heldOf(account)).to.equal(books.held.get(Books.key(address, account)) ?? 0n);
    }
    expect(await token.balanceOf(desk)).to.equal(0n);
  }
  const [supplyA, supplyB] = [await a.usd.totalSupply(), await b.usd.totalSupply()];
  expect([supplyA, supplyB]).to.deep.equal([books.supplyA, books.supplyB]);
  expect(supplyA + supplyB + books.repair + books.outside).to.equal(total);
  expect(await r.usd.balanceOf(people.treasuryA)).to.equal(reserves - books.settled);
  expect(await r.usd.balanceOf(desk)).to.equal(0n);
}

describe("a random walk over payments, offsets and evidence, with pauses, blocks and time", () => {
  for (const seed of [3, 8]) {
    it(`keeps supply A + supply B + what is in Repair, and settles exactly the net of what tokens settled (seed ${seed})`, async () => {
      const world = await load();
      const { desk, a, b, r, people, now, helpers } = world;
      const { below, pick } = dice(seed);
      const admin = desk.connect(people.policyAdmin);
      for (const [to, from] of [
        [b.usd, a.usd],
        [a.usd, b.usd],
      ] as const) {
        await admin.raiseCap(to, from, 10n ** 12n);
      }
      const books = await opening(world);
      const total = books.supplyA + books.supplyB;
      const reserves = await r.usd.balanceOf(people.treasuryA);
      const open: InterbankPayment[] = [];
      const standing = { amount: 20_000_000n, expiry: (await now()) + 300n * HOUR };

      const some = async (fromA: boolean, evidence = false) => {
        const [payers, payees] = fromA
          ? [accounts(a.usd, world), accounts(b.usd, world)]
          : [accounts(b.usd, world), accounts(a.usd, world)];
        const change = {
          payer: pick(payers).address,
          payee: pick(payees).address,
          amount: BigInt(1 + below(90_000)),
          expiry: (await now()) + HOUR * BigInt(1 + below(40)),
        };
        const payment = await (fromA ? world.paymentOf(change) : world.paymentBack(change));
        return evidence ? { ...payment, settlementToken: `0x${"00".repeat(20)}` } : payment;
      };
      const tokens = await some(true);
      await r.usd
        .connect(people.treasuryA)
        .placeHold(standingHold(desk.target as string, tokens, standing, world.accountsOf(tokens)));

      /** Whether it went through. Refusals are the tokens' and the desk's own, never a panic. */
      const tried = async (act: Promise<unknown>): Promise<boolean> => {
        try {
          await act;
          return true;
        } catch (error) {
          expect(String(error)).to.match(/custom error/);
          books.count("refused");
          return false;
        }
      };

      const acts: (() => Promise<void>)[] = [
        async () => {
          const payment = await some(below(2) === 0);
          if (!(await tried(world.pay(payment)))) return;
          books.paid(payment);
          books.count("pay");
        },
        async () => {
          const payment = await some(true);
          const signature = await world.payerSigns(payment);
          if (!(await tried(desk.connect(people.relayer).payFromHold(payment, signature, standing)))) return;
          books.paid(payment);
          books.count("standing");
        },
        async () => {
          const forward = [await some(true), await some(true)];
          const backward = [await some(false), await some(false)].slice(below(3));
          const deal = buildOffset(forward, backward, (await now()) + HOUR);
          const signer = netOf(deal) > 0n ? people.treasuryA : people.treasuryB;
          const ends = world.accountsOf(netOf(deal) > 0n ? forward[0]! : await some(false));
          const net = await signNetHold(r.usd, signer, desk.target as string, deal, ends);
          const signed = (list: InterbankPayment[]) => Promise.all(list.map((payment) => world.payerSigns(payment)));
          const call = desk
            .connect(people.relayer)
            .offset({ ...deal, forward, backward }, await signed(forward), await signed(backward), net);
          if (!(await tried(call))) return;
          for (const payment of [...forward, ...backward]) books.paid(payment);
          books.count("offset");
        },
        // A payment with evidence begins, and one of those that are open takes one step.
        async () => {
          const payment = await some(below(2) === 0, true);
          if (await tried(world.propose(payment))) open.push(payment);
        },
        ...Array.from({ length: 8 }, () => async () => step()),
        async () => {
          const token = pick([a.usd, b.usd]);
          const wallet = pick(accounts(token, world));
          const isBlocked = ((await world.accountOf(token, wallet)).local & LOCAL_BLOCK) !== 0n;
          if (isBlocked || below(4) > 0) await token.connect(people.legalOrders).unblockWallet(wallet);
          else await token.connect(people.compliance).blockWallet(wallet);
        },
        async () => {
          const token = pick([a.usd, b.usd, r.usd]);
          const operation = pick([Operation.Place, Operation.Execute, Operation.Mint]);
          if (below(4) === 0) await token.connect(people.guardian).pause(operation);
          else for (const each of [1, 2, 3]) await token.connect(people.unpauser).unpause(each);
        },
        async () => {
          await helpers.time.increase(600 * (1 + below(20)));
        },
      ];

      const payeesToken = ({ receiverToken }: InterbankPayment) => (receiverToken === a.usd.target ? a.usd : b.usd);
      const blockPayee = (payment: InterbankPayment) =>
        payeesToken(payment).connect(people.compliance).blockWallet(payment.payee);
      const unblockPayee = (payment: InterbankPayment) =>
        payeesToken(payment).connect(people.legalOrders).unblockWallet(payment.payee);

      async function step(): Promise<void> {
        if (open.length === 0) return;
        const payment = pick(open);
        const hold = (sign: bigint) => books.add(books.held, payment.senderToken, payment.payer, sign * payment.amount);
        switch (await world.stateOf(payment)) {
          case "Proposed":
            await tried(world.ready(payment));
            return;
          case "ReceiverReady":
            if (await tried(world.lock(payment))) hold(1n);
            return;
          case "Locked":
            if (below(4) > 0) await tried(world.instruct(payment));
            else if (await tried(desk.connect(world.signerAt(payment.payer)).cancel(payment, OFF))) {
              hold(-1n);
              books.count("cancelled");
            }
            return;
          case "Instructed":
            if (below(3) === 0) await blockPayee(payment);
            if (!(await tried(world.settle(payment)))) return;
            hold(-1n);
            books.burn(payment);
            if ((await world.stateOf(payment)) === "Completed") {
              books.mint(payment);
              books.count("settled");
            } else {
              books.repair += payment.amount;
              books.count("repair");
            }
            return;
          case "Repair":
            if (below(4) === 0) {
              const outsideReference = world.reference("outside");
              const two = await world.state("PaidOutsideStatement", payment, { outsideReference });
              await desk.recordPaidOutside(payment, outsideReference, two);
              books.outside += payment.amount;
              books.count("outside");
            } else {
              if (below(2) === 0) await unblockPayee(payment);
              if (!(await tried(desk.connect(people.stranger).complete(payment)))) return;
              books.mint(payment);
              books.count("completed");
            }
            books.repair -= payment.amount;
            return;
          default:
            open.splice(open.indexOf(payment), 1);
        }
      }

      for (let i = 0; i < STEPS; i++) {
        await pick(acts)();
        if (i % 7 === 6) await agree(world, books, total, reserves);
      }
      await agree(world, books, total, reserves);
    });
  }

  it("met every kind of end on its way", () => {
    if (process.env["VOSTRO_SHOW_WALK"]) console.log(counts);
    for (const kind of ENDS) expect(counts[kind], kind).to.be.greaterThan(0);
  });
});
