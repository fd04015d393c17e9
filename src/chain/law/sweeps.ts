import type { Signer } from "ethers";

import { decodeRevert, type VostroError } from "../../errors/index.js";
import type { Bank } from "../bank.js";
import { requireAddress, tokenOf } from "../checks.js";
import { type ChainEvent, currencyOf, errorContext } from "../events.js";
import { type Call, callOf, send, type Sent } from "../send.js";

/* What anyone may do to bring money and liens where they belong: nothing is decided here. */

/** Money of a lost wallet that went to the wallet that stands for it. */
export interface Sweep {
  readonly token: string;
  readonly currency: string | undefined;
  readonly heir: string;
  /** minor units, as `liens`, which went with the money */
  readonly amount: bigint;
  readonly liens: bigint;
}

/** A token in which a lost wallet's money stayed, and why: repair the cause, then `sweep`. */
export interface SweepFailure {
  readonly token: string;
  readonly currency: string | undefined;
  readonly reason: VostroError;
}

export interface Swept {
  readonly sweeps: readonly Sweep[];
  readonly sweepFailures: readonly SweepFailure[];
}

export function sweepsIn(bank: Bank, events: readonly ChainEvent[]): Swept {
  const of = (name: string) => events.filter((event) => event.name === name && event.contract === "LegalOrders");
  return {
    sweeps: of("Swept").map(({ args }) => {
      const { token, heir, amount, liens } = args as unknown as Omit<Sweep, "currency">;
      return { token, currency: currencyOf(bank, token), heir, amount, liens };
    }),
    sweepFailures: of("SweepFailed").map(({ args }) => {
      const token = String(args["token"]);
      const currency = currencyOf(bank, token);
      return { token, currency, reason: decodeRevert(String(args["reason"]), errorContext(bank, currency)) };
    }),
  };
}

export function sweepCall(bank: Bank, currency: string, lost: string): Promise<Call> {
  const wallet = requireAddress(lost, "The lost wallet");
  const populated = bank.legalOrders.sweep.populateTransaction(tokenOf(bank, currency), wallet);
  return callOf("LegalOrders.sweep", populated, { currency });
}

/**
 * Moves a retired wallet's money that no hold needs, and the liens on it, to the wallet that stands for it. Who may call:
 * anyone.
 * @throws VostroError WalletNotRetired
 */
export async function sweep(bank: Bank, sender: Signer, currency: string, lost: string): Promise<Sent & Swept> {
  const sent = await send(bank, sender, await sweepCall(bank, currency, lost));
  return { ...sent, ...sweepsIn(bank, sent.events) };
}

export function refreezeCall(bank: Bank, currency: string, account: string): Promise<Call> {
  const wallet = requireAddress(account, "The account");
  const populated = bank.legalOrders.refreeze.populateTransaction(tokenOf(bank, currency), wallet);
  return callOf("LegalOrders.refreeze", populated, { currency });
}

/** Writes the sum of the liens into the token again, after a sealed redemption burned frozen money. Who may call: anyone. */
export async function refreeze(bank: Bank, sender: Signer, currency: string, account: string): Promise<Sent> {
  return send(bank, sender, await refreezeCall(bank, currency, account));
}
