import type { Bank } from "../bank.js";
import { decodeSupplyWord } from "../words.js";
import type { Books } from "./books.js";
import { REDEMPTION_STATES } from "./deskBook.js";
import { type RegisterBook, successorIn } from "./registerBook.js";
import { accountWordOf, holdWordOf, referenceWordOf, type TokenBook } from "./tokenBook.js";

/** Something that events and storage say differently. */
export interface BookDifference {
  /** "account word of 0x... (USD)", "party 101", ... */
  readonly what: string;
  readonly byEvents: string;
  readonly stored: string;
}

/** Storage reads at once: enough to be quick, few enough for a public node. */
const AT_ONCE = 50;

/**
 * Compares the books with storage at their block, word by word. Needs a node that keeps the state of that block.
 * @returns empty is good
 */
export async function compareBooks(bank: Bank, books: Books): Promise<BookDifference[]> {
  const comparison = new Comparison(bank, books);
  await comparison.register(books.register);
  await comparison.desks();
  for (const [currency, book] of Object.entries(books.tokens)) await comparison.token(currency, book);
  return comparison.differences;
}

class Comparison {
  readonly differences: BookDifference[] = [];
  readonly #at: { readonly blockTag: number };

  constructor(
    readonly bank: Bank,
    readonly books: Books,
  ) {
    this.#at = { blockTag: books.block };
  }

  async token(currency: string, book: TokenBook): Promise<void> {
    const token = this.bank.tokens[currency]!;
    const [[policy, review], [supplyWord, flows], limits] = await Promise.all([
      token.policyWords(this.#at),
      token.supplyWords(this.#at),
      token.limits(this.#at),
    ]);
    const supply = decodeSupplyWord(supplyWord);
    this.#differ(`policy word (${currency})`, book.policy, policy);
    this.#differ(`review word (${currency})`, book.review, review);
    this.#differ(`limits (${currency})`, book.limits, limits);
    this.#differ(`supply (${currency})`, book.supply, supply.totalSupply);
    this.#differ(`backing (${currency})`, book.backing, supply.backing);
    this.#differ(`attestation time (${currency})`, book.attestedAt, supply.attestedAt);
    this.#differ(`flow word (${currency})`, book.burned | (book.received << 128n), flows);
    await inPages([...book.accounts], async ([address, account]) => {
      const word = await token.accountWord(address, this.#at);
      this.#differ(`account word of ${address} (${currency})`, hex(accountWordOf(account)), hex(word));
    });
    await inPages([...book.holds.values()], async (hold) => {
      const word = await token.holdWord(hold.id, this.#at);
      this.#differ(`hold word of ${hold.id} (${currency})`, hex(holdWordOf(hold)), hex(word));
    });
    await inPages([...book.references], async ([reference, use]) => {
      const word = await token.depositReference(reference, this.#at);
      this.#differ(`reference ${reference} (${currency})`, hex(referenceWordOf(use)), hex(word));
    });
  }

  async register(book: RegisterBook): Promise<void> {
    const { partyRegistry } = this.bank;
    const at = this.#at;
    this.#differ("tokens", book.tokens.join(), (await partyRegistry.tokens(at)).join());
    await inPages([...book.parties.values()], async ({ party, standing, profile, blocks, wallets }) => {
      const what = `party ${party}`;
      this.#differ(`${what}: standing`, standing, await partyRegistry.standingOf(party, at));
      this.#differ(`${what}: profile`, profile, await partyRegistry.profileOf(party, at));
      this.#differ(`${what}: blocks`, blocks, await partyRegistry.blocksOf(party, at));
      this.#differ(`${what}: wallets`, wallets.join(), (await partyRegistry.walletsOf(party, at)).join());
    });
    await inPages([...book.wallets.values()], async ({ wallet, party, state }) => {
      const what = `wallet ${wallet}`;
      const { settlementAccount } = book.parties.get(party) ?? { settlementAccount: "" };
      this.#differ(`${what}: party`, party, await partyRegistry.partyOf(wallet, at));
      this.#differ(`${what}: retired`, state === "retired", await partyRegistry.isRetired(wallet, at));
      this.#differ(`${what}: successor`, successorIn(book, wallet), await partyRegistry.successorOf(wallet, at));
      this.#differ(`${what}: account`, settlementAccount, await partyRegistry.settlementAccountOf(wallet, at));
    });
    await inPages([...book.countries.values()], async ({ code, resident, controlled }) => {
      const [storedResident, storedControlled] = await partyRegistry.countryOf(code, at);
      this.#differ(`country ${code}`, `${resident} ${controlled}`, `${storedResident} ${storedControlled}`);
    });
    for (let zone = 1n; zone < 15n; ++zone) {
      const stored = await partyRegistry.isProgrammeRequired(zone, at);
      this.#differ(`programme of zone ${zone}`, book.programmeZones.has(zone), stored);
    }
    await inPages([...book.institutions], async ([homeBank, lei]) => {
      this.#differ(`institution ${homeBank}`, lei, await partyRegistry.institutionOf(homeBank, at));
    });
  }

  async desks(): Promise<void> {
    const { quotas, redemptions } = this.books.desks;
    await inPages([...quotas.values()], async ({ issuer, token, limit }) => {
      const [stored] = await this.bank.issuanceDesk.quotaOf(issuer, token, this.#at);
      this.#differ(`quota of ${issuer}`, limit, stored);
    });
    await inPages([...redemptions.values()], async ({ token, hold, state, uetr }) => {
      const [storedState, storedUetr] = await this.bank.redemptionDesk.redemptionOf(token, hold, this.#at);
      this.#differ(`redemption ${hold}`, `${state} ${uetr}`, `${REDEMPTION_STATES[Number(storedState)]} ${storedUetr}`);
    });
  }

  #differ(what: string, byEvents: unknown, stored: unknown): void {
    if (byEvents !== stored) this.differences.push({ what, byEvents: String(byEvents), stored: String(stored) });
  }
}

const hex = (word: bigint): string => `0x${word.toString(16).padStart(64, "0")}`;

async function inPages<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (let i = 0; i < items.length; i += AT_ONCE) await Promise.all(items.slice(i, i + AT_ONCE).map(act));
}
