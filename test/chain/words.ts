import { expect } from "chai";
import { randomBytes, toBigInt } from "ethers";
import { readFile } from "node:fs/promises";

import { PARTY_KINDS } from "../../src/bank/kinds.js";
import {
  bytes16ToUetr,
  decodeAccountWord,
  decodeFirstUse,
  decodeFlowWord,
  decodeHoldWord,
  decodePolicy,
  decodeProfile,
  decodeQuotaWord,
  decodeStanding,
  decodeSupplyWord,
  encodeCorridors,
  encodeProfile,
  encodeStanding,
  HOLD_STATUSES,
  OPERATIONS,
  partyId,
  type PartyProfile,
  programmeHash,
  quotaAvailable,
  REASONS,
  reasonName,
  settlementAccountHash,
  uetrToBytes16,
} from "../../src/chain/index.js";

/** Member names of a Solidity enum, comments apart. */
async function enumOf(file: string, name: string): Promise<string[]> {
  const source = await readFile(new URL(`../../contracts/${file}`, import.meta.url), "utf8");
  const body = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(source)?.[1] ?? "";
  return [...body.replace(/\/\/.*$/gm, "").matchAll(/\w+/g)].map(([word]) => word);
}

describe("names of numbers are those of the contracts", () => {
  it("Reason, Operation, HoldStatus", async () => {
    expect(REASONS).to.deep.equal(await enumOf("types/Reason.sol", "Reason"));
    const operations = (await enumOf("types/PolicyWord.sol", "Operation")).map((word) => word.toLowerCase());
    expect(OPERATIONS).to.deep.equal(operations);
    expect(HOLD_STATUSES).to.deep.equal(await enumOf("types/HoldWord.sol", "HoldStatus"));
  });

  it("PartyKind, in small letters", async () => {
    const kinds = (await enumOf("types/PartyProfile.sol", "PartyKind")).map((word) =>
      word.replace(/(?!^)[A-Z]/g, "-$&").toLowerCase(),
    );
    expect(PARTY_KINDS).to.deep.equal(kinds);
  });

  it("a code of a newer contract is not guessed", () => {
    expect(() => reasonName(BigInt(REASONS.length))).to.throw(RangeError, "update the package");
  });
});

describe("encodeStanding", () => {
  const good = { validUntil: 1n, zone: 1, admitted: true, blocked: false, limited: false, retired: false };

  it("refuses zone 15 and above, zone 0 of a customer, and times beyond 32 bits", () => {
    for (const change of [
      { zone: 15 },
      { zone: 0 },
      { zone: -1 },
      { zone: 1.5 },
      { validUntil: 1n << 32n },
      { validUntil: -1n },
    ]) {
      expect(() => encodeStanding({ ...good, ...change })).to.throw("is no standing");
    }
  });

  it("is undone by decodeStanding for every combination at the edges", () => {
    for (const validUntil of [0n, 1n, (1n << 32n) - 1n]) {
      for (const zone of [1, 14]) {
        for (let flags = 0; flags < 8; flags++) {
          const [blocked, limited, retired] = [1, 2, 4].map((flag) => (flags & flag) !== 0) as [
            boolean,
            boolean,
            boolean,
          ];
          const standing = { validUntil, zone, admitted: true, blocked, limited, retired };
          expect(decodeStanding(encodeStanding(standing))).to.deep.equal(standing);
        }
      }
    }
    expect(encodeStanding({ ...good, zone: 0, admitted: false })).to.equal(1n);
  });
});

describe("encodeProfile", () => {
  const good: PartyProfile = { kind: "client", residency: 840, control: 156, homeBank: 0, programme: false };

  it("refuses codes that no country can have, and a home bank for anybody but the client of a client", () => {
    for (const change of [
      { residency: 0 },
      { residency: 1_000 },
      { control: 0 },
      { control: 1_000 },
      { control: 1.5 },
      { homeBank: 1 },
      { kind: "bank" as const, homeBank: 7 },
      { kind: "client-of-client" as const, homeBank: 0 },
      { kind: "client-of-client" as const, homeBank: 256 },
    ]) {
      expect(() => encodeProfile({ ...good, ...change })).to.throw("is no party");
    }
  });

  it("writes the drawing of PartyProfile.sol", () => {
    const served: PartyProfile = {
      kind: "client-of-client",
      residency: 4,
      control: 894,
      homeBank: 255,
      programme: true,
    };
    expect(encodeProfile(served)).to.equal(4n | (894n << 10n) | (1n << 20n) | (1n << 23n) | (255n << 24n));
    expect(encodeProfile({ ...good, kind: "fx-desk" })).to.equal(840n | (156n << 10n) | (4n << 20n));
  });

  it("is undone by decodeProfile for every kind", () => {
    for (const kind of PARTY_KINDS) {
      for (const programme of [false, true]) {
        const profile = { ...good, kind, programme, homeBank: kind === "client-of-client" ? 9 : 0 };
        expect(decodeProfile(encodeProfile(profile))).to.deep.equal(profile);
      }
    }
  });
});

