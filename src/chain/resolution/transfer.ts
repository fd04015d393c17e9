import type { Signer } from "ethers";

import { type LiabilityTransfer, LiabilityTransfer__factory } from "../../../typechain-types/index.js";
import type { Bank } from "../bank.js";
import { requireAddress, requireBytes, requireSome } from "../checks.js";
import { currencyOf } from "../events.js";
import type { Approval } from "../issue.js";
import { type ReasonName, reasonName } from "../reasons.js";
import { ask, type Call, callOf, chainTime, send, type Sent } from "../send.js";
import { type Acceptance, signFor } from "../typedData.js";
import { withEventsOf } from "./events.js";
import { type HolderProof, type HolderRegister, proofsOf } from "./register.js";
import { type CommittedRegister, requireCommitted } from "./registerFile.js";

/*
 * Moving the liability: the successor bank accepts the committed register, then the bank in resolution moves its rows,
 * page by page. Pages may be repeated: what has moved does not move again.
 */

const APPROVAL_SECONDS = 86_400n;

/** Rows a transaction: about 90,000 gas each keep a page under 5 million. */
const PAGE = 50;

/** The contract between one old and one new token; `bank` is the one that acts through it. */
export function connectTransfer(bank: Bank, address: string): LiabilityTransfer {
  const checked = requireAddress(address, "The LiabilityTransfer contract");
  return LiabilityTransfer__factory.connect(checked, bank.partyRegistry.runner);
}

// --- the successor bank ---

/**
 * The successor's yes to a register, which it has checked against the committed one. Good for a day unless told.
 * @param instrument bytes32: hash of the transfer's instrument
 * @throws VostroError RegisterNotCommitted, BadBytes
 */
export async function buildAcceptance(
  successor: Bank,
  register: HolderRegister,
  committed: CommittedRegister,
  instrument: string,
  expiry?: bigint,
): Promise<Acceptance> {
  requireCommitted(register, committed);
  return {
    root: register.root,
    total: register.total,
    instrument: requireBytes(instrument, 32, "The instrument's hash"),
    expiry: expiry ?? (await chainTime(successor)) + APPROVAL_SECONDS,
  };
}

/** The second person's yes. Who may sign: a compliance approver of the successor, never who sends it. */
export async function signAcceptance(
  transfer: LiabilityTransfer,
  approver: Signer,
  acceptance: Acceptance,
): Promise<Approval> {
  const signature = await signFor(transfer, approver, "Acceptance", acceptance);
  return { approver: await approver.getAddress(), signature };
}

export function acceptCall(
  transfer: LiabilityTransfer,
  acceptance: Acceptance,
  { approver, signature }: Approval,
  currency?: string,
): Promise<Call> {
  const populated = transfer.accept.populateTransaction({ ...acceptance }, approver, signature);
  return callOf("LiabilityTransfer.accept", populated, { role: "RESOLUTION", currency });
}

/**
 * Takes the liability over. Who may call: resolution of the successor, with an approval.
 * @throws VostroError AcceptanceMismatch, AlreadyAccepted, CallerLacksRole, ApprovalExpired, ApproverInvalid,
 * ApprovalInvalid
 */
export async function acceptLiability(
  successor: Bank,
  transfer: LiabilityTransfer,
  officer: Signer,
  acceptance: Acceptance,
  approval: Approval,
): Promise<Sent> {
  const currency = currencyOf(successor, await ask(successor, transfer.newToken()));
  const sent = await send(successor, officer, await acceptCall(transfer, acceptance, approval, currency));
  return withEventsOf(successor, sent, "LiabilityTransfer", transfer);
}

// --- the bank in resolution ---

/** A row of which something moved. Amounts are minor units. */
export interface MovedRow {
  readonly party: bigint;
  readonly wallet: string;
  /** the wallet, or the one that stands for it since it was lost */
  readonly holder: string;
  readonly amount: bigint;
  /** what the row has left that did not move: encumbered, or redeemed meanwhile */
  readonly left: bigint;
  /** the reference of the successor's mint */
  readonly reference: string;
}

/** A row of which nothing moved. Payer reasons are the old bank's, payee reasons the successor's. */
export interface LeftRow {
  readonly party: bigint;
  readonly wallet: string;
  readonly reason: ReasonName;
}

