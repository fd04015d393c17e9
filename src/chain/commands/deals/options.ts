import type { ContractTransaction } from "ethers";

import { DepositToken__factory, type DepositToken } from "../../../../typechain-types/index.js";
import { parseAmount } from "../../../money/index.js";
import { type Call, callOf, providerOf } from "../../send.js";
import { checkedAddress, type Context, positive } from "../context.js";
import { flagOf } from "../definitions.js";
import { InputError } from "../exitCodes.js";
import { hashOf } from "./references.js";

/* How deals are written at a command line: times, shares, documents and other banks' tokens in words. */

/** Unix seconds of "2026-12-01T17:00:00Z"; of a day, its end. @throws InputError */
export function timeIn(context: Context, option: string): bigint {
  return context.read(option, (text) => {
    const day = /^\d{4}-\d\d-\d\d$/.test(text);
    const time = Date.parse(day ? `${text}T00:00:00Z` : text);
    const real = day
      ? !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
      : /T.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(time);
    if (real) return BigInt(Math.floor(time / 1_000)) + (day ? 86_400n : 0n);
    const fix = "Write a day, 2026-12-01, or a time with its zone, 2026-12-01T17:00:00Z.";
    throw new InputError(flagOf(option), `${JSON.stringify(text)} is no time`, fix);
  });
}

/** Basis points of a share in percent: "62.5". @throws InputError */
export function shareIn(context: Context, option: string): bigint {
  return context.read(option, (text) => {
    const [, whole, part = ""] = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
    const points = whole === undefined ? 10_001n : BigInt(whole) * 100n + BigInt(part.padEnd(2, "0"));
    if (points <= 10_000n) return points;
    throw new InputError(
      flagOf(option),
      `${JSON.stringify(text)} is no share`,
      "Write percent from 0 to 100, such as 62.5.",
    );
  });
}

/** bytes32 of what must not be public: a text is salted and hashed. */
export async function saltedIn(context: Context, option: string): Promise<string> {
  return hashOf(await context.salt(), context.required(option), flagOf(option));
}

/** A token of this bank ("USD"), or of another one ("EUR@0x..."). */
export interface NamedToken {
  readonly currency: string;
  readonly address: string;
  readonly token: DepositToken;
}

export function tokenIn(context: Context, option: string): NamedToken {
  return context.read(option, (text) => {
    const { bank } = context;
    const [currency, address, ...more] = text.split("@");
    const own = bank.tokens[currency!];
    if (address === undefined && own !== undefined)
      return { currency: currency!, address: String(own.target), token: own };
    if (address !== undefined && more.length === 0 && /^[A-Z]{3}$/.test(currency!)) {
      const checked = checkedAddress(address, flagOf(option));
      return { currency: currency!, address: checked, token: DepositToken__factory.connect(checked, providerOf(bank)) };
    }
    const fix = `Use one of ${Object.keys(bank.tokens).join(", ")}, or another bank's as EUR@0x...`;
    throw new InputError(flagOf(option), `${JSON.stringify(text)} is no token`, fix);
  });
}

/** An amount above zero in this currency. */
export const amountIn = (context: Context, option: string, currency: string): bigint =>
  context.read(option, (text) => positive(parseAmount(text, currency), flagOf(option)));

/** A call to a desk, whose refusals speak of amounts in this currency. */
export const deskCall = (act: string, populated: Promise<ContractTransaction>, currency: string): Promise<Call> =>
  callOf(act, populated as Promise<ContractTransaction & { to: string; data: string }>, { currency });
