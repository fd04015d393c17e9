import { readFile } from "node:fs/promises";

import { Acts, paymentsOf } from "./acts.js";
import { mineTogether, type Act, type Mined } from "./blocks.js";
import { DAY, dayOf, readInvoiceFile } from "./invoiceFile.js";
import { daysOf, type PlannedInvoice, planOf, STAGES, type Totals, totalsOf } from "./plan.js";
import { type Line, reconcile } from "./reconcile.js";
import { type Deposit, openWorld, type ReplayWorld } from "./world.js";

/** What a replay found. Gas by kind of act; blocks from a payment's acceptance to spendable credit. */
export interface Replay {
  readonly totals: Totals;
  readonly lines: readonly Line[];
  readonly gas: Readonly<Record<keyof typeof STAGES, readonly bigint[]>>;
  readonly blocks: readonly number[];
  readonly from: string;
  readonly to: string;
}

export interface ReplayOptions {
  readonly file: string;
  readonly bankFile: string;
  /** only the first so many invoices of the file */
  readonly limit?: number;
}

/** Whether every figure is the same to the cent. */
export const agrees = ({ lines }: Replay): boolean => lines.every(({ expected, found }) => expected === found);

/**
 * Lives through a file of invoices on a chain of its own, day by day in the file's own time.
 * @throws ReplayFileError before anything is sent; Error naming the act that the chain refused
 */
export async function replay(options: ReplayOptions, say: (line: string) => void): Promise<Replay> {
  const rows = readInvoiceFile(await readFile(options.file, "utf8"), options.file);
  const plan = planOf(rows.slice(0, options.limit));
  const days = daysOf(plan);
  const start = days[0]!.day;
  const world = await openWorld(
    options.bankFile,
    start,
    new Map(plan.map(({ customer, country }) => [customer, country])),
  );
  say(`${plan.length} invoices of ${world.debtors.size} customers, ${dayOf(start)} to ${dayOf(days.at(-1)!.day)}`);
  try {
    const acts = new Acts(world);
    const gas: Record<keyof typeof STAGES, bigint[]> = emptyStages();
    const blocks: number[] = [];
    const minted = new Map<string, bigint>();
    const funding = fundingOf(world, plan);
    let year = "";
    for (const { day, ...stages } of days) {
      for (const month of [...funding.keys()].filter((due) => due <= day)) {
        await fund(world, funding.get(month)!, day, minted);
        funding.delete(month);
      }
      if (dayOf(day).slice(0, 4) !== year) say(`   ${(year = dayOf(day).slice(0, 4))} ...`);
      const run = async (stage: keyof typeof STAGES, wanted: readonly Act[]): Promise<Mined[]> => {
        const mined = await mineTogether(world, wanted, day + STAGES[stage]);
        gas[stage].push(...mined.map((one) => one.gas));
        return mined;
      };
      await world.provider.send("evm_setAutomine", [false]);
      if (stages.issue.length > 0) await run("issue", [await acts.issue(stages.issue)]);
      await run("finance", await each(stages.finance, (one) => acts.finance(one)));
      await run("acknowledge", await each(stages.finance, (one) => acts.acknowledge(one)));
      await run("dispute", await each(stages.dispute, (one) => acts.dispute(one)));
      await run("resolve", await each(stages.resolve, (one) => acts.resolve(one)));
      const paid = await run("pay", await each(paymentsOf(stages.pay), (group) => acts.pay(group, day)));
      blocks.push(...paid.map((one) => one.blocks));
      await world.provider.send("evm_setAutomine", [true]);
    }
    const lines = await reconcile(world, acts, plan, minted);
    return { totals: totalsOf(plan), lines, gas, blocks, from: dayOf(start), to: dayOf(days.at(-1)!.day) };
  } finally {
    await world.close();
  }
}

const emptyStages = () => ({ issue: [], finance: [], acknowledge: [], dispute: [], resolve: [], pay: [] });

async function each<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) done.push(await act(item));
  return done;
}

/** Every thirty days each customer deposits what it will pay until the next time; the financier deposits once. */
function fundingOf(world: ReplayWorld, plan: readonly PlannedInvoice[]): Map<bigint, Deposit[]> {
  const start = plan.reduce((first, { invoiced }) => (invoiced < first ? invoiced : first), plan[0]!.invoiced);
  const needs = new Map<bigint, Map<string, bigint>>();
  for (const { settled, customer, cash } of plan) {
    const month = start + ((settled - start) / (30n * DAY)) * 30n * DAY;
    const wallets = needs.get(month) ?? new Map<string, bigint>();
    needs.set(month, wallets);
    const wallet = world.debtors.get(customer)!.address;
    wallets.set(wallet, (wallets.get(wallet) ?? 0n) + cash);
  }
  const { advanced } = totalsOf(plan);
  if (advanced > 0n) {
    const first = needs.get(start) ?? new Map<string, bigint>();
    needs.set(start, first.set(world.financier.address, advanced));
  }
  return new Map(
    [...needs].map(([month, wallets]) => [month, [...wallets].map(([wallet, amount]) => ({ wallet, amount }))]),
  );
}

async function fund(world: ReplayWorld, deposits: readonly Deposit[], day: bigint, minted: Map<string, bigint>) {
  // Deposits are booked before the day's business.
  await world.helpers.time.increaseTo(day + 3_600n);
  await world.mint(deposits, day);
  for (const { wallet, amount } of deposits) minted.set(wallet, (minted.get(wallet) ?? 0n) + amount);
}
