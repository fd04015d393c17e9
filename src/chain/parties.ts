import type { Signer } from "ethers";

import type { Bank } from "./bank.js";
import { requireAddress, requireBytes, requireSome } from "./checks.js";
import { type PushFailure, pushFailuresIn } from "./events.js";
import { type Call, callOf, send, type Sent } from "./send.js";
import { encodeStanding } from "./words.js";

const NO_ACCOUNT = `0x${"0".repeat(64)}`;

/** Parties a transaction: about 73,000 gas a wallet keeps a page under 4 million. */
const PAGE = 50;

/** A customer to be admitted. No personal data: `id` and `settlementAccount` are the bank's pseudonyms. */
export interface NewParty {
  /** 1 to 2^64 - 1, random or salted; see `partyId` */
  readonly id: bigint;
  /** the first receives deposits */
  readonly wallets: readonly string[];
  /** 1 to 14 */
  readonly zone: number;
  /** last second of the KYC, unix seconds */
  readonly validUntil: bigint;
  readonly limited?: boolean;
  /** bytes32, salted hash of the customer's own bank account; see `settlementAccountHash` */
  readonly settlementAccount?: string;
}

/** Transactions of the register, and the tokens that did not take what was pushed (see `PushFailure`). */
export interface PartiesChanged {
  readonly transactions: readonly Sent[];
  readonly gas: bigint;
  readonly pushFailures: readonly PushFailure[];
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
  requireSome(parties, "parties to admit");
  const admissions = parties.map((party) => ({
    id: party.id,
    standing: encodeStanding({ ...party, admitted: true, blocked: false, limited: party.limited ?? false }),
    settlementAccount: requireBytes(party.settlementAccount ?? NO_ACCOUNT, 32, `The settlement account of ${party.id}`),
    wallet: requireAddress(party.wallets[0] ?? "", `The first wallet of party ${party.id}`),
  }));
  // The register pushes neighbours of equal standing in one call.
  admissions.sort((a, b) => (a.standing < b.standing ? -1 : a.standing > b.standing ? 1 : 0));
  const pages = Array.from({ length: Math.ceil(admissions.length / PAGE) }, (_, i) =>
    admissions.slice(i * PAGE, (i + 1) * PAGE),
  );
  const further = parties.filter(({ wallets }) => wallets.length > 1);
  return Promise.all([
    ...pages.map((page) =>
      callOf("PartyRegistry.admit", bank.partyRegistry.admit.populateTransaction(page), { role: "REGISTRAR" }),
    ),
    ...further.map(({ id, wallets }) => addWalletsCall(bank, id, wallets.slice(1))),
  ]);
}

/**
 * Admits customers with their wallets. Who may call: the registrar.
 * @throws VostroError PartyExists, AdmissionInvalid, WalletTaken, WalletCodeNotListed, TooManyWallets, ...; pages sent
 * before the refused one stay admitted
 */
export async function admitParties(
  bank: Bank,
  registrar: Signer,
  parties: readonly NewParty[],
): Promise<PartiesChanged> {
  return sendAll(bank, registrar, await admitPartiesCalls(bank, parties));
}

export function addWalletsCall(bank: Bank, party: bigint, wallets: readonly string[]): Promise<Call> {
  const checked = requireSome(wallets, "wallets to add").map((w) => requireAddress(w, `A wallet of party ${party}`));
  const { addWallets } = bank.partyRegistry;
  return callOf("PartyRegistry.addWallets", addWallets.populateTransaction(party, checked), { role: "REGISTRAR" });
}

/** Adds wallets to a known party. Who may call: the registrar. @throws VostroError as `admitParties` */
export async function addWallets(
  bank: Bank,
  registrar: Signer,
  party: bigint,
  wallets: readonly string[],
): Promise<PartiesChanged> {
  return sendAll(bank, registrar, [await addWalletsCall(bank, party, wallets)]);
}

/**
 * Sets the KYC's last second of many parties; no block is touched. Who may call: the registrar.
 * @param validUntil unix seconds
 */
export async function renewParties(
  bank: Bank,
  registrar: Signer,
  parties: readonly bigint[],
  validUntil: bigint,
): Promise<PartiesChanged> {
  const populated = bank.partyRegistry.renew.populateTransaction([...requireSome(parties, "parties")], validUntil);
  return sendAll(bank, registrar, [await callOf("PartyRegistry.renew", populated, { role: "REGISTRAR" })]);
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

export function unblockPartyCall(bank: Bank, party: bigint, orderId: string): Promise<Call> {
  const order = requireBytes(orderId, 32, "The order's id");
  const { unblockParty: method } = bank.partyRegistry;
  return callOf("PartyRegistry.unblockParty", method.populateTransaction(party, order), {
    role: "COMPLIANCE_RELEASER",
  });
}

/** Lifts one block; the party is free when none is left. Who may call: the compliance releaser. */
export async function unblockParty(
  bank: Bank,
  releaser: Signer,
  party: bigint,
  orderId: string,
): Promise<BlockChanged> {
  return changeBlock(bank, releaser, party, await unblockPartyCall(bank, party, orderId));
}

async function changeBlock(bank: Bank, signer: Signer, party: bigint, call: Call): Promise<BlockChanged> {
  const sent = await send(bank, signer, call);
  const event = sent.events.find(({ name }) => name === "PartyBlocked" || name === "PartyUnblocked");
  const blocks = (event?.args["blocks"] ?? 0n) as bigint;
  return { ...sent, party, blocks, pushFailures: pushFailuresIn(bank, sent.events) };
}

async function sendAll(bank: Bank, signer: Signer, calls: readonly Call[]): Promise<PartiesChanged> {
  const transactions: Sent[] = [];
  // One after the other: later calls need the parties of the earlier ones.
  for (const call of calls) transactions.push(await send(bank, signer, call));
  const gas = transactions.reduce((sum, sent) => sum + sent.gas, 0n);
  return {
    transactions,
    gas,
    pushFailures: pushFailuresIn(
      bank,
      transactions.flatMap(({ events }) => events),
    ),
  };
}
