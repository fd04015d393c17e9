import { decodeInvoiceWord, invoiceId } from "../settlement/receivables/index.js";
import { askEach } from "../chain/pages.js";
import type { Acts } from "./acts.js";
import type { PlannedInvoice, Totals } from "./plan.js";
import { totalsOf } from "./plan.js";
import type { ReplayWorld } from "./world.js";

/** One figure that the file alone says, and the same read from the chain. Amounts are minor units. */
export interface Line {
  readonly what: string;
  readonly expected: bigint;
  readonly found: bigint;
}

/** Who was given how much, by wallet; minor units. */
export type Minted = ReadonlyMap<string, bigint>;

/** Every figure of the books: supply, every balance, held money, the desk's own account, and the invoice book. */
export async function reconcile(
  world: ReplayWorld,
  acts: Acts,
  plan: readonly PlannedInvoice[],
  minted: Minted,
): Promise<Line[]> {
  return [...(await moneyLines(world, plan, minted)), ...(await bookLines(world, acts, plan))];
}

async function moneyLines(world: ReplayWorld, plan: readonly PlannedInvoice[], minted: Minted): Promise<Line[]> {
  const { token, seller, financier, debtors, receivables } = world;
  const sum = (of: (invoice: PlannedInvoice) => bigint): bigint =>
    plan.reduce((total, invoice) => total + of(invoice), 0n);
  const balance = (wallet: { address: string }): Promise<bigint> => token.balanceOf(wallet.address);
  const given = ({ address }: { address: string }): bigint => minted.get(address) ?? 0n;

  const spent = new Map<string, bigint>();
  for (const { customer, cash } of plan) spent.set(customer, (spent.get(customer) ?? 0n) + cash);
  const customers = [...debtors];
  const balances = await askEach(customers, ([, wallet]) => balance(wallet));
  const held = await askEach(customers, ([, wallet]) => token.heldOf(wallet.address));
  // One line for all customers, but of absolute differences: what one has too much does not hide what another lacks.
  const wrong = customers.reduce((total, [customer, wallet], i) => {
    const off = balances[i]! - (given(wallet) - (spent.get(customer) ?? 0n));
    return total + (off < 0n ? -off : off);
  }, 0n);

  const total = [...minted.values()].reduce((all, amount) => all + amount, 0n);
  const advanced = sum(({ financed }) => financed?.price ?? 0n);
  const toFinancier = sum(({ financed, cash }) => (financed === undefined ? 0n : cash));
  const everyone = balances.reduce((all, one) => all + one, await balance(seller)) + (await balance(financier));
  return [
    { what: "supply, as minted", expected: total, found: await token.totalSupply() },
    { what: "supply, as the sum of all balances", expected: total, found: everyone },
    {
      what: "the exporter's balance",
      expected: sum(({ financed, cash }) => financed?.price ?? cash),
      found: await balance(seller),
    },
    {
      what: "the financier's balance",
      expected: given(financier) - advanced + toFinancier,
      found: await balance(financier),
    },
    { what: "customers' balances, sum of differences", expected: 0n, found: wrong },
    { what: "held on customers' accounts", expected: 0n, found: held.reduce((all, one) => all + one, 0n) },
    { what: "the desk's own balance", expected: 0n, found: await token.balanceOf(receivables.target) },
  ];
}

/** The invoice book as the chain has it: states by id, amounts from the desk's events. */
async function bookLines(world: ReplayWorld, acts: Acts, plan: readonly PlannedInvoice[]): Promise<Line[]> {
  const expected = totalsOf(plan);
  const { receivables } = world;
  const states = await askEach(plan, async (planned) =>
    decodeInvoiceWord(await receivables.invoiceOf(invoiceId(acts.invoiceOf(planned)))),
  );
  const found = await bookFromEvents(world);
  const line = (what: string, key: Exclude<keyof Totals, "late">): Line => ({
    what,
    expected: BigInt(expected[key]),
    found: BigInt(found[key]),
  });
  return [
    line("invoices issued", "invoices"),
    line("amount issued", "issued"),
    line("paid in money", "paid"),
    line("discounts taken", "discounted"),
    line("credited after disputes", "refunded"),
    line("written off within the tolerance", "writtenOff"),
    line("invoices disputed", "disputed"),
    line("invoices sold", "financed"),
    line("paid by the financier in advance", "advanced"),
    line("still open, by the events", "open"),
    {
      what: "still open, by the desk",
      expected: expected.open,
      found: states.reduce((all, { open }) => all + open, 0n),
    },
    {
      what: "invoices that are not settled",
      expected: 0n,
      found: BigInt(states.filter(({ status }) => status !== "settled").length),
    },
  ];
}

async function bookFromEvents({ receivables, token, seller, financier }: ReplayWorld): Promise<Omit<Totals, "late">> {
  const { filters } = receivables;
  const [issued, paid, credited, disputed, resolved, sold, made] = await Promise.all([
    receivables.queryFilter(filters.InvoiceIssued),
    receivables.queryFilter(filters.InvoicePaid),
    receivables.queryFilter(filters.InvoiceCredited),
    receivables.queryFilter(filters.InvoiceDisputed),
    receivables.queryFilter(filters.DisputeResolved),
    receivables.queryFilter(filters.InvoiceAssigned),
    receivables.queryFilter(filters.PaymentMade),
  ]);
  const sum = <T>(events: readonly T[], of: (event: T) => bigint): bigint =>
    events.reduce((total, event) => total + of(event), 0n);
  const settles = sum(paid, ({ args }) => args.settles);
  const writtenOff = sum(paid, ({ args }) => args.writtenOff) + sum(credited, ({ args }) => args.writtenOff);
  const refunded = sum(resolved, ({ args }) => args.credited);
  const total = sum(issued, ({ args }) => args.invoice.amount);
  // The money itself, from the token's own events: the desk's word is not taken for it.
  const transfers = await token.queryFilter(token.filters.Transfer);
  const prices = sum(transfers, ({ args }) =>
    args.from === financier.address && args.to === seller.address ? args.value : 0n,
  );
  const cash = sum(transfers, ({ args }) =>
    args.from !== financier.address && !/^0x0+$/.test(args.from) ? args.value : 0n,
  );
  if (cash !== sum(made, ({ args }) => args.cash)) throw new Error("the desk's payments are not the token's transfers");
  return {
    invoices: issued.length,
    issued: total,
    paid: cash,
    discounted: sum(paid, ({ args }) => args.discount),
    refunded,
    writtenOff,
    open: total - settles - refunded - writtenOff,
    disputed: disputed.length,
    financed: sold.length,
    advanced: prices,
  };
}
