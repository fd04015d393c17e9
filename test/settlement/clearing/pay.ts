import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { MadeUpToken__factory } from "../../../typechain-types/index.js";
import { packZones } from "../../../src/settlement/clearing/index.js";
import { openingDeposits } from "../../issuance/support.js";
import { sign } from "../../support/signing.js";
import { DAY } from "../../support/token.js";
import { Operation } from "../../support/words.js";
import { OPENING, partyOf, RESERVES } from "../support.js";
import { AMOUNT, BURNS, CAP, uetrOf, useClearing, type Clearing } from "./support.js";

const load = await useClearing();

const UNTOUCHED = {
  alice: OPENING,
  carol: OPENING,
  treasuryA: RESERVES,
  treasuryB: RESERVES,
};

async function untouched({ books, a, r, people }: Clearing) {
  const { supplyA: _a, supplyB: _b, ...balances } = await books();
  expect(balances).to.deep.equal(UNTOUCHED);
  expect(await a.usd.heldOf(people.alice)).to.equal(0n);
  expect(await r.usd.heldOf(people.treasuryA)).to.equal(0n);
}

describe("an interbank payment", () => {
  describe("is refused", () => {
    it("when either bank has closed its side", async () => {
      for (const side of ["closeSending", "closeReceiving"] as const) {
        const clearing = await load();
        const { desk, a, b, r, people, paymentOf, pay, refuses } = clearing;
        const payment = await paymentOf();
        const tokens = side === "closeSending" ? ([a.usd, b.usd] as const) : ([b.usd, a.usd] as const);
        await desk.connect(people.compliance)[side](...tokens, r.usd);
        await refuses(pay(payment), desk, "LineClosed", a.usd, b.usd, r.usd);
        await untouched(clearing);
      }
    });

    it("in a settlement token that the banks have not agreed on, a made-up one above all", async () => {
      const clearing = await load();
      const { desk, a, b, people, paymentOf, payerSigns, refuses } = clearing;
      const fake = await new MadeUpToken__factory(people.stranger).deploy(a.manager, 2);
      for (const settlement of [fake.target as string, a.eur.target as string]) {
        const payment = await paymentOf({ settlementToken: settlement });
        const call = desk.pay(payment, await payerSigns(payment), "0x");
        await refuses(call, desk, "LineClosed", a.usd, b.usd, settlement);
      }
      await untouched(clearing);
    });

    it("from or into a token that nobody opened", async () => {
      const { desk, a, b, r, people, paymentOf, refuses } = await load();
      const fake = await new MadeUpToken__factory(people.stranger).deploy(a.manager, 2);
      const from = await paymentOf({ senderToken: fake.target as string });
      await refuses(desk.pay(from, "0x", "0x"), desk, "LineClosed", fake, b.usd, r.usd);
      const into = await paymentOf({ receiverToken: fake.target as string });
      await refuses(desk.pay(into, "0x", "0x"), desk, "LineClosed", a.usd, fake, r.usd);
    });

    it("when it settles with evidence", async () => {
      const { desk, evidenced, paymentHash, refuses } = await load();
      const payment = await evidenced();
      await refuses(desk.pay(payment, "0x", "0x"), desk, "SettlementRoadInvalid", paymentHash(payment));
    });

    it("from its expiry on, even if payer and bank have extended their placed holds", async () => {
      const clearing = await load();
      const { desk, a, r, people, paymentOf, holdOfPayer, holdOfBank, placeSigned, pay, at, refuses } = clearing;
      const payment = await paymentOf();
      await placeSigned(a.usd, people.alice, holdOfPayer(payment));
      await placeSigned(r.usd, people.treasuryA, holdOfBank(payment));
      await a.usd.connect(people.alice).extendHold(holdOfPayer(payment), 2);
      await r.usd.connect(people.treasuryA).extendHold(holdOfBank(payment), 2);
      await at(payment.expiry);
      await refuses(pay(payment), desk, "ClearingExpired", payment.expiry);
    });

    it("with a UETR that is zero or has more than 16 bytes: one UETR has one form", async () => {
      const { desk, paymentOf, reference, refuses } = await load();
      for (const uetr of [
        `0x${"00".repeat(32)}`,
        reference("a whole word"),
        `0x${"5a".repeat(16)}${"00".repeat(15)}01`,
      ]) {
        await refuses(desk.pay(await paymentOf({ uetr }), "0x", "0x"), desk, "UetrInvalid", uetr);
      }
    });

    it("without the payer's signature, or the paying account's", async () => {
      const clearing = await load();
      const { desk, a, r, people, paymentOf, payerSigns, bankSigns, refuses } = clearing;
      const payment = await paymentOf();
      const [payer, bank] = [await payerSigns(payment), await bankSigns(payment)];
      await refuses(desk.pay(payment, bank, bank), a.usd, "InvalidSignature", people.alice);
      await refuses(desk.pay(payment, payer, payer), r.usd, "InvalidSignature", people.treasuryA);
      await refuses(desk.pay(payment, payer, "0x"), r.usd, "InvalidSignature", people.treasuryA);
      await untouched(clearing);
    });

    it("with signatures of another payment: payee, amount, UETR, token, remittance or expiry changed", async () => {
      const clearing = await load();
      const { desk, a, people, paymentOf, payerSigns, bankSigns, reference, refuses } = clearing;
      const payment = await paymentOf();
      const [payer, bank] = [await payerSigns(payment), await bankSigns(payment)];
      for (const change of [
        { payee: people.dave.address },
        { amount: AMOUNT - 1n },
        { uetr: uetrOf(reference("another payment")) },
        { expiry: payment.expiry + 1n },
        { remittance: reference("invoice 43") },
      ]) {
        const call = desk.pay({ ...payment, ...change }, payer, bank);
        await refuses(call, a.usd, "InvalidSignature", people.alice);
      }
    });

    it("with settlement from or to another account than the registered two", async () => {
      const clearing = await load();
      const { desk, r, people, paymentOf, payerSigns, holdOfBank, refuses } = clearing;
      const { treasuryA, treasuryB } = people;
      const payment = await paymentOf();
      const payer = await payerSigns(payment);
      const right = holdOfBank(payment);
      const swapped = { ...right, payer: treasuryB.address, payee: treasuryA.address };
      const elsewhere = { ...right, payee: people.alice.address };
      for (const [signer, hold] of [
        [treasuryB, swapped],
        [treasuryA, elsewhere],
        [treasuryB, right],
      ] as const) {
        const bank = await sign(r.usd, signer, "Hold", hold);
        await refuses(desk.pay(payment, payer, bank), r.usd, "InvalidSignature", treasuryA);
      }
      await untouched(clearing);
    });

    it("when the sending bank has too little of the settlement asset, and nothing is burned", async () => {
      const clearing = await load();
      const { r, people, paymentOf, pay, refuses } = clearing;
      await r.freeze(people.treasuryA, RESERVES - AMOUNT + 1n);
      const payment = await paymentOf();
      const short = [people.treasuryA, AMOUNT, AMOUNT - 1n] as const;
      await refuses(pay(payment), r.usd, "ERC7943InsufficientUnfrozenBalance", ...short);
      await untouched(clearing);
    });

    it("twice", async () => {
      const { a, paymentOf, holdOfPayer, holdId, pay, refuses } = await load();
      const payment = await paymentOf();
      await pay(payment);
      await refuses(pay(payment), a.usd, "HoldNotOpen", holdId(holdOfPayer(payment)));
    });

    it("under a UETR that another payment used, or a deposit that the receiving bank issued", async () => {
      const { b, people, paymentOf, pay, refuses } = await load();
      const first = await paymentOf();
      const { blockNumber } = (await (await pay(first)).wait())!;
      const second = await paymentOf({ uetr: first.uetr, payee: people.dave.address });
      const used = [first.uetr, people.carol, AMOUNT, BigInt(blockNumber)] as const;
      await refuses(pay(second), b.usd, "DepositReferenceUsed", ...used);
      // The other way round: what came by this desk is not issued again from a statement.
      await b.usd.connect(people.policyAdmin).admitContract(people.admin, 1n << 233n);
      await refuses(
        b.usd.connect(people.admin).mint(people.carol, AMOUNT, first.uetr),
        b.usd,
        "DepositReferenceUsed",
        ...used,
      );
      const third = await paymentOf();
      const issued = (await (await b.usd.connect(people.admin).mint(people.dave, 5n, third.uetr)).wait())!;
      const before = [third.uetr, people.dave, 5n, BigInt(issued.blockNumber)] as const;
      await refuses(pay(third), b.usd, "DepositReferenceUsed", ...before);
    });

    it("beyond the cap, naming what is left, until it has refilled", async () => {
      const { desk, a, b, paymentOf, pay, now, at, left, refuses } = await load();
      await pay(await paymentOf({ amount: CAP - 15n }));
      const paid = await now();
      expect(await left()).to.equal(15n);
      const [one, two] = [await paymentOf({ amount: 26n }), await paymentOf({ amount: 36n })];
      await at(paid + 1n);
      await refuses(pay(one), desk, "CapExceeded", b.usd, a.usd, 26n, 25n);
      await at(paid + 2n);
      await refuses(pay(two), desk, "CapExceeded", b.usd, a.usd, 36n, 35n);
      await at(paid + 3n);
      await pay(two);
      expect(await left()).to.equal(9n);
      await at(paid + DAY + 60n);
      expect((await desk.capOf(b.usd, a.usd)).cap).to.equal(CAP);
    });

    it("from the mainland, even if its own bank lets it pay", async () => {
      const clearing = await load();
      const { desk, a, b, r, people, paymentOf, holdOfPayer, placeSigned, bankSigns, pay, refuses } = clearing;
      const { mainlander, carol } = people;
      await a.usd.connect(people.policyAdmin).openCorridors(1n << 4n, 0n);
      await openingDeposits(people, a.usd, [[mainlander, OPENING]]);
      const payment = await paymentOf({ payer: mainlander.address });
      await refuses(pay(payment), desk, "ZoneNotMapped", a.usd, b.usd, 4n);
      await placeSigned(a.usd, mainlander, holdOfPayer(payment));
      const placed = desk.pay(payment, "0x", await bankSigns(payment));
      await refuses(placed, desk, "ZoneNotMapped", a.usd, b.usd, 4n);
      // Had the receiving bank mapped the zone by mistake, its own corridors would still be closed to it.
      await desk.mapZones(b.usd, a.usd, r.usd, packZones({ 4: 4 }));
      await refuses(pay(payment), b.usd, "ERC7943CannotTransfer", ZeroAddress, carol, AMOUNT);
    });

    it("to the mainland", async () => {
      const clearing = await load();
      const { b, people, paymentOf, pay, refuses } = clearing;
      const payment = await paymentOf({ payee: people.mainlander.address });
      await refuses(pay(payment), b.usd, "ERC7943CannotTransfer", ZeroAddress, people.mainlander, AMOUNT);
      await untouched(clearing);
    });

    it("while any of the three tokens is paused for it", async () => {
      for (const [bank, operation] of [
        ["a", Operation.Place],
        ["a", Operation.Execute],
        ["r", Operation.Place],
        ["r", Operation.Execute],
        ["b", Operation.Mint],
      ] as const) {
        const clearing = await load();
        const { people, paymentOf, pay, refuses } = clearing;
        const { usd } = clearing[bank];
        await usd.connect(people.guardian).pause(operation);
        await refuses(pay(await paymentOf()), usd, "OperationPaused", BigInt(operation));
        await untouched(clearing);
      }
    });

    it("on a stale attestation of the receiving bank", async () => {
      const { b, a, r, paymentOf, pay, supply, at, now, refuses } = await load();
      const { attestedAt, maxAge } = await supply(b.usd);
      await at(BigInt(attestedAt) + BigInt(maxAge) + 1n);
      void [a, r, await now()];
      const payment = await paymentOf({ expiry: BigInt(attestedAt) + 2n * BigInt(maxAge) });
      await refuses(pay(payment), b.usd, "AttestationStale", BigInt(attestedAt), BigInt(maxAge));
    });

    it("while payer or payee is blocked, or its KYC has lapsed", async () => {
      const { a, people, paymentOf, pay, refuses } = await load();
      await a.block(partyOf("a", "frank"));
      const blocked = await paymentOf({ payer: people.frank.address });
      await refuses(pay(blocked), a.usd, "ERC7943CannotSend", people.frank);
      const other = await load();
      await other.b.block(partyOf("b", "carol"));
      await refuses(other.pay(await other.paymentOf()), other.b.usd, "ERC7943CannotReceive", people.carol);
      await untouched(other);
      const lapsed = await load();
      const until = (await lapsed.now()) + 30n;
      await lapsed.b.registry.connect(people.registrar).renew([partyOf("b", "carol")], until);
      const payment = await lapsed.paymentOf();
      await lapsed.at(until + 1n);
      await refuses(lapsed.pay(payment), lapsed.b.usd, "ERC7943CannotReceive", people.carol);
    });

    it("of money under a lien, and of a wallet that was lost", async () => {
      const { a, people, paymentOf, pay, refuses } = await load();
      await a.freeze(people.alice, OPENING - AMOUNT + 1n);
      const short = [people.alice, AMOUNT, AMOUNT - 1n] as const;
      await refuses(pay(await paymentOf()), a.usd, "ERC7943InsufficientUnfrozenBalance", ...short);
      await a.registry.connect(people.registrar).addWallets(partyOf("a", "frank"), [people.erin]);
      await a.retire(people.frank, people.erin);
      const lost = await paymentOf({ payer: people.frank.address });
      await refuses(pay(lost), a.usd, "ERC7943CannotSend", people.frank);
    });

    it("once a bank has dismissed the desk", async () => {
      for (const [bank, error] of [
        ["a", "NotaryNotAdmitted"],
        ["r", "NotaryNotAdmitted"],
        ["b", "CallerNotAdmitted"],
      ] as const) {
        const clearing = await load();
        const { desk, people, paymentOf, pay, refuses } = clearing;
        await clearing[bank].usd.connect(people.compliance).dismissContract(desk, BURNS);
        await refuses(pay(await paymentOf()), clearing[bank].usd, error, desk);
      }
    });

    it("by a relayer whom the payer's bank blocks", async () => {
      const { a, people, paymentOf, pay, refuses } = await load();
      await a.usd.connect(people.compliance).blockWallet(people.relayer);
      await refuses(pay(await paymentOf()), a.usd, "RelayerBlocked", people.relayer);
    });
  });
});
