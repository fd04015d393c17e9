import { dataSlice, getBytes, hexlify, Interface } from "ethers";

import { AccessManager__factory, DepositToken__factory } from "../../typechain-types/index.js";
import { MULTI_SEND } from "../safe/hashes.js";

/** A call of `DepositToken.attest`, with what stands behind its arguments. */
export interface AttestCall {
  readonly figure: bigint;
  readonly asOf: bigint;
  readonly burned: bigint;
  readonly received: bigint;
  /** bytes behind the four arguments, which the token does not read; "0x" for none */
  readonly tail: string;
}

/** Which contracts are believed to do what their calls say. */
export interface Believed {
  readonly token: string;
  readonly accessManager: string;
  /** the account was an attestor of the bank: as a contract, it may be a Safe */
  readonly isAttestor: (account: string) => boolean;
}

/** A call inside of a transaction. */
interface Inner {
  readonly to: string;
  readonly data: string;
}

const token = DepositToken__factory.createInterface();
const manager = AccessManager__factory.createInterface();
const safe = new Interface([
  "function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable",
  "function multiSend(bytes transactions) payable",
]);
const ARGUMENTS_END = 4 + 4 * 32;
/** Of an entry of MultiSend before its data: operation, to, value, length. */
const ENTRY_HEAD = 1 + 20 + 32 + 32;
const DELEGATECALL = 1n;

/**
 * The attestations that a transaction makes: by the attestor itself, by its Safe (one call, or a batch), or through the
 * bank's AccessManager. A contract in between that nobody vouches for is not looked into: whoever sends a Safe's signed
 * transaction on could wrap it in bytes that say something else. Never throws.
 */
export function attestCallsIn(believed: Believed, to: string, data: string): AttestCall[] {
  const bySafe = believed.isAttestor(to) ? safeCalls({ to, data }) : [];
  return [{ to, data }, ...bySafe].flatMap((call) => [...attestIn(believed, call), ...managedIn(believed, call)]);
}

function attestIn(believed: Believed, { to, data }: Inner): AttestCall[] {
  if (!same(to, believed.token)) return [];
  const args = decoded(token, "attest", data);
  if (args === undefined) return [];
  const [figure, asOf, burned, received] = args as [bigint, bigint, bigint, bigint];
  return [{ figure, asOf, burned, received, tail: dataSlice(data, ARGUMENTS_END) }];
}

/** An attestor that must wait carries out what it scheduled with `execute`. */
function managedIn(believed: Believed, { to, data }: Inner): AttestCall[] {
  if (!same(to, believed.accessManager)) return [];
  const args = decoded(manager, "execute", data);
  return args === undefined ? [] : attestIn(believed, { to: args[0] as string, data: args[1] as string });
}

function safeCalls({ data }: Inner): Inner[] {
  const args = decoded(safe, "execTransaction", data);
  if (args === undefined) return [];
  const [to, , inner, operation] = args as [string, bigint, string, bigint];
  if (operation !== DELEGATECALL) return [{ to, data: inner }];
  const isMultiSend = Object.values(MULTI_SEND).some((known) => same(known, to));
  const batch = isMultiSend ? decoded(safe, "multiSend", inner) : undefined;
  return batch === undefined ? [] : batchCalls(getBytes(batch[0] as string));
}

/** The calls of a MultiSend batch; those after an entry that is cut short are none. */
function batchCalls(batch: Uint8Array): Inner[] {
  const calls: Inner[] = [];
  for (let at = 0; at + ENTRY_HEAD <= batch.length;) {
    const length = BigInt(hexlify(batch.subarray(at + ENTRY_HEAD - 32, at + ENTRY_HEAD)));
    const from = at + ENTRY_HEAD;
    if (length > BigInt(batch.length - from)) break;
    const end = from + Number(length);
    const isCall = batch[at] === 0;
    const to = hexlify(batch.subarray(at + 1, at + 21));
    if (isCall) calls.push({ to, data: hexlify(batch.subarray(from, end)) });
    at = end;
  }
  return calls;
}

function decoded(abi: Interface, name: string, data: string): readonly unknown[] | undefined {
  if (data.slice(0, 10) !== abi.getFunction(name)!.selector) return undefined;
  try {
    // As an array at once: a value that cannot be decoded throws only when it is read.
    return abi.decodeFunctionData(name, data).toArray();
  } catch {
    return undefined;
  }
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
