import { id, type Signer } from "ethers";

import { signFor, type Hold } from "../../../src/chain/typedData.js";
import { buildInterbankPayment, signPayerHold, signSettlementHold } from "../../../src/settlement/clearing/index.js";
import { buildFxQuote, fxHolds } from "../../../src/settlement/fx/index.js";
import { buildCycle, holdsOfCycle, signCycle } from "../../../src/settlement/netting/index.js";
import {
  buildOrder,
  dealerHold,
  holdOfOrder,
  signOrderAct,
  signOrder,
  type Order,
} from "../../../src/settlement/orders/index.js";
import {
  buildInvoice,
  buildPayment,
  holdOfAssignment,
  holdOfPayment,
  invoiceId,
  signForReceivables,
  type Invoice,
} from "../../../src/settlement/receivables/index.js";
import type { DepositToken } from "../../../typechain-types/index.js";
import { DAY, HOUR, type Account } from "../../support/token.js";
import type { Everything, Sent } from "./world.js";

/* What people sign and a relayer submits: one function for each thing that moves money. */

const signHold = (token: DepositToken, payer: Signer, hold: Hold) => signFor(token, payer, "Hold", hold);

let serial = 0;
const unique = (text: string): string => id(`${text} ${++serial}`);

/** Short windows, so that time decides some of them within a walk. */
export async function newOrder(
  world: Everything,
  token: DepositToken,
  buyer: Account,
  seller: Account,
  amount: bigint,
  abroad?: { dealer: Account; token: DepositToken },
): Promise<Order> {
  const now = await world.now();
  return buildOrder(
    {
      token: token.target as string,
      buyer: buyer.address,
      seller: seller.address,
      amount,
      orderReference: unique("order"),
      document: unique("contract"),
      arbiter: world.people.arbiter.address,
      shipBy: now + 5n * DAY,
      placeBy: now + 2n * DAY,
      transit: 3n * DAY,
      inspection: 4n * DAY,
      arbitration: 2n * DAY,
      defaultAward: 4_000n,
      assignable: abroad === undefined,
      ...(abroad === undefined
        ? {}
        : {
            dealer: abroad.dealer.address,
            sellerToken: abroad.token.target as string,
            sellerMinimum: amount / 2n + 1n,
          }),
    },
    now,
  );
}

export async function fundOrder(world: Everything, token: DepositToken, order: Order, buyer: Account, seller: Account) {
  const { orderEscrow } = world.desks;
  const hold = holdOfOrder(order, String(orderEscrow.target));
  return orderEscrow.fund(order, await signHold(token, buyer, hold), await signOrder(orderEscrow, seller, order));
}

/** The dealer's side of one payment of an order across currencies; none for an order within one token. */
export async function legsOf(
  world: Everything,
  order: Order,
  abroad: { dealer: Account; token: DepositToken } | undefined,
  remaining: bigint,
  amount: bigint,
) {
  if (abroad === undefined) return [];
  const now = await world.now();
  const times = { expiry: now + HOUR, placeBy: now + HOUR };
  const hold = dealerHold(order, String(world.desks.orderEscrow.target), { remaining, amount }, times);
  return [{ hold, signature: await signHold(abroad.token, abroad.dealer, hold) }];
}

export { signOrderAct };

export async function settleQuote(
  world: Everything,
  taker: { who: Account; token: DepositToken; amount: bigint },
  dealer: { who: Account; token: DepositToken; amount: bigint },
): Sent {
  const { fxDesk } = world.desks;
  const quote = buildFxQuote({
    taker: taker.who.address,
    dealer: dealer.who.address,
    takerToken: taker.token.target as string,
    takerAmount: taker.amount,
    dealerToken: dealer.token.target as string,
    dealerAmount: dealer.amount,
    expiry: (await world.now()) + HOUR,
    salt: unique("quote"),
  });
  const holds = fxHolds(String(fxDesk.target), quote);
  return fxDesk.settle(
    quote,
    await signHold(taker.token, taker.who, holds.taker),
    await signHold(dealer.token, dealer.who, holds.dealer),
  );
}

