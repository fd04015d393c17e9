import { expect } from "chai";
import { useToken } from "../support/token.js";
import { FORMS, randomNonce } from "../support/signing.js";

const load = await useToken();

for (const form of FORMS) {
  describe(`cancelAuthorization (${form})`, () => {
    /** Alice has signed a payment of 1,000 to bob, and then that it is cancelled. */
    async function loadSigned() {
      const fixture = await load();
      const { alice, bob, relayer } = fixture;
      const payment = await fixture.authorizationOf(alice, bob, 1_000n);
      const paying = await fixture.signed(alice, "TransferWithAuthorization", payment);
      const message = { authorizer: alice.address, nonce: payment.nonce };
      const signature = await fixture.signed(alice, "CancelAuthorization", message);
      const pay = () => fixture.authorized("transfer", relayer, payment, paying, form);
      const submit = (nonce = payment.nonce, by = signature, caller = relayer) =>
        fixture.cancel(caller, alice.address, nonce, by, form);
      return { ...fixture, payment, message, pay, submit };
    }

    it("is refused when somebody else has signed", async () => {
      const { alice, bob, payment, message, signed, submit, refuses } = await loadSigned();
      const forged = await signed(bob, "CancelAuthorization", message);
      await refuses(submit(payment.nonce, forged), "InvalidSignature", alice);
    });

    it("is refused for another nonce than the signed one", async () => {
      const { alice, submit, refuses } = await loadSigned();
      await refuses(submit(randomNonce()), "InvalidSignature", alice);
    });

    it("is refused after use, and the second time", async () => {
      const { alice, payment, pay, submit, refuses } = await loadSigned();
      await pay();
      await refuses(submit(), "AuthorizationAlreadyUsed", alice, payment.nonce);
      const again = await loadSigned();
      await again.submit();
      await again.refuses(again.submit(), "AuthorizationAlreadyUsed", alice, again.payment.nonce);
    });

    it("is refused from a relayer that is blocked", async () => {
      const { relayer, compliance, as, submit, refuses } = await loadSigned();
      await as(compliance).blockWallet(relayer);
      await refuses(submit(), "RelayerBlocked", relayer);
    });

    it("makes the payment impossible, and is open to a blocked customer", async () => {
      const { token, alice, payment, push, pay, submit, emits, refuses } = await loadSigned();
      await push(alice, { blocked: true });
      await emits(submit(), ["AuthorizationCanceled", alice, payment.nonce]);
      await push(alice, { blocked: false });
      await refuses(pay(), "AuthorizationAlreadyUsed", alice, payment.nonce);
      expect(await token.authorizationState(alice, payment.nonce)).to.equal(true);
    });
  });
}
