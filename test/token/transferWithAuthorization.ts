import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ALICE_BALANCE, BOB_BALANCE, useToken } from "../support/token.js";
import { FORMS, randomNonce } from "../support/signing.js";
import { Operation } from "../support/words.js";

const load = await useToken();

for (const form of FORMS) {
  describe(`transferWithAuthorization (${form})`, () => {
    /** Alice has signed a payment of 1,000 to bob, valid in a window of an hour. */
    async function loadSigned() {
      const fixture = await load();
      const { alice, bob } = fixture;
      const validAfter = (await fixture.now()) + 100n;
      const message = { ...(await fixture.authorizationOf(alice, bob, 1_000n)), validAfter };
      const signature = await fixture.signed(alice, "TransferWithAuthorization", message);
      await fixture.travelTo(validAfter + 100n);
      const submit = (relayer = fixture.relayer, changed: Partial<typeof message> = {}, by = signature) =>
        fixture.authorized("transfer", relayer, { ...message, ...changed }, by, form);
      return { ...fixture, message, submit };
    }

    it("is refused up to validAfter, and accepted in the next second", async () => {
      const { alice, bob, relayer, authorizationOf, authorized, signed, at, now, refuses } = await load();
      const validAfter = (await now()) + 100n;
      const message = { ...(await authorizationOf(alice, bob, 5n)), validAfter };
      const signature = await signed(alice, "TransferWithAuthorization", message);
      const submit = () => authorized("transfer", relayer, message, signature, form);
      await at(validAfter);
      await refuses(submit(), "AuthorizationNotValidNow", validAfter, message.validBefore);
      await at(validAfter + 1n);
      await submit();
    });

    it("is refused from validBefore on", async () => {
      const { message, submit, at, refuses } = await loadSigned();
      await at(message.validBefore);
      await refuses(submit(), "AuthorizationNotValidNow", message.validAfter, message.validBefore);
    });

    it("is accepted in the second before validBefore", async () => {
      const { token, bob, message, submit, at } = await loadSigned();
      await at(message.validBefore - 1n);
      await submit();
      expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 1_000n);
    });

    it("is refused when somebody else has signed, or the payee", async () => {
      const { alice, bob, stranger, relayer, message, signed, submit, refuses } = await loadSigned();
      for (const forger of [stranger, bob]) {
        const forged = await signed(forger, "TransferWithAuthorization", message);
        await refuses(submit(relayer, {}, forged), "InvalidSignature", alice);
      }
    });

    it("is refused when any field was changed", async () => {
      const { alice, bob, carol, relayer, message, submit, refuses } = await loadSigned();
      const changes = [
        { to: carol.address },
        { value: 1_001n },
        { validAfter: message.validAfter - 1n },
        { validBefore: message.validBefore + 1n },
        { nonce: randomNonce() },
      ];
      for (const change of changes) await refuses(submit(relayer, change), "InvalidSignature", alice);
      await refuses(submit(relayer, { from: bob.address }), "InvalidSignature", bob);
    });

    it("is refused when it was signed as another type", async () => {
      const { alice, relayer, message, signed, submit, refuses } = await loadSigned();
      const received = await signed(alice, "ReceiveWithAuthorization", message);
      await refuses(submit(relayer, {}, received), "InvalidSignature", alice);
    });

    it("is refused the second time, and does not use up a nonce when refused", async () => {
      const { token, alice, message, submit, push, refuses } = await loadSigned();
      await push(alice, { blocked: true });
      await refuses(submit(), "ERC7943CannotSend", alice);
      expect(await token.authorizationState(alice, message.nonce)).to.equal(false);
      await push(alice, { blocked: false });
      await submit();
      await refuses(submit(), "AuthorizationAlreadyUsed", alice, message.nonce);
    });

    it("is refused from a relayer that is blocked", async () => {
      const { carol, relayer, compliance, as, push, submit, refuses } = await loadSigned();
      await push(carol, { blocked: true });
      await refuses(submit(carol), "RelayerBlocked", carol);
      await as(compliance).blockWallet(relayer);
      await refuses(submit(), "RelayerBlocked", relayer);
    });

    it("obeys every rule of a transfer", async () => {
      const { alice, bob, submit, push, pause, freeze, closeCorridor, refuses } = await loadSigned();
      await freeze(alice, ALICE_BALANCE - 999n);
      await refuses(submit(), "ERC7943InsufficientUnfrozenBalance", alice, 1_000n, 999n);
      await closeCorridor(1, 2);
      await refuses(submit(), "ERC7943CannotTransfer", alice, bob, 1_000n);
      await push(bob, { blocked: true });
      await refuses(submit(), "ERC7943CannotReceive", bob);
      await pause(Operation.Transfer);
      await refuses(submit(), "OperationPaused", BigInt(Operation.Transfer));
      await push(alice, { blocked: true });
      await refuses(submit(), "ERC7943CannotSend", alice);
    });

    it("is refused to the zero address", async () => {
      const { alice, relayer, authorizationOf, signed, authorized, refuses } = await load();
      const message = await authorizationOf(alice, { address: ZeroAddress }, 1n);
      const signature = await signed(alice, "TransferWithAuthorization", message);
      await refuses(authorized("transfer", relayer, message, signature, form), "ERC20InvalidReceiver", ZeroAddress);
    });

    it("pays, whoever submits it, and remembers the nonce of this signer only", async () => {
      const { token, alice, bob, stranger, message, submit, emits } = await loadSigned();
      await emits(submit(stranger), ["AuthorizationUsed", alice, message.nonce], ["Transfer", alice, bob, 1_000n]);
      expect(await token.authorizationState(alice, message.nonce)).to.equal(true);
      expect(await token.authorizationState(bob, message.nonce)).to.equal(false);
      expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE - 1_000n);
    });

    it("takes nonces in any order", async () => {
      const { alice, bob, relayer, authorizationOf, signed, authorized } = await load();
      const first = await authorizationOf(alice, bob, 1n);
      const second = await authorizationOf(alice, bob, 2n);
      for (const message of [second, first]) {
        const signature = await signed(alice, "TransferWithAuthorization", message);
        await authorized("transfer", relayer, message, signature, form);
      }
    });
  });
}

describe("transferWithAuthorization", () => {
  it("refuses calldata with dirty bits above an address, which would change what was signed", async () => {
    const { token, ethers, alice, bob, relayer, authorizationOf, signed } = await load();
    const { from, to, value, validAfter, validBefore, nonce } = await authorizationOf(alice, bob, 5n);
    const message = { from, to, value, validAfter, validBefore, nonce };
    const signature = await signed(alice, "TransferWithAuthorization", message);
    const selector = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)";
    const clean = token.interface.encodeFunctionData(selector, [
      from,
      to,
      value,
      validAfter,
      validBefore,
      nonce,
      signature,
    ]);
    const dirty = clean.slice(0, 10) + "01" + clean.slice(12);
    await expect(relayer.sendTransaction({ to: token, data: dirty })).to.be.revertedWithoutReason(ethers);
    await relayer.sendTransaction({ to: token, data: clean });
  });
});
