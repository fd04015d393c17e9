import { expect } from "chai";
import { BOB_BALANCE, useToken } from "../support/token.js";
import { FORMS } from "../support/signing.js";
import { Operation } from "../support/words.js";

const load = await useToken();

for (const form of FORMS) {
  describe(`receiveWithAuthorization (${form})`, () => {
    /** Alice has signed that bob may fetch 1,000. */
    async function loadSigned() {
      const fixture = await load();
      const { alice, bob } = fixture;
      const message = await fixture.authorizationOf(alice, bob, 1_000n);
      const signature = await fixture.signed(alice, "ReceiveWithAuthorization", message);
      const submit = (caller = bob, by = signature) => fixture.authorized("receive", caller, message, by, form);
      return { ...fixture, message, submit };
    }

    it("is refused from anybody but the payee, the payer included", async () => {
      const { alice, bob, relayer, submit, refuses } = await loadSigned();
      for (const caller of [relayer, alice]) await refuses(submit(caller), "CallerMustBePayee", caller, bob);
    });

    it("is refused when it was signed as a transfer", async () => {
      const { alice, bob, message, signed, submit, refuses } = await loadSigned();
      const transfer = await signed(alice, "TransferWithAuthorization", message);
      await refuses(submit(bob, transfer), "InvalidSignature", alice);
    });

    it("is refused outside its window", async () => {
      const { bob, message, submit, at, refuses } = await loadSigned();
      await at(message.validBefore);
      await refuses(submit(bob), "AuthorizationNotValidNow", message.validAfter, message.validBefore);
    });

    it("is refused the second time", async () => {
      const { alice, message, submit, refuses } = await loadSigned();
      await submit();
      await refuses(submit(), "AuthorizationAlreadyUsed", alice, message.nonce);
    });

    it("is refused to a blocked payee before anything else is asked", async () => {
      const { bob, push, submit, refuses } = await loadSigned();
      await push(bob, { blocked: true });
      await refuses(submit(), "RelayerBlocked", bob);
    });

    it("obeys the rules of a transfer", async () => {
      const { alice, bob, expire, pause, submit, refuses } = await loadSigned();
      await expire(bob);
      await refuses(submit(), "ERC7943CannotReceive", bob);
      await pause(Operation.Transfer);
      await refuses(submit(), "OperationPaused", BigInt(Operation.Transfer));
      await expire(alice);
      await refuses(submit(), "ERC7943CannotSend", alice);
    });

    it("pays the payee that submits it", async () => {
      const { token, alice, bob, message, submit, emits } = await loadSigned();
      await emits(submit(), ["AuthorizationUsed", alice, message.nonce], ["Transfer", alice, bob, 1_000n]);
      expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 1_000n);
    });
  });
}
