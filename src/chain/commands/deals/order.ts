import { ZeroAddress } from "ethers";

import type { OrderEscrow } from "../../../../typechain-types/index.js";
import { isoDate } from "../../../errors/index.js";
import { connectDesks } from "../../../settlement/desks.js";
import {
  buildOrder,
  holdOfOrder,
  type Order,
  ORDER_TYPES,
  orderId,
  type OrderState,
  readOrder,
  signOrder,
} from "../../../settlement/orders/index.js";
import { ask, chainTime, providerOf } from "../../send.js";
import { signFor } from "../../typedData.js";
import type { Context, Outcome, Person } from "../context.js";
import { InputError } from "../exitCodes.js";
import { performCall } from "../oneCall.js";
import { type Fact, factLines } from "../perform.js";
import { lines } from "../read.js";
import { personOf, signerOf } from "../signers.js";
import { type DealFile, readDeal, writeDeal } from "./dealFile.js";
import { amountIn, deskCall, saltedIn, shareIn, timeIn } from "./options.js";

/*
 * Trade orders in escrow, step by step, each sent by the party itself. Orders across currencies need a dealer's leg with every
 * payment: those go through the library.
 */

const DAY = 86_400n;

type Populated = Parameters<typeof deskCall>[1];

/** One act of a party on an order that is there. */
interface OrderAct {
  /** "Confirms the goods, which pays the seller" */
  readonly says: (context: Context, file: DealFile<Order>, state: OrderState) => string;
  readonly method: string;
  readonly make: (given: {
    escrow: OrderEscrow;
    order: Order;
    context: Context;
    state: OrderState;
    sender: Person;
    currency: string;
  }) => Populated;
}

const act = (says: string, method: string, make: OrderAct["make"]): OrderAct => ({ says: () => says, method, make });

/** Sent by the party itself, so no signature is brought. */
const OWN = "0x";

const ACTS: Readonly<Record<string, OrderAct>> = {
  ship: act("Reports the shipment", "ship", ({ escrow, order, context }) =>
    escrow.ship.populateTransaction(order, context.hash("evidence"), OWN),
  ),
  receive: act("Reports that the goods came", "receiveGoods", ({ escrow, order, context, sender }) =>
    escrow.receiveGoods.populateTransaction(order, context.hash("evidence"), sender.address, OWN),
  ),
  confirm: {
    says: (context, { currency }, { remaining }) =>
      `Confirms, and pays the seller ${context.money(remaining, currency)}`,
    method: "confirm",
    make: ({ escrow, order }) => escrow.confirm.populateTransaction(order, OWN, []),
  },
  "pay-part": {
    says: (context, { currency }) =>
      `Pays the seller a part, ${context.money(amountIn(context, "amount", currency), currency)}`,
    method: "payPart",
    make: ({ escrow, order, context, state, currency }) =>
      escrow.payPart.populateTransaction(order, partIn(context, state, currency), state.remaining, OWN, []),
  },
  "pay-due": act("Pays what is due, since nobody disputed in time", "payDue", ({ escrow, order }) =>
    escrow.payDue.populateTransaction(order, []),
  ),
  refund: {
    says: (context, { currency }, state) =>
      `Gives the buyer ${context.money(partIn(context, state, currency), currency)} back`,
    method: "refund",
    make: ({ escrow, order, context, state, currency }) =>
      escrow.refund.populateTransaction(
        order,
        partIn(context, state, currency),
        state.remaining,
        context.flag("keepsGoods"),
        OWN,
      ),
  },
  "refund-unshipped": act(
    "Gives the buyer everything back, since nothing was shipped in time",
    "refundUnshipped",
    ({ escrow, order }) => escrow.refundUnshipped.populateTransaction(order),
  ),
  dispute: act("Opens a dispute", "dispute", ({ escrow, order, context }) =>
    escrow.dispute.populateTransaction(order, shareIn(context, "share"), context.hash("evidence"), OWN),
  ),
  withdraw: act("Withdraws the dispute", "withdrawDispute", ({ escrow, order }) =>
    escrow.withdrawDispute.populateTransaction(order, OWN),
  ),
  answer: act("Answers the dispute with an offer", "answer", ({ escrow, order, context }) =>
    escrow.answer.populateTransaction(order, shareIn(context, "share"), context.hash("evidence"), OWN),
  ),
  escalate: act("Brings the dispute before the arbiter", "escalate", ({ escrow, order, sender }) =>
    escrow.escalate.populateTransaction(order, sender.address, OWN),
  ),
  award: act("Awards the seller its share of what remains", "award", ({ escrow, order, context }) =>
    escrow.award.populateTransaction(order, shareIn(context, "share"), context.hash("evidence"), OWN, []),
  ),
  "award-by-default": act(
    "Ends the dispute by the award that was agreed for a silent arbiter",
    "awardByDefault",
    ({ escrow, order }) => escrow.awardByDefault.populateTransaction(order, []),
  ),
  "stop-clock": act("Stops the clock while a party is hindered", "stopClock", ({ escrow, order }) =>
    escrow.stopClock.populateTransaction(order),
  ),
  "resume-clock": act("Lets the clock run again", "resumeClock", ({ escrow, order }) =>
    escrow.resumeClock.populateTransaction(order),
  ),
};

