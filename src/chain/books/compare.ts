import { COUNTRIES } from "../../bank/countries.js";
import type { Bank } from "../bank.js";
import { NO_LEI } from "../partiesBytes.js";
import { decodeStanding, decodeSupplyWord } from "../words.js";
import type { Books } from "./books.js";
import { compareLaw } from "./compareLaw.js";
import { compareLimits } from "./compareLimits.js";
import { type BookDifference, Comparison, hex } from "./comparison.js";
import { REDEMPTION_STATES } from "./deskBook.js";
import { successorIn } from "./registerBook.js";
import { accountWordOf, holdWordOf, referenceWordOf, type TokenBook } from "./tokenBook.js";

export type { BookDifference } from "./comparison.js";

/** What a comparison found. */
export interface BooksCompared {
  /** empty is good */
  readonly differences: readonly BookDifference[];
  /** how many figures were compared */
  readonly compared: number;
}

/**
 * Compares the books with storage at their block, word by word. Needs a node that keeps the state of that block.
 * @param comparison what each figure is told to, with its name
 */
export async function compareBooks(
  bank: Bank,
  books: Books,
  comparison: Comparison = new Comparison(bank, books),
): Promise<BooksCompared> {
  await compareRegister(comparison);
  await compareDesks(comparison);
  await compareLimits(comparison);
  await compareLaw(comparison);
  for (const [currency, book] of Object.entries(books.tokens)) await compareToken(comparison, currency, book);
  return comparison;
}

async function compareToken(comparison: Comparison, currency: string, book: TokenBook): Promise<void> {
  const { at } = comparison;
  const token = comparison.bank.tokens[currency]!;
  const [[policy, review], [supplyWord, flows], limits] = await Promise.all([
    token.policyWords(at),
    token.supplyWords(at),
    token.limits(at),
  ]);
  const supply = decodeSupplyWord(supplyWord);
  comparison.differ(`policy word (${currency})`, book.policy, policy);
  comparison.differ(`review word (${currency})`, book.review, review);
  comparison.differ(`limits (${currency})`, book.limits, limits);
  comparison.differ(`supply (${currency})`, book.supply, supply.totalSupply);
  comparison.differ(`backing (${currency})`, book.backing, supply.backing);
  comparison.differ(`attestation time (${currency})`, book.attestedAt, supply.attestedAt);
  comparison.differ(`flow word (${currency})`, book.burned | (book.received << 128n), flows);
  await comparison.each([...book.accounts], async ([address, account]) => {
    const word = await token.accountWord(address, at);
    comparison.differ(`account word of ${address} (${currency})`, hex(accountWordOf(account)), hex(word));
  });
  await comparison.each([...book.holds.values()], async (hold) => {
    const word = await token.holdWord(hold.id, at);
    comparison.differ(`hold word of ${hold.id} (${currency})`, hex(holdWordOf(hold)), hex(word));
  });
  await comparison.each([...book.references], async ([reference, use]) => {
    const word = await token.depositReference(reference, at);
    comparison.differ(`reference ${reference} (${currency})`, hex(referenceWordOf(use)), hex(word));
  });
}

async function compareRegister(comparison: Comparison): Promise<void> {
  const { at } = comparison;
  const { register: book } = comparison.books;
  const { partyRegistry } = comparison.bank;
  comparison.differ("tokens", book.tokens.join(), (await partyRegistry.tokens(at)).join());
  await comparison.each(book.parties.values(), async ({ party, standing, profile, blocks, wallets, closed }) => {
    const what = `party ${party}`;
    comparison.differ(`${what}: closed`, closed, !decodeStanding(await partyRegistry.standingOf(party, at)).admitted);
    comparison.differ(`${what}: standing`, standing, await partyRegistry.standingOf(party, at));
    comparison.differ(`${what}: profile`, profile, await partyRegistry.profileOf(party, at));
    comparison.differ(`${what}: blocks`, blocks, await partyRegistry.blocksOf(party, at));
    comparison.differ(`${what}: wallets`, wallets.join(), (await partyRegistry.walletsOf(party, at)).join());
  });
  await comparison.each(book.wallets.values(), async ({ wallet, party, state }) => {
    const what = `wallet ${wallet}`;
    const { settlementAccount } = book.parties.get(party) ?? { settlementAccount: "" };
    comparison.differ(`${what}: party`, party, await partyRegistry.partyOf(wallet, at));
    comparison.differ(`${what}: retired`, state === "retired", await partyRegistry.isRetired(wallet, at));
    comparison.differ(`${what}: successor`, successorIn(book, wallet), await partyRegistry.successorOf(wallet, at));
    comparison.differ(`${what}: account`, settlementAccount, await partyRegistry.settlementAccountOf(wallet, at));
  });
  // Countries and institutions that no event names are asked about too: one may lead to an open zone all the same.
  const every = comparison.everyKey;
  const codes = new Set([...(every ? Object.values<number>(COUNTRIES).map(BigInt) : []), ...book.countries.keys()]);
  await comparison.each(codes, async (code) => {
    const { resident, controlled } = book.countries.get(code) ?? { resident: 0n, controlled: 0n };
    const [storedResident, storedControlled] = await partyRegistry.countryOf(code, at);
    comparison.differ(`country ${code}`, `${resident} ${controlled}`, `${storedResident} ${storedControlled}`);
  });
  for (let zone = 1n; zone < 15n; ++zone) {
    const stored = await partyRegistry.isProgrammeRequired(zone, at);
    comparison.differ(`programme of zone ${zone}`, book.programmeZones.has(zone), stored);
  }
  await comparison.each(
    every ? Array.from({ length: 255 }, (_, i) => BigInt(i + 1)) : book.institutions.keys(),
    async (homeBank) => {
      const lei = book.institutions.get(homeBank) ?? NO_LEI;
      comparison.differ(`institution ${homeBank}`, lei, await partyRegistry.institutionOf(homeBank, at));
    },
  );
}

async function compareDesks(comparison: Comparison): Promise<void> {
  const { at, bank } = comparison;
  const { quotas, redemptions } = comparison.books.desks;
  await comparison.each([...quotas.values()], async ({ issuer, token, limit }) => {
    const [stored] = await bank.issuanceDesk.quotaOf(issuer, token, at);
    comparison.differ(`quota of ${issuer} in ${token}`, limit, stored);
  });
  await comparison.each([...redemptions.values()], async ({ token, hold, state, uetr }) => {
    const [storedState, storedUetr] = await bank.redemptionDesk.redemptionOf(token, hold, at);
    comparison.differ(
      `redemption ${hold}`,
      `${state} ${uetr}`,
      `${REDEMPTION_STATES[Number(storedState)]} ${storedUetr}`,
    );
  });
}
