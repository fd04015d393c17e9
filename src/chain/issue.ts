import { concat, type Signer } from "ethers";

import type { Bank } from "./bank.js";
import { requireAddress, requireAmount, requireBytes, requireSome, tokenOf } from "./checks.js";
import { ask, type Call, callOf, chainTime, send, type Sent } from "./send.js";
import { currencyOf } from "./events.js";
import { type ReasonName, reasonName } from "./reasons.js";
import { mintBatchData, mintBatchHash, signBatch } from "./mintBatchWords.js";
import { type MintBatch, type MintItem, type MintOrder, signFor } from "./typedData.js";

/** How long an approval lives unless told: one working day's batch, no longer. */
const APPROVAL_SECONDS = 86_400n;

/** A second person's yes to exactly one content. */
export interface Approval {
  readonly approver: string;
  /** 65 bytes, or what the approver's ERC-1271 contract takes */
  readonly signature: string;
}

/** A figure of the bank's own books; totals left out are read from the token: nothing was in flight. */
export interface Attestation {
  readonly currency: string;
  /** tokenised deposits, minor units */
  readonly figure: bigint;
  /** unix seconds of the books; the chain's present time if left out */
  readonly asOf?: bigint;
  /** cumulative burned total that the figure reflects */
  readonly burned?: bigint;
  /** cumulative interbank total that the figure reflects */
  readonly received?: bigint;
  /** root of holders' claims (src/proof), bytes32: goes behind the arguments, where the token does not read and all others can */
  readonly claims?: string;
}

export interface Attested extends Sent {
  readonly backing: bigint;
  /** supply above backing: minting has stopped */
  readonly shortfall: bigint;
}

export async function attestCall(bank: Bank, attestation: Attestation): Promise<Call> {
  const { currency, figure } = attestation;
  const token = tokenOf(bank, currency);
  const [, flows] = await ask(bank, token.supplyWords(), currency);
  const burned = attestation.burned ?? flows & ((1n << 128n) - 1n);
  const received = attestation.received ?? flows >> 128n;
  const asOf = attestation.asOf ?? (await chainTime(bank));
  const claims = attestation.claims === undefined ? "0x" : requireBytes(attestation.claims, 32, "The root of claims");
  const populated = token.attest.populateTransaction(figure, asOf, burned, received);
  const call = await callOf("DepositToken.attest", populated, { role: "ATTESTOR", currency });
  return { ...call, data: concat([call.data, claims]) };
}

/**
 * Attests deposits. Who may call: the attestor.
 * @throws VostroError AttestationInvalid: not newer, from the future, or naming more than happened; BadBytes: no root of claims
 */
export async function attest(bank: Bank, attestor: Signer, attestation: Attestation): Promise<Attested> {
  const sent = await send(bank, attestor, await attestCall(bank, attestation));
  const attested = sent.events.find(({ name }) => name === "Attested");
  const alarm = sent.events.find(({ name }) => name === "BackingShortfall");
  const backing = attested?.args["backing"] as bigint;
  return { ...sent, backing, shortfall: alarm === undefined ? 0n : (alarm.args["supply"] as bigint) - backing };
}

/** A mint order for one deposit; expires a day from the chain's time unless told. */
export async function buildMintOrder(
  bank: Bank,
  {
    currency,
    payee,
    amount,
    depositReference,
    expiry,
  }: Omit<MintOrder, "token" | "expiry"> & { currency: string; expiry?: bigint },
): Promise<MintOrder> {
  return {
    token: String(tokenOf(bank, currency).target),
    payee: requireAddress(payee, "The payee"),
    amount: requireAmount(amount, "A mint"),
    depositReference: requireBytes(depositReference, 32, "The deposit reference"),
    expiry: expiry ?? (await chainTime(bank)) + APPROVAL_SECONDS,
  };
}

/** The approver's yes to this order. Who may sign: an approver, never the issuer who sends it. */
export async function signMintOrder(bank: Bank, approver: Signer, order: MintOrder): Promise<Approval> {
  const signature = await signFor(bank.issuanceDesk, approver, "MintOrder", order);
  return { approver: await approver.getAddress(), signature };
}

