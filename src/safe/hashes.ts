import { concat, dataLength, Interface, TypedDataEncoder, toBeHex, ZeroAddress, zeroPadValue } from "ethers";

/*
 * What an owner of a Safe signs. One call is sent by the Safe itself; several go through MultiSendCallOnly, which the Safe
 * runs as its own code (delegatecall) and which can do nothing but calls, one after the other, all or none.
 */

/** Versions whose hashes are known, and MultiSendCallOnly's canonical address of each (safe-deployments). */
export const MULTI_SEND = {
  "1.3.0": "0x40A2aCCbd92BCA938b02010E17A5b8929b49130D",
  "1.4.1": "0x9641d764fc13c8B624c04430C7356C1C7C8102e2",
} as const;

export type SafeVersion = keyof typeof MULTI_SEND;
export const SAFE_VERSIONS = Object.keys(MULTI_SEND) as readonly SafeVersion[];

/** A call that a Safe makes. */
export interface SafeCall {
  readonly to: string;
  /** wei */
  readonly value: bigint;
  readonly data: string;
}

/** A transaction of a Safe, as its contracts name the fields; nothing is refunded to anybody. */
export interface SafeTransaction extends SafeCall {
  /** 0 call, 1 delegatecall */
  readonly operation: 0 | 1;
  readonly nonce: bigint;
}

/** The three hashes that wallets show. */
export interface SafeHashes {
  readonly domainHash: string;
  readonly messageHash: string;
  readonly safeTxHash: string;
}

const SAFE_TX = {
  SafeTx: [
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "data", type: "bytes" },
    { name: "operation", type: "uint8" },
    { name: "safeTxGas", type: "uint256" },
    { name: "baseGas", type: "uint256" },
    { name: "gasPrice", type: "uint256" },
    { name: "gasToken", type: "address" },
    { name: "refundReceiver", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
};

const NO_REFUND = { safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: ZeroAddress, refundReceiver: ZeroAddress };
const multiSend = new Interface(["function multiSend(bytes transactions) payable"]);

/** The one transaction that carries out these calls at this nonce. */
export function safeTransaction(calls: readonly SafeCall[], nonce: bigint, version: SafeVersion): SafeTransaction {
  const [only] = calls;
  if (only !== undefined && calls.length === 1) return { ...only, operation: 0, nonce };
  const packed = concat(calls.map(pack));
  const data = multiSend.encodeFunctionData("multiSend", [packed]);
  return { to: MULTI_SEND[version], value: 0n, data, operation: 1, nonce };
}

/** As MultiSend reads it: operation (0, call), to, value, length, data. */
const pack = ({ to, value, data }: SafeCall): string =>
  concat(["0x00", to, word(value), word(BigInt(dataLength(data))), data]);

const word = (value: bigint): string => zeroPadValue(toBeHex(value), 32);

/** EIP-712 hashes of a Safe's transaction (Safe 1.3.0 and later). */
export function safeHashes(chainId: bigint, safe: string, transaction: SafeTransaction): SafeHashes {
  const domain = { chainId, verifyingContract: safe };
  const message = { ...transaction, ...NO_REFUND };
  return {
    domainHash: TypedDataEncoder.hashDomain(domain),
    messageHash: TypedDataEncoder.from(SAFE_TX).hashStruct("SafeTx", message),
    safeTxHash: TypedDataEncoder.hash(domain, SAFE_TX, message),
  };
}
