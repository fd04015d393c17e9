import { expect } from "chai";
import { type FunctionFragment, getBytes, hexlify, id, type Interface } from "ethers";
import { IERC7699__factory, IERC7943Fungible__factory } from "../../typechain-types/index.js";
import { ALICE_BALANCE, useToken, VALID_UNTIL } from "../support/token.js";
import { MAX_AMOUNT, Operation, reason } from "../support/words.js";

const load = await useToken();

/** ERC-165: the exclusive or of all selectors. */
function interfaceId(abi: Interface): string {
  const selectors = abi.fragments.filter((f): f is FunctionFragment => f.type === "function").map((f) => f.selector);
  const bits = selectors.map((selector) => getBytes(selector));
  return hexlify(bits.reduce((sum, bytes) => sum.map((byte, i) => byte ^ bytes[i]!)));
}

/** As published in the ERC. */
const SELECTORS = {
  canSend: "0x2bc06a92",
  canReceive: "0x90d370ba",
  canTransfer: "0xe46638e6",
  getFrozenTokens: "0x158b1a57",
  setFrozenTokens: "0xebe45cba",
  forcedTransfer: "0x9fc1d0e7",
} as const;

const ERRORS = {
  ERC7943CannotSend: "0x45bae9e2",
  ERC7943CannotReceive: "0x705c1eed",
  ERC7943CannotTransfer: "0x22dda4be",
  ERC7943InsufficientUnfrozenBalance: "0x00384e71",
} as const;

