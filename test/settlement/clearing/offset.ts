import { expect } from "chai";
import { ZeroAddress } from "ethers";

import {
  buildOffset,
  netHold,
  netOf,
  offsetHash,
  signNetHold,
  type ClearingOffset,
  type InterbankPayment,
} from "../../../src/settlement/clearing/index.js";
import { holdId, sign, type Hold } from "../../support/signing.js";
import { HOUR } from "../../support/token.js";
import { OPENING, RESERVES } from "../support.js";
import { AMOUNT, CAP, useClearing, type Clearing } from "./support.js";

const load = await useClearing();

/** Alice and bob of A pay carol and dave of B; carol and grace of B pay alice and frank of A. Net 45,000 from A to B. */
async function listsOf({ paymentOf, paymentBack, people }: Clearing) {
  const { alice, bob, carol, dave, grace, frank } = people;
  const forward = [
    await paymentOf({ amount: 125_000n }),
    await paymentOf({ payer: bob.address, payee: dave.address, amount: 20_000n }),
    await paymentOf({ payer: alice.address, payee: dave.address, amount: 5_000n }),
  ];
  const backward = [
    await paymentBack({ payer: carol.address, payee: alice.address, amount: 30_000n }),
    await paymentBack({ payer: grace.address, payee: frank.address, amount: 75_000n }),
  ];
  return { forward, backward };
}

async function offsetOf(clearing: Clearing, lists?: { forward: InterbankPayment[]; backward: InterbankPayment[] }) {
  const { forward, backward } = lists ?? (await listsOf(clearing));
  return buildOffset(forward, backward, (await clearing.now()) + HOUR);
}

const signAll = ({ payerSigns }: Clearing, payments: readonly InterbankPayment[]) =>
  Promise.all(payments.map((payment) => payerSigns(payment)));

/** Whether bank A pays the net. */
const isPaidByA = ({ a }: Clearing, deal: ClearingOffset) =>
  netOf(deal) > 0n === (deal.forward[0]!.senderToken === a.usd.target);

/** Accounts of the line from the bank that pays the net. */
function netAccounts(clearing: Clearing, deal: ClearingOffset) {
  const { treasuryA, treasuryB } = clearing.people;
  const [paying, receiving] = isPaidByA(clearing, deal) ? [treasuryA, treasuryB] : [treasuryB, treasuryA];
  return { paying: paying.address, receiving: receiving.address };
}

async function settle(clearing: Clearing, deal: ClearingOffset) {
  const { desk, r, people } = clearing;
  const signer = isPaidByA(clearing, deal) ? people.treasuryA : people.treasuryB;
  const net = await signNetHold(r.usd, signer, desk.target as string, deal, netAccounts(clearing, deal));
  const [forward, backward] = [await signAll(clearing, deal.forward), await signAll(clearing, deal.backward)];
  return desk.connect(people.relayer).offset(plain(deal), forward, backward, net);
}

const plain = (deal: ClearingOffset) => ({ ...deal, forward: [...deal.forward], backward: [...deal.backward] });