export interface LiabilityMoved {
  readonly transactions: readonly Sent[];
  readonly gas: bigint;
  /** minor units */
  readonly amount: bigint;
  readonly moved: readonly MovedRow[];
  readonly left: readonly LeftRow[];
  /** rows that had moved in full before and were not sent again */
  readonly done: number;
}

export interface MoveOptions {
  /** those rows only; all if left out */
  readonly wallets?: readonly string[];
  /** rows a transaction; 50 if left out */
  readonly page?: number;
  /** after each page: rows looked at, of how many, and minor units moved so far */
  readonly onProgress?: (rows: number, of: number, amount: bigint) => void;
}

/** The calls that move these rows, for a dry run; rows that have moved in full are among them. */
export async function moveCalls(
  bank: Bank,
  transfer: LiabilityTransfer,
  register: HolderRegister,
  { wallets, page = PAGE }: MoveOptions = {},
): Promise<Call[]> {
  const claims = requireSome(proofsOf(register, wallets), "rows to move");
  return Promise.all(pagesOf(claims, page).map((rows) => moveCall(bank, transfer, register, rows)));
}

function moveCall(
  bank: Bank,
  transfer: LiabilityTransfer,
  { token }: HolderRegister,
  rows: readonly HolderProof[],
): Promise<Call> {
  const claims = rows.map(({ proof, ...row }) => ({ ...row, proof: [...proof] }));
  const populated = transfer.move.populateTransaction(claims);
  return callOf("LiabilityTransfer.move", populated, { role: "RESOLUTION", currency: currencyOf(bank, token) });
}

/**
 * Moves the register's rows to the successor, page by page. Who may call: resolution of the bank in resolution.
 * Run it again after a failure, and whenever liens, holds or blocks have ended: it moves what has become free.
 * @throws VostroError NotAHolder, NotInRegister, NotAccepted, CallerLacksRole, and what stops every mint at the successor
 * (OperationPaused, AttestationStale, BackingExceeded); pages sent before stay moved
 */
export async function moveLiability(
  bank: Bank,
  transfer: LiabilityTransfer,
  officer: Signer,
  register: HolderRegister,
  { wallets, page = PAGE, onProgress }: MoveOptions = {},
): Promise<LiabilityMoved> {
  const claims = requireSome(proofsOf(register, wallets), "rows to move");
  const result = { transactions: [] as Sent[], moved: [] as MovedRow[], left: [] as LeftRow[], done: 0 };
  let rows = 0;
  for (const candidates of pagesOf(claims, page)) {
    const open = await unmoved(bank, transfer, candidates);
    if (open.length > 0) {
      const sent = await send(bank, officer, await moveCall(bank, transfer, register, open));
      take(result, await withEventsOf(bank, sent, "LiabilityTransfer", transfer));
    }
    result.done += candidates.length - open.length;
    rows += candidates.length;
    onProgress?.(rows, claims.length, amountOf(result.moved));
  }
  const gas = result.transactions.reduce((sum, sent) => sum + sent.gas, 0n);
  return { ...result, gas, amount: amountOf(result.moved) };
}

async function unmoved(
  bank: Bank,
  transfer: LiabilityTransfer,
  rows: readonly HolderProof[],
): Promise<readonly HolderProof[]> {
  const moved = await ask(bank, Promise.all(rows.map(({ wallet }) => transfer.movedOf(wallet))));
  return rows.filter(({ balance }, i) => moved[i]! < balance);
}

function take(result: { transactions: Sent[]; moved: MovedRow[]; left: LeftRow[] }, sent: Sent): void {
  result.transactions.push(sent);
  for (const { name, args } of sent.events) {
    const row = { party: args["party"] as bigint, wallet: String(args["wallet"]) };
    if (name === "LiabilityMoved") {
      const { holder, amount, left, reference_: reference } = args as unknown as MovedRow & { reference_: string };
      result.moved.push({ ...row, holder, amount, left, reference });
    } else if (name === "NotMoved") {
      result.left.push({ ...row, reason: reasonName(args["reason"] as bigint) });
    }
  }
}

const amountOf = (moved: readonly MovedRow[]): bigint => moved.reduce((sum, { amount }) => sum + amount, 0n);

function pagesOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
