import { expect } from "chai";

import { OPENING, partyOf } from "../support.js";
import { AMOUNT, EVIDENCE, NONE, useOrders } from "./support.js";

const load = await useOrders();

describe("what stands in the way of a payment", () => {
  it("a block of either party, until it is lifted; then the same signature pays", async () => {
    for (const [name, error] of [
      ["alice", "ERC7943CannotSend"],
      ["bob", "ERC7943CannotReceive"],
    ] as const) {
      const { placed, act, as, a, people, refuses, remaining } = await load();
      const order = await placed();
      const signature = await act(people.alice, order, "Confirmation", {});
      const confirm = () => as(people.relayer).confirm(order, signature, []);
      await a.block(partyOf("a", name));
      await refuses(confirm(), a.usd, error, people[name]);
      await a.unblock(partyOf("a", name));
      await confirm();
      expect(await remaining(order)).to.equal(0n);
    }
  });

  it("a lapsed KYC of the seller; one of the buyer stops no payment that it wants", async () => {
    const { placed, as, a, people, refuses, owns } = await load();
    const order = await placed();
    const { registry } = a;
    const renew = (name: string, validUntil: bigint) =>
      registry.connect(people.registrar).renew([partyOf("a", name)], validUntil);
    const past = 1_700_000_000n;
    await renew("bob", past);
    await refuses(as(people.alice).confirm(order, NONE, []), a.usd, "ERC7943CannotReceive", people.bob);
    await renew("bob", 4_000_000_000n);
    await renew("alice", past);
    await as(people.alice).confirm(order, NONE, []);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);
  });

  it("a pause of executions", async () => {
    const { placed, as, a, people, refuses } = await load();
    const order = await placed();
    await a.usd.connect(people.guardian).pause(2);
    await refuses(as(people.alice).confirm(order, NONE, []), a.usd, "OperationPaused", 2n);
  });

  it("a lien on the buyer's money: only what it leaves is paid", async () => {
    const { placed, as, a, people, refuses, owns } = await load();
    const order = await placed();
    await a.freeze(people.alice, OPENING - 40_000n);
    const whole = as(people.alice).confirm(order, NONE, []);
    await refuses(whole, a.usd, "ERC7943InsufficientUnfrozenBalance", people.alice, AMOUNT, 40_000n);
    await as(people.alice).payPart(order, 40_000n, AMOUNT, NONE, []);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + 40_000n, 0n]);
  });

  it("the bank's dismissal of the escrow; what lapses goes back all the same", async () => {
    const { placed, as, a, people, refuses, escrow, travelTo, hold, owns, stageOf } = await load();
    const order = await placed();
    await a.usd.connect(people.compliance).dismissContract(escrow, 1n << 232n);
    await refuses(as(people.alice).confirm(order, NONE, []), a.usd, "NotaryNotAdmitted", escrow);
    await travelTo(hold(order).expiry);
    expect(await stageOf(order)).to.equal("Lapsed");
    await a.usd.connect(people.stranger).releaseHold(hold(order), AMOUNT);
    expect(await owns(a.usd, people.alice)).to.deep.equal([OPENING, 0n]);
    expect(await stageOf(order)).to.equal("Closed");
  });

  it("the hold's expiry, from that second on, unless the buyer has extended it", async () => {
    for (const extended of [false, true]) {
      const { placed, as, a, people, refuses, at, hold, holdId } = await load();
      const order = await placed();
      const { expiry } = hold(order);
      if (extended) await a.usd.connect(people.alice).extendHold(hold(order), 1n);
      await at(expiry);
      const confirm = as(people.alice).confirm(order, NONE, []);
      if (extended) await confirm;
      else await refuses(confirm, a.usd, "HoldExpired", holdId(hold(order)), expiry);
    }
  });
});