describe("an offset between two banks", () => {
  it("pays all customers gross and settles the net only", async () => {
    const clearing = await load();
    const { desk, a, b, r, people, left } = clearing;
    const [supplyA, supplyB] = [await a.usd.totalSupply(), await b.usd.totalSupply()];
    const deal = await offsetOf(clearing);
    const receipt = (await (await settle(clearing, deal)).wait())!;
    const logs = receipt.logs.map((log) => desk.interface.parseLog(log)).filter((log) => log !== null);
    expect(logs.filter(({ name }) => name === "InterbankPaid")).to.have.length(5);
    expect(logs.at(-1)!.args.toArray()).to.deep.equal([offsetHash(deal), a.usd.target, 45_000n]);
    const owns = async (token: typeof a.usd, name: "alice" | "bob" | "frank" | "carol" | "dave" | "grace") =>
      (await token.balanceOf(people[name])) - OPENING;
    expect(await owns(a.usd, "alice")).to.equal(-100_000n);
    expect(await owns(a.usd, "bob")).to.equal(-20_000n);
    expect(await owns(a.usd, "frank")).to.equal(75_000n);
    expect(await owns(b.usd, "carol")).to.equal(95_000n);
    expect(await owns(b.usd, "dave")).to.equal(25_000n);
    expect(await owns(b.usd, "grace")).to.equal(-75_000n);
    expect(await r.usd.balanceOf(people.treasuryA)).to.equal(RESERVES - 45_000n);
    expect(await r.usd.balanceOf(people.treasuryB)).to.equal(RESERVES + 45_000n);
    expect((await a.usd.totalSupply()) - supplyA).to.equal(-45_000n);
    expect((await b.usd.totalSupply()) - supplyB).to.equal(45_000n);
    // Caps count gross: they bound what is minted on a counterparty's word.
    expect(await left()).to.equal(CAP - 150_000n);
    expect(await left(a.usd, b.usd)).to.equal(CAP - 105_000n);
  });

  it("has the other bank pay when the backward payers' bank owes more", async () => {
    const clearing = await load();
    const { forward, backward } = await listsOf(clearing);
    const deal = await offsetOf(clearing, { forward: backward, backward: forward });
    expect(netOf(deal)).to.equal(-45_000n);
    await settle(clearing, deal);
    expect(await clearing.r.usd.balanceOf(clearing.people.treasuryB)).to.equal(RESERVES + 45_000n);
  });

  it("needs no settlement leg, and no signature of a bank, when nothing is owed", async () => {
    const clearing = await load();
    const { desk, people, r, paymentOf, paymentBack, books } = clearing;
    const deal = await offsetOf(clearing, { forward: [await paymentOf()], backward: [await paymentBack()] });
    const before = await books();
    const call = await settle(clearing, deal);
    expect(await books()).to.deep.equal(before);
    const events = await desk.queryFilter(desk.filters.InterbankOffset, call.blockNumber!);
    expect([...events[0]!.args]).to.deep.equal([offsetHash(deal), ZeroAddress, 0n]);
    expect(await r.usd.balanceOf(people.treasuryA)).to.equal(RESERVES);
    expect(netHold(desk.target as string, deal, netAccounts(clearing, deal))).to.equal(undefined);
  });

  it("takes payments of one direction only: many payments, one leg between the banks", async () => {
    const clearing = await load();
    const { forward } = await listsOf(clearing);
    await settle(clearing, await offsetOf(clearing, { forward, backward: [] }));
    expect(await clearing.r.usd.balanceOf(clearing.people.treasuryB)).to.equal(RESERVES + 150_000n);
  });

  it("takes payments and a net leg that strangers placed before", async () => {
    const clearing = await load();
    const { desk, a, b, r, people, holdOfPayer, placeSigned, signerAt } = clearing;
    const deal = await offsetOf(clearing);
    for (const p of deal.forward) await placeSigned(a.usd, signerAt(p.payer), holdOfPayer(p));
    for (const p of deal.backward) await placeSigned(b.usd, signerAt(p.payer), holdOfPayer(p));
    const net = netHold(desk.target as string, deal, netAccounts(clearing, deal))!;
    await placeSigned(r.usd, people.treasuryA, net);
    const [forward, backward] = [deal.forward.map(() => "0x"), deal.backward.map(() => "0x")];
    await desk.connect(people.relayer).offset(plain(deal), forward, backward, "0x");
    expect(await r.usd.balanceOf(people.treasuryB)).to.equal(RESERVES + 45_000n);
  });

  describe("is refused whole", () => {
    it("with a net leg of another offset, another amount, or the swapped accounts", async () => {
      const clearing = await load();
      const { desk, r, people, paymentOf, refuses } = clearing;
      const deal = await offsetOf(clearing);
      const hold = netHold(desk.target as string, deal, netAccounts(clearing, deal))!;
      const other = { ...deal, forward: [...deal.forward, await paymentOf({ amount: 1n })] };
      const [forward, backward] = [await signAll(clearing, deal.forward), await signAll(clearing, deal.backward)];
      const swapped = { payer: people.treasuryB.address, payee: people.treasuryA.address };
      for (const change of [{ amount: 44_999n }, { terms: offsetHash(other) }, swapped] as Partial<Hold>[]) {
        const net = await sign(r.usd, change.payer ? people.treasuryB : people.treasuryA, "Hold", {
          ...hold,
          ...change,
        });
        const call = desk.offset(plain(deal), forward, backward, net);
        await refuses(call, r.usd, "InvalidSignature", people.treasuryA);
      }
      expect(await clearing.a.usd.balanceOf(people.alice)).to.equal(OPENING);
      expect(await clearing.b.usd.balanceOf(people.grace)).to.equal(OPENING);
    });

    it("when one payer of many has too little, or did not sign", async () => {
      const clearing = await load();
      const { a, b, people, paymentBack, paymentOf, refuses, desk } = clearing;
      const { grace } = people;
      const tooMuch = await paymentBack({ payer: grace.address, amount: OPENING + 1n });
      await desk.raiseCap(a.usd, b.usd, 2n * OPENING);
      const deal = await offsetOf(clearing, { forward: [await paymentOf()], backward: [tooMuch] });
      await refuses(settle(clearing, deal), b.usd, "ERC20InsufficientBalance", grace, OPENING, OPENING + 1n);
      const honest = await offsetOf(clearing);
      const forward = await signAll(clearing, honest.forward);
      const call = desk.offset(plain(honest), [forward[0]!, forward[0]!, forward[2]!], ["0x", "0x"], "0x");
      await refuses(call, a.usd, "InvalidSignature", people.bob);
    });

    it("with one payment twice, or a payment that was paid singly before; and never a second time", async () => {
      const clearing = await load();
      const { a, paymentOf, pay, holdOfPayer, refuses } = clearing;
      const payment = await paymentOf();
      const id = holdId(holdOfPayer(payment));
      const twice = await offsetOf(clearing, { forward: [payment, payment], backward: [] });
      await refuses(settle(clearing, twice), a.usd, "HoldNotOpen", id);
      await pay(payment);
      const later = await offsetOf(clearing, { forward: [payment], backward: [] });
      await refuses(settle(clearing, later), a.usd, "HoldNotOpen", id);
      const deal = await offsetOf(clearing);
      await settle(clearing, deal);
      await refuses(settle(clearing, deal), a.usd, "HoldNotOpen", holdId(holdOfPayer(deal.forward[0]!)));
    });

    it("with a payment between other tokens, in the wrong direction, settled otherwise, or with none", async () => {
      const clearing = await load();
      const { desk, a, paymentOf, paymentBack, paymentHash, evidenced, refuses } = clearing;
      const [there, back, evidence] = [await paymentOf(), await paymentBack(), await evidenced()];
      const euros = await paymentOf({ senderToken: a.eur.target as string });
      const expiry = there.expiry;
      for (const [forward, backward, culprit] of [
        [[there, back], [], back],
        [[there], [there], there],
        [[there, euros], [], euros],
        [[there, evidence], [], evidence],
      ] as const) {
        const deal = { forward: [...forward], backward: [...backward], expiry };
        const signatures = [forward.map(() => "0x"), backward.map(() => "0x")] as const;
        await refuses(desk.offset(deal, ...signatures, "0x"), desk, "OffsetInvalid", paymentHash(culprit));
        expect(() => buildOffset(forward, backward, expiry))
          .to.throw()
          .with.property("name", "BadOffset");
      }
      const none = { forward: [], backward: [back], expiry };
      await refuses(desk.offset(none, [], ["0x"], "0x"), desk, "OffsetInvalid", `0x${"00".repeat(32)}`);
      const offChain = { forward: [evidence], backward: [], expiry };
      await refuses(desk.offset(offChain, ["0x"], [], "0x"), desk, "SettlementRoadInvalid", paymentHash(evidence));
    });

    it("beyond the cap of either direction, counted gross", async () => {
      const clearing = await load();
      const { desk, a, b, paymentOf, paymentBack, refuses } = clearing;
      const over = CAP + 1n;
      const big = async (amount: bigint) => ({
        forward: [await paymentOf({ amount })],
        backward: [await paymentBack({ amount })],
      });
      const deal = await offsetOf(clearing, await big(over));
      await refuses(settle(clearing, deal), desk, "CapExceeded", b.usd, a.usd, over, CAP);
      await desk.raiseCap(b.usd, a.usd, over);
      await refuses(settle(clearing, deal), desk, "CapExceeded", a.usd, b.usd, over, CAP);
    });

    it("with the mainland on either side of any payment", async () => {
      const clearing = await load();
      const { desk, a, b, people, paymentOf, paymentBack, refuses } = clearing;
      const { mainlander } = people;
      const from = await offsetOf(clearing, {
        forward: [await paymentOf()],
        backward: [await paymentBack({ payer: mainlander.address })],
      });
      await refuses(settle(clearing, from), desk, "ZoneNotMapped", b.usd, a.usd, 4n);
      const to = await offsetOf(clearing, {
        forward: [await paymentOf({ payee: mainlander.address })],
        backward: [await paymentBack()],
      });
      await refuses(settle(clearing, to), b.usd, "ERC7943CannotTransfer", ZeroAddress, mainlander, AMOUNT);
    });

    it("after its expiry, with a signature too few, or by a relayer whom either bank blocks", async () => {
      const clearing = await load();
      const { desk, a, b, people, at, refuses } = clearing;
      const deal = await offsetOf(clearing);
      const call = () => desk.connect(people.relayer).offset(plain(deal), ["0x", "0x"], ["0x", "0x"], "0x");
      await refuses(call(), desk, "SignatureCount", 2n, 3n);
      await b.usd.connect(people.compliance).blockWallet(people.relayer);
      await refuses(call(), b.usd, "RelayerBlocked", people.relayer);
      await a.usd.connect(people.compliance).blockWallet(people.relayer);
      await refuses(call(), a.usd, "RelayerBlocked", people.relayer);
      await at(deal.expiry);
      await refuses(call(), desk, "ClearingExpired", deal.expiry);
    });
  });

  it("hashes off chain to what the desk hashes", async () => {
    const clearing = await load();
    const { desk } = clearing;
    const deal = await offsetOf(clearing);
    expect(await desk.hashOffset(plain(deal))).to.equal(offsetHash(deal));
    const net = await desk.netHoldOf(plain(deal));
    expect(holdId(net)).to.equal(holdId(netHold(desk.target as string, deal, netAccounts(clearing, deal))!));
  });
});
