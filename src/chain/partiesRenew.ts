import type { Signer } from "ethers";

import type { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { requireSecond, requireSome } from "./checks.js";
import { askEach, pagesByWeight } from "./pages.js";
import { type PartiesChanged, sendInOrder } from "./partiesChanged.js";
import { partyIsClosed, partyUnknown, requireParty } from "./partiesState.js";
import { ask, type Call, callOf } from "./send.js";
import { decodeStanding } from "./words.js";

/* Renewing the KYC of many parties: only its end is written, so that a renewal can lift no block and open no corridor. */

/** Wallets times tokens a transaction: about 10,000 gas each keep a page under 5 million. */
const PAGE = 400;

/** A party whose KYC has a new end. */
export interface Renewal {
  readonly party: bigint;
  /** last second, unix seconds */
  readonly validUntil: bigint;
}

/** What renewing would do. */
export interface RenewalPlan<T extends Renewal> {
  /** parties of equal ends together, each page one transaction */
  readonly pages: readonly (readonly T[])[];
  /** valid until that very second already */
  readonly unchanged: readonly T[];
  /** who is no customer, or not any more */
  readonly refused: readonly { readonly item: T; readonly error: VostroError }[];
}

/** Compares with the register first, so that a second run does only what is left. */
export async function planRenewals<T extends Renewal>(
  bank: Bank,
  renewals: readonly T[],
  onProgress?: (done: number) => void,
): Promise<RenewalPlan<T>> {
  const { partyRegistry: register } = bank;
  for (const { party, validUntil } of renewals) {
    requireSecond(validUntil, `The end of the KYC of party ${requireParty(party)}`);
  }
  const found = await askEach(
    renewals,
    async (item) => {
      const [standing, wallets] = await ask(
        bank,
        Promise.all([register.standingOf(item.party), register.walletsOf(item.party)]),
      );
      return { item, known: standing !== 0n, ...decodeStanding(standing), weight: weightOf(bank, wallets.length) };
    },
    onProgress,
  );
  const open = found.filter(({ admitted }) => admitted);
  const due = open.filter(({ item, validUntil }) => item.validUntil !== validUntil);
  const byEnd = new Map<bigint, typeof due>();
  for (const one of due) byEnd.set(one.item.validUntil, [...(byEnd.get(one.item.validUntil) ?? []), one]);
  return {
    pages: [...byEnd.values()]
      .flatMap((equal) => pagesByWeight(equal, ({ weight }) => weight, PAGE))
      .map((page) => page.map(({ item }) => item)),
    unchanged: open.filter(({ item, validUntil }) => item.validUntil === validUntil).map(({ item }) => item),
    refused: found
      .filter(({ admitted }) => !admitted)
      .map(({ item, known }) => ({ item, error: (known ? partyIsClosed : partyUnknown)(item.party) })),
  };
}

/** What a party weighs in a page: it is pushed to each wallet in each token. */
export const weightOf = (bank: Bank, wallets: number): number => 1 + wallets * Object.keys(bank.tokens).length;

/** The call that renews parties to one end. @throws VostroError EmptyList, BadTime */
export async function renewPartiesCall(bank: Bank, parties: readonly bigint[], validUntil: bigint): Promise<Call> {
  const until = requireSecond(validUntil, "The KYC's new end");
  const populated = bank.partyRegistry.renew.populateTransaction([...requireSome(parties, "parties")], until);
  return callOf("PartyRegistry.renew", populated, { role: "REGISTRAR", needsMargin: true });
}

/**
 * Sets the KYC's last second of many parties, page by page; no block is touched. Who may call: the registrar.
 * @param validUntil unix seconds
 * @throws VostroError BadParty, BadTime, PartyUnknown, PartyIsClosed before anything is sent
 */
export async function renewParties(
  bank: Bank,
  registrar: Signer,
  parties: readonly bigint[],
  validUntil: bigint,
): Promise<PartiesChanged> {
  const { pages, refused } = await planRenewals(
    bank,
    [...new Set(requireSome(parties, "parties"))].map((party) => ({ party, validUntil })),
  );
  if (refused[0] !== undefined) throw refused[0].error;
  const calls = pages.map((page) =>
    renewPartiesCall(
      bank,
      page.map(({ party }) => party),
      validUntil,
    ),
  );
  return sendInOrder(bank, registrar, await Promise.all(calls));
}
