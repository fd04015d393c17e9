import { expect } from "chai";
import fc from "fast-check";

import {
  closeCorridors,
  closingChanges,
  type Corridor,
  corridorState,
  encodeCorridors,
  openCorridors,
  openingChanges,
  pay,
  readPolicy,
} from "../../src/chain/index.js";
import { corridorName, readCorridors, zoneName, zoneNumber } from "../../src/chain/zoneNames.js";
import { VostroError } from "../../src/errors/index.js";
import { refusalOf, useBank } from "./support.js";

const load = await useBank();
const ZONES = { US: 1, EU: 2, HK: 3, "CN-controlled": 6 };

/** The refusal of something that is not asynchronous. */
function refusal(act: () => unknown): VostroError {
  try {
    act();
  } catch (error) {
    if (error instanceof VostroError) return error;
    throw error;
  }
  throw new Error("expected a refusal");
}

describe("zones and corridors as people write them", () => {
  it("are refused where no zone is meant, naming those that there are", () => {
    for (const text of ["", "GB", "us", "15", "-1", "1.5", "0x1", "US "]) {
      const { name, fix } = refusal(() => zoneNumber(text, ZONES));
      expect([name, fix], text).to.deep.equal([
        "UnknownZone",
        "Use one of bank (0), US (1), EU (2), HK (3), CN-controlled (6).",
      ]);
    }
    expect(refusal(() => zoneNumber("US", {})).fix).to.equal("Use a number from 0 (the bank) to 14.");
  });

  it("are refused where no pair is meant, and where a pair leads to the bank", () => {
    for (const text of ["", "US", "US:EU:HK", "US:", ":EU", "US>EU", "US:EU,", "US:0", "EU:bank"]) {
      expect(["BadCorridor", "UnknownZone"], text).to.include(refusal(() => readCorridors(text, ZONES)).name);
    }
    expect(refusal(() => readCorridors("US:EU,US:GB", ZONES)).sentence).to.equal('There is no zone "GB".');
  });

  it("are names or numbers, of the bank file or without one", () => {
    expect(readCorridors("US:EU, 2:CN-controlled,bank:HK", ZONES)).to.deep.equal([
      { from: 1, to: 2 },
      { from: 2, to: 6 },
      { from: 0, to: 3 },
    ]);
    expect(readCorridors("4:14", {})).to.deep.equal([{ from: 4, to: 14 }]);
    expect([zoneName(6, ZONES), zoneName(7, ZONES), zoneName(0, {})]).to.deep.equal([
      "CN-controlled",
      "zone 7",
      "bank",
    ]);
    expect(corridorName({ from: 0, to: 2 }, ZONES)).to.equal("bank to EU");
  });
});

