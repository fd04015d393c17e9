import type { BaseContract, Signer } from "ethers";

import { POWERS } from "../../../src/bank/roles.js";
import {
  buildOrder,
  dealerHold,
  holdOfOrder,
  orderId,
  PAYMENT_CAUSES,
  readOrder,
  signOrderAct,
  signOrder,
  type DealerLeg,
  type Order,
  type OrderActs,
  type OrderState,
  type PaymentCause,
} from "../../../src/settlement/orders/index.js";
import { OrderEscrow__factory, type DepositToken } from "../../../typechain-types/index.js";
import { expectLogs, type Log } from "../../support/expect.js";
import { DAY, type Account } from "../../support/token.js";
import { reference } from "../../support/words.js";
import { OPENING, tokenAt, useBanks, type World } from "../support.js";

/** What the orders of these tests say, if a test does not say otherwise. */
export const AMOUNT = 100_000n;
export const TRANSIT = 20n * DAY;
export const INSPECTION = 30n * DAY;
export const ARBITRATION = 14n * DAY;
export const DEFAULT_AWARD = 6_000n;
/** USD 1,100.01 for EUR 1,000.00: no whole number of cents for most parts. */
export const MINIMUM = 110_001n;

export const NONE = "0x";
export const EVIDENCE = reference("bill of lading");

/** By name, as the contract numbers them. */
export const cause = (name: PaymentCause) => BigInt(PAYMENT_CAUSES.indexOf(name));

export type Desk = Awaited<ReturnType<Awaited<ReturnType<typeof useOrders>>>>;

/** The two banks with the escrow as a notary of all four tokens, and orders in it. */
export async function useOrders() {
  const load = await useBanks(async ({ people, admit, a, b }) => {
    const escrow = await new OrderEscrow__factory(people.stranger).deploy();
    return { escrow: await admit(escrow, POWERS.NOTARY, a.usd, a.eur, b.usd, b.eur) };
  });
  return async () => {
    const world = await load();
    return { ...world, ...orders(world, world.escrow) };
  };
}

