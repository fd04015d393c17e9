import { decodeHoldWord, holdId } from "../chain/index.js";
import { formatAmount } from "../money/index.js";
import { type Books, difference, type Item, renderBooks } from "./books.js";
import { type DemoBank, openDemoBank } from "./chain.js";
import { admitCustomers, blockCustomer } from "./customers.js";
import { isReceived, type Outcome, outcomes, renderEntries } from "./entries.js";
import { attestDeposits, type Minted, mintDeposits, type Say } from "./minting.js";
import {
  type Holder,
  needsClearance,
  payInvoice,
  payUnderReview,
  redeem,
  type Redeemed,
  tryAboveLimit,
  tryRefusedPayment,
} from "./payments.js";
import { type Attribution, readSources, type Sources } from "./sources.js";

export interface DemoOptions {
  readonly statements: readonly string[];
  readonly customers: string;
  readonly bankFile: string;
}

/**
 * The whole story: statements in, tokens out, a payment, a refusal, a clearance, a redemption, the same statements again,
 * the books.
 * @param open brings the bank; called once, when every file has been read
 * @returns whether the books balance and the second import minted nothing
 */
export async function tellStory(options: DemoOptions, say: Say, open = openDemoBank): Promise<boolean> {
  const chapter = (title: string): void => say(`\n== ${title}`);
  const step: Say = (line) => say(`   ${line}`);

  chapter("The bank reads its files");
  const sources = await readSources(options.statements, options.customers);
  describe(sources, step);

  chapter("The bank is deployed on a chain of its own");
  const demo = await open(options.bankFile, sources.accounts);
  step(
    `${demo.config.legalName}, ${demo.deployment.transactions} transactions, gas ${demo.deployment.gasUsed.toLocaleString("en")}`,
  );

  chapter("Customers are admitted, deposits minted");
  await admitCustomers(demo, sources.customers, step);
  const currencies = [...new Set(sources.accounts.map(({ currency }) => currency))];
  const minted = await mintAll(demo, currencies, sources.attributions, new Set(), step);
  if (minted.length === 0) step("no credit of these files belongs to a customer of this file: nothing is minted");

  const redeemed = new Map<string, Redeemed[]>();
  const blocked = new Set<string>();
  for (const currency of currencies) {
    chapter(`Life in ${currency}`);
    redeemed.set(currency, await live(demo, sources, currency, blocked, step));
  }

  chapter("The same statements again");
  const blockBefore = await demo.blockNumber();
  const parked = new Set(minted.filter(({ outcome }) => typeof outcome === "object").map(({ reference }) => reference));
  const again = await mintAll(demo, currencies, sources.attributions, parked, step);
  const count = (wanted: Minted["outcome"]): number => again.filter(({ outcome }) => outcome === wanted).length;
  const sent = (await demo.blockNumber()) - blockBefore;
  step(
    `of ${again.length} deposits ${count("known")} were minted before, ${count("parked")} wait in suspense: ` +
      `${count("minted")} minted, ${sent} transactions sent`,
  );

  chapter("Every entry");
  const found = outcomes(sources.judgements, sources.attributions, minted);
  const files = new Map(
    sources.judgements.flatMap(({ file, verdicts }) => verdicts.map((verdict) => [verdict, file.file])),
  );
  say(renderEntries(found, (verdict) => files.get(verdict)!));

  chapter("The books, read back from the chain");
  let balanced = true;
  for (const currency of currencies) {
    const books = await readBooks(demo, sources, currency, found, redeemed.get(currency)!);
    say(`${renderBooks(books)}\n`);
    balanced &&= difference(books) === 0n;
  }
  return balanced && count("minted") === 0 && sent === 0;
}

