import { createHash } from "node:crypto";

import { expect } from "chai";
import { ZeroAddress } from "ethers";
import fc from "fast-check";

import { claimsOf, type Claim, leafOf } from "../../src/proof/claims.js";
import { innerNode, leafNode, MAX_SUM, rootOfClaims, saltOf, type SumNode } from "../../src/proof/hash.js";
import { type ClaimProof, problemOf, proveClaim, proveClaims } from "../../src/proof/index.js";
import { climb } from "../../src/proof/sumTree.js";
import { claimsOn, PLACE, SECRET, walletOf } from "./support.js";

const claim = (n: number, balance: bigint): Claim => {
  const wallet = walletOf(n);
  return { wallet, balance, salt: saltOf(SECRET, PLACE, wallet) };
};

/** A proof of a holder in a tree of two. */
const proofOfTwo = (mine: Claim, sibling: SumNode, side: "left" | "right", top: SumNode): ClaimProof => ({
  ...PLACE,
  ...mine,
  path: [{ side, ...sibling }],
  root: rootOfClaims(PLACE, 1, top),
  total: top.sum,
});

/** The node of the first such trees: it hashes the sum of both children, not each child's. */
const flawed = (left: SumNode, right: SumNode): SumNode => {
  const sum = left.sum + right.sum;
  return { hash: `0x${createHash("sha256").update(`${left.hash}${right.hash}${sum}`).digest("hex")}`, sum };
};

describe("a bank that commits to less than it owes", () => {
  const [anna, ben] = [claim(1, 70n), claim(2, 50n)];
  const [left, right] = [leafOf(anna), leafOf(ben)];

  it("gets away with 70 for 70 and 50 where a node hashes only the total of its children", () => {
    const top = flawed({ ...left, sum: 70n }, { ...right, sum: 0n });
    // Anna is told that Ben has nothing, Ben that Anna has 20: both find the same hash, and the same total of 70.
    expect(flawed(left, { ...right, sum: 0n })).to.deep.equal(top);
    expect(flawed({ ...left, sum: 20n }, right)).to.deep.equal(top);
  });

  it("cannot tell both of two neighbours a smaller sum of the other here, whichever it commits to", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 120n), fc.bigInt(0n, 120n), (told, lie) => {
        const top = innerNode({ ...left, sum: told }, { ...right, sum: lie });
        const annas = problemOf(proofOfTwo(anna, { ...right, sum: lie }, "right", top));
        const bens = problemOf(proofOfTwo(ben, { ...left, sum: told }, "left", top));
        // Both are content only with a tree that owes both all.
        expect(annas === undefined && bens === undefined).to.equal(told === 70n && lie === 50n);
      }),
      { numRuns: 200, examples: [[70n, 50n]] },
    );
    const top = innerNode(left, { ...right, sum: 0n });
    expect(problemOf(proofOfTwo(anna, { ...right, sum: 0n }, "right", top))).to.equal(undefined);
    for (let told = 0n; told <= 120n; told++) {
      expect(problemOf(proofOfTwo(ben, { ...left, sum: told }, "left", top))).to.be.a("string");
    }
  });

  it("is caught by the holder whose subtree it understated, at every height of a larger tree", () => {
    const proofs = proveClaims(claimsOn(...Array.from({ length: 8 }, (_, i) => BigInt(10 + i))));
    const favoured = proofs[0]!;
    for (const [height, understated] of favoured.path.entries()) {
      const path = favoured.path.map((step, i) => (i === height ? { ...step, sum: step.sum - 5n } : step));
      const top = climb(leafOf(favoured), path);
      const lie = { path, root: rootOfClaims(PLACE, path.length, top), total: top.sum };
      expect(problemOf({ ...favoured, ...lie })).to.equal(undefined);
      // The best that can be shown to those under the understated node: their own way up to it, then the lie's.
      const under = proofs.filter(
        (proof) => climb(leafOf(proof), proof.path.slice(0, height)).hash === understated.hash,
      );
      expect(under.length).to.equal(2 ** height);
      const beside = climb(leafOf(favoured), favoured.path.slice(0, height));
      for (const proof of under) {
        const { side } = proof.path[height]!;
        const shown = [...proof.path.slice(0, height), { side, ...beside }, ...path.slice(height + 1)];
        expect(problemOf({ ...proof, ...lie, path: shown })).to.match(/^The path adds up to 108 minor units/);
      }
    }
  });

  it("cannot hide a claim behind a negative one, nor behind one that wraps around", () => {
    expect(() => innerNode(left, { ...right, sum: -50n })).to.throw("-50 minor units is not possible");
    expect(() => innerNode(left, { ...right, sum: MAX_SUM })).to.throw("is not possible");
    const negative = proofOfTwo(anna, { ...right, sum: -50n }, "right", { hash: left.hash, sum: 20n });
    expect(problemOf(negative)).to.equal("A balance or sum of -50 minor units is not possible.");
  });

  it("cannot show two holders one leaf, nor one wallet's claim in two leaves", () => {
    expect(() => claimsOf(PLACE, [anna, anna])).to.throw("stands twice among the claims");
  });

  it("cannot pass a node off as a leaf, or the tree of a subtree's height as the whole", () => {
    const claims = claimsOn(1n, 2n, 3n, 4n);
    const proof = proveClaim(claims, walletOf(1));
    const half = innerNode(...pair(proof));
    const short = { ...proof, path: proof.path.slice(0, 1), total: half.sum };
    expect(problemOf(short)).to.match(/leads to the root/);
    // 84 bytes of a leaf and 96 of a node differ in length and in their first byte: no salt makes one the other.
    const leaf = leafNode(proof.wallet, half.sum, half.hash);
    expect(leaf.hash).to.not.equal(half.hash);
  });
});

