import { dataLength, type FunctionFragment, getAddress, type Interface, type Result } from "ethers";

import { CLEARING_FUNCTIONS, FUNCTION_ROLES, type RoleName } from "../bank/roles.js";
import { alarmsOf } from "./alarms.js";
import { doesOf } from "./does.js";
import type { Suite } from "./suite.js";
import { argumentWords } from "./words.js";

/** A call read from its bytes alone. */
export interface DecodedCall {
  readonly to: string;
  readonly data: string;
  /** "USD token", or UNKNOWN CONTRACT */
  readonly target: string;
  /** "openCorridors(uint256,uint256)", or UNKNOWN FUNCTION with its selector */
  readonly signature: string;
  readonly fragment: FunctionFragment | undefined;
  readonly args: Result | undefined;
  /** the arguments encode to these very bytes: nothing stands behind or between them */
  readonly exact: boolean;
  /** what the function does, a sentence; undefined where it is unknown */
  readonly does: string | undefined;
  /** who may call it */
  readonly role: RoleName | undefined;
  /** each argument by its name, in words */
  readonly words: readonly (readonly [name: string, words: string])[];
  /** the calls that it carries: what is scheduled, executed, cancelled, bundled */
  readonly inner: readonly DecodedCall[];
  /** what a signer must not overlook, in capitals */
  readonly alarms: readonly string[];
}

/** Reads a call; whatever cannot be read is said to be unknown, never left out. */
export function decodeCall(suite: Suite, to: string, data: string): DecodedCall {
  const contract = suite.contractAt(to);
  const target = contract?.name ?? "UNKNOWN CONTRACT";
  const selector = data.slice(0, 10);
  const found = contract === undefined ? undefined : findFunction(contract.abis, data);
  const at = { to: getAddress(to), data, target, exact: true };
  if (contract === undefined || found === undefined) {
    const none = data === "0x" ? "NO FUNCTION (no data)" : `UNKNOWN FUNCTION ${selector}`;
    const alarm = `${none} OF ${target}: WHAT IT DOES CANNOT BE SAID. DO NOT SIGN IT UNREAD.`;
    const empty = { fragment: undefined, args: undefined, does: undefined, role: undefined, words: [], inner: [] };
    return { ...at, ...empty, signature: none, alarms: [alarm.toUpperCase()] };
  }
  const { fragment, args, tail } = found;
  const alarms = alarmsOf(suite, contract.kind, fragment.name, args);
  const claims = contract.kind === "DepositToken" && fragment.name === "attest" && dataLength(tail ?? "0x") === 32;
  const words = argumentWords(suite, to, fragment, args);
  return {
    ...at,
    exact: tail === "0x",
    signature: fragment.format("sighash"),
    fragment,
    args,
    does: doesOf(contract.kind, fragment.name),
    role: roleOf(contract.kind, fragment.name),
    words: claims ? [...words, ["claims", `${tail} (root of holders' claims, behind the arguments)`]] : words,
    inner: innerCalls(suite, to, contract.kind, fragment.name, args),
    alarms:
      tail === "0x" || claims
        ? alarms
        : [...alarms, "THE DATA IS NOT WHAT THESE ARGUMENTS ENCODE TO: BYTES ARE HIDDEN IN IT."],
  };
}

/** Who may call a function of the suite; of the clearing desk, by the bank's own wiring. */
function roleOf(kind: string, method: string): RoleName | undefined {
  const table: Readonly<Record<string, Readonly<Record<string, RoleName>>>> = {
    ...FUNCTION_ROLES,
    InterbankClearing: CLEARING_FUNCTIONS,
  };
  return table[kind]?.[method];
}

interface Found {
  readonly fragment: FunctionFragment;
  readonly args: Result;
  /** what stands behind the arguments, "0x" for nothing; undefined where they encode to other bytes altogether */
  readonly tail: string | undefined;
}

function findFunction(abis: readonly Interface[], data: string): Found | undefined {
  for (const abi of abis) {
    const fragment = abi.getFunction(data.slice(0, 10));
    if (fragment === null) continue;
    try {
      const args = abi.decodeFunctionData(fragment, data);
      const again = abi.encodeFunctionData(fragment, args);
      const tail = data.toLowerCase().startsWith(again) ? `0x${data.slice(again.length)}` : undefined;
      return { fragment, args, tail };
    } catch {
      // A known selector over bytes that are none of its arguments is as good as unknown.
    }
  }
  return undefined;
}

/** Calls inside of the call, by the functions that carry some. */
function innerCalls(suite: Suite, to: string, kind: string, name: string, args: Result): DecodedCall[] {
  if (name === "upgradeToAndCall") {
    const [, data] = args as unknown as [string, string];
    // It runs in the proxy, with the new code's functions.
    return data === "0x" ? [] : [decodeCall(suite, to, data)];
  }
  if (kind !== "AccessManager") return [];
  if (name === "multicall") return (args[0] as string[]).map((data) => decodeCall(suite, to, data));
  const [first, second, third] = args as unknown as [string, string, string];
  if (name === "schedule" || name === "execute") return [decodeCall(suite, first, second)];
  if (name === "cancel") return [decodeCall(suite, second, third)];
  return [];
}

/** All calls, carried ones among them. */
export const withInner = (call: DecodedCall): DecodedCall[] => [call, ...call.inner.flatMap(withInner)];
