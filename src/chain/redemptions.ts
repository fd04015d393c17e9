import { hexlify, randomBytes, type Signer } from "ethers";

import { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { requireAddress, requireBytes, tokenOf } from "./checks.js";
import { currencyOf } from "./events.js";
import { buildHold, type HoldActed, readHold } from "./holds.js";
import { bytes16ToUetr } from "./reference.js";
import { ask, type Call, callOf, chainTime, send } from "./send.js";
import { type Hold, holdId, type RedemptionTerms, redemptionTermsHash, signFor } from "./typedData.js";

const DAY = 86_400n;

/** A redemption before anybody has signed it: the hold, and what it is for. */
export interface Redemption {
  readonly hold: Hold;
  readonly terms: RedemptionTerms;
}

export interface RedemptionRequest {
  readonly currency: string;
  readonly payer: string;
  /** minor units */
  readonly amount: bigint;
  /** unix seconds: the bank's deadline to submit; 5 days from the chain's time if left out */
  readonly expiry?: bigint;
  /** bytes32; random if left out */
  readonly salt?: string;
}

/**
 * A redemption to the payer's own registered bank account.
 * @throws VostroError NoSettlementAccount, and as `buildHold`
 */
export async function buildRedemption(bank: Bank, request: RedemptionRequest): Promise<Redemption> {
  const { currency, amount } = request;
  const payer = requireAddress(request.payer, "The payer");
  const settlementAccount = await ask(bank, bank.partyRegistry.settlementAccountOf(payer), currency);
  if (BigInt(settlementAccount) === 0n) {
    throw new VostroError({
      name: "NoSettlementAccount",
      args: { payer },
      sentence: `The register has no bank account for ${payer}.`,
      fix: "Have the registrar set the customer's settlement account first.",
    });
  }
  const salt = request.salt === undefined ? hexlify(randomBytes(32)) : requireBytes(request.salt, 32, "The salt");
  const terms = { token: String(tokenOf(bank, currency).target), settlementAccount, salt };
  const hold = await buildHold(bank, {
    currency,
    payer,
    amount,
    notary: String(bank.redemptionDesk.target),
    expiry: request.expiry ?? (await chainTime(bank)) + 5n * DAY,
    terms: redemptionTermsHash(terms),
  });
  return { hold, terms };
}

export function requestRedemptionCall(bank: Bank, { hold, terms }: Redemption, signature: string): Promise<Call> {
  const currency = currencyOf(bank, terms.token);
  const populated = bank.redemptionDesk.request.populateTransaction(hold, terms, signature);
  return callOf("RedemptionDesk.request", populated, { currency });
}

/**
 * Places the hold and announces the request, with the customer's signature (`signHold`). Who may call: anyone; the
 * customer pays no gas.
 * @throws VostroError InvalidSignature, SettlementAccountInvalid, RedemptionInvalid, TokenNotListed, and as `placeHold`
 */
export async function requestRedemption(
  bank: Bank,
  sender: Signer,
  redemption: Redemption,
  signature: string,
): Promise<HoldActed> {
  return acted(redemption, await send(bank, sender, await requestRedemptionCall(bank, redemption, signature)));
}

/** The customer's wish to cancel, with which anyone may send it. */
export async function signCancellation(bank: Bank, payer: Signer, { hold, terms }: Redemption): Promise<string> {
  return signFor(bank.redemptionDesk, payer, "CancelRedemption", { token: terms.token, hold: holdId(hold) });
}

export function cancelRedemptionCall(bank: Bank, { hold, terms }: Redemption, signature?: string): Promise<Call> {
  const { cancel, cancelWithAuthorization } = bank.redemptionDesk;
  const currency = currencyOf(bank, terms.token);
  return signature === undefined
    ? callOf("RedemptionDesk.cancel", cancel.populateTransaction(terms.token, hold), { currency })
    : callOf(
        "RedemptionDesk.cancelWithAuthorization",
        cancelWithAuthorization.populateTransaction(terms.token, hold, signature),
        { currency },
      );
}

/**
 * Lets the money go while the bank has not submitted. Who may call: the customer, or anyone with its `signCancellation`.
 * @throws VostroError NotThePayer, RedemptionInState, HoldNotOpen
 */
export async function cancelRedemption(
  bank: Bank,
  sender: Signer,
  redemption: Redemption,
  signature?: string,
): Promise<HoldActed> {
  return acted(redemption, await send(bank, sender, await cancelRedemptionCall(bank, redemption, signature)));
}

/** The transaction with the id of its hold. */
export const acted = <T>({ hold }: Redemption, sent: T): T & { readonly id: string } => ({ ...sent, id: holdId(hold) });

/** `contracts/interfaces/IRedemptionDesk.sol`, in its order, with "Requested" for an open hold the desk has not touched. */
export type RedemptionStatus = "None" | "Requested" | "Cancelled" | "Submitted" | "Settled" | "Rejected" | "Returned";

const STATES = ["None", "Cancelled", "Submitted", "Settled", "Rejected", "Returned"] as const;

/** Where a redemption stands, and its payment's UETR. */
export async function readRedemption(
  bank: Bank,
  { hold, terms }: Redemption,
): Promise<{ id: string; status: RedemptionStatus; uetr: string | undefined }> {
  const id = holdId(hold);
  const currency = currencyOf(bank, terms.token) ?? "";
  const [state, uetr] = await ask(bank, bank.redemptionDesk.redemptionOf(terms.token, id), currency);
  const status = STATES[Number(state)] ?? "None";
  const open = status === "None" && (await readHold(bank, currency, hold)).status === "Open";
  return { id, status: open ? "Requested" : status, uetr: bytes16ToUetr(uetr) };
}
