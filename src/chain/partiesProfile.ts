import { type Signer, toBeHex, zeroPadValue } from "ethers";

import { decodeError, VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { requireBytes, requireSome } from "./checks.js";
import { decodeLogs } from "./events.js";
import { readLogs } from "./logs.js";
import { askEach, pagesByWeight } from "./pages.js";
import { leiBytes, leiText, NO_HASH, NO_LEI } from "./partiesBytes.js";
import { type PartiesChanged, sendInOrder } from "./partiesChanged.js";
import { weightOf } from "./partiesRenew.js";
import { partyUnknown, partyIsClosed, type RegisteredParty, requireOpenParty, requireParty } from "./partiesState.js";
import { ask, type Call, callOf, providerOf } from "./send.js";
import { decodeStanding, encodeProfile } from "./words.js";

/*
 * What the zone of a party is derived from. Kind and home bank never change while it is a customer; residency, control,
 * programme, LEI and whether it has limits do, and the zone follows.
 */

/** What a party becomes: everything of it, as the register takes it. What is left out is none, or no. */
export interface Classification {
  /** ISO 3166-1 numeric */
  readonly residency: number;
  readonly control: number;
  readonly limited: boolean;
  readonly lei?: string | undefined;
  /** bytes32, salted hash of the programme's approval id */
  readonly programme?: string | undefined;
}

/** What the register's events say of a party: its words keep no LEI and of a programme only that there is one. */
export interface ProfileRecord {
  readonly lei: string | undefined;
  readonly programme: string | undefined;
}

/** The party's LEI and programme, from the last event that named them. @throws VostroError PartyUnknown */
export async function readProfileRecord(bank: Bank, party: bigint): Promise<ProfileRecord> {
  const { interface: register } = bank.partyRegistry;
  const logs = await readLogs(bank, {
    addresses: [bank.addresses.partyRegistry],
    topics: [register.getEvent("PartyAdmitted").topicHash, register.getEvent("PartyProfiled").topicHash],
    indexed: [zeroPadValue(toBeHex(requireParty(party)), 32)],
    fromBlock: bank.addresses.fromBlock,
    toBlock: await ask(bank, providerOf(bank).getBlockNumber()),
  });
  const last = decodeLogs(bank, logs).at(-1);
  if (last === undefined) throw partyUnknown(party);
  const programme = String(last.args["programme"]);
  return {
    lei: leiText(String(last.args["lei"])),
    programme: programme === NO_HASH ? undefined : programme,
  };
}

/** The party as it is, in the terms of a classification: change what changes and leave the rest. */
export async function readClassification(bank: Bank, party: RegisteredParty): Promise<Classification> {
  const { residency, control } = party.profile;
  return { residency, control, limited: party.standing.limited, ...(await readProfileRecord(bank, party.party)) };
}

/** The call that classifies a party anew. @throws VostroError PartyUnknown, PartyIsClosed, BadProfile, BadLei, BadBytes */
export async function reclassifyPartyCall(bank: Bank, party: bigint, wanted: Classification): Promise<Call> {
  const { profile } = await requireOpenParty(bank, party);
  const { residency, control, limited, lei, programme } = wanted;
  if (profile.homeBank !== 0 && !limited) throw mustBeLimited(party);
  const populated = bank.partyRegistry.reclassify.populateTransaction(
    party,
    encodeProfile({ ...profile, residency, control, programme: programme !== undefined }),
    limited,
    lei === undefined ? NO_LEI : leiBytes(lei, `party ${party}`),
    requireBytes(programme ?? NO_HASH, 32, `The programme of ${party}`),
  );
  return callOf("PartyRegistry.reclassify", populated, { role: "REGISTRAR", needsMargin: true });
}

const mustBeLimited = (party: bigint): VostroError =>
  new VostroError({
    name: "AdmissionInvalid",
    args: { party },
    sentence: `Party ${party} is a client of another institution, and such a client always has limits.`,
    fix: "Leave its limits in place.",
  });

/**
 * Classifies a party anew; its zone follows, no block is touched. Who may call: the registrar.
 * @throws VostroError PartyUnknown, PartyIsClosed, BadProfile, BadLei, CountryNotServed, ProgrammeRequired
 */
export async function reclassifyParty(
  bank: Bank,
  registrar: Signer,
  party: bigint,
  wanted: Classification,
): Promise<PartiesChanged> {
  return sendInOrder(bank, registrar, [await reclassifyPartyCall(bank, party, wanted)]);
}

/** The zone that a profile leads to by the table of countries as it is. @throws VostroError CountryNotServed, ProgrammeRequired */
export async function derivedZone(bank: Bank, party: Pick<RegisteredParty, "party" | "profile">): Promise<number> {
  return Number(await ask(bank, bank.partyRegistry.zoneOf(party.party, encodeProfile(party.profile))));
}

// --- after the table of countries changed ---

/** Wallets times tokens a transaction. */
const PAGE = 400;

/** A party whose zone is not the one that the table leads to now. */
export interface Rezoning {
  readonly party: bigint;
  readonly before: number;
  readonly after: number;
}

/** What deriving zones again would do. */
export interface RezoningPlan {
  /** each page one transaction */
  readonly pages: readonly (readonly Rezoning[])[];
  readonly unchanged: readonly bigint[];
  /** whom the bank serves no more, or only with a programme; who is no customer */
  readonly refused: readonly { readonly item: bigint; readonly error: VostroError }[];
}

/** Compares each party's zone with what the table leads to. */
export async function planRezoning(
  bank: Bank,
  parties: readonly bigint[],
  onProgress?: (done: number) => void,
): Promise<RezoningPlan> {
  const { partyRegistry: register } = bank;
  const found = await askEach(
    [...new Set(parties)],
    async (party) => {
      const [standing, profile, wallets] = await ask(
        bank,
        Promise.all([register.standingOf(requireParty(party)), register.profileOf(party), register.walletsOf(party)]),
      );
      const { zone, admitted } = decodeStanding(standing);
      const derived = admitted
        ? await tryZone(bank, party, profile)
        : (standing === 0n ? partyUnknown : partyIsClosed)(party);
      return { party, before: zone, derived, weight: weightOf(bank, wallets.length) };
    },
    onProgress,
  );
  const moved = found.flatMap(({ party, before, derived, weight }) =>
    typeof derived === "number" && derived !== before ? [{ rezoning: { party, before, after: derived }, weight }] : [],
  );
  return {
    pages: pagesByWeight(moved, ({ weight }) => weight, PAGE).map((page) => page.map(({ rezoning }) => rezoning)),
    unchanged: found.filter(({ before, derived }) => derived === before).map(({ party }) => party),
    refused: found.flatMap(({ party, derived }) =>
      derived instanceof VostroError ? [{ item: party, error: derived }] : [],
    ),
  };
}

async function tryZone(bank: Bank, party: bigint, profile: bigint): Promise<number | VostroError> {
  try {
    return Number(await bank.partyRegistry.zoneOf(party, profile));
  } catch (error) {
    const refusal = decodeError(error);
    if (["CountryNotServed", "ProgrammeRequired"].includes(refusal.name)) return refusal;
    throw refusal;
  }
}

/** The call that derives zones again. @throws VostroError EmptyList */
export async function rezonePartiesCall(bank: Bank, parties: readonly bigint[]): Promise<Call> {
  const populated = bank.partyRegistry.rezone.populateTransaction([...requireSome(parties, "parties")]);
  return callOf("PartyRegistry.rezone", populated, { role: "REGISTRAR", needsMargin: true });
}

/** Parties that changed their zone, and those that could not have one: block or close them. */
export interface PartiesRezoned extends PartiesChanged {
  readonly rezoned: readonly Rezoning[];
  readonly refused: RezoningPlan["refused"];
}

/** Derives these parties' zones again, page by page. Who may call: the registrar. @throws VostroError EmptyList, BadParty */
export async function rezoneParties(
  bank: Bank,
  registrar: Signer,
  parties: readonly bigint[],
): Promise<PartiesRezoned> {
  const { pages, refused } = await planRezoning(bank, requireSome(parties, "parties"));
  const calls = pages.map((page) =>
    rezonePartiesCall(
      bank,
      page.map(({ party }) => party),
    ),
  );
  const changed = await sendInOrder(bank, registrar, await Promise.all(calls));
  return { ...changed, rezoned: pages.flat(), refused };
}
