import type { ChainEvent } from "../events.js";

/*
 * What the desks decided, put together from their events alone: who ordered and approved each mint, quotas, and where each
 * redemption stands.
 */

export interface BookMint {
  readonly token: string;
  readonly depositReference: string;
  readonly issuer: string;
  readonly approver: string;
  readonly blockNumber: number;
}

export interface BookBatch {
  readonly batch: string;
  readonly token: string;
  readonly minted: bigint;
  readonly issuer: string;
  readonly approver: string;
  readonly blockNumber: number;
}

/** `contracts/interfaces/IRedemptionDesk.sol`, in its order; a redemption is requested with no state of its own. */
export const REDEMPTION_STATES = ["None", "Cancelled", "Submitted", "Settled", "Rejected", "Returned"] as const;
export type RedemptionStateName = (typeof REDEMPTION_STATES)[number];

export interface BookRedemption {
  readonly token: string;
  readonly hold: string;
  state: RedemptionStateName;
  /** bytes16, zero before it was submitted */
  uetr: string;
  /** who signed the rejection or the return */
  approver: string | undefined;
}

export interface DeskBook {
  readonly mints: readonly BookMint[];
  readonly batches: readonly BookBatch[];
  /** a day, minor units; by issuer and token */
  readonly quotas: ReadonlyMap<string, { readonly issuer: string; readonly token: string; readonly limit: bigint }>;
  /** by token and hold */
  readonly redemptions: ReadonlyMap<string, Readonly<BookRedemption>>;
}

const NO_UETR = `0x${"0".repeat(32)}`;
const MOVES: Readonly<Record<string, RedemptionStateName>> = {
  RedemptionCancelled: "Cancelled",
  RedemptionSubmitted: "Submitted",
  RedemptionSettled: "Settled",
  RedemptionRejected: "Rejected",
  RedemptionReturned: "Returned",
};

/** Folds the events of the issuance and the redemption desk, in the order of the chain. */
export function deskBook(events: readonly ChainEvent[]): DeskBook {
  const mints: BookMint[] = [];
  const batches: BookBatch[] = [];
  const quotas = new Map<string, { issuer: string; token: string; limit: bigint }>();
  const redemptions = new Map<string, BookRedemption>();
  for (const { contract, name, args, blockNumber } of events) {
    if (contract === "IssuanceDesk" && name === "MintOrdered")
      mints.push({ ...(args as object), blockNumber } as BookMint);
    if (contract === "IssuanceDesk" && name === "BatchSpent")
      batches.push({ ...(args as object), blockNumber } as BookBatch);
    if (contract === "IssuanceDesk" && name === "QuotaSet") {
      const quota = args as unknown as { issuer: string; token: string; limit: bigint };
      quotas.set(`${quota.issuer} ${quota.token}`, quota);
    }
    if (contract === "RedemptionDesk") moveRedemption(redemptions, name, args);
  }
  return { mints, batches, quotas, redemptions };
}

function moveRedemption(redemptions: Map<string, BookRedemption>, name: string, args: ChainEvent["args"]): void {
  const isRequest = name === "RedemptionRequested";
  if (MOVES[name] === undefined && !isRequest) return;
  const [token, hold] = [String(args["token"]), String(args["id"])];
  const known = redemptions.get(`${token} ${hold}`);
  const redemption = known ?? { token, hold, state: "None", uetr: NO_UETR, approver: undefined };
  if (!isRequest) redemption.state = MOVES[name]!;
  if (name === "RedemptionSubmitted") redemption.uetr = String(args["uetr"]);
  if (args["approver"] !== undefined) redemption.approver = String(args["approver"]);
  redemptions.set(`${token} ${hold}`, redemption);
}
