import { expect } from "chai";
import { ROLES } from "../../src/bank/roles.js";
import { Manner, PARTIES } from "../issuance/support.js";
import { sign } from "../support/signing.js";
import { HOUR } from "../support/token.js";
import { Power, reference } from "../support/words.js";
import { NAME, OTHER_NAME, useConfirmed } from "./confirmedSupport.js";

const load = await useConfirmed();

describe("a confirmed payment", () => {
  describe("is refused", () => {
    it("in a token that the register does not list, even one that trusts the notary", async () => {
      const { confirmed, policyAdmin, anotherToken, paymentOf, pay, refuses } = await load();
      const eur = await anotherToken("XEUR");
      await eur.connect(policyAdmin).admitContract(confirmed, Power.Notary);
      const token = eur.target as string;
      await refuses(pay(await paymentOf({}, { token }, { token })), confirmed, "TokenNotListed", eur);
    });

    it("if the hold was signed for other terms", async () => {
      const { confirmed, jpy, paymentOf, pay, refuses } = await load();
      const payment = await paymentOf();
      for (const change of [
        { nameHash: OTHER_NAME },
        { salt: reference("another") },
        { token: jpy.target as string },
      ]) {
        const other = { ...payment, terms: { ...payment.terms, ...change } };
        await refuses(pay(other), confirmed, "PaymentInvalid", payment.id);
      }
    });

    it("if its payee could assign it to somebody who was not confirmed", async () => {
      const { confirmed, paymentOf, pay, refuses } = await load();
      const payment = await paymentOf({ assignable: true });
      await refuses(pay(payment), confirmed, "PaymentInvalid", payment.id);
    });

    it("with a confirmation of another name than the payer expects", async () => {
      const { confirmed, paymentOf, pay, refuses } = await load();
      const payment = await paymentOf({}, {}, { nameHash: OTHER_NAME });
      await refuses(pay(payment), confirmed, "ConfirmationMismatch", payment.id);
    });

    it("with a confirmation of another payee or in another token", async () => {
      const { confirmed, alice, jpy, paymentOf, pay, refuses } = await load();
      for (const change of [{ payee: alice.address }, { token: jpy.target as string }]) {
        const payment = await paymentOf({}, {}, change);
        await refuses(pay(payment), confirmed, "ConfirmationMismatch", payment.id);
      }
    });

    it("from the confirmation's expiry on", async () => {
      const { confirmed, paymentOf, pay, refuses, now, at } = await load();
      const expiry = (await now()) + HOUR;
      const payment = await paymentOf({}, {}, { expiry });
      await at(expiry);
      await refuses(pay(payment), confirmed, "ApprovalExpired", expiry);
    });

    it("if nobody who may confirm has signed the confirmation", async () => {
      const { confirmed, stranger, payeeConfirmer, complianceApprover, paymentOf, confirm, pay, refuses } =
        await load();
      const payment = await paymentOf();
      // A forged one, and one by people who may sign other things.
      const forged = await confirm(payment.confirmation, stranger);
      await refuses(pay(payment, { signature: forged }), confirmed, "ApprovalInvalid", payeeConfirmer);
      for (const signer of [stranger, complianceApprover]) {
        const signature = await confirm(payment.confirmation, signer);
        await refuses(pay(payment, { signature, confirmer: signer }), confirmed, "ApproverInvalid", signer);
      }
      for (const change of [{ expiry: payment.confirmation.expiry + 1n }, { nameHash: OTHER_NAME }]) {
        const signature = await confirm({ ...payment.confirmation, ...change });
        await refuses(pay(payment, { signature }), confirmed, "ApprovalInvalid", payeeConfirmer);
      }
    });

    it("as soon as the confirmer has lost the role", async () => {
      const { confirmed, manager, admin, payeeConfirmer, paymentOf, confirm, pay, refuses } = await load();
      const payment = await paymentOf();
      const signature = await confirm(payment.confirmation);
      await manager.connect(admin).revokeRole(ROLES.PAYEE_CONFIRMER, payeeConfirmer);
      await refuses(pay(payment, { signature }), confirmed, "ApproverInvalid", payeeConfirmer);
    });

    it("if the confirmer sends it itself: it signs, and moves no money", async () => {
      const { confirmed, payeeConfirmer, paymentOf, pay, refuses } = await load();
      await refuses(pay(await paymentOf(), { sender: payeeConfirmer }), confirmed, "ApproverInvalid", payeeConfirmer);
    });

    it("without the payer's own signature of this very hold", async () => {
      const { usd, alice, stranger, paymentOf, pay, refuses } = await load();
      const payment = await paymentOf();
      await refuses(pay(payment, { payer: stranger }), usd, "InvalidSignature", alice);
      const holdSignature = await sign(usd, alice, "Hold", payment.hold);
      const more = await paymentOf({ amount: 100_001n });
      await refuses(pay(more, { holdSignature }), usd, "InvalidSignature", alice);
    });

    it("a second time", async () => {
      const { usd, paymentOf, pay, refuses } = await load();
      const payment = await paymentOf();
      await pay(payment);
      await refuses(pay(payment), usd, "HoldNotOpen", payment.id);
    });

    it("through a notary that the payer did not sign for", async () => {
      const { usd, confirmed, redemption, paymentOf, pay, refuses } = await load();
      const payment = await paymentOf({ notary: redemption.target as string });
      await refuses(pay(payment), usd, "HoldUnauthorized", payment.id, confirmed);
    });

    it("from a relayer that is blocked, here as at the token", async () => {
      const { usd, confirmed, compliance, relayer, block, bob, paymentOf, pay, refuses } = await load();
      await block(PARTIES.bob);
      await refuses(pay(await paymentOf(), { sender: bob }), confirmed, "RelayerBlocked", bob);
      // By a block of its own in the token, too.
      await usd.connect(compliance).blockWallet(relayer);
      await refuses(pay(await paymentOf()), confirmed, "RelayerBlocked", relayer);
    });

    it("by every rule of a payment: a block, a lien, a corridor, the notary switched off", async () => {
      const { usd, compliance, confirmed, alice, freeze, block, paymentOf, pay, refuses } = await load();
      const payment = await paymentOf();
      await freeze(alice, 2n ** 64n - 1n);
      await refuses(pay(payment), usd, "ERC7943InsufficientUnfrozenBalance", alice, 100_000n, 0n);
      await block(PARTIES.alice);
      await refuses(pay(payment), usd, "ERC7943CannotSend", alice);
      await usd.connect(compliance).dismissContract(confirmed, Power.Notary);
      await refuses(pay(payment), usd, "NotaryNotAdmitted", confirmed);
    });
  });

  it("moves the money at once, says who confirmed which name, and leaves nothing behind", async () => {
    const { usd, confirmed, alice, bob, payeeConfirmer, paymentOf, pay, emits, accountOf } = await load();
    const payment = await paymentOf();
    const { hold, id } = payment;
    const before = (await accountOf(bob)).balance;
    await emits(
      pay(payment),
      ["PaymentConfirmed", usd, id, bob, 100_000n, NAME, payeeConfirmer],
      ["HoldPlaced", id, alice, bob, confirmed, 100_000n, hold.expiry, hold.placeBy, false, hold.terms],
      ["HoldExecuted", id, 100_000n],
      ["Transfer", alice, bob, 100_000n],
    );
    expect((await accountOf(bob)).balance).to.equal(before + 100_000n);
    expect((await accountOf(alice)).held).to.equal(0n);
    expect(await usd.balanceOf(confirmed)).to.equal(0n);
  });

  it("is paid all the same if a stranger has placed its hold first", async () => {
    const { usd, alice, bob, stranger, paymentOf, pay, accountOf } = await load();
    const payment = await paymentOf();
    await usd.connect(stranger).placeHoldWithAuthorization(payment.hold, await sign(usd, alice, "Hold", payment.hold));
    const before = (await accountOf(bob)).balance;
    await pay(payment);
    expect((await accountOf(bob)).balance).to.equal(before + 100_000n);
  });

  it("may share its confirmation with others to the same payee, until that lapses", async () => {
    const { confirmed, paymentOf, confirm, pay, refuses, at } = await load();
    const first = await paymentOf();
    const signature = await confirm(first.confirmation);
    const [second, third] = [await paymentOf({ amount: 7n }), await paymentOf({ amount: 8n })];
    await pay(first, { signature });
    await pay({ ...second, confirmation: first.confirmation }, { signature });
    await at(first.confirmation.expiry);
    const late = pay({ ...third, confirmation: first.confirmation }, { signature });
    await refuses(late, confirmed, "ApprovalExpired", first.confirmation.expiry);
  });

  it("takes the signatures of smart accounts, payer's and confirmer's", async () => {
    const world = await load();
    const { usd, registry, registrar, policyAdmin, manager, admin, alice, stranger, payeeConfirmer } = world;
    const { deployWallet, codeHashOf, paymentOf, confirm, pay, accountOf } = world;
    const safe = await deployWallet(stranger, Manner.Honest);
    await registry.connect(policyAdmin).allowWalletCode(await codeHashOf(safe));
    await registry.connect(registrar).addWallets(PARTIES.alice, [safe]);
    await usd.connect(alice)["transfer(address,uint256)"](safe, 100_000n);
    const service = await deployWallet(payeeConfirmer, Manner.Honest);
    await manager.connect(admin).grantRole(ROLES.PAYEE_CONFIRMER, service, 0);
    const payment = await paymentOf({ payer: safe.address });
    await pay(payment, { payer: stranger, confirmer: service, signature: await confirm(payment.confirmation) });
    expect((await accountOf(safe)).balance).to.equal(0n);
  });

  it("hashes its terms as wallets do", async () => {
    const { confirmed, paymentOf } = await load();
    const { terms, hold } = await paymentOf();
    expect(await confirmed.hashTerms(terms)).to.equal(hold.terms);
    const { name, version } = await confirmed.eip712Domain();
    expect([name, version]).to.deep.equal(["Vostro Confirmed Payments", "1"]);
  });
});