export async function order(context: Context, step: string): Promise<Outcome> {
  if (step === "offer") return offer(context);
  const file = await readDeal<Order>(context, "Order", ORDER_TYPES.Order);
  if (step === "fund") return fund(context, file);
  const escrow = escrowIn(context);
  const state = await ask(context.bank, readOrder(escrow, file.deal), file.currency);
  if (step === "show") return show(context, file, state);
  const { says, method, make } = ACTS[step]!;
  const sender = await personOf(context, "CUSTOMER");
  const populated = make({ escrow, order: file.deal, context, state, sender, currency: file.currency });
  return performCall(context, {
    does: `${says(context, file, state)}. Order ${state.id}.`,
    as: "CUSTOMER",
    sender,
    facts: factsOf(file),
    call: () => deskCall(`OrderEscrow.${method}`, populated, file.currency),
    data: { id: state.id },
  });
}

/** The seller signs the terms, into a file for the buyer. Nothing is sent. */
async function offer(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const seller = await personOf(context, "CUSTOMER");
  const now = await chainTime(bank);
  const days = (option: string): Record<string, bigint> => {
    const given = context.integer(option, 0, 365);
    return given === undefined ? {} : { [option]: BigInt(given) * DAY };
  };
  const [reference, document] = [await saltedIn(context, "number"), await saltedIn(context, "document")];
  const inspector = context.text("inspector") === undefined ? ZeroAddress : context.address("inspector");
  const wanted = {
    ...{ token: String(bank.tokens[currency]!.target), buyer: context.address("buyer"), seller: seller.address },
    ...{
      amount: context.amount(),
      orderReference: reference,
      document,
      arbiter: context.address("arbiter"),
      inspector,
    },
    ...{
      shipBy: timeIn(context, "shipBy"),
      placeBy: now + BigInt(context.integer("fundHours", 1, 720) ?? 72) * 3_600n,
    },
    ...{ ...days("transit"), ...days("inspection"), ...days("arbitration") },
    ...(context.text("defaultShare") === undefined ? {} : { defaultAward: shareIn(context, "defaultShare") }),
  };
  const deal = context.wrap("order offer", () => buildOrder(wanted, now));
  const file = { currency, deal };
  const said = [`${context.dryRun ? "Would sign" : "Signs"}: ${doesOrder(context, file)}`, ...factLines(factsOf(file))];
  const data = { id: orderId(deal), order: deal };
  if (context.dryRun) return { text: [...said, "Nothing was signed."].join("\n"), data: { dryRun: true, ...data } };
  const out = context.required("out");
  const signature = await signOrder(escrowIn(context), signerOf(seller, "CUSTOMER"), deal);
  await writeDeal(out, "Order", { ...file, signatures: { seller: signature } });
  return { text: [...said, `Signed into ${out}: the buyer funds it with order fund --file ${out}.`].join("\n"), data };
}

/** The buyer signs the hold and sends both signatures. */
async function fund(context: Context, file: DealFile<Order>): Promise<Outcome> {
  const { deal, signatures, currency } = file;
  const escrow = escrowIn(context);
  const buyer = await personOf(context, "CUSTOMER");
  if (buyer.address !== deal.buyer) {
    throw new InputError("--file", `is an order of ${deal.buyer}, not of ${buyer.address}`, "Have its buyer fund it.");
  }
  const token = Object.values(context.bank.tokens).find(({ target }) => target === deal.token);
  if (token === undefined) throw new InputError("--file", "is an order in another bank's token", "Name that --bank.");
  const hold = holdOfOrder(deal, String(escrow.target));
  return performCall(context, {
    does: `Funds, and holds the buyer's money: ${doesOrder(context, file)}`,
    as: "CUSTOMER",
    sender: buyer,
    facts: factsOf(file),
    signatures: [{ who: deal.seller, as: "CUSTOMER", what: "has signed the terms" }],
    call: async () => {
      const signed = await signFor(token, signerOf(buyer, "CUSTOMER"), "Hold", hold);
      return deskCall(
        "OrderEscrow.fund",
        escrow.fund.populateTransaction(deal, signed, signatures["seller"] ?? OWN),
        currency,
      );
    },
    data: { id: orderId(deal), order: deal },
  });
}

function show(context: Context, file: DealFile<Order>, state: OrderState): Promise<Outcome> {
  const date = (name: string, second: bigint | undefined): Fact[] =>
    second === undefined ? [] : [[name, isoDate(second)]];
  const text = lines([
    ["order", state.id],
    ["pays", doesOrder(context, file)],
    ["stage", `${state.stage}${state.stopped ? ", the clock stands" : ""}`],
    ["remaining", `${context.money(state.remaining, file.currency)}, to be paid to ${state.payee}`],
    ...date("ship by", state.shipBy),
    ...date("dispute by", state.disputeBy),
    ...date("answer by", state.answerBy),
    ...date("escalate from", state.escalateFrom),
    ...date("award by", state.awardBy),
    ...date("hold lapses", state.expiry),
  ]);
  return Promise.resolve({ text, data: { ...state, order: file.deal } });
}

const escrowIn = ({ bank }: Context): OrderEscrow => connectDesks(providerOf(bank)).orderEscrow;

/** --amount, or all that remains. */
function partIn(context: Context, { remaining }: OrderState, currency: string): bigint {
  return context.text("amount") === undefined ? remaining : amountIn(context, "amount", currency);
}

const doesOrder = (context: Context, { deal, currency }: Pick<DealFile<Order>, "deal" | "currency">): string =>
  `${deal.buyer} pays ${deal.seller} ${context.money(deal.amount, currency)} for goods shipped before ${isoDate(deal.shipBy)}.`;

const factsOf = ({ deal }: Pick<DealFile<Order>, "deal">): Fact[] => [
  ["order", orderId(deal)],
  ["arbiter", deal.arbiter],
  ["if it is silent", `${Number(deal.defaultAward) / 100} % to the seller`],
  ["inspection", `${deal.inspection / DAY} days, after a transit of ${deal.transit / DAY}`],
  ["to be funded by", isoDate(deal.placeBy)],
];
