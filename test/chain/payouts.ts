import { expect } from "chai";

import { checkPayout, payOut, type PayoutReport } from "../../src/chain/index.js";
import { ALICE_BALANCE, anyAddress, refusalOf, useBank } from "./support.js";

const load = await useBank();

const outcomes = ({ results }: PayoutReport) => results.map(({ result, reason }) => reason ?? result);

describe("payOut", () => {
  it("is refused whole for what is wrong with the payer, the token or the list", async () => {
    const { bank, alice, bob, GUARDIAN } = await load();
    const one = { to: bob.address, amount: 1n };
    const attempt = async (payments: (typeof one)[], options = { lenient: true, perTransaction: 400 }) =>
      (await refusalOf(payOut(bank, alice, "USD", payments, options))).name;
    expect(await attempt([])).to.equal("EmptyList");
    expect(await attempt([{ ...one, amount: 0n }])).to.equal("BadAmount");
    expect(await attempt([one, one, one], { lenient: false, perTransaction: 2 })).to.equal("PayoutTooLong");
    await bank.tokens["USD"]!.connect(GUARDIAN).pause(0);
    expect(await attempt([one])).to.equal("OperationPaused");
  });

  it("pays nobody when strict and one is refused, and says which and why", async () => {
    const { bank, alice, bob, dave } = await load();
    const nonce = await alice.getNonce();
    const payments = [
      { to: bob.address, amount: 100n },
      { to: dave.address, amount: 200n },
      { to: anyAddress(), amount: 300n },
      { to: bob.address, amount: 400n },
    ];
    const report = await payOut(bank, alice, "USD", payments, { lenient: false });
    expect(outcomes(report)).to.deep.equal(["unsent", "ERC7943CannotTransfer", "ERC7943CannotReceive", "unsent"]);
    expect([report.paid, report.refused, report.transactions]).to.deep.equal([0n, 500n, []]);
    expect(report.results[1]!.sentence).to.contain("USD 2.00").and.contain("corridor");
    expect(await alice.getNonce()).to.equal(nonce);
  });

  it("pays the others when lenient, in the order of the list, as far as the money goes", async () => {
    const { bank, alice, bob, dave } = await load();
    const before = await bank.tokens["USD"]!.balanceOf(bob);
    const payments = [
      { to: bob.address, amount: ALICE_BALANCE - 100n, reference: "RE-1" },
      { to: dave.address, amount: 1n },
      { to: bob.address, amount: 101n },
      { to: bob.address, amount: 60n },
      { to: bob.address, amount: 60n },
      { to: bob.address, amount: 40n, reference: "RE-6" },
    ];
    const expected = ["paid", "ERC7943CannotTransfer", "ERC20InsufficientBalance", "paid", "ERC20InsufficientBalance"];
    const rehearsed = await checkPayout(bank, alice.address, "USD", payments, { lenient: true });
    const report = await payOut(bank, alice, "USD", payments, { lenient: true });
    expect(outcomes(report)).to.deep.equal([...expected, "paid"]);
    expect(outcomes(rehearsed)).to.deep.equal(outcomes(report));
    expect([report.paid, report.refused, report.transactions.length]).to.deep.equal([ALICE_BALANCE, 162n, 1]);
    expect(await bank.tokens["USD"]!.balanceOf(bob)).to.equal(before + ALICE_BALANCE);
    const logged = report.transactions[0]!.events.filter(({ name }) => name === "TransferReference");
    expect(logged).to.have.length(2);
  });

  it("takes a long list in several transactions and tells how far it is", async () => {
    const { bank, alice, bob, dave } = await load();
    const payments = Array.from({ length: 7 }, (_, i) => ({ to: (i === 4 ? dave : bob).address, amount: 1n }));
    const seen: number[] = [];
    const options = { lenient: true, perTransaction: 3, onProgress: (done: number) => void seen.push(done) };
    const report = await payOut(bank, alice, "USD", payments, options);
    expect(seen).to.deep.equal([3, 6, 7]);
    expect(report.transactions).to.have.length(3);
    expect(outcomes(report)[4]).to.equal("ERC7943CannotTransfer");
    expect(report.paid).to.equal(6n);
  });
});
