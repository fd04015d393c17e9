import { expect } from "chai";
import type { ContractTransactionReceipt } from "ethers";

import type { Order, OrderStage } from "../../../src/settlement/orders/index.js";
import { DAY, type Account } from "../../support/token.js";
import { partyOf } from "../support.js";
import { EVIDENCE, NONE, useOrders, type Desk } from "./support.js";

const load = await useOrders();
const STEPS = 70;
const FOREVER = 4_000_000_000n;

/** Numbers that are the same in every run (mulberry32). */
function dice(seed: number) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    below,
    amount: (n: bigint) => BigInt(below(Number(n) + 1)),
    pick: <T>(of: readonly T[]) => of[below(of.length)]!,
  };
}
type Dice = ReturnType<typeof dice>;

/** One random act; undefined where it makes no sense now. Most are what a party could do, some are nobody's right. */
type Act = (desk: Desk, order: Order, roll: Dice) => Promise<unknown> | undefined;

const personAt = ({ people }: Desk, address: string): Account =>
  Object.values(people).find((person) => person.address === address)!;
const buyer = (desk: Desk, order: Order) => desk.as(personAt(desk, order.buyer));
const seller = (desk: Desk, order: Order) => desk.as(personAt(desk, order.seller));
const isAbroad = (order: Order) => order.dealer !== "0x0000000000000000000000000000000000000000";

/** The dealer's hold, if one is needed for this payment. */
const legs = async (desk: Desk, order: Order, remaining: bigint, amount: bigint) =>
  isAbroad(order) && amount !== 0n ? [await desk.leg(order, { remaining, amount })] : [];

async function anyShare(desk: Desk, order: Order, roll: Dice) {
  const remaining = await desk.remaining(order);
  return { remaining, amount: roll.amount(remaining) };
}

