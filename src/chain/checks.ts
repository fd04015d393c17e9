import { getAddress, isHexString, ZeroAddress } from "ethers";

import type { DepositToken } from "../../typechain-types/index.js";
import { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";

/** Largest amount of a balance or a hold, minor units. */
export const MAX_AMOUNT = (1n << 64n) - 1n;

/**
 * The bank's token in a currency.
 * @throws VostroError UnknownToken
 */
export function tokenOf(bank: Bank, currency: string): DepositToken {
  const token = bank.tokens[currency];
  if (token !== undefined) return token;
  const known = Object.keys(bank.tokens).join(", ") || "none";
  throw new VostroError({
    name: "UnknownToken",
    args: { currency },
    sentence: `Bank ${bank.addresses.bank} has no ${currency} token on chain ${bank.addresses.chainId}.`,
    fix: `Use one of its currencies (${known}).`,
  });
}

/** @throws VostroError BadAddress: not an address, a wrong checksum, or zero. `what` names it in the message. */
export function requireAddress(value: string, what: string): string {
  try {
    const address = getAddress(value);
    if (address !== ZeroAddress) return address;
  } catch {
    // reported below
  }
  throw new VostroError({
    name: "BadAddress",
    args: { value },
    sentence: `${what} is not a usable address: ${JSON.stringify(value)}.`,
    fix: "Write 0x and 40 hexadecimal digits with the checksum's capitals.",
  });
}

/** @throws VostroError BadBytes: not 0x and twice `length` hexadecimal digits. */
export function requireBytes(value: string, length: number, what: string): string {
  if (isHexString(value, length)) return value.toLowerCase();
  throw new VostroError({
    name: "BadBytes",
    args: { value },
    sentence: `${what} is not ${length} bytes: ${JSON.stringify(value)}.`,
    fix: `Write 0x and ${length * 2} hexadecimal digits.`,
  });
}

/** @throws VostroError BadAmount: zero, negative or above 64 bits. */
export function requireAmount(amount: bigint, what: string): bigint {
  if (amount > 0n && amount <= MAX_AMOUNT) return amount;
  throw new VostroError({
    name: "BadAmount",
    args: { amount },
    sentence: `${what} of ${amount} minor units is not possible.`,
    fix: "Use an amount above zero that fits 64 bits.",
  });
}

/** @throws VostroError BadTime: before 1970, or not within 32 bits as the chain keeps the end of a KYC. */
export function requireSecond(time: bigint, what: string): bigint {
  if (time >= 0n && time < 1n << 32n) return time;
  throw new VostroError({
    name: "BadTime",
    args: { time },
    sentence: `${what} is no second that the chain can keep: ${time}.`,
    fix: "Use unix seconds before 7 February 2106.",
  });
}

/** @throws VostroError EmptyList: an act on nothing is a mistake of the caller. */
export function requireSome<T>(items: readonly T[], what: string): readonly T[] {
  if (items.length > 0) return items;
  const fix = "Name at least one.";
  throw new VostroError({ name: "EmptyList", sentence: `There are no ${what}.`, fix });
}
