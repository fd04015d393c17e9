import { createHash, createHmac } from "node:crypto";

import { id, isHexString } from "ethers";

import { VostroError } from "../errors/index.js";

/*
 * The bytes of a Merkle sum tree of holders' claims. SHA-256, so that a holder can check a proof with any tool; a contract can too
 * (precompile 0x02). All fields have a fixed width and each kind of node a first byte of its own, so no node can be read as
 * another one:
 *
 *   leaf    00 | wallet 20 | balance 16 | salt 32
 *   node    01 | left hash 32 | left sum 16 | right hash 32 | right sum 16
 *   root    02 | format 32 | chain id 32 | token 20 | block 8 | block hash 32 | currency 32 | height 1 | top hash 32 | total 16
 *
 * A node hashes both hashes AND both sums. With the sum of both alone (as the first such trees had it) a bank can tell each of
 * two neighbours another sum of the other one, and commit to less than it owes.
 */

/** A leaf, or what lies under a node. */
export interface SumNode {
  /** bytes32 */
  readonly hash: string;
  /** minor units */
  readonly sum: bigint;
}

/** Which claims a tree is of. */
export interface ClaimsPlace {
  readonly chainId: number;
  readonly token: string;
  /** ISO 4217 */
  readonly currency: string;
  /** number of the block at whose end the balances were */
  readonly block: number;
  readonly blockHash: string;
}

/** Largest balance and largest total, minor units: what 16 bytes hold. */
export const MAX_SUM = (1n << 128n) - 1n;
/** More leaves than there can be accounts on any chain; a longer path is no path. */
export const MAX_HEIGHT = 40;

/** @throws VostroError SumOutOfRange: negative, or above 128 bits; nothing wraps */
export function requireSum(sum: bigint): bigint {
  if (sum >= 0n && sum <= MAX_SUM) return sum;
  throw new VostroError({
    name: "SumOutOfRange",
    args: { sum },
    sentence: `A balance or sum of ${sum} minor units is not possible.`,
    fix: "Amounts are from zero to 128 bits; a negative one would hide what is owed to others.",
  });
}

export function leafNode(wallet: string, balance: bigint, salt: string): SumNode {
  return { hash: hashed("00", fixed(wallet, 20), amount(balance), fixed(salt, 32)), sum: balance };
}

export function innerNode(left: SumNode, right: SumNode): SumNode {
  const [leftSum, rightSum] = [amount(left.sum), amount(right.sum)];
  const sum = requireSum(left.sum + right.sum);
  return { hash: hashed("01", fixed(left.hash, 32), leftSum, fixed(right.hash, 32), rightSum), sum };
}

const FORMAT = id("vostro-claims-1").slice(2);

/** The 32 bytes that an attestation carries: the top of the tree, and of what it is. */
export function rootOfClaims(place: ClaimsPlace, height: number, top: SumNode): string {
  return hashed(
    "02",
    FORMAT,
    number(BigInt(place.chainId), 32),
    fixed(place.token, 20),
    number(BigInt(place.block), 8),
    fixed(place.blockHash, 32),
    id(place.currency).slice(2),
    number(BigInt(height), 1),
    fixed(top.hash, 32),
    amount(top.sum),
  );
}

/**
 * What makes a leaf impossible to guess: who sees its hash cannot try balances against it. Of one block only, so that a holder's
 * leaves cannot be told from block to block. The bank's secret cannot be found from any number of salts (HMAC).
 * @param place of the leaf among those of its wallet: 0, or of a padding leaf its number
 */
export function saltOf(secret: string, claims: ClaimsPlace, wallet: string, place = 0): string {
  const message = [
    FORMAT,
    number(BigInt(claims.chainId), 32),
    fixed(claims.token, 20),
    number(BigInt(claims.block), 8),
    fixed(claims.blockHash, 32),
    fixed(wallet, 20),
    number(BigInt(place), 8),
  ];
  const key = Buffer.from(fixed(secret, 32), "hex");
  return `0x${createHmac("sha256", key).update(message.join(""), "hex").digest("hex")}`;
}

/** Node's own, not that of ethers: 50,000 holders are 130,000 hashes, and from digits this takes a sixth of the time. */
const hashed = (...parts: string[]): string => `0x${createHash("sha256").update(parts.join(""), "hex").digest("hex")}`;
const amount = (sum: bigint): string => number(requireSum(sum), 16);

function number(value: bigint, bytes: number): string {
  if (value >= 0n && value < 1n << BigInt(bytes * 8)) return value.toString(16).padStart(bytes * 2, "0");
  throw new RangeError(`${value} does not fit ${bytes} bytes`);
}

/** The digits alone; another length would move every field behind it. */
function fixed(value: string, bytes: number): string {
  if (isHexString(value, bytes)) return value.slice(2).toLowerCase();
  throw new VostroError({
    name: "BadBytes",
    args: { value },
    sentence: `${JSON.stringify(value)} is not ${bytes} bytes.`,
    fix: `Write 0x and ${bytes * 2} hexadecimal digits.`,
  });
}