export function mintOrderCall(bank: Bank, order: MintOrder, { approver, signature }: Approval): Promise<Call> {
  const { mint } = bank.issuanceDesk;
  const more = { role: "ISSUER", currency: currencyOf(bank, order.token) } as const;
  return callOf("IssuanceDesk.mint", mint.populateTransaction(order, approver, signature), more);
}

/**
 * Mints an approved order. Who may call: an issuer, with another person's approval.
 * @throws VostroError ApprovalExpired, ApproverInvalid, ApprovalInvalid, QuotaExceeded, DepositReferenceUsed,
 * BackingExceeded, AttestationStale, ERC7943CannotReceive, ERC7943CannotTransfer, OperationPaused
 */
export async function mintOrder(bank: Bank, issuer: Signer, order: MintOrder, approval: Approval): Promise<Sent> {
  return send(bank, issuer, await mintOrderCall(bank, order, approval));
}

/** A batch with its count and total; expires a day from the chain's time unless told. */
export async function buildMintBatch(
  bank: Bank,
  { currency, items, expiry }: { currency: string; items: readonly MintItem[]; expiry?: bigint },
): Promise<MintBatch> {
  const checked = requireSome(items, "items in the batch").map((item, i) => ({
    payee: requireAddress(item.payee, `The payee of item ${i + 1}`),
    amount: requireAmount(item.amount, `Item ${i + 1}`),
    depositReference: requireBytes(item.depositReference, 32, `The deposit reference of item ${i + 1}`),
  }));
  return {
    token: String(tokenOf(bank, currency).target),
    items: checked,
    count: BigInt(checked.length),
    total: checked.reduce((sum, { amount }) => sum + amount, 0n),
    expiry: expiry ?? (await chainTime(bank)) + APPROVAL_SECONDS,
  };
}

/** The approver's yes to this batch as a whole. Who may sign: an approver, never the issuer who sends it. */
export async function signMintBatch(bank: Bank, approver: Signer, batch: MintBatch): Promise<Approval> {
  const signature = await signBatch(bank.issuanceDesk, approver, batch);
  return { approver: await approver.getAddress(), signature };
}

/** An item that was not minted: its deposit stays an ordinary deposit, to be looked at. */
export interface RefusedItem extends MintItem {
  readonly reason: ReasonName;
}

export interface BatchMinted extends Sent {
  /** the desk's name of the batch; its approval is spent */
  readonly batch: string;
  /** sum of what was minted, minor units */
  readonly minted: bigint;
  readonly refused: readonly RefusedItem[];
}

export function mintBatchCall(bank: Bank, batch: MintBatch, approval: Approval): Call {
  const [to, data] = [String(bank.issuanceDesk.target), mintBatchData(bank, batch, approval)];
  return { act: "IssuanceDesk.mintBatch", to, data, role: "ISSUER", currency: currencyOf(bank, batch.token) };
}

/**
 * Mints an approved batch; items that a rule refuses are listed, the others are minted.
 * Who may call: an issuer, with another person's approval.
 * @throws VostroError BatchAlreadySpent, BatchInvalid, QuotaExceeded and, for what stops every item, as `mintOrder`
 */
export async function mintBatch(
  bank: Bank,
  issuer: Signer,
  batch: MintBatch,
  approval: Approval,
): Promise<BatchMinted> {
  const sent = await send(bank, issuer, await mintBatchCall(bank, batch, approval));
  const spent = sent.events.find(({ name }) => name === "BatchSpent");
  const refused = sent.events
    .filter(({ name }) => name === "MintRefused")
    .map(({ args }) => ({
      payee: args["payee"] as string,
      amount: args["amount"] as bigint,
      depositReference: args["depositReference"] as string,
      reason: reasonName(args["reason"] as bigint),
    }));
  return { ...sent, batch: mintBatchHash(batch), minted: spent?.args["minted"] as bigint, refused };
}
