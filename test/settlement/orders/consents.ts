import { expect } from "chai";

import { OrderEscrow__factory } from "../../../typechain-types/index.js";
import { signOrderAct, type Order } from "../../../src/settlement/orders/index.js";
import { DAY } from "../../support/token.js";
import { admitCustomer, OPENING, partyOf } from "../support.js";
import { AMOUNT, EVIDENCE, NONE, useOrders, type Desk } from "./support.js";

const load = await useOrders();
const MANNERS = ["an honest", "a lying", "a reverting", "a gas-burning", "a bomb-returning", "a curt"] as const;

type Signed = (desk: Desk, order: Order) => Promise<(relayer: Desk["people"]["bob"]) => Promise<unknown>>;

/** Each act that one party signs, with what must have happened before: signed, then brought by a relayer. */
const ACTS: Record<string, Signed> = {
  confirm: async ({ as, act, people }, order) => {
    const signature = await act(people.alice, order, "Confirmation", {});
    return (relayer) => as(relayer).confirm(order, signature, []);
  },
  payPart: async ({ as, act, people }, order) => {
    const signature = await act(people.alice, order, "PartPayment", { amount: 1n, remaining: AMOUNT });
    return (relayer) => as(relayer).payPart(order, 1n, AMOUNT, signature, []);
  },
  refund: async ({ as, act, people }, order) => {
    const content = { amount: 1n, remaining: AMOUNT, keepsGoods: true };
    const signature = await act(people.bob, order, "Refund", content);
    return (relayer) => as(relayer).refund(order, 1n, AMOUNT, true, signature);
  },
  settle: async ({ as, act, people }, order) => {
    const content = { toSeller: 1n, remaining: AMOUNT };
    const signatures = [
      await act(people.alice, order, "Settlement", content),
      await act(people.bob, order, "Settlement", content),
      NONE,
    ] as [string, string, string];
    return (relayer) => as(relayer).settle(order, 1n, AMOUNT, signatures, []);
  },
  ship: async ({ as, act, people }, order) => {
    const signature = await act(people.bob, order, "Shipment", { evidence: EVIDENCE });
    return (relayer) => as(relayer).ship(order, EVIDENCE, signature);
  },
  receiveGoods: async ({ as, act, people }, order) => {
    const signature = await act(people.alice, order, "Receipt", { evidence: EVIDENCE });
    return (relayer) => as(relayer).receiveGoods(order, EVIDENCE, people.alice.address, signature);
  },
  shorten: async ({ as, act, people }, order) => {
    const content = { inspection: DAY };
    const signatures = [
      await act(people.alice, order, "Shortening", content),
      await act(people.bob, order, "Shortening", content),
    ] as const;
    return (relayer) => as(relayer).shorten(order, DAY, ...signatures);
  },
  dispute: async ({ as, act, people }, order) => {
    const signature = await act(people.alice, order, "Dispute", { claim: 1n, evidence: EVIDENCE, number: 0n });
    return (relayer) => as(relayer).dispute(order, 1n, EVIDENCE, signature);
  },
  withdrawDispute: async ({ as, act, people, disputed }, order) => {
    await disputed(order);
    const signature = await act(people.alice, order, "Withdrawal", { number: 1n });
    return (relayer) => as(relayer).withdrawDispute(order, signature);
  },
  answer: async ({ as, act, people, disputed }, order) => {
    await disputed(order);
    const signature = await act(people.bob, order, "Answer", { offer: 1n, evidence: EVIDENCE, number: 1n });
    return (relayer) => as(relayer).answer(order, 1n, EVIDENCE, signature);
  },
  escalate: async ({ as, act, people, disputed, travelTo, now }, order) => {
    await disputed(order);
    await travelTo((await now()) + 3n * DAY);
    const signature = await act(people.bob, order, "Escalation", { number: 1n });
    return (relayer) => as(relayer).escalate(order, people.bob.address, signature);
  },
  award: async ({ as, act, people, disputed, travelTo, now }, order) => {
    await disputed(order);
    await travelTo((await now()) + 7n * DAY);
    const signature = await act(people.arbiter, order, "Award", { share: 1n, evidence: EVIDENCE, number: 1n });
    return (relayer) => as(relayer).award(order, 1n, EVIDENCE, signature, []);
  },
};

