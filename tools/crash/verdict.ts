import { depositReference } from "../../src/bank/index.js";
import { accountScope, keyText } from "../../src/bank/keys.js";
import type { Gateway } from "../../src/gateway/gateway.js";
import { reconcile, type Reconciled } from "../../src/gateway/reconcile/index.js";
import type { BankSide, PaidIn } from "./bankside.js";
import { type ChainFacts, readFacts } from "./chainFacts.js";
import type { Asked } from "./customersSide.js";
import { sleep } from "./random.js";
import { openWork } from "./settled.js";

/** What a campaign came to. */
export interface Verdict {
  readonly deposits: { readonly all: number; readonly once: number; readonly twice: number; readonly lost: number };
  readonly redemptions: {
    readonly all: number;
    readonly paid: number;
    readonly rejected: number;
    readonly twice: number;
    readonly lost: number;
    readonly returned: number;
  };
  readonly block: number;
  /** empty: everything is as it must be */
  readonly differences: readonly string[];
}

/**
 * Compares what was paid in, asked for and paid out with the chain's own events, and the books with each other. Nothing of the
 * gateway's store is believed here, but by the reconciliation.
 */
export async function judgeCampaign(
  gateway: Gateway,
  bankSide: BankSide,
  accepted: readonly Asked[],
): Promise<Verdict> {
  const { store, bank } = gateway;
  const differences = [...bankSide.ledger.violations];
  differences.push(...(await openWork(store)).map((work) => `not settled: ${work}`));
  const cursor = await store.selectFrom("chain_cursor").select("block").executeTakeFirstOrThrow();
  const facts = await readFacts(bank, cursor.block);
  const deposits = judgeDeposits(gateway, bankSide.deposits, facts, differences);
  const redemptions = judgeRedemptions(bankSide, accepted, facts, differences);
  differences.push(...strangers(bankSide, accepted, facts));
  for (const currency of Object.keys(bank.tokens)) {
    differences.push(...(await judgeBooks(gateway, currency, bankSide, facts)));
  }
  return { deposits, redemptions, block: cursor.block, differences };
}

/** The reference that a deposit must be minted under: by the bank's own reference, from the salt. */
function referenceOf(gateway: Gateway, { currency, reference }: PaidIn): string {
  const account = gateway.accounts.find((ours) => ours.currency === currency)!;
  return depositReference(gateway.salt, keyText([...accountScope(account), "AcctSvcrRef", reference]));
}

function judgeDeposits(
  gateway: Gateway,
  deposits: readonly PaidIn[],
  { mints }: ChainFacts,
  differences: string[],
): Verdict["deposits"] {
  const counts = { all: deposits.length, once: 0, twice: 0, lost: 0 };
  for (const deposit of deposits) {
    const found = mints.get(referenceOf(gateway, deposit)) ?? [];
    if (found.length === 1) counts.once++;
    else if (found.length === 0) counts.lost++;
    else counts.twice++;
    const { reference, amount, currency, customer } = deposit;
    if (found.length !== 1) differences.push(`deposit ${reference} is minted ${found.length} times`);
    for (const mint of found) {
      const isRight = mint.amount === amount && mint.currency === currency && mint.payee === customer.wallet.address;
      if (!isRight)
        differences.push(
          `deposit ${reference} of ${amount} ${currency} is minted as ${mint.amount} ${mint.currency} to ${mint.payee}`,
        );
    }
  }
  return counts;
}

