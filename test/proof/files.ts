import { expect } from "chai";
import fc from "fast-check";

import { VostroError } from "../../src/errors/index.js";
import {
  buildClaims,
  claimsToJson,
  problemOf,
  proofToJson,
  proveClaim,
  proveClaims,
  readClaimProof,
  readClaims,
} from "../../src/proof/index.js";
import { claimsOn, holders, PLACE, SECRET, walletOf } from "./support.js";

type Json = Record<string, unknown>;

/** What a reader throws; fails when it reads. */
function refusalOf(read: () => unknown): VostroError {
  try {
    read();
  } catch (error) {
    if (error instanceof VostroError) return error;
    throw error;
  }
  throw new Error("expected a refusal, the file was read");
}

const claims = claimsOn(70n, 50n, 30n);
const proof = proveClaim(claims, walletOf(2));
const goodClaims = JSON.parse(claimsToJson(claims)) as Json & { leaves: Json[] };
const goodProof = JSON.parse(proofToJson(proof)) as Json & { path: Json[] };

describe("a file of claims", () => {
  it("is refused naming the field", () => {
    const [first, ...rest] = goodClaims.leaves as [Json, ...Json[]];
    const leaf = (change: Json): Json => ({ ...goodClaims, leaves: [{ ...first, ...change }, ...rest] });
    const cases: [unknown, string, RegExp][] = [
      [{ ...goodClaims, format: "vostro-claims-2" }, "format", /is not vostro-claims-1/],
      [{ ...goodClaims, total: 150 }, "total", /is not a whole number in quotes/],
      [{ ...goodClaims, total: "151" }, "total", /is 151, but the balances add up to 150/],
      [{ ...goodClaims, root: SECRET }, "root", /but the leaves have 0x/],
      [{ ...goodClaims, note: "x" }, "", /note/],
      [{ ...goodClaims, leaves: rest }, "leaves", /not a power of two/],
      [{ ...goodClaims, leaves: [] }, "leaves", /not a power of two/],
      [leaf({ balance: "-1" }), "leaves.0.balance", /not a whole number of minor units/],
      [leaf({ balance: "1.5" }), "leaves.0.balance", /not a whole number of minor units/],
      [leaf({ balance: String(1n << 128n) }), "leaves.0.balance", /does not fit 128 bits/],
      [leaf({ salt: "0x5e" }), "leaves.0.salt", /is not 0x and 64/],
      [leaf({ salt: SECRET }), "root", /but the leaves have 0x/],
      [leaf({ wallet: "0x1" }), "leaves.0.wallet", /is not an address/],
    ];
    for (const [content, field, message] of cases) {
      const refusal = refusalOf(() => readClaims(JSON.stringify(content), "c.json"));
      expect([refusal.name, refusal.args["field"]], refusal.sentence).to.deep.equal(["BadClaims", field]);
      expect(refusal.sentence).to.match(message);
    }
    expect(refusalOf(() => readClaims("{", "c.json")).sentence).to.equal("c.json is not JSON.");
  });

  it("is refused where its leaves are one wallet's twice, or add up to too much", () => {
    const most = String((1n << 128n) - 1n);
    const [a] = goodClaims.leaves as [Json];
    const twice = {
      ...goodClaims,
      leaves: [
        { ...a, wallet: walletOf(1) },
        { ...a, wallet: walletOf(1) },
      ],
    };
    const huge = { ...goodClaims, leaves: [1, 2].map((n) => ({ ...a, wallet: walletOf(n), balance: most })) };
    expect(refusalOf(() => readClaims(JSON.stringify(twice), "c")).name).to.equal("DoubleClaim");
    expect(refusalOf(() => readClaims(JSON.stringify(huge), "c")).name).to.equal("SumOutOfRange");
  });

  it("is read back as it was, whoever the holders are", () => {
    fc.assert(
      fc.property(holders, (rows) => {
        const built = buildClaims(PLACE, new Map(rows), SECRET);
        expect(readClaims(claimsToJson(built), "c")).to.deep.equal(built);
      }),
      { numRuns: 20 },
    );
  });
});

describe("a file of a proof", () => {
  it("is refused naming the field", () => {
    const step = (change: Json): Json => ({ ...goodProof, path: [{ ...goodProof.path[0], ...change }] });
    const cases: [unknown, string, RegExp][] = [
      [[], "", /expected object/],
      [{ ...goodProof, format: "vostro-claims-1" }, "format", /is not vostro-claim-proof-1/],
      [{ ...goodProof, wallet: walletOf(2).toLowerCase().replace("0x", "0X") }, "wallet", /checksummed/],
      [{ ...goodProof, balance: "050" }, "balance", /whole number of minor units/],
      [{ ...goodProof, balance: 50 }, "balance", /in quotes/],
      [{ ...goodProof, block: "7" }, "block", /is not a whole number/],
      [{ ...goodProof, chainId: -1 }, "chainId", /is negative/],
      [{ ...goodProof, currency: "usd" }, "currency", /ISO 4217/],
      [{ ...goodProof, root: String(goodProof["root"]).toUpperCase() }, "root", /small letters/],
      [{ ...goodProof, path: undefined }, "path", /expected array/],
      [{ ...goodProof, path: Array.from({ length: 41 }, () => goodProof.path[0]) }, "path", /longer than any tree/],
      [step({ side: "up" }), "path.0.side", /neither left nor right/],
      [step({ sum: "-5" }), "path.0.sum", /whole number of minor units/],
      [step({ note: "<script>" }), "path.0", /note/],
    ];
    for (const [content, field, message] of cases) {
      const refusal = refusalOf(() => readClaimProof(JSON.stringify(content), "p.json"));
      expect([refusal.name, refusal.args["field"]], refusal.sentence).to.deep.equal(["BadClaimProof", field]);
      expect(refusal.sentence).to.match(message);
    }
  });

  it("is read back as it was, whoever the holder is", () => {
    fc.assert(
      fc.property(holders, (rows) => {
        for (const one of proveClaims(buildClaims(PLACE, new Map(rows), SECRET))) {
          expect(readClaimProof(proofToJson(one), "p")).to.deep.equal(one);
        }
      }),
      { numRuns: 10 },
    );
  });

  it("proves nothing any more after any one character of it was changed", () => {
    const text = proofToJson(proof);
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.integer({ min: 32, max: 126 }), (at, code) => {
        const changed = `${text.slice(0, at)}${String.fromCharCode(code)}${text.slice(at + 1)}`;
        // White space between values is no part of them.
        fc.pre(changed !== text && text[at]!.trim() !== "");
        let read;
        try {
          read = readClaimProof(changed, "p");
        } catch (error) {
          expect((error as Error).name).to.equal("BadClaimProof");
          return;
        }
        expect(problemOf(read), changed).to.be.a("string");
      }),
      { numRuns: 500 },
    );
  });

  it("crashes no reader, whatever it holds", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(refusalOf(() => readClaimProof(text, "p")).name).to.equal("BadClaimProof");
        expect(refusalOf(() => readClaims(text, "c")).name).to.equal("BadClaims");
      }),
      { numRuns: 100 },
    );
  });
});
