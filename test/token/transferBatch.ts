import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { expectLogs } from "../support/expect.js";
import { ALICE_BALANCE, BOB_BALANCE, useToken } from "../support/token.js";
import { Cause, kind, Operation, reason, reference } from "../support/words.js";

const load = await useToken();
const INVOICE = reference("invoice 7");

const payment = (payee: { address: string }, amount: bigint, paymentReference = ZeroHash) => ({
  payee: payee.address,
  amount,
  paymentReference,
});

describe("transferBatch", () => {
  it("is refused whole when one item is, for any reason", async () => {
    const { token, alice, bob, carol, erin, stranger, as, refuses } = await load();
    const good = payment(bob, 10n);
    const batch = (bad: typeof good) => as(alice).transferBatch([good, bad, payment(carol, 5n)]);
    await refuses(batch(payment(stranger, 1n)), "ERC7943CannotReceive", stranger);
    await refuses(batch(payment(erin, 1n)), "ERC7943CannotTransfer", alice, erin, 1n);
    await refuses(batch(payment({ address: ZeroAddress }, 1n)), "ERC20InvalidReceiver", ZeroAddress);
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE);
  });

  it("is refused when the items together are more than is available", async () => {
    const { alice, bob, carol, as, freeze, refuses } = await load();
    await freeze(alice, 100_000n);
    const items = [payment(bob, 500_000n), payment(carol, 400_001n)];
    await refuses(as(alice).transferBatch(items), "ERC7943InsufficientUnfrozenBalance", alice, 400_001n, 400_000n);
  });

  it("is refused to a blocked or lapsed caller and while transfers are paused", async () => {
    const { alice, bob, as, push, pause, expire, refuses } = await load();
    const batch = () => as(alice).transferBatch([payment(bob, 1n)]);
    await pause(Operation.Transfer);
    await refuses(batch(), "OperationPaused", BigInt(Operation.Transfer));
    await push(alice, { blocked: true });
    await refuses(batch(), "ERC7943CannotSend", alice);
    await push(alice, { blocked: false });
    await expire(alice);
    await refuses(batch(), "ERC7943CannotSend", alice);
  });

  it("is refused by Limits for any of its items", async () => {
    const { alice, bob, carol, as, push, installLimits } = await load();
    const limits = await installLimits(reason("PayeeLimit"));
    await push(carol, { limited: true });
    await expect(as(alice).transferBatch([payment(bob, 1n), payment(carol, 1n)]))
      .to.be.revertedWithCustomError(limits, "LimitsRefused")
      .withArgs(reason("PayeeLimit"));
  });

  it("pays each item with its own reference, an empty one logging none", async () => {
    const { token, alice, bob, carol, as, emits } = await load();
    await emits(
      as(alice).transferBatch([payment(bob, 10n, INVOICE), payment(carol, 20n), payment(bob, 0n, INVOICE)]),
      ["TransferReference", INVOICE],
      ["Transfer", alice, bob, 10n],
      ["Transfer", alice, carol, 20n],
      ["TransferReference", INVOICE],
      ["Transfer", alice, bob, 0n],
    );
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE - 30n);
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 10n);
    expect(await token.balanceOf(carol)).to.equal(20n);
  });

  it("may name the same payee twice, and the payer", async () => {
    const { token, alice, bob, as } = await load();
    await as(alice).transferBatch([payment(bob, 1n), payment(bob, 2n), payment(alice, ALICE_BALANCE - 3n)]);
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 3n);
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE - 3n);
  });

  it("asks Limits about each item", async () => {
    const { token, alice, dave, as, installLimits } = await load();
    const limits = await installLimits();
    const transfer = kind("Transfer");
    await expectLogs(
      as(alice).transferBatch([payment(dave, 1n), payment(dave, 2n)]),
      [token, limits],
      [
        ["Transfer", alice, dave, 1n],
        ["Recorded", [transfer, alice, dave, 1n, Cause.UnderReview], ALICE_BALANCE - 1n, 1n],
        ["Transfer", alice, dave, 2n],
        ["Recorded", [transfer, alice, dave, 2n, Cause.UnderReview], ALICE_BALANCE - 3n, 3n],
      ],
    );
  });

  it("of nothing does nothing", async () => {
    const { alice, as, emits } = await load();
    await emits(as(alice).transferBatch([]));
  });
});