function judgeRedemptions(
  { ledger }: BankSide,
  accepted: readonly Asked[],
  { desk, burned }: ChainFacts,
  differences: string[],
): Verdict["redemptions"] {
  const counts = { all: accepted.length, paid: 0, rejected: 0, twice: 0, lost: 0, returned: 0 };
  const all = [...ledger.payments.values()];
  for (const { id, customer, currency, amount } of accepted) {
    const payments = all.filter(({ endToEndId }) => endToEndId === `VR${id.slice(2, 34)}`);
    const times = (name: string): number => desk.get(`${name} ${id}`) ?? 0;
    const [payment, ...more] = payments;
    if (payment === undefined) {
      counts.lost++;
      differences.push(`redemption ${id} was never in a payment file`);
      continue;
    }
    if (more.length > 0) counts.twice++;
    const account = customer.customer.settlementAccount;
    const isRight = payment.amount === amount && payment.currency === currency && payment.creditorAccount === account;
    if (!isRight)
      differences.push(
        `redemption ${id} of ${amount} ${currency} to ${account} is paid as ${payment.amount} ${payment.currency} to ${payment.creditorAccount}`,
      );
    if (payment.outcome === "paid") counts.paid++;
    else counts.rejected++;
    if (payment.returned) counts.returned++;
    const [settled, rejected, returned] = ["RedemptionSettled", "RedemptionRejected", "RedemptionReturned"].map(times);
    const gone = burned.get(id) ?? 0n;
    // Money that came back before the burn is let go instead; after it, it is minted again.
    const isBurned = payment.outcome === "paid" && !(payment.returned && settled === 0);
    const wanted = isBurned ? [1, 0, payment.returned ? 1 : 0] : [0, 1, 0];
    if ([settled, rejected, returned].join() !== wanted.join() || gone !== (isBurned ? amount : 0n)) {
      const state = `settled ${settled}, rejected ${rejected}, returned ${returned} times, ${gone} of ${amount} burned`;
      differences.push(`redemption ${id}, ${payment.outcome}${payment.returned ? " and returned" : ""}: ${state}`);
    }
  }
  return counts;
}

/** Mints, burns and payments that nobody paid in or asked for. */
function strangers({ ledger, deposits, returns }: BankSide, accepted: readonly Asked[], facts: ChainFacts): string[] {
  const returned = [...facts.desk].filter(([key]) => key.startsWith("RedemptionReturned")).length;
  const minted = [...facts.mints.values()].reduce((sum, all) => sum + all.length, 0);
  const found: string[] = [];
  if (returned > returns) found.push(`${returned} redemptions are minted again, ${returns} came back`);
  if (minted !== deposits.length + returned)
    found.push(`${minted} mints, for ${deposits.length} deposits and ${returned} returns`);
  const ids = new Set(accepted.map(({ id }) => id));
  for (const id of facts.burned.keys()) if (!ids.has(id)) found.push(`a burn of ${id}, which nobody asked for`);
  if (ledger.payments.size !== accepted.length)
    found.push(`${ledger.payments.size} payments for ${accepted.length} redemptions`);
  return found;
}

/** A worker that was killed while it reconciled holds the lease for a minute. */
async function reconcileAlone(gateway: Gateway, currency: string): Promise<Reconciled> {
  for (let left = 90; ; left--) {
    try {
      return await reconcile(gateway, { currency, full: true });
    } catch (error) {
      if ((error as Error).name !== "ReconciliationRuns" || left === 0) throw error;
      await sleep(1_000);
    }
  }
}

/** Chain, bank and gateway agree on what is outstanding. */
async function judgeBooks(
  gateway: Gateway,
  currency: string,
  { deposits, ledger }: BankSide,
  facts: ChainFacts,
): Promise<string[]> {
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
  const of = <T extends { currency: string }>(all: Iterable<T>): T[] =>
    [...all].filter((one) => one.currency === currency);
  const paidIn = sum(of(deposits).map(({ amount }) => amount));
  const paidOut = sum(
    of(ledger.payments.values())
      .filter(({ outcome, returned }) => outcome === "paid" && !returned)
      .map(({ amount }) => amount),
  );
  const { rows } = {
    rows: await gateway.store.selectFrom("control_entry").select("amount").where("currency", "=", currency).execute(),
  };
  const control = sum(rows.map(({ amount }) => amount));
  const supply = facts.supply.get(currency)!;
  const found: string[] = [];
  if (supply !== paidIn - paidOut)
    found.push(`${currency}: the supply is ${supply}, the bank has ${paidIn} paid in less ${paidOut} paid out`);
  if (supply !== control) found.push(`${currency}: the supply is ${supply}, the control account ${control}`);
  const { report } = await reconcileAlone(gateway, currency);
  for (const { class: is, subject, amount, message } of report.differences.listed) {
    found.push(`${currency}: reconciliation: ${is} ${subject} ${amount}: ${message}`);
  }
  if (report.chain.mintPaused) found.push(`${currency}: issuing is paused`);
  return found;
}