export async function payInterbank(
  world: Everything,
  from: { token: DepositToken; payer: Account; treasury: Account },
  to: { token: DepositToken; payee: Account; treasury: Account },
  amount: bigint,
): Sent {
  const { interbankClearing } = world.desks;
  const desk = String(interbankClearing.target);
  const hex = unique("payment").slice(2);
  const uetr = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  const payment = buildInterbankPayment({
    senderToken: from.token.target as string,
    receiverToken: to.token.target as string,
    settlementToken: world.r.usd.target as string,
    payer: from.payer.address,
    payee: to.payee.address,
    amount,
    uetr,
    expiry: (await world.now()) + HOUR,
    remittance: unique("remittance"),
  });
  const accounts = { paying: from.treasury.address, receiving: to.treasury.address };
  return interbankClearing.pay(
    payment,
    await signPayerHold(from.token, from.payer, desk, payment),
    await signSettlementHold(world.r.usd, from.treasury, desk, payment, accounts),
  );
}

export async function newInvoice(
  world: Everything,
  token: DepositToken,
  seller: Account,
  debtor: Account,
  amount: bigint,
): Promise<Invoice> {
  const now = await world.now();
  return buildInvoice({
    token: token.target as string,
    seller: seller.address,
    debtor: debtor.address,
    amount,
    issuedAt: now,
    dueAt: now + 30n * DAY,
    tolerance: 1n,
    invoiceReference: unique("number"),
    document: unique("document"),
    points: [{ secondsBefore: DAY, basisPoints: 150n }],
  });
}

export async function issue(world: Everything, invoice: Invoice, seller: Account): Sent {
  const { receivables } = world.desks;
  return receivables.issue(invoice, await signForReceivables(receivables, seller, "Invoice", invoice));
}

export async function payInvoice(
  world: Everything,
  token: DepositToken,
  invoice: Invoice,
  payer: Account,
  payee: string,
  settles: bigint,
): Sent {
  const { receivables } = world.desks;
  const { payment, bills } = buildPayment({
    payer: payer.address,
    payee,
    items: [{ invoice, points: [{ secondsBefore: DAY, basisPoints: 150n }], settles }],
    paymentReference: unique("payment of invoice"),
    payBy: (await world.now()) + HOUR,
  });
  const hold = holdOfPayment(String(receivables.target), payment);
  return receivables.pay({ ...payment, items: [...payment.items] }, bills, await signHold(token, payer, hold));
}

export async function assign(
  world: Everything,
  token: DepositToken,
  invoice: Invoice,
  seller: Account,
  open: bigint,
): Sent {
  const { receivables } = world.desks;
  const { financier } = world.people;
  const assignment = {
    invoice: invoiceId(invoice),
    seller: seller.address,
    financier: financier.address,
    open,
    price: open - open / 50n,
    expiry: (await world.now()) + HOUR,
    salt: unique("assignment"),
  };
  return receivables.assign(
    invoice,
    assignment,
    await signForReceivables(receivables, seller, "InvoiceAssignment", assignment),
    await signHold(token, financier, holdOfAssignment(String(receivables.target), assignment)),
  );
}

/** A ring of debts, settled at once on everyone's signature. */
export async function settleRing(
  world: Everything,
  token: DepositToken,
  ring: readonly Account[],
  amounts: readonly bigint[],
): Sent {
  const { nettingCycle } = world.desks;
  const now = await world.now();
  const built = buildCycle({
    token: token.target as string,
    obligations: ring.map(({ address }, i) => ({
      debtor: address,
      creditor: ring[(i + 1) % ring.length]!.address,
      amount: amounts[i]!,
      obligationReference: unique("obligation"),
    })),
    cutOff: now + HOUR,
    settleBy: now + 2n * HOUR,
    salt: unique("cycle"),
  });
  const keyOf = (address: string): Account => ring.find((one) => one.address === address)!;
  const holds = holdsOfCycle(String(nettingCycle.target), built);
  const slices = await Promise.all(holds.map((hold) => signHold(token, keyOf(hold.payer), hold)));
  const consents = await Promise.all(
    built.nets.map(({ party, amount }) =>
      amount < 0n ? Promise.resolve("0x") : signCycle(nettingCycle, keyOf(party), built.cycle),
    ),
  );
  return nettingCycle.settle(built.cycle, built.nets, built.slices, slices, consents);
}
