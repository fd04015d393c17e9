import { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { addWalletsCall, admissionPages, admitPageCall, type NewParty } from "./parties.js";
import { ask, type Call } from "./send.js";
import { decodeProfile, decodeStanding } from "./words.js";

/*
 * Many parties at once: compared with the register first, so that a file may be run again, and admitted in pages. A page
 * that the register refuses is halved until the party it refuses stands alone: one bad party keeps nobody else out.
 */

const NO_HASH = `0x${"0".repeat(64)}`;

/** Questions to the node at a time. */
const AT_ONCE = 50;

/** Parties of a file, by what the register knows of them. */
export interface AdmissionPlan<T extends NewParty> {
  /** not in the register */
  readonly fresh: readonly T[];
  /** known, with wallets that the register does not have */
  readonly grown: readonly { readonly party: T; readonly wallets: readonly string[] }[];
  /** known, just as in the file */
  readonly unchanged: readonly T[];
  /** known, and the register says otherwise: that is not changed by admitting */
  readonly differing: readonly { readonly party: T; readonly fields: readonly string[] }[];
}

/** A party or wallet that the register refused, and why. */
export interface Refused<T extends NewParty> {
  readonly party: T;
  readonly error: VostroError;
  /** the party itself is in the register; only further wallets were refused */
  readonly isAdmitted: boolean;
}

/** Compares parties with the register as it is now. */
export async function planAdmission<T extends NewParty>(
  bank: Bank,
  parties: readonly T[],
  onProgress: (done: number) => void = () => undefined,
): Promise<AdmissionPlan<T>> {
  const fresh: T[] = [];
  const grown: { party: T; wallets: string[] }[] = [];
  const unchanged: T[] = [];
  const differing: { party: T; fields: string[] }[] = [];
  for (let start = 0; start < parties.length; start += AT_ONCE) {
    const page = parties.slice(start, start + AT_ONCE);
    const registered = await ask(bank, Promise.all(page.map(({ id }) => bank.partyRegistry.walletsOf(id))));
    const fields = await Promise.all(
      page.map((party, i) => (registered[i]!.length === 0 ? [] : differences(bank, party, registered[i]![0]!))),
    );
    page.forEach((party, i) => {
      const wallets = party.wallets.filter((wallet) => !registered[i]!.includes(wallet));
      if (registered[i]!.length === 0) return fresh.push(party);
      if (wallets.length > 0) grown.push({ party, wallets });
      if (fields[i]!.length > 0) differing.push({ party, fields: fields[i]! });
      if (wallets.length + fields[i]!.length === 0) unchanged.push(party);
      return undefined;
    });
    onProgress(start + page.length);
  }
  return { fresh, grown, unchanged, differing };
}

/**
 * In what the register says otherwise; hashes of LEI and programme are in its events only.
 * @param wallet any of the party's that the register knows
 */
async function differences(bank: Bank, party: NewParty, wallet: string): Promise<string[]> {
  const { partyRegistry } = bank;
  const [standing, profile, account] = await ask(
    bank,
    Promise.all([
      partyRegistry.standingOf(party.id),
      partyRegistry.profileOf(party.id),
      partyRegistry.settlementAccountOf(wallet),
    ]),
  );
  const { validUntil, limited, admitted } = decodeStanding(standing);
  const { residency, control, kind, homeBank, programme } = decodeProfile(profile);
  const wanted = party.profile;
  const compared: [field: string, same: boolean][] = [
    ["closed", admitted],
    ["valid_until", validUntil === party.validUntil],
    ["limited", limited === (party.limited ?? false)],
    ["residency", residency === wanted.residency],
    ["control", control === (wanted.control ?? wanted.residency)],
    ["kind", kind === (wanted.kind ?? "client")],
    ["home_bank", homeBank === (wanted.homeBank ?? 0)],
    ["programme", programme === (party.programme !== undefined)],
    ["settlement_account", account === (party.settlementAccount ?? NO_HASH)],
  ];
  return compared.filter(([, same]) => !same).map(([field]) => field);
}

/** What the register says of one party, whatever its neighbours are; every other failure is of the whole run. */
const OF_ONE_PARTY: ReadonlySet<string> = new Set([
  ...["PartyExists", "AdmissionInvalid", "PartyIsClosed", "CountryNotServed", "ProgrammeRequired"],
  ...["InstitutionUnknown", "WalletInvalid", "WalletTaken", "WalletCodeNotListed", "TooManyWallets"],
]);

/** How a plan is carried out. */
export interface Admitting<T extends NewParty, Done> {
  /** sends the call, or tries it */
  readonly attempt: (call: Call) => Promise<Done>;
  /** told as each transaction is done: these parties, or further wallets of one */
  readonly onDone: (done: Done, parties: readonly T[]) => void;
}

/**
 * Admits the plan's new parties, then adds further wallets.
 * @returns what the register refused, one by one; everything else was done
 * @throws VostroError for what is not about one party (no role, no node, an unconfirmed outcome)
 */
export async function carryOut<T extends NewParty, Done>(
  bank: Bank,
  { fresh, grown }: Pick<AdmissionPlan<T>, "fresh" | "grown">,
  { attempt, onDone }: Admitting<T, Done>,
): Promise<Refused<T>[]> {
  const refused: Refused<T>[] = [];
  /** Undefined when it was done. */
  const refusalOf = async (call: Call, admitted: readonly T[]): Promise<VostroError | undefined> => {
    try {
      onDone(await attempt(call), admitted);
      return undefined;
    } catch (error) {
      if (error instanceof VostroError && OF_ONE_PARTY.has(error.name)) return error;
      throw error;
    }
  };
  const admitPage = async (page: readonly T[]): Promise<void> => {
    const error = await refusalOf(await admitPageCall(bank, page), page);
    if (error === undefined) return;
    if (page.length === 1) return void refused.push({ party: page[0]!, error, isAdmitted: false });
    const half = Math.ceil(page.length / 2);
    await admitPage(page.slice(0, half));
    await admitPage(page.slice(half));
  };
  for (const page of admissionPages(bank, fresh)) await admitPage(page);
  const missing = new Set(refused.map(({ party }) => party.id));
  const more = fresh.filter(({ wallets, id }) => wallets.length > 1 && !missing.has(id));
  for (const { party, wallets } of [...more.map((one) => ({ party: one, wallets: one.wallets.slice(1) })), ...grown]) {
    const error = await refusalOf(await addWalletsCall(bank, party.id, wallets), []);
    if (error !== undefined) refused.push({ party, error, isAdmitted: true });
  }
  return refused;
}
