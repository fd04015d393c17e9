import type { Signer } from "ethers";

import { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { requireSome } from "./checks.js";
import { payBatchCall, type PaymentItem } from "./pay.js";
import { send, type Sent, simulate } from "./send.js";

/*
 * Many payees, a result each. The token's `transferBatch` is all or nothing and does not say which item it refuses: so each
 * page is tried on the node first, and halved until every refused item stands alone with its reason.
 */

/** What became of one payment of a payout. */
export interface PayoutResult {
  readonly item: PaymentItem;
  /** `unsent`: nothing was wrong with it, but the payout was not to be split */
  readonly result: "paid" | "refused" | "unsent";
  /** the error's name, such as ERC7943CannotReceive; undefined where paid */
  readonly reason?: string;
  readonly sentence?: string;
  readonly fix?: string;
}

export interface PayoutReport {
  /** in the order of the payments */
  readonly results: readonly PayoutResult[];
  /** minor units */
  readonly paid: bigint;
  readonly refused: bigint;
  readonly transactions: readonly Sent[];
}

export interface PayoutOptions {
  /** what is refused is left out and the rest is paid; otherwise nothing is paid unless everything can be */
  readonly lenient: boolean;
  /** payments a transaction, 400 if left out: under the 16.7 million gas that a transaction may use */
  readonly perTransaction?: number;
  /** told how many payments are behind it */
  readonly onProgress?: (done: number) => void;
}

/** What the token refuses of one payment; every other failure is of the payer, the token or the node. */
const OF_ONE_PAYMENT: ReadonlySet<string> = new Set([
  ...["ERC7943CannotReceive", "ERC7943CannotTransfer", "ERC20InvalidReceiver"],
  ...["ERC20InsufficientBalance", "ERC7943InsufficientUnfrozenBalance", "InsufficientAvailable"],
  ...["PaymentLimitExceeded", "WindowValueExceeded", "WindowCountExceeded", "HoldingCapExceeded"],
  ...["ClearanceMissing", "TravelRecordMissing", "PartyLimitsNotSet"],
]);

const PER_TRANSACTION = 400;

type Refusals = Map<PaymentItem, VostroError>;

/**
 * Pays many from the signer's account, each with its own reference and result. Who may call: a customer. A strict payout is
 * one transaction; a lenient one is as many as it needs, one after the other.
 * @throws VostroError PayoutTooLong (strict, more than one transaction), and what stops every payment alike (OperationPaused,
 * ERC7943CannotSend, no node): what was paid before stays paid
 */
export async function payOut(
  bank: Bank,
  payer: Signer,
  currency: string,
  payments: readonly PaymentItem[],
  options: PayoutOptions,
): Promise<PayoutReport> {
  const pages = pagesOf(payments, options);
  const from = await payer.getAddress();
  const refusals: Refusals = new Map();
  const transactions: Sent[] = [];
  let done = 0;
  for (const page of pages) {
    const good = await passing(bank, from, currency, page, refusals);
    const wanted = options.lenient || good.length === page.length ? good : [];
    if (wanted.length > 0) transactions.push(await send(bank, payer, await payBatchCall(bank, currency, wanted)));
    options.onProgress?.((done += page.length));
  }
  return report(payments, refusals, options.lenient || refusals.size === 0 ? "paid" : "unsent", transactions);
}

/**
 * What `payOut` would do now, tried on the node; sends nothing and needs no key. Pages are tried on the same state, so a
 * balance that only all pages together exceed shows when they are sent.
 * @throws VostroError as `payOut`
 */
export async function checkPayout(
  bank: Bank,
  from: string,
  currency: string,
  payments: readonly PaymentItem[],
  options: PayoutOptions,
): Promise<PayoutReport> {
  const refusals: Refusals = new Map();
  for (const page of pagesOf(payments, options)) await passing(bank, from, currency, page, refusals);
  return report(payments, refusals, options.lenient || refusals.size === 0 ? "paid" : "unsent", []);
}

/** Those of a page that can be paid together, in order; why the others cannot goes into `refusals`. */
async function passing(
  bank: Bank,
  from: string,
  currency: string,
  page: readonly PaymentItem[],
  refusals: Refusals,
): Promise<PaymentItem[]> {
  let good: PaymentItem[] = [];
  // Each part is tried after all that passed before it, as the token will see it: balances and limits add up.
  const take = async (part: readonly PaymentItem[]): Promise<void> => {
    const wanted = [...good, ...part];
    try {
      await simulate(bank, from, await payBatchCall(bank, currency, wanted));
      good = wanted;
    } catch (error) {
      if (!(error instanceof VostroError) || !OF_ONE_PAYMENT.has(error.name)) throw error;
      if (part.length === 1) return void refusals.set(part[0]!, error);
      const half = Math.ceil(part.length / 2);
      await take(part.slice(0, half));
      await take(part.slice(half));
    }
  };
  await take(page);
  return good;
}

function pagesOf(payments: readonly PaymentItem[], { lenient, perTransaction }: PayoutOptions): PaymentItem[][] {
  const items = requireSome(payments, "payments");
  const size = perTransaction ?? PER_TRANSACTION;
  if (!lenient && items.length > size) {
    throw new VostroError({
      name: "PayoutTooLong",
      args: { payments: items.length, most: size },
      sentence: `${items.length} payments do not fit one transaction (at most ${size}), and this payout is all or nothing.`,
      fix: "Split it, or let it be lenient. Nothing was sent.",
    });
  }
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function report(
  payments: readonly PaymentItem[],
  refusals: Refusals,
  otherwise: "paid" | "unsent",
  transactions: readonly Sent[],
): PayoutReport {
  const results = payments.map((item): PayoutResult => {
    const error = refusals.get(item);
    if (error === undefined) return { item, result: otherwise };
    return { item, result: "refused", reason: error.name, sentence: error.sentence, fix: error.fix };
  });
  const sum = (wanted: PayoutResult["result"]): bigint =>
    results.reduce((total, { item, result }) => (result === wanted ? total + item.amount : total), 0n);
  return { results, paid: sum("paid"), refused: sum("refused"), transactions };
}
