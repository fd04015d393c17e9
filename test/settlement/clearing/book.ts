import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { ROLES } from "../../../src/bank/roles.js";
import { currencyCode, packZones, readZones, zoneSet, type ZoneMap } from "../../../src/settlement/clearing/index.js";
import { MadeUpToken__factory } from "../../../typechain-types/index.js";
import { DAY } from "../../support/token.js";
import { A_TO_B, CAP, EUR, USD, useClearing } from "./support.js";

const load = await useClearing();

/** Bank A's and B's euros, declared, with no line yet. */
async function euros() {
  const clearing = await load();
  const { desk, a, b, r } = clearing;
  // The settlement bank's yen take the place of euros that it does not have.
  for (const token of [a.eur, b.eur, r.jpy]) await desk.declareCurrency(token, EUR);
  return clearing;
}

describe("the book of the clearing desk", () => {
  describe("is written by each bank for its own side only:", () => {
    it("nobody else, not even the other bank's policy admin, compliance or operator, is let", async () => {
      const { desk, a, b, r, people, clerks, refuses } = await load();
      // A policy admin and compliance officer of bank A alone.
      await a.manager.grantRole(ROLES.POLICY_ADMIN, people.erin, 0);
      await a.manager.grantRole(ROLES.COMPLIANCE, people.erin, 0);
      for (const by of [people.erin, people.stranger, clerks.operatorA]) {
        const other = desk.connect(by);
        await refuses(other.declareCurrency(b.eur, EUR), desk, "NotOfTheBank", b.eur, by);
        for (const call of [
          () => other.openReceiving(b.usd, a.usd, r.usd, people.treasuryB, A_TO_B),
          () => other.closeReceiving(b.usd, a.usd, r.usd),
          () => other.mapZones(b.usd, a.usd, r.usd, A_TO_B),
          () => other.unmapZones(b.usd, a.usd, r.usd, 2n),
          () => other.raiseCap(b.usd, a.usd, CAP + 1n),
          () => other.cutCap(b.usd, a.usd, 0n),
          () => other.openSending(b.usd, a.usd, r.usd, people.treasuryB),
          () => other.closeSending(b.usd, a.usd, r.usd),
        ]) {
          await refuses(call(), desk, "NotOfTheBank", b.usd, by);
        }
      }
      await desk.connect(people.erin).closeSending(a.usd, b.usd, r.usd);
    });

    it("a delayed person is refused directly and comes through its AccessManager's schedule", async () => {
      const { desk, a, b, people, helpers, refuses } = await load();
      const { erin, stranger } = people;
      await b.manager.grantRole(ROLES.POLICY_ADMIN, erin, DAY);
      await refuses(desk.connect(erin).raiseCap(b.usd, a.usd, CAP + 1n), desk, "NotOfTheBank", b.usd, erin);
      const data = desk.interface.encodeFunctionData("raiseCap", [b.usd.target, a.usd.target, CAP + 1n]);
      await b.manager.connect(erin).schedule(desk, data, 0);
      const early = b.manager.connect(erin).execute(desk, data);
      await expect(early).to.be.revertedWithCustomError(b.manager, "AccessManagerNotReady");
      await helpers.time.increase(DAY);
      const foreign = b.manager.connect(stranger).execute(desk, data);
      await expect(foreign).to.be.revertedWithCustomError(b.manager, "AccessManagerUnauthorizedCall");
      await b.manager.connect(erin).execute(desk, data);
      expect((await desk.capOf(b.usd, a.usd)).cap).to.equal(CAP + 1n);
    });

    it("the manager of another bank executes nothing here", async () => {
      const { desk, a, b, people, refuses } = await load();
      const data = desk.interface.encodeFunctionData("cutCap", [b.usd.target, a.usd.target, 0n]);
      await refuses(a.manager.connect(people.compliance).execute(desk, data), desk, "NotOfTheBank", b.usd, a.manager);
    });

    it("a made-up token with a manager of its own writes lines of itself, which no bank has opened", async () => {
      const { desk, a, r, b, people, pay, paymentOf, refuses } = await load();
      const own = await new MadeUpToken__factory(people.stranger).deploy(b.manager, 2);
      await desk.declareCurrency(own, USD);
      await desk.openReceiving(own, a.usd, r.usd, people.treasuryB, A_TO_B);
      const payment = await paymentOf({ receiverToken: own.target as string });
      await refuses(pay(payment), desk, "LineClosed", a.usd, own, r.usd);
    });
  });

  describe("declares currencies once:", () => {
    it("three capital letters, never another", async () => {
      const { desk, a, refuses, emits } = await load();
      for (const wrong of ["0x757364", "0x555300", "0x000000", "0x5b5344", "0x405344"]) {
        await refuses(desk.declareCurrency(a.eur, wrong), desk, "CurrencyInvalid", a.eur, wrong);
      }
      await emits(desk.declareCurrency(a.usd, USD), ["CurrencyDeclared", a.usd, USD]);
      await refuses(desk.declareCurrency(a.usd, EUR), desk, "CurrencyInvalid", a.usd, EUR);
      expect(await desk.currencyOf(a.usd)).to.equal(USD);
    });

    it("a line needs all of its tokens declared, of one currency and of equal decimals", async () => {
      const { desk, a, b, r, people, refuses } = await load();
      const open = () => desk.openSending(a.eur, b.eur, r.usd, people.treasuryA);
      await refuses(open(), desk, "CurrencyMismatch", a.eur);
      await desk.declareCurrency(a.eur, EUR);
      await refuses(open(), desk, "CurrencyMismatch", b.eur);
      await desk.declareCurrency(b.eur, EUR);
      await refuses(open(), desk, "CurrencyMismatch", r.usd);
      // Yen without decimals that say they are euros.
      await desk.declareCurrency(r.jpy, EUR);
      const other = () => desk.openReceiving(b.eur, a.eur, r.jpy, people.treasuryB, A_TO_B);
      await refuses(other(), desk, "CurrencyMismatch", r.jpy);
      await desk.openReceiving(b.eur, a.eur, ZeroAddress, ZeroAddress, A_TO_B);
      await refuses(desk.openSending(a.usd, b.eur, r.usd, people.treasuryA), desk, "CurrencyMismatch", b.eur);
    });
  });

  describe("refuses a line", () => {
    it("that names a token twice, or an account that the settlement token does not admit", async () => {
      const { desk, a, b, r, people, refuses } = await load();
      await desk.declareCurrency(a.eur, USD);
      const { treasuryA, stranger } = people;
      const wrong = [
        [a.usd, a.usd, r.usd, treasuryA],
        [a.eur, a.usd, a.usd, people.alice],
        [a.eur, a.usd, a.eur, people.alice],
        [a.eur, b.usd, r.usd, stranger],
        [a.eur, b.usd, r.usd, ZeroAddress],
      ] as const;
      for (const [from, to, settlement, account] of wrong) {
        await refuses(desk.openSending(from, to, settlement, account), desk, "LineInvalid", from, to, settlement);
      }
      const evidence = desk.openSending(a.eur, b.usd, ZeroAddress, treasuryA);
      await refuses(evidence, desk, "LineInvalid", a.eur, b.usd, ZeroAddress);
    });

    it("that is open already on this side", async () => {
      const { desk, a, b, r, people, refuses } = await load();
      const line = [a.usd, b.usd, r.usd] as const;
      await refuses(desk.openSending(...line, people.treasuryA), desk, "LineAlreadyOpen", ...line);
      const receiving = desk.openReceiving(b.usd, a.usd, r.usd, people.treasuryB, A_TO_B);
      await refuses(receiving, desk, "LineAlreadyOpen", ...line);
    });

    it("that maps to a zone above 14", async () => {
      const { desk, a, b, r, refuses } = await load();
      await refuses(desk.mapZones(b.usd, a.usd, r.usd, 0xf0n), desk, "ZoneMapInvalid", 0xf0n);
    });
  });

  it("opens, closes and opens again a line; what an earlier opening mapped counts no more", async () => {
    const { desk, a, b, r, people, emits } = await load();
    const { treasuryA, treasuryB, compliance } = people;
    const line = [b.usd, a.usd, r.usd] as const;
    await emits(desk.connect(compliance).closeReceiving(...line), ["ReceivingClosed", ...line]);
    await emits(desk.connect(compliance).closeSending(a.usd, b.usd, r.usd), ["SendingClosed", a.usd, b.usd, r.usd]);
    const closed = await desk.lineOf(a.usd, b.usd, r.usd);
    expect([closed.sending, closed.receiving]).to.deep.equal([false, false]);
    await emits(
      desk.openReceiving(...line, treasuryB, packZones({ 14: 14 })),
      ["ReceivingOpened", ...line, treasuryB],
      ["ZonesMapped", ...line, 14n << 52n],
    );
    await emits(desk.openSending(a.usd, b.usd, r.usd, treasuryA), ["SendingOpened", a.usd, b.usd, r.usd, treasuryA]);
    const opened = await desk.lineOf(a.usd, b.usd, r.usd);
    expect([...opened]).to.deep.equal([true, treasuryA.address, true, treasuryB.address, 14n << 52n]);
  });

  it("maps only the zones named and unmaps only the zones named", async () => {
    const { desk, a, b, r, people } = await load();
    const zones = async () => readZones((await desk.lineOf(a.usd, b.usd, r.usd)).zones);
    await desk.mapZones(b.usd, a.usd, r.usd, packZones({ 1: 5, 14: 1 }));
    expect(await zones()).to.deep.equal({ 1: 5, 2: 1, 3: 3, 14: 1 });
    await desk.connect(people.compliance).unmapZones(b.usd, a.usd, r.usd, zoneSet([2, 14]));
    expect(await zones()).to.deep.equal({ 1: 5, 3: 3 });
  });

  it("raises with one function and cuts with the other, and keeps what was used", async () => {
    const { desk, a, b, people, paymentOf, pay, now, at, refuses, emits } = await load();
    const cut = desk.connect(people.compliance);
    for (const cap of [CAP, CAP - 1n]) {
      await refuses(desk.raiseCap(b.usd, a.usd, cap), desk, "CapInvalid", cap, CAP);
    }
    for (const cap of [CAP, CAP + 1n]) await refuses(cut.cutCap(b.usd, a.usd, cap), desk, "CapInvalid", cap, CAP);
    await pay(await paymentOf({ amount: 800_000n }));
    const paid = await now();
    await at(paid + 1n);
    await emits(cut.cutCap(b.usd, a.usd, 800_000n), ["CapSet", b.usd, a.usd, 800_000n]);
    // Used: 800,000 less the ten units of one second; of the new cap ten units are left.
    expect((await desk.capOf(b.usd, a.usd)).left).to.equal(10n);
    await at(paid + 2n);
    await desk.raiseCap(b.usd, a.usd, 1_000_000n);
    expect((await desk.capOf(b.usd, a.usd)).left).to.equal(200_019n);
  });
});