describe("ERC-7943", () => {
  describe("as published", () => {
    it("has the selectors and errors of the final text", async () => {
      const { token } = await load();
      for (const [name, selector] of Object.entries(SELECTORS)) {
        expect(token.interface.getFunction(name as keyof typeof SELECTORS).selector, name).to.equal(selector);
      }
      for (const [name, selector] of Object.entries(ERRORS)) {
        expect(token.interface.getError(name)!.selector, name).to.equal(selector);
      }
    });

    it("has the events of the final text", async () => {
      const { token } = await load();
      const topic = (name: "ForcedTransfer" | "Frozen") => token.interface.getEvent(name).topicHash;
      expect(topic("ForcedTransfer")).to.equal(id("ForcedTransfer(address,address,uint256)"));
      expect(topic("Frozen")).to.equal(id("Frozen(address,uint256)"));
    });

    it("is announced by ERC-165, as are ERC-7699, ERC-20 and ERC-165, and nothing else", async () => {
      const { token } = await load();
      expect(interfaceId(IERC7943Fungible__factory.createInterface())).to.equal("0x3edbb4c4");
      expect(interfaceId(IERC7699__factory.createInterface())).to.equal("0x1522573a");
      for (const known of ["0x3edbb4c4", "0x1522573a", "0x36372b07", "0x01ffc9a7"]) {
        expect(await token.supportsInterface(known), known).to.equal(true);
      }
      for (const unknown of ["0xffffffff", "0x00000000"]) {
        expect(await token.supportsInterface(unknown), unknown).to.equal(false);
      }
    });
  });

  describe("canSend and canReceive", () => {
    async function expectBoth(fixture: Awaited<ReturnType<typeof load>>, who: { address: string }, answer: boolean) {
      expect(await fixture.token.canSend(who.address)).to.equal(answer);
      expect(await fixture.token.canReceive(who.address)).to.equal(answer);
    }

    it("are false for strangers, contracts of the suite, the token and the zero address", async () => {
      const fixture = await load();
      const { stranger, notary, registry, token } = fixture;
      const nobody = { address: "0x" + "00".repeat(20) };
      for (const who of [stranger, notary, registry, { address: await token.getAddress() }, nobody]) {
        await expectBoth(fixture, who, false);
      }
    });

    it("are false for a party or wallet that is blocked, whatever the other block says", async () => {
      const fixture = await load();
      const { alice, compliance, legalOrders, as, push } = fixture;
      await expectBoth(fixture, alice, true);
      await push(alice, { blocked: true });
      await expectBoth(fixture, alice, false);
      await as(compliance).blockWallet(alice);
      await push(alice, { blocked: false });
      await expectBoth(fixture, alice, false);
      await as(legalOrders).unblockWallet(alice);
      await expectBoth(fixture, alice, true);
    });

    it("are false for a lost wallet, and true for the one that stands for it", async () => {
      const fixture = await load();
      await fixture.retire(fixture.alice, fixture.carol);
      await expectBoth(fixture, fixture.alice, false);
      await expectBoth(fixture, fixture.carol, true);
    });

    it("are false from the second after the KYC lapsed", async () => {
      const fixture = await load();
      await fixture.travelTo(VALID_UNTIL);
      await expectBoth(fixture, fixture.alice, true);
      await fixture.travelTo(VALID_UNTIL + 1n);
      await expectBoth(fixture, fixture.alice, false);
    });

    it("do not look at money: a lien on everything and a pause leave them true", async () => {
      const fixture = await load();
      await fixture.freeze(fixture.alice, MAX_AMOUNT);
      await fixture.pause(Operation.Transfer);
      await expectBoth(fixture, fixture.alice, true);
    });
  });

  describe("canTransfer", () => {
    it("is false when either side may not act, a corridor is denied or transfers are paused", async () => {
      const { token, alice, bob, erin, stranger, push, pause, closeCorridor } = await load();
      expect(await token.canTransfer(alice, bob, 1n)).to.equal(true);
      expect(await token.canTransfer(alice, erin, 1n)).to.equal(false);
      expect(await token.canTransfer(alice, stranger, 1n)).to.equal(false);
      expect(await token.canTransfer(stranger, alice, 0n)).to.equal(false);
      await push(bob, { blocked: true });
      expect(await token.canTransfer(alice, bob, 1n)).to.equal(false);
      expect(await token.canTransfer(bob, alice, 1n)).to.equal(false);
      await push(bob, { blocked: false, validUntil: 1n });
      expect(await token.canTransfer(alice, bob, 1n)).to.equal(false);
      expect(await token.canTransfer(bob, alice, 1n)).to.equal(false);
      await push(bob, { validUntil: VALID_UNTIL });
      expect(await token.canTransfer(alice, bob, 1n)).to.equal(true);
      await push(bob, { retired: true });
      expect(await token.canTransfer(alice, bob, 1n)).to.equal(false);
      expect(await token.canTransfer(bob, alice, 1n)).to.equal(false);
      await push(bob, { retired: false });
      await closeCorridor(1, 2);
      expect(await token.canTransfer(alice, bob, 1n)).to.equal(false);
      expect(await token.canTransfer(bob, alice, 1n)).to.equal(true);
      await pause(Operation.Transfer);
      expect(await token.canTransfer(bob, alice, 1n)).to.equal(false);
    });

    it("does not mind the pauses of other operations", async () => {
      const { token, alice, bob, pause } = await load();
      for (const other of [Operation.Place, Operation.Execute, Operation.Mint]) await pause(other);
      expect(await token.canTransfer(alice, bob, 1n)).to.equal(true);
    });

    it("for quantity is false exactly when balance - frozen < amount <= balance", async () => {
      const { token, alice, bob, freeze } = await load();
      await freeze(alice, 400_000n);
      const answers = [
        [0n, true],
        [600_000n, true],
        [600_001n, false],
        [ALICE_BALANCE, false],
        [ALICE_BALANCE + 1n, true],
        [2n ** 256n - 1n, true],
      ] as const;
      for (const [amount, answer] of answers) {
        expect(await token.canTransfer(alice, bob, amount), String(amount)).to.equal(answer);
      }
    });

    it("does not count held money, which is no permissioned cause", async () => {
      const { token, alice, bob, placed } = await load();
      await placed({ amount: ALICE_BALANCE });
      expect(await token.canTransfer(alice, bob, ALICE_BALANCE)).to.equal(true);
    });

    it("asks Limits for limited parties and pairs under review, and is false without them", async () => {
      const { token, alice, bob, dave, push, installLimits } = await load();
      expect(await token.canTransfer(alice, dave, 1n)).to.equal(false);
      await push(alice, { limited: true });
      expect(await token.canTransfer(alice, bob, 1n)).to.equal(false);
      expect(await token.canTransfer(bob, alice, 1n)).to.equal(false);
      const limits = await installLimits();
      for (const [from, to] of [
        [alice, dave],
        [alice, bob],
        [bob, alice],
      ] as const) {
        expect(await token.canTransfer(from, to, 1n)).to.equal(true);
      }
      await limits.setAnswer(reason("ClearanceMissing"));
      for (const [from, to] of [
        [alice, dave],
        [alice, bob],
        [bob, alice],
      ] as const) {
        expect(await token.canTransfer(from, to, 1n)).to.equal(false);
      }
    });

    it("says what a transfer does, to oneself and of zero included", async () => {
      const { token, alice, closeCorridor } = await load();
      expect(await token.canTransfer(alice, alice, 0n)).to.equal(true);
      await closeCorridor(1, 1);
      expect(await token.canTransfer(alice, alice, 0n)).to.equal(false);
    });

    it("never reverts, whatever it is asked", async () => {
      const { token, alice, notary, push, freeze } = await load();
      await push(alice, { zone: 14, limited: true });
      await freeze(alice, MAX_AMOUNT);
      const accounts = [alice.address, notary.address, await token.getAddress(), "0x" + "00".repeat(20)];
      for (const from of accounts) {
        for (const to of accounts) {
          for (const amount of [0n, 1n, MAX_AMOUNT, MAX_AMOUNT + 1n, 2n ** 256n - 1n]) {
            expect(await token.canTransfer(from, to, amount)).to.equal(false);
          }
        }
      }
    });

    it("answers false when the Limits contract cannot answer", async () => {
      const { token, alice, dave, installLimits } = await load();
      await (await installLimits()).breakPromise();
      expect(await token.canTransfer(alice, dave, 1n)).to.equal(false);
    });

    it("answers false when the Limits contract answers a code that is not known yet", async () => {
      const { token, alice, dave, installLimits } = await load();
      await (await installLimits()).answerFromTheFuture();
      expect(await token.canTransfer(alice, dave, 1n)).to.equal(false);
    });
  });

  describe("getFrozenTokens", () => {
    it("is the sum of the liens only: neither holds nor a block are in it", async () => {
      const { token, alice, compliance, as, placed, freeze } = await load();
      await placed();
      await as(compliance).blockWallet(alice);
      expect(await token.getFrozenTokens(alice)).to.equal(0n);
      await freeze(alice, ALICE_BALANCE + 5n);
      expect(await token.getFrozenTokens(alice)).to.equal(ALICE_BALANCE + 5n);
    });
  });
});
