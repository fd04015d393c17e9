import { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { ask } from "./send.js";
import { decodeAccountWord, decodeProfile, decodeStanding, type PartyProfile, type Standing } from "./words.js";

/** A wallet that the register lists under a party; removed ones are not. */
export interface RegisteredWallet {
  readonly wallet: string;
  readonly retired: boolean;
  /** the live wallet that stands for it: itself, unless it was lost */
  readonly successor: string;
}

/** A party as the register has it. */
export interface RegisteredParty {
  readonly party: bigint;
  readonly standing: Standing;
  readonly profile: PartyProfile;
  /** live blocks */
  readonly blocks: bigint;
  /** newest first */
  readonly wallets: readonly RegisteredWallet[];
  /** bytes32, salted; undefined for none */
  readonly settlementAccount: string | undefined;
  /** it is no customer any more */
  readonly closed: boolean;
}

/** Money of one wallet in one token, minor units. */
export interface Holding {
  readonly wallet: string;
  readonly currency: string;
  readonly balance: bigint;
  readonly held: bigint;
  /** liens */
  readonly frozen: bigint;
}

/** Reads a party; undefined if there never was one of this number. @throws VostroError BadParty */
export async function readParty(bank: Bank, party: bigint): Promise<RegisteredParty | undefined> {
  const { partyRegistry: register } = bank;
  requireParty(party);
  const [standing, profile, blocks, addresses] = await ask(
    bank,
    Promise.all([
      register.standingOf(party),
      register.profileOf(party),
      register.blocksOf(party),
      register.walletsOf(party),
    ]),
  );
  if (profile === 0n) return undefined;
  const wallets = await ask(
    bank,
    Promise.all(
      addresses.map(async (wallet) => {
        const [retired, successor] = await Promise.all([register.isRetired(wallet), register.successorOf(wallet)]);
        return { wallet, retired, successor };
      }),
    ),
  );
  const account = addresses[0] === undefined ? "0x0" : await ask(bank, register.settlementAccountOf(addresses[0]));
  return {
    party,
    standing: decodeStanding(standing),
    profile: decodeProfile(profile),
    blocks,
    wallets,
    settlementAccount: BigInt(account) === 0n ? undefined : account,
    closed: !decodeStanding(standing).admitted,
  };
}

/** @throws VostroError BadParty: no number that a party can have */
export function requireParty(party: bigint): bigint {
  if (party > 0n && party < 1n << 64n) return party;
  throw new VostroError({
    name: "BadParty",
    args: { party },
    sentence: `No party can have the number ${party}.`,
    fix: "Use its number on chain, 1 to 2^64 - 1 (see partyId).",
  });
}

/** @throws VostroError BadParty, PartyUnknown, PartyIsClosed */
export async function requireOpenParty(bank: Bank, party: bigint): Promise<RegisteredParty> {
  const found = await readParty(bank, party);
  if (found === undefined) throw partyUnknown(party);
  if (found.closed) throw partyIsClosed(party);
  return found;
}

/** As the register itself refuses. */
export const partyUnknown = (party: bigint): VostroError =>
  new VostroError({
    name: "PartyUnknown",
    args: { party },
    sentence: `There is no party ${party}.`,
    fix: "Admit it first, or correct the number.",
  });

export const partyIsClosed = (party: bigint): VostroError =>
  new VostroError({
    name: "PartyIsClosed",
    args: { party },
    sentence: `Party ${party} was closed: it is no customer any more.`,
    fix: "Admit a customer that returns under another id, with another wallet.",
  });

/** The money of these wallets, in every token of the bank; accounts that are empty are left out. */
export async function holdingsOf(bank: Bank, wallets: readonly string[]): Promise<Holding[]> {
  const accounts = wallets.flatMap((wallet) =>
    Object.entries(bank.tokens).map(async ([currency, token]) => {
      const { balance, held, frozen } = decodeAccountWord(await ask(bank, token.accountWord(wallet), currency));
      return { wallet, currency, balance, held, frozen };
    }),
  );
  return (await Promise.all(accounts)).filter(({ balance }) => balance > 0n);
}
