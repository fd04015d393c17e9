import { expect } from "chai";
import { ZeroHash, zeroPadBytes } from "ethers";
import { BOB_BALANCE, useToken } from "../support/token.js";
import { Operation } from "../support/words.js";

const load = await useToken();

const SHORT = "0x494e562d31"; // INV-1
const EXACT = "0x" + "ab".repeat(32);
const LONG = EXACT + "cd";

for (const act of ["transfer", "transferFrom"] as const) {
  describe(`${act} with a payment reference (ERC-7699)`, () => {
    async function loadPayer() {
      const fixture = await load();
      const { alice, bob, carol, as } = fixture;
      await as(alice).approve(carol, 1_000n);
      const pay = (reference: string) =>
        act === "transfer"
          ? as(alice)["transfer(address,uint256,bytes)"](bob, 600n, reference)
          : as(carol)["transferFrom(address,address,uint256,bytes)"](alice, bob, 600n, reference);
      return { ...fixture, pay };
    }

    it("is refused where the plain form is refused", async () => {
      const { alice, bob, carol, push, pause, pay, refuses } = await loadPayer();
      await push(bob, { blocked: true });
      await refuses(pay(SHORT), "ERC7943CannotReceive", bob);
      await pause(Operation.Transfer);
      await refuses(pay(SHORT), "OperationPaused", BigInt(Operation.Transfer));
      await push(alice, { blocked: true });
      await refuses(pay(SHORT), "ERC7943CannotSend", alice);
      if (act === "transferFrom") {
        await push(carol, { blocked: true });
        await refuses(pay(SHORT), "SpenderNotAllowed", carol);
      }
    });

    it("logs the first 32 bytes just before Transfer", async () => {
      const { alice, bob, pay, emits, token } = await loadPayer();
      await emits(pay(SHORT), ["TransferReference", zeroPadBytes(SHORT, 32)], ["Transfer", alice, bob, 600n]);
      expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 600n);
    });

    it("logs a reference of exactly 32 bytes as it is, zeros included", async () => {
      for (const exact of [EXACT, ZeroHash]) {
        const { alice, bob, pay, emits } = await loadPayer();
        await emits(pay(exact), ["TransferReference", exact], ["Transfer", alice, bob, 600n]);
      }
    });

    it("cuts a long reference", async () => {
      const { alice, bob, pay, emits } = await loadPayer();
      await emits(pay(LONG), ["TransferReference", EXACT], ["Transfer", alice, bob, 600n]);
    });

    it("logs nothing for an empty reference", async () => {
      const { alice, bob, pay, emits } = await loadPayer();
      await emits(pay("0x"), ["Transfer", alice, bob, 600n]);
    });
  });
}

describe("transfer with a payment reference", () => {
  it("calls no receiver, although transfer's selector is ERC-223's", async () => {
    const { token, alice, as, deployWallet, emits } = await load();
    // A wallet without any receiver hook or fallback: ERC-223 would call it and revert.
    const wallet = await deployWallet(alice);
    await emits(
      as(alice)["transfer(address,uint256,bytes)"](wallet, 600n, SHORT),
      ["TransferReference", zeroPadBytes(SHORT, 32)],
      ["Transfer", alice, wallet, 600n],
    );
    expect(await token.balanceOf(wallet)).to.equal(600n);
  });
});
