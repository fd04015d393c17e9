import { expect } from "chai";
import { connectBank, type Bank } from "../../src/chain/bank.js";
import { lawEvents, orderFile, orderIdsIn } from "../../src/chain/law/orderFile.js";
import { legalOrderHash, type LegalOrder } from "../../src/chain/law/acts.js";
import { holdId } from "../support/signing.js";
import { reference } from "../support/words.js";
import { ALICE_JPY } from "../issuance/support.js";
import { ALICE, BOB, GROUNDS, useLaw, type Law } from "./support.js";

const load = await useLaw();

/** The bank as the library knows it. */
function bankOf(law: Law): Bank {
  const at = (contract: { target: unknown }) => String(contract.target);
  return connectBank(
    {
      bank: "test",
      chainId: 31_337,
      fromBlock: 0,
      accessManager: at(law.manager),
      partyRegistry: at(law.registry),
      issuanceDesk: at(law.issuance),
      redemptionDesk: at(law.redemption),
      limits: at(law.limits),
      confirmedPayments: at(law.confirmed),
      legalOrders: at(law.orders),
      pauseControl: at(law.pauses),
      resolution: at(law.resolution),
      transferLens: at(law.lens),
      tokens: { USD: at(law.usd), JPY: at(law.jpy) },
    },
    law.ethers.provider,
  );
}

/** Two orders, acts under both in turn, and everything that can follow them. */
async function story() {
  const law = await load();
  const { usd, jpy, alice, bob, dave, placed, courtOrder, compliance, orders } = law;
  const [first, second] = [await courtOrder(), await courtOrder({ validUntil: 2_000_000_000n })];
  const hold = await placed(alice, 200_000n);
  await law.blockParty(first, ALICE);
  await law.blockParty(second, ALICE);
  await law.blockParty(second, BOB);
  const lienId = await law.lien(first, alice, 400_000n);
  const yen = await law.lien(first, alice, 2n * ALICE_JPY, { token: jpy });
  await law.lien(second, alice, 5_000n);
  await law.forceRelease(first, hold);
  await law.seize(first, alice, 90_000n, { lienId });
  await law.seize(second, bob, 10n);
  await law.recover(first, alice, dave);
  await law.liftLien(lienId, 60_000n);
  await law.liftBlock(first.id, ALICE);
  await law.liftBlock(second.id, ALICE);
  await orders.sweep(usd, alice);
  await law.seize(first, dave, 40_000n, { lienId });
  await usd.connect(compliance).blockWallet(bob);
  await law.unblockWallet(bob);
  return { ...law, first, second, hold, lienId, yen };
}

