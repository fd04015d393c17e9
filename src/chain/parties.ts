import type { Signer } from "ethers";

import type { PartyKind } from "../bank/kinds.js";
import type { Bank } from "./bank.js";
import { requireAddress, requireBytes, requireSecond, requireSome } from "./checks.js";
import { type PushFailure, pushFailuresIn } from "./events.js";
import { leiBytes, NO_HASH, NO_LEI } from "./partiesBytes.js";
import { type PartiesChanged, sendInOrder } from "./partiesChanged.js";
import { type Call, callOf, send, type Sent } from "./send.js";
import { type ActApproval, type ActTerms, approveAct } from "./twoPeople.js";
import { encodeProfile } from "./words.js";

/** Parties a transaction, at most; fewer where many tokens would take a page above 5.6 million gas. */
const PAGE = 50;

/** Gas of a new party, about: in the register, and in each token. */
const GAS = { page: 5_600_000, party: 45_000, token: 33_000 };

/** A customer to be admitted. No personal data: `id` and `settlementAccount` are the bank's pseudonyms. */
export interface NewParty {
  /** 1 to 2^64 - 1, random or salted; see `partyId` */
  readonly id: bigint;
  /** the first receives deposits */
  readonly wallets: readonly string[];
  readonly profile: NewProfile;
  /** last second of the KYC, unix seconds */
  readonly validUntil: bigint;
  /** a client of a client always is */
  readonly limited?: boolean;
  /** bytes32, salted hash of the customer's own bank account; see `settlementAccountHash` */
  readonly settlementAccount?: string;
  /** Legal Entity Identifier (ISO 17442): public, it stands in the register's events */
  readonly lei?: string;
  /** bytes32, salted hash of the approval id of a programme, where the zone needs one; see `programmeHash` */
  readonly programme?: string;
}

/** What the register derives the party's zone from, and who serves it. */
export interface NewProfile {
  /** ISO 3166-1 numeric; see `countryCode` */
  readonly residency: number;
  /** ISO 3166-1 numeric: from where the party is controlled; its residency if left out */
  readonly control?: number;
  /** the bank's own client if left out */
  readonly kind?: PartyKind;
  /** institution of the register that serves a client of a client; the issuing bank (0) if left out */
  readonly homeBank?: number;
}

/** What a block or unblock left behind. */
export interface BlockChanged extends Sent {
  readonly party: bigint;
  /** blocks still live on the party; it is free at zero */
  readonly blocks: bigint;
  readonly pushFailures: readonly PushFailure[];
}

/** The calls that admit these parties: pages of equal standing together, then the further wallets of each. */
export async function admitPartiesCalls(bank: Bank, parties: readonly NewParty[]): Promise<Call[]> {
  const pages = admissionPages(bank, requireSome(parties, "parties to admit"));
  const further = parties.filter(({ wallets }) => wallets.length > 1);
  return Promise.all([
    ...pages.map((page) => admitPageCall(bank, page)),
    ...further.map(({ id, wallets }) => addWalletsCall(bank, id, wallets.slice(1))),
  ]);
}

/** Parties a transaction each. The register pushes neighbours of equal standing in one call; equal profiles have equal zones. */
export function admissionPages<T extends NewParty>(bank: Bank, parties: readonly T[]): T[][] {
  const tokens = Object.keys(bank.tokens).length;
  const page = Math.min(PAGE, Math.floor(GAS.page / (GAS.party + GAS.token * tokens)));
  const sorted = parties
    .map((party) => ({ party, admission: admissionOf(party) }))
    .sort(
      ({ admission: a }, { admission: b }) =>
        compare(a.validUntil, b.validUntil) || compare(a.limited, b.limited) || compare(a.profile, b.profile),
    )
    .map(({ party }) => party);
  return Array.from({ length: Math.ceil(sorted.length / page) }, (_, i) => sorted.slice(i * page, (i + 1) * page));
}

/** The call that admits these parties, each with its first wallet. */
export function admitPageCall(bank: Bank, page: readonly NewParty[]): Promise<Call> {
  const populated = bank.partyRegistry.admit.populateTransaction(page.map(admissionOf));
  return callOf("PartyRegistry.admit", populated, { role: "REGISTRAR", needsMargin: true });
}

