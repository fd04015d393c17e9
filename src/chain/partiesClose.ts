import type { Signer } from "ethers";

import type { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { requireSome } from "./checks.js";
import { askEach, pagesByWeight } from "./pages.js";
import { type PartiesChanged, sendInOrder } from "./partiesChanged.js";
import { weightOf } from "./partiesRenew.js";
import { type Holding, holdingsOf, partyUnknown, requireParty } from "./partiesState.js";
import { ask, type Call, callOf } from "./send.js";
import { decodeStanding } from "./words.js";

/* Ending the relationship with many customers. What the bank still owes is redeemed first: who has money stays. */

/** Wallets times tokens a transaction: about 15,000 gas each keep a page under 5 million. */
const PAGE = 300;

/** A party that still has money, which its balances say. */
export interface StillOwed<T> {
  readonly item: T;
  readonly holdings: readonly Holding[];
}

/** What closing would do. */
export interface ClosingPlan<T> {
  /** empty in every token; each page one transaction */
  readonly pages: readonly (readonly T[])[];
  readonly owed: readonly StillOwed<T>[];
  /** closed before */
  readonly unchanged: readonly T[];
  readonly refused: readonly { readonly item: T; readonly error: VostroError }[];
}

/** Looks at every account of these parties first. */
export async function planClosing<T extends { readonly party: bigint }>(
  bank: Bank,
  parties: readonly T[],
  onProgress?: (done: number) => void,
): Promise<ClosingPlan<T>> {
  const { partyRegistry: register } = bank;
  for (const { party } of parties) requireParty(party);
  const found = await askEach(
    parties,
    async (item) => {
      const [standing, wallets] = await ask(
        bank,
        Promise.all([register.standingOf(item.party), register.walletsOf(item.party)]),
      );
      const holdings = await holdingsOf(bank, wallets);
      const { admitted } = decodeStanding(standing);
      return { item, known: standing !== 0n, admitted, holdings, weight: weightOf(bank, wallets.length) };
    },
    onProgress,
  );
  const open = found.filter(({ admitted }) => admitted);
  const empty = open.filter(({ holdings }) => holdings.length === 0);
  return {
    pages: pagesByWeight(empty, ({ weight }) => weight, PAGE).map((page) => page.map(({ item }) => item)),
    owed: open.filter(({ holdings }) => holdings.length > 0).map(({ item, holdings }) => ({ item, holdings })),
    unchanged: found.filter(({ known, admitted }) => known && !admitted).map(({ item }) => item),
    refused: found.filter(({ known }) => !known).map(({ item }) => ({ item, error: partyUnknown(item.party) })),
  };
}

/** The call that closes parties. @throws VostroError EmptyList */
export async function closePartiesCall(bank: Bank, parties: readonly bigint[]): Promise<Call> {
  const populated = bank.partyRegistry.close.populateTransaction([...requireSome(parties, "parties to close")]);
  return callOf("PartyRegistry.close", populated, { role: "REGISTRAR", needsMargin: true });
}

/** Parties that were closed, and those that stay customers because the bank still owes them money. */
export interface PartiesClosed extends PartiesChanged {
  readonly closed: readonly bigint[];
  readonly owed: readonly StillOwed<bigint>[];
}

/**
 * Closes the parties that are empty in every token, page by page. Not to be undone. Who may call: the registrar.
 * @throws VostroError BadParty, PartyUnknown before anything is sent; AccountNotEmpty where money arrived meanwhile
 */
export async function closeParties(bank: Bank, registrar: Signer, parties: readonly bigint[]): Promise<PartiesClosed> {
  const plan = await planClosing(
    bank,
    [...new Set(requireSome(parties, "parties to close"))].map((party) => ({ party })),
  );
  if (plan.refused[0] !== undefined) throw plan.refused[0].error;
  const ids = plan.pages.map((page) => page.map(({ party }) => party));
  const changed = await sendInOrder(
    bank,
    registrar,
    await Promise.all(ids.map((page) => closePartiesCall(bank, page))),
  );
  const owed = plan.owed.map(({ item, holdings }) => ({ item: item.party, holdings }));
  return { ...changed, closed: ids.flat(), owed };
}