describe("cancel, of a confirmed payment that somebody has placed", () => {
  const placed = async () => {
    const world = await load();
    const { usd, alice, stranger, paymentOf } = world;
    const payment = await paymentOf();
    await usd.connect(stranger).placeHoldWithAuthorization(payment.hold, await sign(usd, alice, "Hold", payment.hold));
    return { ...world, payment };
  };

  it("is refused to anyone but the payer", async () => {
    const { confirmed, usd, alice, bob, stranger, payment, refuses } = await placed();
    for (const caller of [bob, stranger]) {
      await refuses(confirmed.connect(caller).cancel(usd, payment.hold), confirmed, "NotThePayer", caller, alice);
    }
  });

  it("is refused in a token of another bank, and where nothing is open", async () => {
    const { confirmed, usd, alice, anotherToken, paymentOf, payment, refuses } = await placed();
    const eur = await anotherToken("XEUR");
    await refuses(confirmed.connect(alice).cancel(eur, payment.hold), confirmed, "TokenNotListed", eur);
    const never = await paymentOf();
    await refuses(confirmed.connect(alice).cancel(usd, never.hold), usd, "HoldNotOpen", never.id);
  });

  it("gives the payer its money back, and the payment is never made", async () => {
    const { confirmed, usd, alice, payment, emits, pay, refuses, accountOf } = await placed();
    await emits(
      confirmed.connect(alice).cancel(usd, payment.hold),
      ["PaymentCancelled", usd, payment.id],
      ["HoldReleased", payment.id, 100_000n],
    );
    expect((await accountOf(alice)).held).to.equal(0n);
    await refuses(pay(payment), usd, "HoldNotOpen", payment.id);
  });

  it("gives back what is left if the payee has let go of a part", async () => {
    const { confirmed, usd, alice, bob, payment, accountOf } = await placed();
    await usd.connect(bob).releaseHold(payment.hold, 30_000n);
    await confirmed.connect(alice).cancel(usd, payment.hold);
    expect((await accountOf(alice)).held).to.equal(0n);
  });
});