describe("words of storage, from their drawings", () => {
  it("AccountWord", () => {
    const told = { validUntil: 77n, zone: 3, admitted: true, blocked: true, limited: false, retired: true };
    const standing = (0b1011n << 36n) | (3n << 32n) | 77n;
    const word = 1_000n | (200n << 64n) | (300n << 128n) | (standing << 192n) | (0b11101n << 232n);
    expect(decodeAccountWord(word)).to.deep.equal({
      balance: 1_000n,
      frozen: 200n,
      held: 300n,
      available: 500n,
      standing: told,
      powers: ["NOTARY", "BURNER", "CLEARING"],
      localBlock: true,
    });
    expect(decodeAccountWord(10n | (11n << 64n)).available).to.equal(0n);
  });

  it("PolicyWord: a pair in both words is allowed, since the second is read only when the first is not set", () => {
    const allowed = encodeCorridors([
      { from: 0, to: 1 },
      { from: 14, to: 14 },
    ]);
    const review = encodeCorridors([
      { from: 0, to: 1 },
      { from: 2, to: 3 },
    ]);
    expect(decodePolicy(allowed | (0b1010n << 225n), review)).to.deep.equal({
      allowed: [
        { from: 0, to: 1 },
        { from: 14, to: 14 },
      ],
      review: [{ from: 2, to: 3 }],
      paused: ["place", "mint"],
    });
    expect(() => encodeCorridors([{ from: 1, to: 15 }])).to.throw("no zone 15");
  });

  it("SupplyWord, FlowWord, first use of a reference", () => {
    expect(decodeSupplyWord(1n | (2n << 64n) | (3n << 128n) | (4n << 160n))).to.deep.equal({
      totalSupply: 1n,
      backing: 2n,
      attestedAt: 3n,
      maxAge: 4n,
    });
    expect(decodeFlowWord(5n | (6n << 128n))).to.deep.equal({ burned: 5n, received: 6n });
    expect(decodeFirstUse(0n)).to.equal(undefined);
    const address = "0x71bE63f3384f5fb98995898A86B02Fb2426c5788";
    expect(decodeFirstUse((BigInt(address) << 96n) | (7n << 32n) | 8n)).to.deep.equal({
      payee: address,
      amount: 7n,
      blockNumber: 8,
    });
  });

  it("HoldWord", () => {
    expect(decodeHoldWord(9n | (2n << 64n) | (8_191n << 67n) | (32_767n << 80n) | (1n << 95n))).to.deep.equal({
      status: "Sealed",
      remaining: 9n,
      extensionHours: 8_191n,
      placedHour: 32_767n,
      cleared: true,
      assignee: undefined,
    });
    expect(decodeHoldWord((1n << 64n) | (1n << 96n)).assignee).to.equal(`0x${"0".repeat(39)}1`);
  });

  it("QuotaWord refills evenly and never beyond its limit", () => {
    const quota = decodeQuotaWord(1_000n | ((400n * 86_400n) << 64n) | (5_000n << 160n));
    expect(quota).to.deep.equal({ limit: 1_000n, used: 400n * 86_400n, since: 5_000n });
    expect(quotaAvailable(quota, 5_000n)).to.equal(600n);
    expect(quotaAvailable(quota, 5_000n + 8_640n)).to.equal(700n);
    expect(quotaAvailable(quota, 5_000n + 86_400n * 9n)).to.equal(1_000n);
    expect(quotaAvailable({ ...quota, used: 2_000n * 86_400n }, 5_000n)).to.equal(0n);
  });
});

describe("UETR", () => {
  it("survives the way to 16 bytes and back", () => {
    const uetr = "97ed4827-7b6f-4491-a06f-b548d5a7512d";
    expect(uetrToBytes16(uetr)).to.equal("0x97ed48277b6f4491a06fb548d5a7512d");
    expect(bytes16ToUetr(uetrToBytes16(uetr.toUpperCase()))).to.equal(uetr);
    expect(bytes16ToUetr(`0x${"0".repeat(32)}`)).to.equal(undefined);
  });
});

describe("pseudonyms", () => {
  const salt = `0x${Buffer.from(randomBytes(32)).toString("hex")}`;

  it("need a salt of 32 bytes", () => {
    for (const bad of ["", "salt", "0x12", `0x${"0".repeat(64)}`]) {
      expect(() => partyId(bad, "C-1")).to.throw("not 32 bytes");
      expect(() => settlementAccountHash(bad, "1")).to.throw("not 32 bytes");
      expect(() => programmeHash(bad, "1")).to.throw("not 32 bytes");
    }
  });

  it("differ by salt, by customer and by use, and not by the writing of an account", () => {
    const id = partyId(salt, "C-1");
    expect(id > 0n && id < 1n << 64n).to.equal(true);
    expect(partyId(salt, "C-2")).to.not.equal(id);
    expect(
      partyId(
        salt.replace(/.$/, (c) => (c === "0" ? "1" : "0")),
        "C-1",
      ),
    ).to.not.equal(id);
    const account = settlementAccountHash(salt, "DE46 7000 0000 0123 4567 89");
    expect(account).to.equal(settlementAccountHash(salt, "de46700000000123456789"));
    expect(toBigInt(settlementAccountHash(salt, "C-1")) >> 192n).to.not.equal(id);
    expect(programmeHash(salt, "C-1")).to.not.equal(settlementAccountHash(salt, "C-1"));
  });
});