/** A holder's leaf with its sibling, left one first. */
function pair(proof: ClaimProof): [SumNode, SumNode] {
  const sibling = proof.path[0]!;
  return sibling.side === "left" ? [sibling, leafOf(proof)] : [leafOf(proof), sibling];
}

describe("a holder who looks at its proof", () => {
  it("finds no wallet but its own, and cannot find out by trying whose the neighbour's leaf is", () => {
    const claims = claimsOn(1_000n, 2_000n);
    const proof = proveClaim(claims, walletOf(1));
    const [neighbour] = proof.path;
    expect(
      JSON.stringify(proof, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)),
    ).to.not.contain(walletOf(2).slice(2));
    // It does see the subtotal beside it, which the page of docs says, ...
    expect(neighbour!.sum).to.equal(2_000n);
    // ... and wallet and balance together still do not give the leaf without its salt.
    const guesses = [proof.salt, `0x${"00".repeat(32)}`, saltOf(`0x${"00".repeat(32)}`, PLACE, walletOf(2))];
    for (const salt of guesses) expect(leafNode(walletOf(2), 2_000n, salt).hash).to.not.equal(neighbour!.hash);
    expect(leafNode(walletOf(2), 2_000n, saltOf(SECRET, PLACE, walletOf(2))).hash).to.equal(neighbour!.hash);
  });

  it("cannot follow a leaf from block to block: salts and places are new in each", () => {
    const next = { ...PLACE, block: PLACE.block + 1 };
    expect(saltOf(SECRET, next, walletOf(1))).to.not.equal(saltOf(SECRET, PLACE, walletOf(1)));
  });

  it("sees padding only as a sum of zero: it stands anywhere, and no two of it are the same", () => {
    const claims = claimsOn(...Array.from({ length: 33 }, () => 7n));
    const isPadding = claims.leaves.map(({ wallet }) => wallet === ZeroAddress);
    expect(isPadding.filter(Boolean).length).to.equal(31);
    // Were padding at one end there would be one change from holders to padding at most.
    expect(isPadding.filter((padding, i) => i > 0 && padding !== isPadding[i - 1]).length).to.be.greaterThan(2);
    expect(new Set(claims.leaves.map((leaf) => leafOf(leaf).hash)).size).to.equal(64);
  });
});