describe("a wallet that was lost", () => {
  /** Its successor stands in for it from now on. */
  async function replaced(name: "alice" | "bob") {
    const desk = await load();
    const order = await desk.placed();
    const { a, people } = desk;
    const successor = people.stranger;
    await a.registry.connect(people.registrar).addWallets(partyOf("a", name), [successor]);
    await a.retire(people[name], successor);
    return { ...desk, order, successor };
  }

  it("of the buyer confirms nothing, and its successor does", async () => {
    const { order, as, act, people, denies, successor, a, owns, hold } = await replaced("alice");
    const signature = await act(people.alice, order, "Confirmation", {});
    await denies(as(people.alice).confirm(order, NONE, []), "ConsentMissing", successor);
    await denies(as(people.relayer).confirm(order, signature, []), "ConsentMissing", successor);
    await denies(as(people.alice).confirmHold(order.token, hold(order)), "ConsentMissing", people.alice);
    await as(people.relayer).confirm(order, await act(successor, order, "Confirmation", {}), []);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);
  });

  it("of the buyer is replaced in confirmHold too", async () => {
    const { order, as, successor, a, people, owns, hold } = await replaced("alice");
    await as(successor).confirmHold(order.token, hold(order));
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);
  });

  it("of the seller ships and refunds nothing, and is not paid: its successor does and is", async () => {
    const { order, as, people, denies, successor, a, owns, stateOf } = await replaced("bob");
    await denies(as(people.bob).ship(order, EVIDENCE, NONE), "ConsentMissing", successor);
    await denies(as(people.bob).refund(order, 1n, AMOUNT, false, NONE), "ConsentMissing", successor);
    expect((await stateOf(order)).payee).to.equal(successor.address);
    await as(successor).ship(order, EVIDENCE, NONE);
    await as(successor).refund(order, 10_000n, AMOUNT, false, NONE);
    await as(people.alice).confirm(order, NONE, []);
    expect(await owns(a.usd, successor)).to.deep.equal([90_000n, 0n]);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING, 0n]);
  });
});

describe("a customer that comes under the mainland's rules after funding", () => {
  for (const name of ["alice", "bob"] as const) {
    it(`is ${name === "alice" ? "the buyer: nothing is paid out of its account" : "the seller: nothing is paid to it"}, on any way`, async () => {
      const { placed, shipped, as, act, a, people, refuses, travelTo, stateOf, owns, hold } = await load();
      const { alice, bob, arbiter, stranger } = people;
      const order = await shipped(await placed());
      await a.reclassify(partyOf("a", name), { zone: 4 });
      const refused = (payment: Promise<unknown>, amount = AMOUNT) =>
        refuses(payment, a.usd, "ERC7943CannotTransfer", alice, bob, amount);
      await refused(as(alice).confirm(order, NONE, []));
      await refused(as(alice).confirmHold(order.token, hold(order)));
      await refused(as(alice).payPart(order, 1n, AMOUNT, NONE, []), 1n);
      const seller = await act(bob, order, "Settlement", { toSeller: 5n, remaining: AMOUNT });
      await refused(as(alice).settle(order, 5n, AMOUNT, [NONE, seller, NONE], []), 5n);
      await as(alice).dispute(order, 1_000n, EVIDENCE, NONE);
      await travelTo((await stateOf(order)).escalates);
      await refused(as(arbiter).award(order, 10_000n, EVIDENCE, NONE, []));
      await travelTo((await stateOf(order)).awardBy);
      await refused(as(stranger).awardByDefault(order, []), 90_000n);
      await as(alice).withdrawDispute(order, NONE);
      await travelTo((await stateOf(order)).disputeBy);
      await refused(as(stranger).payDue(order, []));
      await as(bob).refund(order, AMOUNT, AMOUNT, false, NONE);
      expect(await owns(a.usd, alice)).to.deep.equal([OPENING, 0n]);
      expect(await owns(a.usd, bob)).to.deep.equal([OPENING, 0n]);
    });
  }

  it("takes no assignment either", async () => {
    const { placed, a, people, refuses, hold } = await load();
    const order = await placed({ assignable: true });
    const assign = a.usd.connect(people.bob).assignHold(hold(order), people.mainlander);
    await refuses(assign, a.usd, "ERC7943CannotTransfer", people.alice, people.mainlander, AMOUNT);
  });
});
