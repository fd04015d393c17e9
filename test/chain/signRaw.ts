import { expect } from "chai";
import { hexlify, Transaction, Wallet } from "ethers";
import fc from "fast-check";

import { type FullTransaction, signRaw } from "../../src/chain/signRaw.js";

const key = Wallet.createRandom();
const bytes = (minLength: number, maxLength = minLength) =>
  fc.uint8Array({ minLength, maxLength }).map((it) => hexlify(it));
const number = (bits: number) =>
  fc.oneof(fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }), fc.constantFrom(0n, 1n, 127n, 128n, 255n, 256n));
const transactions = fc
  .record({
    chainId: fc.bigInt({ min: 1n, max: 1n << 52n }),
    nonce: fc.nat(),
    maxPriorityFeePerGas: number(60),
    maxFeePerGas: number(90),
    gasLimit: number(40),
    to: bytes(20),
    value: number(90),
    // Around the lengths at which RLP changes its form.
    data: fc.oneof(bytes(0, 2), bytes(54, 58), bytes(253, 258), bytes(3_000), bytes(65_530, 65_540)),
  })
  // The tip is part of the fee.
  .map((fields) => ({ ...fields, maxFeePerGas: fields.maxFeePerGas + fields.maxPriorityFeePerGas }));

const GOOD: FullTransaction = {
  ...{ chainId: 1n, nonce: 0, maxPriorityFeePerGas: 1n, maxFeePerGas: 2n, gasLimit: 21_000n, value: 0n },
  ...{ to: `0x${"11".repeat(20)}`, data: "0x" },
};

const refusal = (transaction: FullTransaction): Promise<unknown> =>
  signRaw(key, transaction).then(
    () => "no error",
    (error: unknown) => error,
  );

describe("A transaction signed as bytes", () => {
  it("is refused for what is no address, no bytes, or below zero", async () => {
    for (const change of [
      { to: "0x" },
      { to: `0x${"1g".repeat(20)}` },
      { to: "exporter.eth" },
      { data: "0x123" },
      { data: "0xzz" },
      { data: "" },
      { value: -1n },
    ]) {
      expect(await refusal({ ...GOOD, ...change }), JSON.stringify(Object.keys(change))).to.be.instanceOf(RangeError);
    }
  });

  it("has the very bytes that ethers signs, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(transactions, async (transaction) => {
        const raw = await signRaw(key, transaction);
        expect(raw === (await key.signTransaction({ ...transaction, type: 2 }))).to.equal(true);
        expect(Transaction.from(raw).from).to.equal(key.address);
      }),
      { numRuns: 60 },
    );
  });

  it("is signed by a signer that is only asked, with the same content", async () => {
    let asked: object | undefined;
    const signer = {
      signTransaction: (transaction: object) => {
        asked = transaction;
        return key.signTransaction(transaction);
      },
    } as unknown as Wallet;
    expect(await signRaw(signer, GOOD)).to.equal(await signRaw(key, GOOD));
    expect(asked).to.deep.equal({ ...GOOD, type: 2 });
  });
});