describe("a line over euros, end to end", () => {
  it("needs both sides: with only one of them nothing is paid", async () => {
    const { desk, a, b, people, clerks, evidenced, refuses } = await euros();
    const tokens = { senderToken: a.eur.target as string, receiverToken: b.eur.target as string };
    const payment = await evidenced(tokens);
    const propose = () => desk.connect(clerks.operatorA).propose(payment);
    await refuses(propose(), desk, "LineClosed", a.eur, b.eur, ZeroAddress);
    await desk.openSending(a.eur, b.eur, ZeroAddress, ZeroAddress);
    await refuses(propose(), desk, "LineClosed", a.eur, b.eur, ZeroAddress);
    await desk.openReceiving(b.eur, a.eur, ZeroAddress, ZeroAddress, A_TO_B);
    await propose();
    await desk.connect(people.compliance).closeReceiving(b.eur, a.eur, ZeroAddress);
    const another = await evidenced(tokens);
    await refuses(desk.connect(clerks.operatorA).propose(another), desk, "LineClosed", a.eur, b.eur, ZeroAddress);
  });
});

describe("zone maps and currency codes off chain", () => {
  it("pack and read back, and refuse what no chain would take", () => {
    expect(packZones({ 1: 2, 2: 1, 14: 14 })).to.equal(0x12n | (14n << 52n));
    expect(readZones(packZones({ 3: 7 }))).to.deep.equal({ 3: 7 });
    const maps: ZoneMap[] = [{ 0: 1 }, { 15: 1 }, { 1: 0 }, { 1: 15 }, { 1: 1.5 }];
    for (const map of maps) {
      expect(() => packZones(map))
        .to.throw()
        .with.property("name", "BadZoneMap");
    }
    for (const code of ["usd", "US", "USDT", "U$D"]) {
      expect(() => currencyCode(code))
        .to.throw()
        .with.property("name", "BadCurrency");
    }
  });
});
