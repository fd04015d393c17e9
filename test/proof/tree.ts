import { expect } from "chai";
import { ZeroAddress } from "ethers";
import fc from "fast-check";

import { buildClaims, type ClaimProof, holdersIn, problemOf, proveClaim, proveClaims } from "../../src/proof/index.js";
import { MAX_SUM } from "../../src/proof/hash.js";
import { claimsOn, holders, PLACE, SECRET, walletOf } from "./support.js";
import { changes } from "./changes.js";

describe("the tree of holders' claims", () => {
  it("is refused where nobody holds anything, and where amounts are none", () => {
    expect(() => claimsOn()).to.throw("Nobody holds USD at block 1234567");
    expect(() => claimsOn(0n)).to.throw("there is nothing to prove");
    expect(() => claimsOn(5n, -1n)).to.throw("A balance or sum of -1 minor units is not possible.");
    expect(() => claimsOn(MAX_SUM + 1n)).to.throw("is not possible");
    // Each fits, their sum does not: it is refused, never wrapped.
    expect(() => claimsOn(MAX_SUM, 1n)).to.throw(`A balance or sum of ${MAX_SUM + 1n} minor units`);
    expect(claimsOn(MAX_SUM - 1n, 1n).total).to.equal(MAX_SUM);
  });

  it("is refused where a wallet stands twice: two holders must not be shown one leaf", () => {
    const wallet = "0xcd3B766CCDd6AE721141F452C550Ca635964ce71";
    const spellings = new Map([wallet, wallet.toLowerCase()].map((spelling) => [spelling, 5n]));
    expect(() => buildClaims(PLACE, spellings, SECRET)).to.throw("stands twice among the claims");
  });

  it("is refused with a secret that is none", () => {
    expect(() => buildClaims(PLACE, new Map([[walletOf(1), 1n]]), "0x5e")).to.throw('"0x5e" is not 32 bytes');
  });

  it("proves nothing of a wallet that has no claim, padding among them", () => {
    const claims = claimsOn(1n, 2n, 3n);
    expect(() => proveClaim(claims, walletOf(9))).to.throw("had no USD at block 1234567");
    expect(() => proveClaim(claims, ZeroAddress)).to.throw("had no USD at block 1234567");
  });

  it("adds up to the sum of all balances, and proves every holder's, whoever they are", () => {
    fc.assert(
      fc.property(holders, (rows) => {
        const claims = buildClaims(PLACE, new Map(rows), SECRET);
        const total = rows.reduce((sum, [, balance]) => sum + balance, 0n);
        const proofs = proveClaims(claims);
        expect([claims.total, holdersIn(claims), proofs.length]).to.deep.equal([total, rows.length, rows.length]);
        for (const [wallet, balance] of rows) {
          const proof = proofs.find((one) => one.wallet === wallet)!;
          expect(proof).to.deep.include({ balance, total, root: claims.root });
          expect(problemOf(proof)).to.equal(undefined);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is the same in whatever order the holders come, with empty accounts or without", () => {
    const shuffled = holders.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        const one = buildClaims(PLACE, new Map(rows), SECRET);
        expect(buildClaims(PLACE, new Map([...others, [walletOf(0xabc), 0n]]), SECRET)).to.deep.equal(one);
      }),
      { numRuns: 20 },
    );
  });

  it("has another root for every other content or place", () => {
    const root = (place: object, balance = 5n, secret = SECRET): string =>
      buildClaims({ ...PLACE, ...place }, new Map([[walletOf(1), balance]]), secret).root;
    const roots = [
      root({}),
      root({}, 6n),
      root({}, 5n, `0x${"5f".repeat(32)}`),
      root({ chainId: 1 }),
      root({ token: walletOf(3) }),
      root({ currency: "EUR" }),
      root({ block: 1_234_568 }),
      root({ blockHash: `0x${"b2".repeat(32)}` }),
    ];
    expect(new Set(roots).size).to.equal(roots.length);
  });
});

describe("a proof", () => {
  it("fails after any change of a digit, an amount, a side, a step or a place", () => {
    const changed = holders.chain((rows) => {
      const proofs = proveClaims(buildClaims(PLACE, new Map(rows), SECRET));
      return fc.constantFrom(...proofs).chain((proof) => fc.tuple(fc.constant(proof), changes(proof)));
    });
    fc.assert(
      fc.property(changed, ([proof, [what, change]]) => {
        const after: ClaimProof = { ...proof, ...change };
        expect(after).to.not.deep.equal(proof);
        expect(problemOf(after), what).to.be.a("string");
      }),
      { numRuns: 400 },
    );
  });

  it("says what is wrong with it", () => {
    const proof = proveClaim(claimsOn(70n, 50n, 30n), walletOf(2));
    const problem = (change: Partial<ClaimProof>): string => problemOf({ ...proof, ...change }) ?? "";
    expect(problem({ total: 151n })).to.equal("The path adds up to 150 minor units, but the total is said to be 151.");
    expect(problem({ root: `0x${"00".repeat(32)}` })).to.match(
      /^The path leads to the root 0x\w{64}, not to 0x0{64}\.$/,
    );
    expect(problem({ wallet: walletOf(2).replace("0x", "") })).to.match(/is no wallet's address/);
    expect(problem({ wallet: ZeroAddress })).to.match(/is no wallet's address/);
    expect(problem({ salt: "0xzz" })).to.equal('"0xzz" is not 32 bytes.');
    expect(problem({ block: 1.5 })).to.match(/^The proof cannot be computed/);
    expect(problem({ chainId: -1 })).to.match(/-1 does not fit 32 bytes/);
    expect(problem({ path: Array.from({ length: 41 }, () => proof.path[0]!) })).to.match(/has 41 steps/);
  });
});