const ACTS: Record<string, Act> = {
  fund: async (desk, order) => {
    const { people, signOrderHold, consent, as } = desk;
    const held = await signOrderHold(desk.tokenOf(order), personAt(desk, order.buyer), order);
    return as(people.relayer).fund(order, held, await consent(order, personAt(desk, order.seller)));
  },
  ship: (desk, order) => seller(desk, order).ship(order, EVIDENCE, NONE),
  receive: (desk, order) => buyer(desk, order).receiveGoods(order, EVIDENCE, order.buyer, NONE),
  inspect: (desk, order) => desk.as(desk.people.grace).receiveGoods(order, EVIDENCE, order.inspector, NONE),
  confirm: async (desk, order) => {
    const remaining = await desk.remaining(order);
    return buyer(desk, order).confirm(order, NONE, await legs(desk, order, remaining, remaining));
  },
  confirmHold: (desk, order) => buyer(desk, order).confirmHold(order.token, desk.hold(order)),
  payPart: async (desk, order, roll) => {
    const { remaining, amount } = await anyShare(desk, order, roll);
    const dealers = await legs(desk, order, remaining, amount);
    return buyer(desk, order).payPart(order, amount, remaining, NONE, dealers);
  },
  refund: async (desk, order, roll) => {
    const { remaining, amount } = await anyShare(desk, order, roll);
    return desk
      .as(roll.pick([personAt(desk, order.seller), desk.people.financier]))
      .refund(order, roll.pick([amount, remaining]), remaining, roll.pick([true, false]), NONE);
  },
  settle: async (desk, order, roll) => {
    const { remaining, amount: toSeller } = await anyShare(desk, order, roll);
    const content = { toSeller, remaining };
    const signatures = [
      NONE,
      await desk.act(personAt(desk, order.seller), order, "Settlement", content),
      await desk.act(desk.people.financier, order, "Settlement", content),
    ] as [string, string, string];
    return buyer(desk, order).settle(
      order,
      toSeller,
      remaining,
      signatures,
      await legs(desk, order, remaining, toSeller),
    );
  },
  payDue: async (desk, order) => {
    const remaining = await desk.remaining(order);
    return desk.as(desk.people.stranger).payDue(order, await legs(desk, order, remaining, remaining));
  },
  refundUnshipped: (desk, order) => desk.as(desk.people.stranger).refundUnshipped(order),
  dispute: (desk, order, roll) => buyer(desk, order).dispute(order, BigInt(1 + roll.below(10_000)), EVIDENCE, NONE),
  withdraw: (desk, order) => buyer(desk, order).withdrawDispute(order, NONE),
  answer: (desk, order, roll) => seller(desk, order).answer(order, BigInt(roll.below(10_001)), EVIDENCE, NONE),
  escalate: (desk, order, roll) => {
    const by = roll.pick([order.buyer, order.seller]);
    return desk.as(personAt(desk, by)).escalate(order, by, NONE);
  },
  award: async (desk, order, roll) => {
    const remaining = await desk.remaining(order);
    const share = BigInt(roll.below(10_001));
    const dealers = await legs(desk, order, remaining, (remaining * share) / 10_000n);
    return desk.as(desk.people.arbiter).award(order, share, EVIDENCE, NONE, dealers);
  },
  awardByDefault: async (desk, order) => {
    const remaining = await desk.remaining(order);
    const { claim, flags } = await desk.wordOf(order);
    const share = flags !== 0n ? order.defaultAward : 10_000n - claim;
    const dealers = await legs(desk, order, remaining, (remaining * share) / 10_000n);
    return desk.as(desk.people.stranger).awardByDefault(order, dealers);
  },
  shorten: async (desk, order, roll) => {
    const inspection = BigInt(roll.below(30)) * DAY;
    const signature = await desk.act(personAt(desk, order.seller), order, "Shortening", { inspection });
    return buyer(desk, order).shorten(order, inspection, NONE, signature);
  },
  stop: (desk, order) => desk.as(desk.people.stranger).stopClock(order),
  resume: (desk, order) => desk.as(desk.people.stranger).resumeClock(order),
  // What happens beside the escrow.
  assign: (desk, order) =>
    desk.tokenOf(order).connect(personAt(desk, order.seller)).assignHold(desk.hold(order), desk.people.financier),
  letGo: async (desk, order, roll) => {
    const amount = roll.amount((await desk.remaining(order)) / 10n);
    return desk.tokenOf(order).connect(personAt(desk, order.seller)).releaseHold(desk.hold(order), amount);
  },
  lapse: async (desk, order) =>
    desk
      .tokenOf(order)
      .connect(desk.people.stranger)
      .releaseHold(desk.hold(order), await desk.remaining(order)),
  block: (desk, _, roll) => desk.a.block(partyOf("a", roll.pick(["alice", "bob"]))),
  unblock: (desk, _, roll) => desk.a.unblock(partyOf("a", roll.pick(["alice", "bob"]))),
  expire: (desk, _, roll) =>
    desk.a.registry.connect(desk.people.registrar).renew([partyOf("a", roll.pick(["alice", "bob"]))], 1_700_000_000n),
  renew: (desk) =>
    desk.a.registry.connect(desk.people.registrar).renew([partyOf("a", "alice"), partyOf("a", "bob")], FOREVER),
};
/** What fits a stage, so that most steps do something; the others are any act at all. */
const FITTING: Partial<Record<OrderStage, readonly string[]>> = {
  Funded: ["ship", "ship", "inspect", "dispute", "payPart", "assign", "shorten", "letGo", "refund"],
  Shipped: ["receive", "inspect", "dispute", "payPart", "shorten", "refund"],
  Received: ["dispute", "payPart", "settle", "confirm", "shorten"],
  Disputed: ["answer", "answer", "escalate", "withdraw", "settle"],
  Escalated: ["award", "withdraw", "stop", "resume"],
  DefaultDue: ["awardByDefault"],
  Due: ["payDue"],
  Overdue: ["refundUnshipped"],
  Lapsed: ["lapse"],
};

function choose(stage: OrderStage, roll: Dice): string {
  const chance = roll.below(20);
  if (chance < 3) return roll.pick(["unblock", "renew", "stop", "resume"]);
  if (chance < 4) return roll.pick(["block", "expire"]);
  const any = Object.keys(ACTS).filter((name) => name !== "block" && name !== "expire");
  return roll.pick(chance < 9 ? any : (FITTING[stage] ?? any));
}

type Books = Map<string, { order: Order; paid: bigint; refunded: bigint }>;

