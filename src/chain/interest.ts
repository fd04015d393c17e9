import type { Bank } from "./bank.js";
import { tokenOf } from "./checks.js";
import { askEach } from "./pages.js";
import { ask } from "./send.js";
import { decodeFirstUse, decodeStanding } from "./words.js";
import type { MintItem } from "./typedData.js";

/*
 * An interest run. The core has computed interest and booked it as deposits of the customers; each is minted as any booked
 * deposit is, once, under its own reference. Balances never grow by themselves.
 */

/** Items a transaction: about 60,000 gas each keep a page under 6 million. */
const PAGE = 100;

/** One customer's interest of one period, as the core booked it. */
export interface InterestLine {
  readonly line: number;
  readonly customer: string;
  readonly party: bigint;
  /** minor units */
  readonly amount: bigint;
  /** "2026-10", or "2026-10-01/2026-10-31" */
  readonly period: string;
  /** bytes32 */
  readonly depositReference: string;
}

export type InterestItem = InterestLine & MintItem;

/** A line that cannot be minted as it stands. */
export interface InterestProblem {
  readonly line: number;
  readonly column: "customer" | "deposit";
  readonly problem: string;
  readonly fix: string;
}

export interface InterestPlan {
  readonly pending: readonly InterestItem[];
  /** minted before, to this customer and of this amount */
  readonly minted: readonly InterestItem[];
  readonly problems: readonly InterestProblem[];
}

/** Looks every line up: whom it is credited to, and whether it was minted before. Sends nothing. */
export async function planInterest(
  bank: Bank,
  currency: string,
  lines: readonly InterestLine[],
  onProgress?: (done: number) => void,
): Promise<InterestPlan> {
  const [pending, minted, problems]: [InterestItem[], InterestItem[], InterestProblem[]] = [[], [], []];
  const found = await askEach(lines, (line) => lookUp(bank, currency, line), onProgress);
  for (const one of found) {
    if ("problem" in one) problems.push(one);
    else (one.isMinted ? minted : pending).push(one.item);
  }
  return { pending, minted, problems };
}

async function lookUp(
  bank: Bank,
  currency: string,
  line: InterestLine,
): Promise<InterestProblem | { item: InterestItem; isMinted: boolean }> {
  const { partyRegistry: register } = bank;
  const [standing, wallets, word] = await ask(
    bank,
    Promise.all([
      register.standingOf(line.party),
      register.walletsOf(line.party),
      tokenOf(bank, currency).depositReference(line.depositReference),
    ]),
    currency,
  );
  const wrong = (column: "customer" | "deposit", problem: string, fix: string): InterestProblem => ({
    ...{ line: line.line, column, problem, fix },
  });
  const used = decodeFirstUse(word);
  if (used !== undefined) {
    if (wallets.includes(used.payee) && used.amount === line.amount) {
      return { item: { ...line, payee: used.payee }, isMinted: true };
    }
    const problem = `was minted before, ${used.amount} minor units to ${used.payee}`;
    return wrong("deposit", problem, "Correct the reference, or have the core look at both bookings.");
  }
  if (standing === 0n) return wrong("customer", "is unknown to the register", "Admit it first, or correct the number.");
  if (!decodeStanding(standing).admitted) {
    return wrong("customer", "was closed: it is no customer any more", "Pay its interest outside the token.");
  }
  // The register lists wallets newest first; a customer's deposits go to its first, as long as that was not lost.
  for (const payee of [...wallets].reverse()) {
    if (!(await ask(bank, register.isRetired(payee)))) return { item: { ...line, payee }, isMinted: false };
  }
  return wrong("customer", "has no wallet", "Add one first (party add-wallet).");
}

/** Pages of a run, each one batch. */
export function interestPages(items: readonly InterestItem[]): InterestItem[][] {
  return Array.from({ length: Math.ceil(items.length / PAGE) }, (_, i) => items.slice(i * PAGE, (i + 1) * PAGE));
}
