import { getAddress, ZeroAddress } from "ethers";

import { VostroError } from "../errors/index.js";
import { type ClaimsPlace, leafNode, rootOfClaims, saltOf, type SumNode } from "./hash.js";
import { type PathStep, pathOf, type SumTree, sumTree, topOf } from "./sumTree.js";

/** What a holder is owed, with the salt of its leaf; of a padding leaf the zero address and nothing. */
export interface Claim {
  readonly wallet: string;
  /** minor units, held and frozen money included */
  readonly balance: bigint;
  /** bytes32; for this holder's eyes only */
  readonly salt: string;
}

/** All claims on a token at the end of one block. Private to the bank: it says who has how much. */
export interface Claims extends ClaimsPlace {
  /** minor units */
  readonly total: bigint;
  /** what an attestation commits, bytes32 */
  readonly root: string;
  /** in the order of the tree, padding among them */
  readonly leaves: readonly Claim[];
}

/** One holder's claim with what proves it; everything that a holder needs, and no other holder's wallet. */
export interface ClaimProof extends ClaimsPlace, Claim {
  /** siblings from the leaf to the top; their sums are subtotals of others' balances */
  readonly path: readonly PathStep[];
  readonly root: string;
  readonly total: bigint;
}

/**
 * The claims of these holders. The order of leaves is that of their salted hashes: neither the order of the map nor that of
 * addresses shows, and every block has another one.
 * @param balances by wallet; zeros are left out
 * @param secret the bank's 32 bytes
 * @throws VostroError NoClaims; SumOutOfRange; DoubleClaim: one wallet in two spellings
 */
export function buildClaims(place: ClaimsPlace, balances: ReadonlyMap<string, bigint>, secret: string): Claims {
  const holders = [...balances]
    .filter(([, balance]) => balance !== 0n)
    .map(([wallet, balance]) => ({ wallet, balance, salt: saltOf(secret, place, wallet) }));
  if (holders.length === 0) {
    throw new VostroError({
      name: "NoClaims",
      args: { ...place },
      sentence: `Nobody holds ${place.currency} at block ${place.block}: there is nothing to prove.`,
      fix: "Choose another block or currency.",
    });
  }
  const size = 2 ** Math.ceil(Math.log2(holders.length));
  const padding = Array.from({ length: size - holders.length }, (_, i) => ({
    wallet: ZeroAddress,
    balance: 0n,
    salt: saltOf(secret, place, ZeroAddress, i + 1),
  }));
  const ordered = [...holders, ...padding]
    .map((claim) => ({ claim, hash: leafOf(claim).hash }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1));
  return claimsOf(
    place,
    ordered.map(({ claim }) => claim),
  );
}

/**
 * Claims with total and root, from leaves that have their order already.
 * @throws VostroError SumOutOfRange, DoubleClaim
 */
export function claimsOf(place: ClaimsPlace, leaves: readonly Claim[]): Claims {
  const seen = new Set<string>();
  for (const { wallet } of leaves) {
    // Two holders shown the same leaf would both be content, and one be owed nothing.
    const key = wallet.toLowerCase();
    if (wallet !== ZeroAddress && seen.has(key)) throw doubled(wallet);
    seen.add(key);
  }
  const tree = treeOf(leaves);
  const top = topOf(tree);
  const { chainId, token, currency, block, blockHash } = place;
  const root = rootOfClaims(place, tree.length - 1, top);
  return { chainId, token, currency, block, blockHash, total: top.sum, root, leaves };
}

/** How many wallets have a claim. */
export const holdersIn = ({ leaves }: Claims): number => leaves.filter(({ wallet }) => wallet !== ZeroAddress).length;

/** A holder's proof, to be handed to it and nobody else. @throws VostroError NoSuchClaim */
export function proveClaim(claims: Claims, wallet: string): ClaimProof {
  return proveClaims(claims, [wallet])[0]!;
}

/** Proofs of these wallets in their order, or of all holders, from one tree. @throws VostroError NoSuchClaim */
export function proveClaims(claims: Claims, wallets?: readonly string[]): ClaimProof[] {
  const { leaves, total, root, ...place } = claims;
  const tree = treeOf(leaves);
  const places = new Map(leaves.map(({ wallet }, at) => [wallet.toLowerCase(), at]));
  places.delete(ZeroAddress);
  return [...(wallets ?? places.keys())].map((wallet) => {
    const at = places.get(wallet.toLowerCase());
    if (at !== undefined) {
      const { balance, salt } = leaves[at]!;
      return { ...place, wallet: getAddress(wallet), balance, salt, path: pathOf(tree, at), root, total };
    }
    throw new VostroError({
      name: "NoSuchClaim",
      args: { wallet, block: place.block },
      sentence: `${wallet} had no ${place.currency} at block ${place.block}: it has no claim among these.`,
      fix: "Name a wallet that had money then, or build the claims of another block.",
    });
  });
}

export const leafOf = ({ wallet, balance, salt }: Claim): SumNode => leafNode(wallet, balance, salt);
const treeOf = (leaves: readonly Claim[]): SumTree => sumTree(leaves.map(leafOf));

const doubled = (wallet: string): VostroError =>
  new VostroError({
    name: "DoubleClaim",
    args: { wallet },
    sentence: `The wallet ${wallet} stands twice among the claims.`,
    fix: "Add its balances up: a wallet has one claim.",
  });