for (const [name, sign] of Object.entries(ACTS)) {
  describe(`${name}, signed and brought by a relayer`, () => {
    it("is refused from who is blocked, done for anybody else, and of no use a second time", async () => {
      const desk = await load();
      const { placed, people, a, denies, escrow } = desk;
      const order = await placed();
      const bring = await sign(desk, order);
      await a.block(partyOf("a", "frank"));
      await denies(bring(people.frank), "RelayerBlocked", people.frank);
      await bring(people.stranger);
      await expect(bring(people.stranger)).to.be.revert(desk.ethers);
      expect(await a.usd.balanceOf(escrow)).to.equal(0n);
    });

    it("is of no use for another order or at another escrow", async () => {
      const desk = await load();
      const { placed, people, escrow } = desk;
      const [order, other] = [await placed(), await placed()];
      // The same act of the other order, with the signature of this one.
      const bring = await sign(
        { ...desk, act: (signer, _, ...rest) => desk.act(signer, other, ...rest) } as Desk,
        order,
      );
      await expect(bring(people.stranger)).to.be.revertedWithCustomError(escrow, "ConsentMissing");
      const twin = await new OrderEscrow__factory(people.stranger).deploy();
      const atTwin = { ...desk, act: (signer, ...rest) => signOrderAct(twin, signer, ...rest) } as Desk;
      const next = await placed();
      await expect((await sign(atTwin, next))(people.stranger)).to.be.revertedWithCustomError(escrow, "ConsentMissing");
    });
  });
}

describe("smart accounts (ERC-1271)", () => {
  async function withWallet(manner: number) {
    const desk = await load();
    const wallet = await desk.a.deployWallet(desk.people.erin, manner);
    await desk.a.registry.connect(desk.people.policyAdmin).allowWalletCode(await desk.a.codeHashOf(wallet));
    await admitCustomer(desk, desk.a.registry, wallet, 777n);
    await desk.a.usd.connect(desk.people.alice)["transfer(address,uint256)"](wallet, AMOUNT);
    return { ...desk, wallet };
  }

  it("buy, confirm and dispute by their owner's signature", async () => {
    const { orderOf, escrow, wallet, people, signOrderHold, consent, act, a, owns } = await withWallet(0);
    const order = await orderOf({ buyer: wallet.address });
    await escrow.fund(order, await signOrderHold(a.usd, people.erin, order), await consent(order));
    const claim = { claim: 1n, evidence: EVIDENCE, number: 0n };
    await escrow.dispute(order, 1n, EVIDENCE, await act(people.erin, order, "Dispute", claim));
    await escrow.confirm(order, await act(people.erin, order, "Confirmation", {}), []);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);
  });

  it("sell and arbitrate by their owner's signature", async () => {
    const { orderOf, placed, escrow, wallet, people, act, a, owns, travelTo, now } = await withWallet(0);
    const order = await placed({}, await orderOf({ arbiter: wallet.address }));
    await escrow.connect(people.alice).dispute(order, 1n, EVIDENCE, NONE);
    await travelTo((await now()) + 7n * DAY);
    const award = { share: 10_000n, evidence: EVIDENCE, number: 1n };
    await escrow.award(order, 10_000n, EVIDENCE, await act(people.erin, order, "Award", award), []);
    expect(await owns(a.usd, people.bob)).to.deep.equal([OPENING + AMOUNT, 0n]);

    const sold = await placed({}, await orderOf({ seller: wallet.address }));
    await escrow.ship(sold, EVIDENCE, await act(people.erin, sold, "Shipment", { evidence: EVIDENCE }));
  });

  for (const [manner, words] of MANNERS.entries()) {
    if (manner === 0) continue;
    it(`consent to nothing as ${words} wallet, and cost the relayer no more than the cap`, async () => {
      const { orderOf, placed, escrow, wallet, people, act, denies } = await withWallet(manner);
      const order = await placed({}, await orderOf({ seller: wallet.address }));
      const signature = await act(people.erin, order, "Shipment", { evidence: EVIDENCE });
      const ship = escrow.connect(people.relayer).ship(order, EVIDENCE, signature, { gasLimit: 700_000n });
      await denies(ship, "ConsentMissing", wallet);
    });
  }
});
