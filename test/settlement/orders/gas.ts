import { expect } from "chai";
import { dataSlice } from "ethers";

import { AMOUNT, EVIDENCE, NONE, useOrders, type Desk } from "./support.js";

const load = await useOrders();
/** keccak256("eip1967.proxy.implementation") - 1. */
const IMPLEMENTATION = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

type Sent = Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>;
const gasOf = async (sent: Sent): Promise<bigint> => (await (await sent).wait())!.gasUsed;

/** The very token without its proxy: the implementation's code at the token's own address, over the same storage. */
async function withoutProxies({ a, b, ethers, helpers }: Desk): Promise<void> {
  for (const token of [a.usd, a.eur, b.usd]) {
    const address = token.target as string;
    const implementation = dataSlice(await ethers.provider.getStorage(address, IMPLEMENTATION), 12);
    await helpers.setCode(address, await ethers.provider.getCode(implementation));
  }
}

/** Whole transactions, and what each may cost. */
const within = (name: string, gas: bigint, bound: bigint) => {
  if (process.env["VOSTRO_SHOW_GAS"] !== undefined) console.log(name.padEnd(60), gas.toString());
  expect(gas, name).to.be.lessThanOrEqual(bound);
};

for (const [form, proxied] of [
  ["direct", false],
  ["behind proxies", true],
] as const) {
  describe(`what an order costs, tokens ${form}`, () => {
    const bound = (direct: bigint, behind: bigint) => (proxied ? behind : direct);

    async function prepared() {
      const desk = await load();
      // A word that was written before: a first payment is not measured.
      await desk.a.usd.connect(desk.people.alice)["transfer(address,uint256)"](desk.people.bob, 1n);
      if (!proxied) await withoutProxies(desk);
      return desk;
    }

    it("funded by the buyer itself and confirmed", async () => {
      const { orderOf, a, as, people, hold, escrow, ethers, idOf } = await prepared();
      const order = await orderOf();
      const fund = await gasOf(a.usd.connect(people.alice).placeHold(hold(order)));
      const confirm = await gasOf(as(people.alice).confirmHold(order.token, hold(order)));
      within("placeHold", fund, bound(65_500n, 70_500n));
      within("confirmHold", confirm, bound(59_300n, 64_700n));
      within("placeHold + confirmHold", fund + confirm, bound(125_000n, 135_000n));
      // Nothing of the escrow's own was written.
      expect(await escrow.orderWord(idOf(order))).to.equal(0n);
      expect(await ethers.provider.getStorage(escrow, 0)).to.equal(`0x${"00".repeat(32)}`);
    });

    it("funded and confirmed by signatures, with the seller's consent on chain", async () => {
      const { orderOf, a, as, people, hold, signOrderHold, consent, act } = await prepared();
      const order = await orderOf();
      const signatures = [await signOrderHold(a.usd, people.alice, order), await consent(order)] as const;
      const fund = await gasOf(as(people.relayer).fund(order, ...signatures));
      const confirmation = await act(people.alice, order, "Confirmation", {});
      const confirm = await gasOf(as(people.relayer).confirm(order, confirmation, []));
      const another = await orderOf();
      await a.usd.connect(people.alice).placeHold(hold(another));
      within("confirm by own call", await gasOf(as(people.alice).confirm(another, NONE, [])), bound(67_300n, 73_000n));
      within("fund by signatures", fund, bound(101_200n, 107_000n));
      within("confirm by signature", confirm, bound(75_900n, 82_000n));
    });

    it("shipped, received, disputed, answered, awarded", async () => {
      const { placed, as, people, travelTo, stateOf } = await prepared();
      const order = await placed();
      within("ship", await gasOf(as(people.bob).ship(order, EVIDENCE, NONE)), bound(66_400n, 71_700n));
      const receive = as(people.alice).receiveGoods(order, EVIDENCE, people.alice.address, NONE);
      within("receiveGoods", await gasOf(receive), bound(50_000n, 55_300n));
      within("dispute", await gasOf(as(people.alice).dispute(order, 5_000n, EVIDENCE, NONE)), bound(50_300n, 55_600n));
      within("answer", await gasOf(as(people.bob).answer(order, 0n, EVIDENCE, NONE)), bound(50_200n, 55_500n));
      await travelTo((await stateOf(order)).escalates);
      const award = await gasOf(as(people.arbiter).award(order, 5_000n, EVIDENCE, NONE, []));
      within("award, half to each", award, bound(87_700n, 94_600n));
    });

    it("paid when due, by anyone", async () => {
      const { placed, shipped, as, people, travelTo, stateOf } = await prepared();
      const order = await shipped(await placed());
      await travelTo((await stateOf(order)).disputeBy);
      within("payDue", await gasOf(as(people.stranger).payDue(order, [])), bound(75_000n, 82_300n));
    });

    it("paid across currencies, both legs in one transaction", async () => {
      const { placedAbroad, as, people, leg, act } = await prepared();
      const order = await placedAbroad();
      const confirmation = await act(people.alice, order, "Confirmation", {});
      const dealers = await leg(order, { remaining: AMOUNT, amount: AMOUNT });
      const paid = await gasOf(as(people.dealer).confirm(order, confirmation, [dealers]));
      within("confirm across currencies", paid, bound(139_800n, 151_000n));
    });
  });
}
