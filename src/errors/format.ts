import { formatUnits, getAddress, isAddress } from "ethers";

import { ROLES } from "../bank/roles.js";
import { formatAmount, MINOR_UNITS } from "../money/index.js";

/** What makes an error readable: in which money its amounts are, and who its addresses are. All optional. */
export interface ErrorContext {
  /** ISO 4217 code of the amounts. */
  readonly currency?: string | undefined;
  /** Decimals of the amounts, where the currency is not an ISO 4217 one. */
  readonly decimals?: number | undefined;
  /** Token address by currency, as in `BankAddresses.tokens`. */
  readonly tokens?: Readonly<Record<string, string>> | undefined;
  /** Readable names by address: "the issuance desk". */
  readonly names?: Readonly<Record<string, string>> | undefined;
}

/** An argument of an error as the ABI decodes it; absent where the ABI has no such name. */
export type Argument = unknown;

const ZERO = /^0x0{40}$/;

/** Turns arguments into words, in one context. */
export class Words {
  constructor(readonly context: ErrorContext) {}

  /** The same words for amounts of this token, if it is one of the bank's. */
  of(token: Argument): Words {
    const entry = Object.entries(this.context.tokens ?? {}).find(([, address]) => same(address, token));
    return entry === undefined ? this : new Words({ ...this.context, currency: entry[0], decimals: undefined });
  }

  /** "USD 1234.50"; minor units where nothing is known of the currency. */
  amount(value: Argument): string {
    const amount = toBigint(value);
    const { currency, decimals } = this.context;
    if (currency !== undefined && MINOR_UNITS.has(currency)) return `${currency} ${formatAmount(amount, currency)}`;
    if (decimals === undefined) return `${amount} minor units`;
    return `${currency === undefined ? "" : `${currency} `}${formatUnits(amount, decimals)}`;
  }

  /** The address with its checksum, and its name if it has one. */
  who(value: Argument): string {
    const text = String(value);
    if (!isAddress(text)) return text;
    const address = getAddress(text);
    if (ZERO.test(address)) return "the zero address";
    const name = Object.entries(this.context.names ?? {}).find(([key]) => same(key, address))?.[1];
    return name === undefined ? address : `${name} (${address})`;
  }

  /** ISO 8601 in UTC, to the second. */
  date(value: Argument): string {
    return isoDate(toBigint(value));
  }

  /** The AccessManager's role by its name here. */
  role(value: Argument): string {
    const id = toBigint(value);
    if (id === 0n) return "ADMIN";
    return Object.entries(ROLES).find(([, known]) => known === id)?.[0] ?? `number ${id}`;
  }
}

/** Unix seconds as "2026-11-02T00:00:00Z"; "no time" for zero, which the contracts use for never. */
export function isoDate(seconds: bigint): string {
  if (seconds === 0n) return "no time (0)";
  // A Date ends in the year 275760: a deadline of 2^256 - 1 means never.
  if (seconds > 8_640_000_000_000n) return "the end of time";
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

/** "3 days", "12 hours", "90 seconds": whole units only, so that nothing is rounded. */
export function duration(value: Argument): string {
  const seconds = toBigint(value);
  for (const [unit, length] of [
    ["day", 86_400n],
    ["hour", 3_600n],
    ["minute", 60n],
  ] as const) {
    if (seconds >= length && seconds % length === 0n) {
      const count = seconds / length;
      return `${count} ${unit}${count === 1n ? "" : "s"}`;
    }
  }
  return `${seconds} second${seconds === 1n ? "" : "s"}`;
}

const same = (a: string, b: unknown): boolean => a.toLowerCase() === String(b).toLowerCase();

function toBigint(value: Argument): bigint {
  if (typeof value === "bigint") return value;
  return typeof value === "number" || typeof value === "string" ? BigInt(value) : 0n;
}
