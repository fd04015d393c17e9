import { expect } from "chai";
import fc from "fast-check";
import { id } from "ethers";

import { decodeError } from "../../../src/errors/index.js";
import { decodeInvoiceWord, invoiceId, type Invoice } from "../../../src/settlement/receivables/index.js";
import { holdOfOrder, type Order } from "../../../src/settlement/orders/index.js";
import type { DepositToken } from "../../../typechain-types/index.js";
import { DAY, HOUR, type Account } from "../../support/token.js";
import { partyOf } from "../support.js";
import { checkBooks, checkConservation } from "./check.js";
import * as deals from "./deals.js";
import { PLAYERS, useEverything, type BankName, type Everything, type Sent } from "./world.js";
import { often } from "../../support/length.js";

/*
 * Random interleavings of every desk between two banks and two currencies, with blocks, liens, pauses and time between them.
 * Most acts succeed, some are refused; whatever happens, money is conserved and no desk has any.
 */
const load = await useEverything();

const WALKS = often(3, 20);
const STEPS = 160;
const SEED = 20_261_122;

interface OpenOrder {
  readonly order: Order;
  readonly token: DepositToken;
  readonly buyer: Account;
  readonly seller: Account;
  readonly abroad: { dealer: Account; token: DepositToken } | undefined;
}

/** A walk's own memory: what may be acted upon. */
interface Memory {
  readonly orders: OpenOrder[];
  readonly invoices: { invoice: Invoice; token: DepositToken; seller: Account; debtor: Account }[];
  readonly blocked: { bank: BankName; party: bigint; order: string }[];
}