describe("the file of a legal order, from events alone", () => {
  it("is refused for an order under which nothing was done", async () => {
    const bank = bankOf(await load());
    const failure = await orderFile(bank, reference("no order")).catch((error: unknown) => error as Error);
    expect((failure as Error).name).to.equal("OrderUnknown");
  });

  it("names every act under the order in its turn, with both people, time and content, and no act of another order", async () => {
    const law = await story();
    const { usd, alice, dave, carol, compliance, releaser, complianceApprover, first, second, hold, lienId, yen } = law;
    const file = await orderFile(bankOf(law), first.id);
    expect(file.order).to.deep.equal(first);
    expect(file.acts.map(({ kind }) => kind)).to.deep.equal([
      "block",
      "lien",
      "lien",
      "forced release",
      "seizure",
      "recovery",
      "lien lifted",
      "block lifted",
      "seizure",
    ]);
    for (const { kind, sender, approver, blockNumber, time } of file.acts) {
      expect(sender, kind).to.equal((kind.endsWith("lifted") ? releaser : compliance).address);
      expect(approver, kind).to.equal(complianceApprover.address);
      expect(time).to.equal(BigInt((await law.ethers.provider.getBlock(blockNumber))!.timestamp));
    }
    expect(file.filedAt).to.equal(file.acts[0]!.time);
    expect(file.acts.map(({ content }) => content)).to.deep.equal([
      { party: ALICE },
      { account: alice.address, token: usd.target, amount: 400_000n },
      { account: alice.address, token: law.jpy.target, amount: 2n * ALICE_JPY },
      { hold: holdId(hold), token: usd.target, amount: 200_000n },
      {
        account: alice.address,
        token: usd.target,
        custody: carol.address,
        amount: 90_000n,
        lienId,
        ofLien: 90_000n,
      },
      { lost: alice.address, successor: dave.address },
      { lienId, amount: 60_000n, grounds: GROUNDS },
      { party: ALICE, grounds: GROUNDS },
      {
        account: dave.address,
        token: usd.target,
        custody: carol.address,
        amount: 40_000n,
        lienId,
        ofLien: 40_000n,
      },
    ]);
    expect(file.liens).to.deep.equal([
      {
        id: lienId,
        token: usd.target,
        account: alice.address,
        placed: 400_000n,
        seized: 130_000n,
        lifted: 60_000n,
        left: 210_000n,
      },
      {
        id: yen,
        token: law.jpy.target,
        account: alice.address,
        placed: 2n * ALICE_JPY,
        seized: 0n,
        lifted: 0n,
        left: 2n * ALICE_JPY,
      },
    ]);
    expect(file.blocks).to.deep.equal([{ party: ALICE, live: false }]);
    const [recovery] = file.recoveries;
    expect(recovery!.sweeps.map(({ token, heir, amount, liens }) => [token, heir, amount, liens])).to.deep.equal([
      [usd.target, dave.address, 910_000n, 255_000n],
    ]);
    // Alice was blocked when her wallet was retired: the yen were never swept since.
    expect(recovery!.unswept).to.deep.equal([law.jpy.target]);

    const another = await orderFile(bankOf(law), second.id);
    expect(another.order.validUntil).to.equal(2_000_000_000n);
    expect(another.acts.map(({ kind }) => kind)).to.deep.equal(["block", "block", "lien", "seizure", "block lifted"]);
    expect(another.blocks).to.deep.equal([
      { party: ALICE, live: false },
      { party: BOB, live: true },
    ]);
  });

  it("equals storage: orders, spent acts, liens, sums and blocks", async () => {
    const law = await story();
    const { orders, usd, jpy, alice, dave, bob, first, second } = law;
    const bank = bankOf(law);
    const files = await Promise.all([first, second].map(({ id }: LegalOrder) => orderFile(bank, id)));
    for (const { order, acts, liens, blocks } of files) {
      expect(await orders.orderHash(order.id)).to.equal(legalOrderHash(order));
      for (const { act } of acts) expect(await orders.isDone(act)).to.equal(true);
      for (const { id, token, account, left } of liens) {
        expect([...(await orders.lien(id))]).to.deep.equal([order.id, token, account, left]);
      }
      for (const { party, live } of blocks) expect(await orders.isBlockLive(order.id, party)).to.equal(live);
    }
    for (const party of [ALICE, BOB]) {
      const live = files.flatMap(({ blocks }) => blocks).filter((block) => block.party === party && block.live);
      expect(await orders.liveBlocks(party)).to.equal(BigInt(live.length));
    }
    // All wallets of the chain together carry what the liens have left.
    for (const token of [usd, jpy]) {
      const left = files
        .flatMap(({ liens }) => liens)
        .filter((filed) => filed.token === token.target)
        .reduce((sum, filed) => sum + filed.left, 0n);
      let carried = 0n;
      for (const wallet of [alice, dave, bob]) carried += await orders.liensOf(token, wallet);
      expect(carried).to.equal(left);
    }
    // The sums that the events tell are those stored.
    const sums = new Map<string, [token: string, account: string, total: bigint]>();
    const timed = await lawEvents(bank);
    expect(orderIdsIn(timed)).to.deep.equal([first.id, second.id]);
    for (const { name, args } of timed.events) {
      const { token, account, total } = args as { token: string; account: string; total: bigint };
      if (name === "LiensSet") sums.set(`${token} ${account}`, [token, account, total]);
    }
    expect(sums.size).to.equal(3);
    for (const [token, account, total] of sums.values()) expect(await orders.liensOf(token, account)).to.equal(total);
  });

  it("at an earlier block is the file as it stood then", async () => {
    const law = await story();
    const bank = bankOf(law);
    const now = await orderFile(bank, law.first.id);
    const then = await orderFile(bank, law.first.id, now.acts[2]!.blockNumber);
    expect(then.acts).to.deep.equal(now.acts.slice(0, 3));
    expect(then.blocks).to.deep.equal([{ party: ALICE, live: true }]);
    expect(then.liens.map(({ left }) => left)).to.deep.equal([400_000n, 2n * ALICE_JPY]);
  });
});