/** What the tokens say has left each hold. */
function record({ a, escrow }: Desk, books: Books, receipt: ContractTransactionReceipt): void {
  for (const log of receipt.logs) {
    if (log.address === escrow.target) continue;
    const parsed = a.usd.interface.parseLog(log);
    const book = parsed === null ? undefined : books.get(`${log.address} ${String(parsed.args[0])}`);
    if (parsed?.name === "HoldExecuted" && book !== undefined) book.paid += parsed.args[1] as bigint;
    if (parsed?.name === "HoldReleased" && book !== undefined) book.refunded += parsed.args[1] as bigint;
  }
}

const INNOCENT = ["frank", "grace", "erin", "dave", "stranger", "relayer", "arbiter", "mainlander"] as const;

for (const seed of [1, 2]) {
  describe(`a random walk of ${STEPS} steps over orders in three tokens (seed ${seed})`, () => {
    it("creates and loses no money, and pays nobody but seller, assignee and dealer", async () => {
      const desk = await load();
      const { a, b, people, escrow, orderOf, orderAbroad, hold, holdId, accountOf, remaining, travelTo, now } = desk;
      const roll = dice(seed);
      const tokens = [a.usd, a.eur, b.usd];
      const supplies = await Promise.all(tokens.map((token) => token.totalSupply()));
      const opening = await Promise.all(
        tokens.map((token) => Promise.all(INNOCENT.map((name) => token.balanceOf(people[name])))),
      );
      const books: Books = new Map();
      const done = new Map<string, number>();

      /** A new order of this kind, funded unless a party is hindered just now. */
      const KINDS = [
        () => orderOf({ assignable: true }),
        () => orderOf({ amount: 77_777n, inspection: 5n * DAY }),
        () => orderOf({ token: a.eur.target as string, assignable: true, arbitration: 2n * DAY }),
        () => orderAbroad({ transit: 3n * DAY }),
      ];
      async function fresh(kind: number): Promise<Order> {
        const order = await KINDS[kind]!();
        books.set(`${order.token} ${holdId(hold(order))}`, { order, paid: 0n, refunded: 0n });
        await ACTS.fund!(desk, order, roll)!.catch(() => undefined);
        return order;
      }
      const orders = [await fresh(0), await fresh(1), await fresh(2), await fresh(3)];

      async function check(what: string): Promise<void> {
        for (const token of [a.usd, a.eur]) {
          let held = 0n;
          for (const { order, paid, refunded } of books.values()) {
            if (order.token !== token.target) continue;
            const state = await desk.holdState(token, hold(order));
            if (state.status === "None") continue;
            expect(paid + refunded + state.remaining, `${what} broke an order`).to.equal(order.amount);
            held += state.remaining;
          }
          const alice = await accountOf(token, people.alice);
          expect(alice.held, what).to.equal(held);
          expect(alice.held <= alice.balance, what).to.equal(true);
        }
        for (const [i, token] of tokens.entries()) {
          expect(await token.balanceOf(escrow)).to.equal(0n);
          expect(await token.totalSupply()).to.equal(supplies[i]);
          const balances = await Promise.all(INNOCENT.map((person) => token.balanceOf(people[person])));
          expect(balances, what).to.deep.equal(opening[i]);
        }
      }

      for (let step = 0; step < STEPS; step++) {
        const kind = roll.below(orders.length);
        const stage = await desk.stageOf(orders[kind]!);
        if (stage === "Closed") orders[kind] = await fresh(kind);
        const order = orders[kind]!;
        const name = choose(stage, roll);
        const before = await remaining(order);
        await ACTS[name]!(desk, order, roll)!.then(
          async (sent) => {
            record(desk, books, (await (sent as { wait(): Promise<ContractTransactionReceipt> }).wait())!);
            done.set(name, (done.get(name) ?? 0) + 1);
          },
          // Refused: by name, never by accident.
          (error: Error) => expect(error.message, name).to.match(/custom error/),
        );
        // Never grows, but by funding.
        if (name !== "fund") expect(await remaining(order)).to.be.lessThanOrEqual(before);
        if (roll.below(2) === 0) await travelTo((await now()) + roll.amount(4n * DAY) + 1n);
        await check(name);
      }
      // The walk went somewhere.
      expect(done.size, [...done].join(" ")).to.be.greaterThanOrEqual(14);
      expect(books.size).to.be.greaterThan(orders.length);
    });
  });
}