/** Draws from one step's numbers. */
class Dice {
  #at = 0;
  constructor(private readonly numbers: readonly number[]) {}
  below(limit: number): number {
    return this.numbers[this.#at++ % this.numbers.length]! % limit;
  }
  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
  amount(most = 400_000): bigint {
    return BigInt(1 + this.below(most));
  }
}

type Act = (world: Everything, memory: Memory, dice: Dice) => Sent | Promise<unknown> | undefined;

const bankOf = (dice: Dice): BankName => dice.one(["a", "b"] as const);
const someone = ({ people }: Everything, bank: BankName, dice: Dice): Account => people[dice.one(PLAYERS[bank])];
const money = (world: Everything, bank: BankName, dice: Dice): DepositToken =>
  dice.one([world[bank].usd, world[bank].eur]);

/** Two different customers of one bank, and one of its tokens. */
function pairOf(world: Everything, dice: Dice): { bank: BankName; from: Account; to: Account; token: DepositToken } {
  const bank = bankOf(dice);
  const [i, gap] = [dice.below(PLAYERS[bank].length), 1 + dice.below(PLAYERS[bank].length - 1)];
  const names = PLAYERS[bank];
  const [from, to] = [names[i]!, names[(i + gap) % names.length]!].map((name) => world.people[name]);
  return { bank, from: from!, to: to!, token: money(world, bank, dice) };
}

const evidence = id("evidence");

const ACTS: Readonly<Record<string, Act>> = {
  transfer: (world, _, dice) => {
    const { from, to, token } = pairOf(world, dice);
    return token.connect(from)["transfer(address,uint256)"](to, dice.amount());
  },
  fund: async (world, memory, dice) => {
    const { from, to, token } = pairOf(world, dice);
    const order = await deals.newOrder(world, token, from, to, dice.amount());
    const sent = await deals.fundOrder(world, token, order, from, to);
    memory.orders.push({ order, token, buyer: from, seller: to, abroad: undefined });
    return sent;
  },
  fundAbroad: async (world, memory, dice) => {
    const { people, a, b } = world;
    const [buyer, seller] = [
      dice.one([people.alice, people.frank]),
      dice.one([people.carol, people.dave, people.grace]),
    ];
    const abroad = { dealer: people.dealer, token: b.eur };
    const order = await deals.newOrder(world, a.usd, buyer, seller, dice.amount(), abroad);
    const sent = await deals.fundOrder(world, a.usd, order, buyer, seller);
    memory.orders.push({ order, token: a.usd, buyer, seller, abroad });
    return sent;
  },
  confirm: onOrder(async (world, { order, buyer, abroad }, _, remaining) => {
    const { orderEscrow } = world.desks;
    const signature = await deals.signOrderAct(orderEscrow, buyer, order, "Confirmation", {});
    return orderEscrow.confirm(order, signature, await deals.legsOf(world, order, abroad, remaining, remaining));
  }),
  payPart: onOrder(async (world, { order, buyer, abroad }, dice, remaining) => {
    const { orderEscrow } = world.desks;
    const amount = 1n + (dice.amount() % remaining);
    const signature = await deals.signOrderAct(orderEscrow, buyer, order, "PartPayment", { amount, remaining });
    const legs = await deals.legsOf(world, order, abroad, remaining, amount);
    return orderEscrow.payPart(order, amount, remaining, signature, legs);
  }),
  refund: onOrder(async (world, { order, seller }, dice, remaining) => {
    const { orderEscrow } = world.desks;
    const amount = 1n + (dice.amount() % remaining);
    const content = { amount, remaining, keepsGoods: dice.below(2) === 0 };
    const signature = await deals.signOrderAct(orderEscrow, seller, order, "Refund", content);
    return orderEscrow.refund(order, amount, remaining, content.keepsGoods, signature);
  }),
  ship: onOrder(async (world, { order, seller }) => {
    const { orderEscrow } = world.desks;
    return orderEscrow.ship(
      order,
      evidence,
      await deals.signOrderAct(orderEscrow, seller, order, "Shipment", { evidence }),
    );
  }),
  receive: onOrder(async (world, { order, buyer }) => {
    const { orderEscrow } = world.desks;
    const signature = await deals.signOrderAct(orderEscrow, buyer, order, "Receipt", { evidence });
    return orderEscrow.receiveGoods(order, evidence, buyer.address, signature);
  }),
  dispute: onOrder(async (world, { order, buyer }, dice) => {
    const { orderEscrow } = world.desks;
    const { id: orderId } = await orderEscrow.stateOf(order);
    const number = await disputesOf(world, orderId);
    const content = { claim: BigInt(1 + dice.below(10_000)), evidence, number };
    const signature = await deals.signOrderAct(orderEscrow, buyer, order, "Dispute", content);
    return orderEscrow.dispute(order, content.claim, evidence, signature);
  }),
  settle: onOrder(async (world, { order, buyer, seller, abroad }, dice, remaining) => {
    const { orderEscrow } = world.desks;
    const content = { toSeller: dice.amount() % (remaining + 1n), remaining };
    const signatures = await Promise.all(
      [buyer, seller].map((party) => deals.signOrderAct(orderEscrow, party, order, "Settlement", content)),
    );
    const legs = content.toSeller === 0n ? [] : await deals.legsOf(world, order, abroad, remaining, content.toSeller);
    return orderEscrow.settle(
      order,
      content.toSeller,
      remaining,
      [...signatures, "0x"] as [string, string, string],
      legs,
    );
  }),
  payDue: onOrder(async (world, { order, abroad }, _, remaining) =>
    world.desks.orderEscrow.payDue(order, await deals.legsOf(world, order, abroad, remaining, remaining)),
  ),
  refundUnshipped: onOrder((world, { order }) => world.desks.orderEscrow.refundUnshipped(order)),
  awardByDefault: onOrder(async (world, { order, abroad }, _, remaining) => {
    const { orderEscrow } = world.desks;
    const { id: orderId } = await orderEscrow.stateOf(order);
    const opened = await orderEscrow.queryFilter(orderEscrow.filters.DisputeOpened(orderId));
    // Nobody answers here, so the buyer gets what it claimed last.
    const toSeller = (remaining * (10_000n - (opened.at(-1)?.args.claim ?? 0n))) / 10_000n;
    return orderEscrow.awardByDefault(order, await deals.legsOf(world, order, abroad, remaining, toSeller));
  }),
  stopClock: onOrder((world, { order }) => world.desks.orderEscrow.stopClock(order)),
  resumeClock: onOrder((world, { order }) => world.desks.orderEscrow.resumeClock(order)),
  assignOrder: onOrder(async (world, { order, token, seller, abroad }) => {
    // Across currencies the payee is the dealer, who may not pass it on.
    if (abroad !== undefined) return undefined;
    const hold = holdOfOrder(order, String(world.desks.orderEscrow.target));
    return token.connect(seller).assignHold(hold, world.people.financier);
  }),
  exchange: (world, _, dice) => {
    const { people } = world;
    const tokens = [world.a.usd, world.a.eur, world.b.usd, world.b.eur];
    const [i, gap] = [dice.below(4), 1 + dice.below(3)];
    const [taker, dealer] = [people.financier, people.dealer];
    return deals.settleQuote(
      world,
      { who: taker, token: tokens[i]!, amount: dice.amount() },
      { who: dealer, token: tokens[(i + gap) % 4]!, amount: dice.amount() },
    );
  },
  interbank: (world, _, dice) => {
    const { people, a, b } = world;
    const [payer, payee] = [someone(world, "a", dice), someone(world, "b", dice)];
    const [there, back] = [
      { token: a.usd, payer, payee: payer, treasury: people.treasuryA },
      { token: b.usd, payer: payee, payee, treasury: people.treasuryB },
    ];
    const [from, to] = dice.below(2) === 0 ? [there, back] : [back, there];
    return deals.payInterbank(world, from, to, dice.amount());
  },
  invoice: async (world, memory, dice) => {
    const { from: debtor, to: seller, token } = pairOf(world, dice);
    const invoice = await deals.newInvoice(world, token, seller, debtor, 10n + dice.amount());
    const sent = await deals.issue(world, invoice, seller);
    memory.invoices.push({ invoice, token, seller, debtor });
    return sent;
  },
  payInvoice: async (world, { invoices }, dice) => {
    if (invoices.length === 0) return undefined;
    const { invoice, token, debtor } = dice.one(invoices);
    const { receivables } = world.desks;
    const { open } = decodeInvoiceWord(await receivables.invoiceOf(invoiceId(invoice)));
    if (open === 0n) return undefined;
    const settles = dice.below(2) === 0 ? open : 1n + (dice.amount() % open);
    return deals.payInvoice(world, token, invoice, debtor, await receivables.creditorOf(invoice), settles);
  },
  sellInvoice: async (world, { invoices }, dice) => {
    if (invoices.length === 0) return undefined;
    const { invoice, token, seller } = dice.one(invoices);
    const { open } = decodeInvoiceWord(await world.desks.receivables.invoiceOf(invoiceId(invoice)));
    return open === 0n ? undefined : deals.assign(world, token, invoice, seller, open);
  },
  netting: (world, _, dice) => {
    const bank = bankOf(dice);
    const { people } = world;
    const ring = bank === "a" ? [people.alice, people.bob, people.frank] : [people.carol, people.dave, people.grace];
    return deals.settleRing(world, money(world, bank, dice), ring, [dice.amount(), dice.amount(), dice.amount()]);
  },
  block: async (world, memory, dice) => {
    const bank = bankOf(dice);
    const name = dice.one(PLAYERS[bank]);
    const order = id(`order ${memory.blocked.length} of ${name}`);
    const party = partyOf(bank, name);
    const sent = await world[bank].registry.connect(world.people.compliance).blockParty(party, order);
    memory.blocked.push({ bank, party, order });
    return sent;
  },
  unblock: async (world, { blocked }) => {
    const last = blocked.pop();
    if (last === undefined) return undefined;
    return world[last.bank].registry.connect(world.people.legalOrders).unblockParty(last.party, last.order);
  },
  lien: (world, _, dice) => {
    const { from, token } = pairOf(world, dice);
    const amount = dice.below(3) === 0 ? 0n : dice.amount(12_000_000);
    return token.connect(world.people.legalOrders).setFrozenTokens(from, amount);
  },
  pause: (world, _, dice) => {
    const bank = bankOf(dice);
    const token = money(world, bank, dice);
    return token.connect(world.people.guardian).pause(dice.below(4));
  },
  unpause: async (world, _, dice) => {
    const token = money(world, bankOf(dice), dice);
    for (const operation of [0, 1, 2, 3]) await token.connect(world.people.unpauser).unpause(operation);
    return undefined;
  },
  redeem: async (world, _, dice) => {
    const { a } = world;
    const wanted = await a.requested({ amount: dice.amount() });
    await a.submit(wanted);
    return a.settle(wanted);
  },
  hours: (world, _, dice) => world.helpers.time.increase(HOUR * BigInt(1 + dice.below(48))),
  days: (world, _, dice) => world.helpers.time.increase(DAY * BigInt(1 + dice.below(12))),
  /** The morning's figures, without which no credit from another bank is minted. */
  attest: async (world) => {
    for (const token of world.known.map(({ token }) => token)) {
      await world.helpers.time.increase(1n);
      const [, flows] = await token.supplyWords();
      const burned = flows & ((1n << 128n) - 1n);
      await token.connect(world.people.attestor).attest(10n ** 12n, await world.now(), burned, flows >> 128n);
    }
    return undefined;
  },
};

/** `OrderStage` of contracts/types/Order.sol: what only time brings about. */
const DUE: Readonly<Record<number, string>> = {
  5: "awardByDefault",
  7: "refundUnshipped",
  10: "payDue",
};

/** Time has come for some orders: what anyone may do about them is done, sooner or later. */
async function dueActs(world: Everything, { orders }: Memory): Promise<{ act: string; order: OpenOrder }[]> {
  const due: { act: string; order: OpenOrder }[] = [];
  for (const order of orders) {
    const { stage, stopped, remaining } = await world.desks.orderEscrow.stateOf(order.order);
    if (remaining === 0n) continue;
    if (stopped) due.push({ act: "resumeClock", order });
    const act = DUE[Number(stage)];
    if (act !== undefined) due.push({ act, order });
  }
  return due;
}

/** An act on an order that may still have money; the remaining amount is read from its hold. */
function onOrder(act: (world: Everything, order: OpenOrder, dice: Dice, remaining: bigint) => Promise<unknown>): Act {
  return async (world, { orders }, dice) => {
    if (orders.length === 0) return undefined;
    const chosen = dice.one(orders);
    const { remaining } = await world.desks.orderEscrow.stateOf(chosen.order);
    return remaining === 0n ? undefined : act(world, chosen, dice, remaining);
  };
}

async function disputesOf({ desks }: Everything, orderId: string): Promise<bigint> {
  const { orderEscrow } = desks;
  return BigInt((await orderEscrow.queryFilter(orderEscrow.filters.DisputeOpened(orderId))).length);
}

/** What happens more often: what moves money. */
const NAMES = Object.keys(ACTS).flatMap((name) =>
  [
    "transfer",
    "fund",
    "fundAbroad",
    "confirm",
    "exchange",
    "interbank",
    "invoice",
    "payInvoice",
    "attest",
    "unblock",
    "unpause",
  ].includes(name)
    ? [name, name, name]
    : [name],
);

const steps = fc.array(
  fc.record({
    act: fc.constantFrom(...NAMES),
    numbers: fc.array(fc.nat({ max: 2 ** 30 }), { minLength: 8, maxLength: 8 }),
  }),
  { minLength: STEPS, maxLength: STEPS, size: "max" },
);

describe("conservation, over random interleavings of all desks", () => {
  const done = new Map<string, number>();
  const refused = new Map<string, number>();

  async function attempt(world: Everything, memory: Memory, act: string, numbers: readonly number[], step: number) {
    try {
      const sent = await ACTS[act]!(world, memory, new Dice(numbers));
      if (sent !== undefined) done.set(act, (done.get(act) ?? 0) + 1);
    } catch (error) {
      // Refused by a rule, in words of its own: anything else is a fault of the walk or of a desk.
      const { name } = decodeError(error);
      expect(name, `step ${step}, ${act}: ${String(error)}`).to.not.be.oneOf(["UnknownError", "Panic", "NodeError"]);
      refused.set(name, (refused.get(name) ?? 0) + 1);
    }
  }

  it("every token and burn equals what was minted, held is within balance, and no desk ever has anything", async () => {
    const property = fc.asyncProperty(steps, async (walk) => {
      const world = await load();
      const memory: Memory = { orders: [], invoices: [], blocked: [] };
      for (const [i, { act, numbers }] of walk.entries()) {
        await attempt(world, memory, act, numbers, i);
        if (act === "days") {
          for (const due of await dueActs(world, memory)) {
            await attempt(world, { ...memory, orders: [due.order] }, due.act, numbers, i);
          }
        }
        await checkConservation(world, `step ${i}, ${act}`);
      }
      await checkBooks(world);
    });
    await fc.assert(property, { numRuns: WALKS, seed: SEED, endOnFailure: true });
  });

  it("and the walks did all of it: every act succeeded, and rules refused in many ways", () => {
    const missing = Object.keys(ACTS).filter((name) => (done.get(name) ?? 0) === 0);
    const quiet = new Set(["unpause", "attest"]);
    expect(missing.filter((name) => !quiet.has(name))).to.deep.equal([]);
    expect(refused.size).to.be.greaterThan(12);
  });
});