function admissionOf({ id, wallets, profile, validUntil, limited, settlementAccount, lei, programme }: NewParty) {
  const { residency, control = residency, kind = "client", homeBank = 0 } = profile;
  return {
    id,
    profile: encodeProfile({ residency, control, kind, homeBank, programme: programme !== undefined }),
    validUntil: requireSecond(validUntil, `The KYC's end of party ${id}`),
    limited: limited ?? false,
    wallet: requireAddress(wallets[0] ?? "", `The first wallet of party ${id}`),
    settlementAccount: requireBytes(settlementAccount ?? NO_HASH, 32, `The settlement account of ${id}`),
    lei: lei === undefined ? NO_LEI : leiBytes(lei, `party ${id}`),
    programme: requireBytes(programme ?? NO_HASH, 32, `The programme of ${id}`),
  };
}

const compare = <T extends bigint | boolean>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Admits customers with their wallets. Who may call: the registrar.
 * @throws VostroError PartyExists, AdmissionInvalid, CountryNotServed, ProgrammeRequired, WalletTaken, ...; pages sent
 * before the refused one stay admitted
 */
export async function admitParties(
  bank: Bank,
  registrar: Signer,
  parties: readonly NewParty[],
): Promise<PartiesChanged> {
  return sendInOrder(bank, registrar, await admitPartiesCalls(bank, parties));
}

export function addWalletsCall(bank: Bank, party: bigint, wallets: readonly string[]): Promise<Call> {
  const checked = requireSome(wallets, "wallets to add").map((w) => requireAddress(w, `A wallet of party ${party}`));
  const { addWallets } = bank.partyRegistry;
  const populated = addWallets.populateTransaction(party, checked);
  return callOf("PartyRegistry.addWallets", populated, { role: "REGISTRAR", needsMargin: true });
}

/** Adds wallets to a known party. Who may call: the registrar. @throws VostroError as `admitParties` */
export async function addWallets(
  bank: Bank,
  registrar: Signer,
  party: bigint,
  wallets: readonly string[],
): Promise<PartiesChanged> {
  return sendInOrder(bank, registrar, [await addWalletsCall(bank, party, wallets)]);
}

export function blockPartyCall(bank: Bank, party: bigint, orderId: string): Promise<Call> {
  const order = requireBytes(orderId, 32, "The order's id");
  const { blockParty: method } = bank.partyRegistry;
  return callOf("PartyRegistry.blockParty", method.populateTransaction(party, order), { role: "COMPLIANCE" });
}

/**
 * Blocks a party in every token at once, under an order's id (bytes32). Who may call: compliance.
 * @returns also the tokens that refused the push: pause those at once
 */
export async function blockParty(
  bank: Bank,
  compliance: Signer,
  party: bigint,
  orderId: string,
): Promise<BlockChanged> {
  return changeBlock(bank, compliance, party, await blockPartyCall(bank, party, orderId));
}

/** Which block is lifted, and why. */
export interface BlockLift {
  readonly party: bigint;
  /** bytes32: hash or number of the decision */
  readonly grounds: string;
}

/** The approver's yes to a lift. Who may sign: a compliance approver, never who sends it. */
export async function signBlockLift(
  bank: Bank,
  approver: Signer,
  lift: BlockLift,
  terms: ActTerms,
): Promise<ActApproval> {
  const { party, grounds } = checkedLift(lift);
  return approveAct(bank.legalOrders, approver, "LiftDirectBlock", { party, grounds }, terms);
}

export async function liftBlockCall(bank: Bank, lift: BlockLift, approval: ActApproval): Promise<Call> {
  const { party, grounds } = checkedLift(lift);
  const populated = bank.legalOrders.liftDirectBlock.populateTransaction(party, grounds, approval);
  return callOf("LegalOrders.liftDirectBlock", populated, { role: "COMPLIANCE_RELEASER", needsMargin: true });
}

/**
 * Lifts one block that an officer placed with `blockParty`; the party is free when none is left. Who may call: the
 * compliance releaser, with an approval.
 * @throws VostroError NoDirectBlock (what an order blocked is lifted by its order), ActDone, ApproverInvalid, ...
 */
export async function liftBlock(
  bank: Bank,
  releaser: Signer,
  lift: BlockLift,
  approval: ActApproval,
): Promise<BlockChanged> {
  return changeBlock(bank, releaser, lift.party, await liftBlockCall(bank, lift, approval));
}

const checkedLift = ({ party, grounds }: BlockLift): BlockLift => ({
  party,
  grounds: requireBytes(grounds, 32, "The grounds of the lift"),
});

async function changeBlock(bank: Bank, signer: Signer, party: bigint, call: Call): Promise<BlockChanged> {
  const sent = await send(bank, signer, call);
  const event = sent.events.find(({ name }) => name === "PartyBlocked" || name === "PartyUnblocked");
  const blocks = (event?.args["blocks"] ?? 0n) as bigint;
  return { ...sent, party, blocks, pushFailures: pushFailuresIn(bank, sent.events) };
}
