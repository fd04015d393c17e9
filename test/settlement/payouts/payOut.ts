import { expect } from "chai";
import { dataSlice, id, Interface, ZeroHash, type TransactionResponse } from "ethers";

import { payoutHash } from "../../../src/settlement/payouts/index.js";
import { DepositToken__factory, SignedPayouts__factory } from "../../../typechain-types/index.js";
import { admissionOf } from "../../issuance/support.js";
import { OPENING, partyOf } from "../support.js";
import { FLOAT, payoutArgument, payoutOf, signed, submit, usePayouts } from "./support.js";

const load = await usePayouts();

const TOKEN_ERRORS = DepositToken__factory.createInterface();
const EVENTS = new Interface(SignedPayouts__factory.abi);

/** Events of the paying account: name and arguments. */
async function eventsOf(call: Promise<TransactionResponse>, address: string) {
  const receipt = await (await call).wait();
  return receipt!.logs
    .filter((log) => log.address === address)
    .map((log) => EVENTS.parseLog(log)!)
    .map(({ name, args }) => ({ name, ...args.toObject() }) as Record<string, unknown>);
}

describe("a signed payout", () => {
  describe("is refused whole", () => {
    it("when its time has passed, at that very second", async () => {
      const fixture = await load();
      const payout = await payoutOf(fixture);
      const signature = await signed(fixture, payout);
      await fixture.at(payout.validBefore);
      const call = submit(fixture, payout, signature);
      await fixture.refuses(call, fixture.account, "PayoutExpired", payout.validBefore);
    });

    it("a second time, and once it was cancelled", async () => {
      const fixture = await load();
      const payout = await payoutOf(fixture);
      await submit(fixture, payout);
      await fixture.refuses(submit(fixture, payout), fixture.account, "PayoutUsed", payout.nonce);
      const other = await payoutOf(fixture);
      await fixture.helpers.setBalance(fixture.marketplace.address, 10n ** 18n);
      await fixture.account.connect(fixture.marketplace).cancelPayout(other.nonce);
      expect(await fixture.account.isPayoutUsed(other.nonce)).to.equal(true);
      await fixture.refuses(submit(fixture, other), fixture.account, "PayoutUsed", other.nonce);
    });

    it("when anybody else signed it, or a single field differs from what was signed", async () => {
      const fixture = await load();
      const { account, marketplace, people } = fixture;
      const payout = await payoutOf(fixture);
      const signature = await signed(fixture, payout);
      const forged = await people.relayer.signTypedData(
        await fixture.ethers.provider.getNetwork().then(({ chainId }) => ({
          name: "Vostro Signed Payouts",
          version: "1",
          chainId,
          verifyingContract: marketplace.address,
        })),
        { Payout: [{ name: "token", type: "address" }] },
        { token: payout.token },
      );
      const changed = [
        { ...payout, lenient: true },
        { ...payout, nonce: fixture.reference("another") },
        { ...payout, validBefore: payout.validBefore + 1n },
        { ...payout, token: fixture.a.eur.target as string },
        { ...payout, payments: payout.payments.slice(1) },
        { ...payout, payments: [{ ...payout.payments[0]!, amount: 1_001n }, ...payout.payments.slice(1)] },
        { ...payout, payments: [{ ...payout.payments[0]!, payee: people.frank.address }, ...payout.payments.slice(1)] },
      ];
      for (const wrong of changed) {
        await fixture.refuses(submit(fixture, wrong, signature), account, "PayoutNotSigned", marketplace);
      }
      await fixture.refuses(submit(fixture, payout, forged), account, "PayoutNotSigned", marketplace);
      await fixture.refuses(submit(fixture, payout, "0x"), account, "PayoutNotSigned", marketplace);
      await fixture.refuses(account.cancelPayout(payout.nonce), account, "PayoutNotSigned", marketplace);
    });

    it("for another account that has the same code: the payer is the domain", async () => {
      const fixture = await load();
      const { people, payouts } = fixture;
      const authorization = await people.frank.authorize({ address: payouts.target as string });
      await people.relayer.sendTransaction({ type: 4, to: people.frank.address, authorizationList: [authorization] });
      const frank = SignedPayouts__factory.connect(people.frank.address, people.relayer);
      const payout = await payoutOf(fixture);
      const call = frank.payOut(payoutArgument(payout), await signed(fixture, payout));
      await fixture.refuses(call, frank, "PayoutNotSigned", people.frank);
    });

    it("when strict, if the token refuses one payment: with the token's own error, and nobody is paid", async () => {
      const fixture = await load();
      const { alice, mainlander } = fixture.people;
      const payments = [alice, mainlander].map(({ address }) => ({ payee: address, amount: 1_000n }));
      const payout = await payoutOf(fixture, { payments });
      const refused = [fixture.marketplace, mainlander, 1_000n] as const;
      await fixture.refuses(submit(fixture, payout), fixture.a.usd, "ERC7943CannotTransfer", ...refused);
      expect(await fixture.a.usd.balanceOf(alice)).to.equal(OPENING);
      expect(await fixture.account.isPayoutUsed(payout.nonce)).to.equal(false);
    });

    it("by the code itself, which pays for nobody", async () => {
      const fixture = await load();
      const payout = await payoutOf(fixture);
      const call = fixture.payouts.payOut(payoutArgument(payout), await signed(fixture, payout));
      await fixture.refuses(call, fixture.payouts, "PayoutNotSigned", fixture.payouts);
    });
  });

  it("has the hash that wallets sign", async () => {
    const fixture = await load();
    const payout = await payoutOf(fixture);
    expect(await fixture.account.hashPayout(payoutArgument(payout))).to.equal(payoutHash(payout));
  });

  it("pays everyone from the payer's own account, with each one's reference", async () => {
    const fixture = await load();
    const { a, account, marketplace, people } = fixture;
    const payout = await payoutOf(fixture);
    const call = submit(fixture, payout);
    const [done] = await eventsOf(call, marketplace.address);
    expect(done).to.deep.equal({
      name: "PaidOut",
      token: a.usd.target,
      nonce: payout.nonce,
      paid: 3n,
      refused: 0n,
      total: 6_000n,
    });
    const receipt = await (await call).wait();
    const references = receipt!.logs
      .filter(({ address }) => address === a.usd.target)
      .map((log) => TOKEN_ERRORS.parseLog(log)!)
      .filter(({ name }) => name === "TransferReference")
      .map(({ args }) => args[0] as string);
    expect(references).to.deep.equal(payout.payments.map(({ paymentReference }) => paymentReference));
    expect(await a.usd.balanceOf(marketplace)).to.equal(FLOAT - 6_000n);
    expect(await a.usd.balanceOf(people.alice)).to.equal(OPENING + 1_000n);
    expect(await a.usd.balanceOf(people.bob)).to.equal(OPENING + 2_000n);
    expect(await a.usd.balanceOf(people.dealer)).to.equal(OPENING + 3_000n);
    expect(await account.isPayoutUsed(payout.nonce)).to.equal(true);
  });

  it("needs no signature when the account sends it itself", async () => {
    const fixture = await load();
    const payout = await payoutOf(fixture);
    await fixture.helpers.setBalance(fixture.marketplace.address, 10n ** 18n);
    await fixture.account.connect(fixture.marketplace).payOut(payoutArgument(payout), "0x");
    expect(await fixture.a.usd.balanceOf(fixture.marketplace)).to.equal(FLOAT - 6_000n);
  });

  describe("when lenient", () => {
    it("pays who can be paid and tells the token's reason for each of the others", async () => {
      const fixture = await load();
      const { a, marketplace, people } = fixture;
      await a.block(partyOf("a", "bob"));
      const payees = [people.alice, people.bob, people.mainlander, people.stranger, people.dealer];
      const payments = payees.map(({ address }, i) => ({
        payee: address,
        amount: 1_000n,
        paymentReference: i === 4 ? ZeroHash : fixture.reference(`item ${i}`),
      }));
      // The last one asks for more than is left.
      payments.push({ payee: people.frank.address, amount: FLOAT, paymentReference: ZeroHash });
      const payout = await payoutOf(fixture, { payments, lenient: true });
      const events = await eventsOf(submit(fixture, payout), marketplace.address);
      const reasons = events.slice(0, -1).map(({ index, payee, reason }) => {
        return [index, payee, TOKEN_ERRORS.parseError(reason as string)!.name];
      });
      expect(reasons).to.deep.equal([
        [1n, people.bob.address, "ERC7943CannotReceive"],
        [2n, people.mainlander.address, "ERC7943CannotTransfer"],
        [3n, people.stranger.address, "ERC7943CannotReceive"],
        [5n, people.frank.address, "ERC20InsufficientBalance"],
      ]);
      expect(events.at(-1)).to.include({ name: "PaidOut", paid: 2n, refused: 4n, total: 2_000n });
      expect(await a.usd.balanceOf(marketplace)).to.equal(FLOAT - 2_000n);
    });

    it("cannot be starved into refusing anybody: too little gas fails it whole", async () => {
      const fixture = await load();
      const payout = await payoutOf(fixture, { lenient: true });
      const signature = await signed(fixture, payout);
      const outcomes = new Set<string>();
      for (let gasLimit = 60_000n; gasLimit <= 900_000n; gasLimit += 30_000n) {
        try {
          const args = [payoutArgument(payout), signature, { gasLimit }] as const;
          outcomes.add(`paid ${await fixture.account.payOut.staticCall(...args)}`);
        } catch (error) {
          outcomes.add("refused");
          expect(String(error)).to.match(/PayoutGasTooLow|out of gas|ran out/i);
        }
      }
      expect([...outcomes].sort()).to.deep.equal(["paid 3", "refused"]);
    });
  });

  it("costs at most 12,000 gas an item for a hundred, signature and strict; what lenient adds is known", async () => {
    const fixture = await load();
    const { a, people } = fixture;
    const suppliers = Array.from({ length: 100 }, (_, i) => ({ address: dataSlice(id(`supplier ${i}`), 12) }));
    const admissions = suppliers.map((wallet, i) => admissionOf(wallet, 500n + BigInt(i)));
    await a.registry.connect(people.registrar).admit(admissions);
    const payments = suppliers.map(({ address }, i) => ({
      payee: address,
      amount: 123n,
      paymentReference: fixture.reference(`supplier ${i}`),
    }));
    const gasOf = async (lenient: boolean) => {
      const receipt = await (await submit(fixture, await payoutOf(fixture, { payments, lenient }))).wait();
      return Number(receipt!.gasUsed) / 100;
    };
    // The first payout gives each of them a balance, so that no later item is dearer for being the first.
    await submit(fixture, await payoutOf(fixture, { payments }));
    const [strict, lenient] = [await gasOf(false), await gasOf(true)];
    console.log(`      strict ${strict}, lenient ${lenient} an item`);
    expect(await a.usd.balanceOf(suppliers[99]!.address)).to.equal(3n * 123n);
    expect(strict).to.be.lessThan(12_000);
    expect(lenient).to.be.lessThan(14_000);
  });
});
