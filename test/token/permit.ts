import { expect } from "chai";
import { MaxUint256, ZeroAddress } from "ethers";
import { ALICE_BALANCE, BOB_BALANCE, useToken } from "../support/token.js";
import { FORMS } from "../support/signing.js";

const load = await useToken();

for (const form of FORMS) {
  describe(`permit (${form})`, () => {
    /** Alice has signed that carol may spend 1,000. */
    async function loadSigned() {
      const fixture = await load();
      const { alice, carol } = fixture;
      const message = await fixture.permitOf(alice, carol, 1_000n);
      return { ...fixture, message, signature: await fixture.signed(alice, "Permit", message) };
    }

    it("is refused after its deadline, whose last second counts", async () => {
      const { token, alice, carol, relayer, message, signature, permit, at, refuses } = await loadSigned();
      await at(message.deadline + 1n);
      await refuses(permit(relayer, message, signature, form), "ERC2612ExpiredSignature", message.deadline);
      expect(await token.allowance(alice, carol)).to.equal(0n);
    });

    it("is accepted in the last second of its deadline", async () => {
      const { token, alice, carol, relayer, message, signature, permit, at } = await loadSigned();
      await at(message.deadline);
      await permit(relayer, message, signature, form);
      expect(await token.allowance(alice, carol)).to.equal(1_000n);
    });

    it("is refused when somebody else has signed", async () => {
      const { alice, bob, relayer, message, signed, permit, refuses } = await loadSigned();
      const forged = await signed(bob, "Permit", message);
      await refuses(permit(relayer, message, forged, form), "InvalidSignature", alice);
    });

    it("is refused when any field was changed", async () => {
      const { alice, bob, stranger, relayer, message, signature, permit, refuses } = await loadSigned();
      await refuses(permit(relayer, { ...message, value: 1_001n }, signature, form), "InvalidSignature", alice);
      const spender = stranger.address;
      await refuses(permit(relayer, { ...message, spender }, signature, form), "InvalidSignature", alice);
      const deadline = message.deadline + 1n;
      await refuses(permit(relayer, { ...message, deadline }, signature, form), "InvalidSignature", alice);
      await refuses(permit(relayer, { ...message, owner: bob.address }, signature, form), "InvalidSignature", bob);
    });

    it("is refused for the zero address, which nobody signs for", async () => {
      const { relayer, message, signature, permit, refuses } = await loadSigned();
      const nobody = { ...message, owner: ZeroAddress };
      await refuses(permit(relayer, nobody, signature, form), "InvalidSignature", ZeroAddress);
    });

    it("is refused the second time", async () => {
      const { alice, relayer, message, signature, permit, refuses } = await loadSigned();
      await permit(relayer, message, signature, form);
      await refuses(permit(relayer, message, signature, form), "InvalidSignature", alice);
    });

    it("is refused from a relayer that is blocked, as a party or in this token", async () => {
      const { token, bob, relayer, compliance, message, signature, as, push, permit, refuses } = await loadSigned();
      await push(bob, { blocked: true });
      await refuses(permit(bob, message, signature, form), "RelayerBlocked", bob);
      await as(compliance).blockWallet(relayer);
      await refuses(permit(relayer, message, signature, form), "RelayerBlocked", relayer);
      expect(await token.nonces(message.owner)).to.equal(0n);
    });

    it("sets the allowance and uses up one nonce, whoever submits it", async () => {
      const { token, alice, carol, relayer, message, signature, permit, emits } = await loadSigned();
      await emits(permit(relayer, message, signature, form), ["Approval", alice, carol, 1_000n]);
      expect(await token.nonces(alice)).to.equal(1n);
    });

    it("that a stranger submitted first still lets the spender pay", async () => {
      const { token, alice, bob, carol, stranger, message, signature, permit, payFrom, refuses } = await loadSigned();
      await permit(stranger, message, signature, form);
      await refuses(permit(carol, message, signature, form), "InvalidSignature", alice);
      await payFrom(carol, alice, bob, 1_000n);
      expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 1_000n);
    });

    it("of a blocked owner sets an allowance that moves nothing", async () => {
      const { token, alice, bob, carol, relayer, message, signature, push, permit, payFrom, refuses } =
        await loadSigned();
      await push(alice, { blocked: true });
      await permit(relayer, message, signature, form);
      await refuses(payFrom(carol, alice, bob, 1n), "ERC7943CannotSend", alice);
      expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE);
    });

    it("can be infinite", async () => {
      const { token, alice, bob, carol, relayer, permitOf, signed, permit, payFrom } = await load();
      const message = { ...(await permitOf(alice, carol, MaxUint256)), deadline: MaxUint256 };
      await permit(relayer, message, await signed(alice, "Permit", message), form);
      await payFrom(carol, alice, bob, 1n);
      expect(await token.allowance(alice, carol)).to.equal(MaxUint256);
    });
  });
}