describe("opening and closing corridors", () => {
  it("is refused for nothing, for a zone beyond 14, twice the same pair, and review of what is allowed", async () => {
    const { bank, POLICY_ADMIN, COMPLIANCE } = await load();
    const policy = await readPolicy(bank, "USD");
    expect((await refusalOf(openCorridors(bank, POLICY_ADMIN, { currency: "USD" }))).name).to.equal("EmptyList");
    expect((await refusalOf(closeCorridors(bank, COMPLIANCE, { currency: "USD", close: [] }))).name).to.equal(
      "EmptyList",
    );
    const beyond = { currency: "USD", allow: [{ from: 15, to: 1 }] };
    expect((await refusalOf(openCorridors(bank, POLICY_ADMIN, beyond))).name).to.equal("BadZone");
    expect((await refusalOf(openCorridors(bank, POLICY_ADMIN, { ...beyond, currency: "CHF" }))).name).to.equal(
      "UnknownToken",
    );
    const pair = [{ from: 4, to: 1 }];
    expect(refusal(() => openingChanges(policy, { currency: "USD", allow: pair, review: pair })).name).to.equal(
      "CorridorTwice",
    );
    const { name, sentence } = refusal(() =>
      openingChanges(policy, { currency: "USD", review: [{ from: 1, to: 2 }] }, ZONES),
    );
    expect([name, sentence]).to.deep.equal([
      "CorridorAllowed",
      "The corridor US to EU is allowed: opening cannot put it under review.",
    ]);
  });

  it("is refused from each other's role", async () => {
    const { bank, POLICY_ADMIN, COMPLIANCE } = await load();
    const pair = [{ from: 4, to: 1 }];
    const opened = await refusalOf(openCorridors(bank, COMPLIANCE, { currency: "USD", allow: pair }));
    const closed = await refusalOf(closeCorridors(bank, POLICY_ADMIN, { currency: "USD", close: pair }));
    expect([opened.name, closed.name]).to.deep.equal(["AccessManagedUnauthorized", "AccessManagedUnauthorized"]);
  });

  it("says before and after of each pair, once, and then it is so", async () => {
    const { bank, alice, bob, POLICY_ADMIN, COMPLIANCE } = await load();
    const opening = {
      currency: "USD",
      allow: [
        { from: 4, to: 1 },
        { from: 1, to: 3 },
        { from: 1, to: 2 },
        { from: 4, to: 1 },
      ],
      review: [{ from: 2, to: 3 }],
    };
    expect(openingChanges(await readPolicy(bank, "USD"), opening)).to.deep.equal([
      { from: 4, to: 1, before: "deny", after: "allow" },
      { from: 1, to: 3, before: "review", after: "allow" },
      { from: 1, to: 2, before: "allow", after: "allow" },
      { from: 2, to: 3, before: "deny", after: "review" },
    ]);
    await openCorridors(bank, POLICY_ADMIN, opening);
    const closing = {
      currency: "USD",
      close: [
        { from: 1, to: 2 },
        { from: 2, to: 3 },
        { from: 3, to: 3 },
      ],
    };
    expect(closingChanges(await readPolicy(bank, "USD"), closing).map(({ before }) => before)).to.deep.equal([
      ...["allow", "review", "deny"],
    ]);
    await closeCorridors(bank, COMPLIANCE, closing);
    const policy = await readPolicy(bank, "USD");
    const states = [
      [4, 1],
      [1, 3],
      [1, 2],
      [2, 3],
    ].map(([from, to]) => corridorState(policy, { from: from!, to: to! }));
    expect(states).to.deep.equal(["allow", "allow", "deny", "deny"]);
    const payment = { currency: "USD", to: bob.address, amount: 1n };
    expect((await refusalOf(pay(bank, alice, payment))).name).to.equal("ERC7943CannotTransfer");
  });

  it("foretells, for any corridors and any words, exactly what the words say afterwards", () => {
    const pair = fc.record({ from: fc.nat(14), to: fc.integer({ min: 1, max: 14 }) });
    const pairs = fc.array(pair, { maxLength: 12 });
    fc.assert(
      fc.property(pairs, pairs, pairs, pairs, (allowed, review, allow, wanted) => {
        const policy = { allowed, review, paused: [] };
        const free = wanted.filter((one) => corridorState(policy, one) !== "allow" && !allow.some((a) => same(a, one)));
        if (allow.length + free.length === 0) return;
        const changes = openingChanges(policy, { currency: "USD", allow, review: free });
        const after = { allowed: [...allowed, ...allow], review: [...review, ...free], paused: [] };
        for (const change of changes) {
          expect(corridorState(policy, change)).to.equal(change.before);
          expect(corridorState(after, change)).to.equal(change.after);
        }
        const named = [...allow, ...free];
        expect(encodeCorridors(changes)).to.equal(encodeCorridors(named));
        for (const closed of named.length === 0 ? [] : closingChanges(policy, { currency: "USD", close: named })) {
          expect(closed.before).to.equal(corridorState(policy, closed));
        }
      }),
    );
  });
});

const same = (a: Corridor, b: Corridor): boolean => a.from === b.from && a.to === b.to;