function orders(world: World, escrow: ReturnType<typeof OrderEscrow__factory.connect>) {
  const { a, b, people, now } = world;
  let salts = 0;

  /** Alice buys of bob for USD 1,000.00 of bank A: ship within 10 days, 20 of transit, 30 of inspection, 14 to the arbiter. */
  async function orderOf(changes: Partial<Order> = {}): Promise<Order> {
    const at = await now();
    return {
      ...buildOrder(
        {
          token: a.usd.target as string,
          buyer: people.alice.address,
          seller: people.bob.address,
          amount: AMOUNT,
          orderReference: reference("order 4711"),
          document: reference("purchase order"),
          arbiter: people.arbiter.address,
          inspector: people.grace.address,
          shipBy: at + 10n * DAY,
          placeBy: at + DAY,
          transit: TRANSIT,
          inspection: INSPECTION,
          arbitration: ARBITRATION,
          defaultAward: DEFAULT_AWARD,
          salt: reference(`salt ${++salts}`),
        },
        at,
      ),
      ...changes,
    };
  }

  /** Alice's EUR at bank A become carol's USD at bank B, through the dealer, for at least USD 1,100.01. */
  const orderAbroad = (changes: Partial<Order> = {}) =>
    orderOf({
      token: a.eur.target as string,
      seller: people.carol.address,
      dealer: people.dealer.address,
      sellerToken: b.usd.target as string,
      sellerMinimum: MINIMUM,
      ...changes,
    });

  const personAt = (address: string): Account => Object.values(people).find((account) => account.address === address)!;
  const as = (person: Signer) => escrow.connect(person);
  const tokenOf = (order: Order) => tokenAt(order.token, world);
  const hold = (order: Order) => holdOfOrder(order, escrow.target as string);

  /** The buyer places the order's hold itself, at the token. */
  async function placed(changes: Partial<Order> = {}, order?: Order): Promise<Order> {
    order ??= await (changes.dealer === undefined && changes.sellerToken === undefined ? orderOf : orderAbroad)(
      changes,
    );
    await tokenOf(order).connect(personAt(order.buyer)).placeHold(hold(order));
    return order;
  }
  const placedAbroad = async (changes: Partial<Order> = {}) => placed({}, await orderAbroad(changes));

  const shipped = async (order: Order): Promise<Order> => {
    await as(personAt(order.seller)).ship(order, EVIDENCE, NONE);
    return order;
  };
  const disputed = async (order: Order, claim = 4_000n): Promise<Order> => {
    await as(personAt(order.buyer)).dispute(order, claim, EVIDENCE, NONE);
    return order;
  };

  const signHold = (token: DepositToken, signer: Account, order: Order) => world.signHold(token, signer, hold(order));
  const consent = (order: Order, signer: Signer = people.bob) => signOrder(escrow, signer, order);
  const act = <Act extends keyof OrderActs>(signer: Signer, order: Order, name: Act, content: OrderActs[Act]) =>
    signOrderAct(escrow, signer, order, name, content);

  /** The dealer's signed hold for one payment of an order across currencies. */
  async function leg(
    order: Order,
    part: { remaining: bigint; amount: bigint },
    changes: Partial<DealerLeg["hold"]> = {},
    signer: Account = people.dealer,
  ): Promise<DealerLeg> {
    const at = await now();
    const dealers = {
      ...dealerHold(order, escrow.target as string, part, { expiry: at + DAY, placeBy: at + DAY }),
      ...changes,
    };
    return { hold: dealers, signature: await world.signHold(tokenAt(order.sellerToken, world), signer, dealers) };
  }

  const wordOf = async (order: Order) => readOrderWord(await escrow.orderWord(orderId(order)));
  /** As the library reads it, but with the deadlines that there must be. */
  async function stateOf(order: Order) {
    return (await readOrder(escrow, order)) as Required<{ [K in keyof OrderState]: NonNullable<OrderState[K]> }>;
  }
  const stageOf = async (order: Order) => (await stateOf(order)).stage;
  const remaining = async (order: Order) => (await world.holdState(tokenOf(order), hold(order))).remaining;
  /** What it owns, by name: [balance, held]. */
  async function owns(token: DepositToken, person: { address: string }) {
    const { balance, held } = await world.accountOf(token, person);
    return [balance, held];
  }
  const emits = (call: Promise<Awaited<ReturnType<typeof escrow.stopClock>>>, ...logs: Log[]) =>
    expectLogs(call, [escrow, a.usd, a.eur, b.usd, b.eur] as BaseContract[], logs);
  const denies = (call: Promise<unknown>, error: string, ...args: Parameters<World["refuses"]>[3][]) =>
    world.refuses(call, escrow, error, ...args);

  return {
    escrow,
    orderOf,
    orderAbroad,
    as,
    hold,
    tokenOf,
    placed,
    placedAbroad,
    shipped,
    disputed,
    signOrderHold: signHold,
    consent,
    act,
    leg,
    wordOf,
    stateOf,
    stageOf,
    remaining,
    owns,
    emits,
    denies,
    idOf: orderId,
  };
}

const bits = (word: bigint, offset: number, width: number) => (word >> BigInt(offset)) & ((1n << BigInt(width)) - 1n);

/** contracts/types/OrderWord.sol as a plain object. */
export function readOrderWord(word: bigint) {
  return {
    shippedAt: bits(word, 0, 32),
    receivedAt: bits(word, 32, 32),
    disputedAt: bits(word, 64, 32),
    escalatedAt: bits(word, 96, 32),
    stoppedAt: bits(word, 128, 32),
    stoppedFor: bits(word, 160, 24),
    shortened: bits(word, 184, 24),
    claim: bits(word, 208, 16),
    flags: bits(word, 224, 8),
    disputes: bits(word, 232, 24),
  };
}

/** The bytes32 in which the escrow names a field. */
export const fieldName = (name: string) => `0x${Buffer.from(name).toString("hex").padEnd(64, "0")}`;

/** Alice's and the dealer's EUR at bank A, the dealer's and carol's USD at bank B: what changed since the start. */
export async function changes({ a, b, people, owns }: Desk) {
  const change = async (...of: Parameters<typeof owns>) => (await owns(...of))[0]! - OPENING;
  return {
    alice: await change(a.eur, people.alice),
    dealerIn: await change(a.eur, people.dealer),
    dealerOut: await change(b.usd, people.dealer),
    carol: await change(b.usd, people.carol),
  };
}
export const NOTHING = { alice: 0n, dealerIn: 0n, dealerOut: 0n, carol: 0n };
export const exchanged = (paid: bigint, received: bigint) => ({
  alice: -paid,
  dealerIn: paid,
  dealerOut: -received,
  carol: received,
});

/** A shipped order in dispute: alice claims 40% back. */
export async function inDispute(load: () => Promise<Desk>, claim = 4_000n, changes: object = {}) {
  const desk = await load();
  const order = await desk.shipped(await desk.placed(changes));
  await desk.disputed(order, claim);
  return { ...desk, order, opened: await desk.now(), id: desk.idOf(order) };
}
