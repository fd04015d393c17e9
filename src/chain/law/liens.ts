import type { Bank } from "../bank.js";
import { requireAddress, requireBytes, tokenOf } from "../checks.js";
import { currencyOf } from "../events.js";
import { ask } from "../send.js";

/** A lien that was placed; `left` is zero once all of it was seized or lifted. */
export interface Lien {
  readonly lienId: string;
  readonly orderId: string;
  readonly token: string;
  readonly currency: string | undefined;
  /** as it was placed: of a lost wallet, the lien follows the money */
  readonly account: string;
  /** minor units */
  readonly left: bigint;
}

/** Reads a lien; undefined if there never was one of this id. @throws VostroError BadBytes */
export async function readLien(bank: Bank, lienId: string): Promise<Lien | undefined> {
  const id = requireBytes(lienId, 32, "The lien's id");
  const { orderId, token, account, left } = await ask(bank, bank.legalOrders.lien(id));
  if (BigInt(token) === 0n) return undefined;
  return { lienId: id, orderId, token, currency: currencyOf(bank, token), account, left };
}

/** The sum of all liens on an account, minor units: it may exceed the balance, and what the token can show. */
export async function liensOn(bank: Bank, currency: string, account: string): Promise<bigint> {
  const token = tokenOf(bank, currency);
  return ask(bank, bank.legalOrders.liensOf(token, requireAddress(account, "The account")), currency);
}

/**
 * What an order could seize from an account now, minor units.
 * @param lienId the order's own lien, which gives way; free money only if left out
 */
export async function seizableOf(bank: Bank, currency: string, account: string, lienId?: string): Promise<bigint> {
  const token = tokenOf(bank, currency);
  const lien = requireBytes(lienId ?? `0x${"0".repeat(64)}`, 32, "The lien's id");
  return ask(bank, bank.legalOrders.seizable(token, requireAddress(account, "The account"), lien), currency);
}