function describe({ judgements, customers, attributions }: Sources, step: Say): void {
  step(`${customers.length} customers`);
  for (const { file, verdicts, findings } of judgements) {
    const mintable = verdicts.flatMap((verdict) => (verdict.verdict === "mintable" ? verdict.deposits : []));
    const entries = new Set(mintable.map(({ entry }) => entry)).size;
    const sums = Object.entries(sumByCurrency(mintable)).map(
      ([currency, sum]) => `${currency} ${formatAmount(sum, currency)}`,
    );
    const of = sums.length === 0 ? "" : ` (${sums.join(", ")})`;
    step(`${file.file}: ${file.kind}.001.${file.version}, ${verdicts.length} entries, ${entries} may be minted${of}`);
    for (const { code, message, index } of findings) {
      step(`  finding ${code}${index === undefined ? "" : ` (entry #${index})`}: ${message}`);
    }
  }
  const matched = attributions.filter(({ customer }) => customer !== undefined).length;
  step(`${matched} of ${attributions.length} deposits belong to a customer`);
}

function sumByCurrency(deposits: readonly { currency: string; amount: bigint }[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { currency, amount } of deposits) sums[currency] = (sums[currency] ?? 0n) + amount;
  return sums;
}

async function mintAll(
  demo: DemoBank,
  currencies: readonly string[],
  attributions: readonly Attribution[],
  parked: ReadonlySet<string>,
  step: Say,
): Promise<Minted[]> {
  const minted: Minted[] = [];
  for (const currency of currencies) {
    const accepted = attributions.flatMap(({ deposit, customer }) =>
      customer !== undefined && deposit.currency === currency ? [{ deposit, customer }] : [],
    );
    if (accepted.length > 0) minted.push(...(await mintDeposits(demo, currency, accepted, parked, step)));
  }
  return minted;
}

/**
 * A payment, a refusal, a clearance, two redemptions: as far as there are customers with money for it.
 * @param blocks customers blocked by now; a block holds in every currency, so they neither pay nor redeem
 */
async function live(
  demo: DemoBank,
  sources: Sources,
  currency: string,
  blocks: Set<string>,
  step: Say,
): Promise<Redeemed[]> {
  const holders = (await readHolders(demo, sources, currency)).filter(
    ({ customer: { customer } }) => !blocks.has(customer),
  );
  const [payer, payee] = holders;
  const redeemed: Redeemed[] = [];
  if (payer === undefined) {
    step(`no customer who is free to pay holds ${currency}: nothing to pay, nothing to redeem`);
    return redeemed;
  }
  // Who is blocked must not be who pays and redeems.
  const blocked = holders.length > 1 ? holders.at(-1)! : undefined;
  if (payee !== undefined) {
    // Of less than four minor units no quarter is left over for the invoice: what remains has to be redeemable.
    const invoice = payer.balance / 4n;
    if (invoice > 0n) await payInvoice(demo, currency, payer, payee, invoice, step);
    else step(`${payer.customer.customer} has too little to pay from`);
    await blockCustomer(demo, blocked!.customer.customer, step);
    blocks.add(blocked!.customer.customer);
    await tryRefusedPayment(demo, currency, blocked!, payer, share(blocked!.balance, 2n), step);
    for (const reviewed of holders.filter((holder) => holder !== payer && holder !== payee && holder !== blocked)) {
      if (!(await needsClearance(demo, currency, reviewed, payer))) continue;
      await payUnderReview(demo, currency, reviewed, payer, share(reviewed.balance, 4n), step);
      await tryAboveLimit(demo, currency, reviewed, payer, step);
      break;
    }
  } else {
    step("one customer alone: nobody to pay");
  }
  redeemed.push(await redeem(demo, currency, payer, share(payer.balance, 2n), true, step));
  if (payee !== undefined && payee !== blocked) {
    redeemed.push(await redeem(demo, currency, payee, share(payee.balance, 3n), false, step));
  }
  // The evening's figure: the deposits that are left, the pay-out under way included until it is burned.
  await attestDeposits(demo, currency, await demo.bank.tokens[currency]!.totalSupply(), step);
  return redeemed;
}

/** A part of an amount, never nothing. Minor units. */
const share = (amount: bigint, parts: bigint): bigint => (amount < parts ? amount : amount / parts);

/** Customers with money, in the order of the customer file. */
async function readHolders(demo: DemoBank, { customers }: Sources, currency: string): Promise<Holder[]> {
  const token = demo.bank.tokens[currency]!;
  const holders: Holder[] = [];
  for (const customer of customers) {
    const wallet = customer.wallets[0].address;
    const balance = await token.balanceOf(wallet);
    if (balance > 0n) holders.push({ customer, wallet, balance });
  }
  return holders;
}

/** The chain's side is balances and hold words, the bank's side the entries of its statements. */
async function readBooks(
  demo: DemoBank,
  { customers }: Sources,
  currency: string,
  found: readonly Outcome[],
  redeemed: readonly Redeemed[],
): Promise<Books> {
  const token = demo.bank.tokens[currency]!;
  const mine = found.filter((outcome) => outcome.currency === currency && isReceived(outcome));
  const item = ({ verdict, amount, note }: Outcome): Item => ({ what: `#${verdict.index} ${note}`, amount: amount! });

  const inTransit: (Item & { payer: string })[] = [];
  const paidOut: Item[] = [];
  for (const { redemption, customer, uetr } of redeemed) {
    const word = decodeHoldWord(await token.holdWord(holdId(redemption.hold)));
    const what = `${customer}, UETR ${uetr}`;
    if (word.status === "Sealed") inTransit.push({ what, amount: word.remaining, payer: redemption.hold.payer });
    if (word.status === "Closed") paidOut.push({ what, amount: redemption.hold.amount });
  }
  const supply: Item[] = [];
  for (const { customer, wallets } of customers) {
    for (const { address } of wallets) {
      const sealed = inTransit.filter(({ payer }) => payer === address).reduce((sum, { amount }) => sum + amount, 0n);
      const amount = (await token.balanceOf(address)) - sealed;
      if (amount > 0n) supply.push({ what: `${customer} ${address}`, amount });
    }
  }
  const total = await token.totalSupply();
  const listed = [...supply, ...inTransit].reduce((sum, { amount }) => sum + amount, 0n);
  if (listed !== total) {
    throw new Error(
      `The chain's supply is ${formatAmount(total, currency)}, its holders have ${formatAmount(listed, currency)}.`,
    );
  }
  return {
    currency,
    received: mine.map(item),
    paidOut,
    supply,
    inTransit,
    suspense: mine.filter(({ outcome }) => outcome === "suspense").map(item),
  };
}
