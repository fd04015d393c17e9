import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { BOB_USD } from "../issuance/support.js";
import { reason } from "../support/words.js";
import { ALICE, ALICE_LIMITS, BOB, Cause, useCompliance } from "./support.js";

const load = await useCompliance();

/** Bob's party has limits too, of three wallets: at most so much over all of them. */
async function capped(holdingCap: bigint) {
  const world = await load();
  const { registry, registrar, raise, reclassify, stranger: second, operator: third } = world;
  await registry.connect(registrar).addWallets(BOB, [second, third]);
  await raise(BOB, { holdingCap });
  await reclassify(BOB, { zone: 2, limited: true });
  return { ...world, second, third };
}

describe("a holding cap", () => {
  describe("refuses", () => {
    it("a payment that would pass it, and takes one that reaches it", async () => {
      const { alice, bob, pay, limited } = await capped(BOB_USD + 1_000n);
      await limited(pay(alice, bob, 1_001n), "HoldingCapExceeded", BOB, BOB_USD + 1_001n, BOB_USD + 1_000n);
      await pay(alice, bob, 1_000n);
      await limited(pay(alice, bob, 1n), "HoldingCapExceeded", BOB, BOB_USD + 1_001n, BOB_USD + 1_000n);
      await pay(bob, alice, 1n);
      await pay(alice, bob, 1n);
    });

    it("by the sum over all wallets of the party, whichever is paid", async () => {
      const { alice, bob, second, third, pay, limited } = await capped(BOB_USD + 60n);
      await pay(alice, second, 20n);
      await pay(alice, third, 30n);
      for (const payee of [bob, second, third]) {
        await limited(pay(alice, payee, 11n), "HoldingCapExceeded", BOB, BOB_USD + 61n, BOB_USD + 60n);
      }
      await pay(alice, third, 10n);
    });

    it("a mint", async () => {
      const { usd, bob, give, refuses } = await capped(BOB_USD + 100n);
      await refuses(give(bob, 101n), usd, "ERC7943CannotTransfer", ZeroAddress, bob, 101n);
      await give(bob, 100n);
    });

    it("the one item of a batch of mints that passes it, counting the items before", async () => {
      const { usd, alice, bob, second, itemOf, batchOf, mintBatch, accountOf } = await capped(BOB_USD + 100n);
      const items = [itemOf(bob, 60n), itemOf(second, 41n), itemOf(alice, 5n), itemOf(second, 40n)];
      const receipt = await (await mintBatch(await batchOf(items))).wait();
      const refused = receipt!.logs.flatMap((log) => {
        const parsed = usd.interface.parseLog(log);
        return parsed?.name === "MintRefused" ? [[parsed.args.depositReference, parsed.args.reason]] : [];
      });
      expect(refused).to.deep.equal([[items[1]!.depositReference, reason("PayeeLimit")]]);
      expect((await accountOf(second)).balance).to.equal(40n);
    });

    it("the execution of a hold, in whole or in part", async () => {
      const { placed, execute, limited } = await capped(BOB_USD + 100n);
      const hold = await placed({ amount: 150n });
      await limited(execute(hold), "HoldingCapExceeded", BOB, BOB_USD + 150n, BOB_USD + 100n);
      await execute(hold, 100n);
      await limited(execute(hold, 50n), "HoldingCapExceeded", BOB, BOB_USD + 150n, BOB_USD + 100n);
    });

    it("a hold that is placed and executed at once", async () => {
      const { holdOf, executeSigned, limited } = await capped(BOB_USD + 100n);
      const call = executeSigned(await holdOf({ amount: 101n }));
      await limited(call, "HoldingCapExceeded", BOB, BOB_USD + 101n, BOB_USD + 100n);
      await executeSigned(await holdOf({ amount: 100n }));
    });

    it("everything but the party's own moves, once it was cut below what the party has", async () => {
      const { alice, bob, second, pay, cut, placed, execute, limited } = await capped(BOB_USD + 100n);
      const own = await placed({ payer: bob.address, payee: second.address, amount: 70n });
      await cut(BOB, { holdingCap: BOB_USD - 1n });
      await limited(pay(alice, bob, 1n), "HoldingCapExceeded", BOB, BOB_USD + 1n, BOB_USD - 1n);
      await pay(bob, second, 50n);
      await execute(own);
      await pay(second, alice, 2n);
      await pay(alice, bob, 1n);
    });
  });

  it("is no matter when a hold is placed: it may be met when the hold is executed", async () => {
    const { alice, bob, placed, execute, pay } = await capped(BOB_USD);
    const hold = await placed({ amount: 1_000n });
    await pay(bob, alice, 1_000n);
    await execute(hold);
  });

  it("counts a wallet that was added after the limits were set, from its first receipt on", async () => {
    const {
      registry,
      registrar,
      usd,
      limits,
      alice,
      bob,
      second,
      third,
      issuer: fourth,
      pay,
      limited,
      emits,
    } = await capped(BOB_USD + 100n);
    await registry.connect(registrar).addWallets(BOB, [fourth]);
    expect(await limits.enrolledWith(usd, fourth)).to.deep.equal([]);
    await limited(pay(alice, fourth, 101n), "HoldingCapExceeded", BOB, BOB_USD + 101n, BOB_USD + 100n);
    await emits(
      pay(alice, fourth, 60n),
      ["Transfer", alice, fourth, 60n],
      ["PartyEnrolled", usd, BOB, [fourth, third, second, bob]],
    );
    expect(await limits.enrolledWith(usd, bob)).to.have.length(4);
    await limited(pay(alice, bob, 41n), "HoldingCapExceeded", BOB, BOB_USD + 101n, BOB_USD + 100n);
  });

  it("counts a wallet that was lost, until its money has moved", async () => {
    const { alice, bob, second, retire, pay, usd, legalOrders, limited } = await capped(BOB_USD + 100n);
    await pay(alice, second, 60n);
    await retire(second, bob);
    await limited(pay(alice, bob, 41n), "HoldingCapExceeded", BOB, BOB_USD + 101n, BOB_USD + 100n);
    await usd.connect(legalOrders).forcedTransfer(second, alice, 60n);
    await pay(alice, bob, 100n);
  });

  it("is asked of the payee alone: who pays has no part in it", async () => {
    const { alice, bob, cut, pay } = await load();
    await cut(ALICE, { ...ALICE_LIMITS, holdingCap: 0n });
    await pay(alice, bob, 5n);
  });

  it("is a reason of the payee's side", async () => {
    const { alice, bob, lens, usd, assess } = await capped(BOB_USD + 100n);
    expect(await assess(0n, alice, bob, 101n, Cause.PayeeLimited)).to.equal(reason("PayeeLimit"));
    expect(await assess(0n, alice, bob, 100n, Cause.PayeeLimited)).to.equal(reason("Ok"));
    expect(await assess(5n, { address: ZeroAddress }, bob, 101n, Cause.PayeeLimited)).to.equal(reason("PayeeLimit"));
    expect(await lens.checkTransfer(usd, alice, alice, bob, 101n)).to.equal(reason("PayeeLimit"));
    expect(await usd.canTransfer(alice, bob, 101n)).to.equal(false);
    expect(await usd.canTransfer(alice, bob, 100n)).to.equal(true);
  });
});
