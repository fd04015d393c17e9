import { expect } from "chai";
import { getAddress, hexlify, TypedDataEncoder, verifyTypedData, Wallet } from "ethers";
import fc from "fast-check";

import { signMintBatch } from "../../src/chain/index.js";
import { mintBatchData, mintBatchHash } from "../../src/chain/mintBatchWords.js";
import { type MintBatch, signingDomain, TYPED_DATA } from "../../src/chain/typedData.js";
import { useBank } from "./support.js";

const load = await useBank();

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((found) => hexlify(found));
const address = bytes(20).map(getAddress);
const number = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
  fc.constantFrom(0n, 1n, (1n << 64n) - 1n, (1n << 256n) - 1n),
);
const item = fc.record({ payee: address, amount: number, depositReference: bytes(32) });
const batches = fc.record({
  token: address,
  items: fc.array(item, { maxLength: 40 }),
  count: number,
  total: number,
  expiry: number,
});

const GOOD: MintBatch = {
  token: `0x${"11".repeat(20)}`,
  items: [{ payee: `0x${"22".repeat(20)}`, amount: 5n, depositReference: `0x${"33".repeat(32)}` }],
  count: 1n,
  total: 5n,
  expiry: 9n,
};
const first = GOOD.items[0]!;

describe("A batch of mints in words", () => {
  describe("is refused", () => {
    const cases: readonly (readonly [string, MintBatch])[] = [
      ["an address with a character that is no digit", { ...GOOD, token: `0x${"1g".repeat(20)}` }],
      ["an address that is short", { ...GOOD, token: "0x11" }],
      ["no payee", { ...GOOD, items: [{ ...first, payee: "" }] }],
      ["a name for a payee", { ...GOOD, items: [{ ...first, payee: "exporter.eth" }] }],
      ["a reference without 0x", { ...GOOD, items: [{ ...first, depositReference: "33".repeat(33) }] }],
      ["a reference of 33 bytes", { ...GOOD, items: [{ ...first, depositReference: `0x${"33".repeat(33)}` }] }],
      ["an amount below zero", { ...GOOD, items: [{ ...first, amount: -1n }] }],
      ["an amount of 2^256", { ...GOOD, items: [{ ...first, amount: 1n << 256n }] }],
      ["a total below zero", { ...GOOD, total: -5n }],
    ];
    for (const [what, batch] of cases) {
      it(`for ${what}, hashed and sent`, async () => {
        const { bank } = await load();
        expect(() => mintBatchHash(batch)).to.throw(RangeError);
        expect(() => mintBatchData(bank, batch, { approver: GOOD.token, signature: "0x" })).to.throw(RangeError);
      });
    }

    it("for a signature of half a byte", async () => {
      const { bank } = await load();
      expect(() => mintBatchData(bank, GOOD, { approver: GOOD.token, signature: "0x123" })).to.throw(RangeError);
    });
  });

  it("has the hash that ethers gives it, whatever is in it", () => {
    fc.assert(
      fc.property(batches, (batch) => {
        expect(mintBatchHash(batch)).to.equal(TypedDataEncoder.hashStruct("MintBatch", TYPED_DATA.MintBatch, batch));
      }),
      { numRuns: 60 },
    );
  });

  it("is the call that ethers would encode, whatever is in it, with a signature of any length", async () => {
    const { bank } = await load();
    const lengths = fc.constantFrom(0, 1, 31, 32, 33, 64, 65, 200).chain(bytes);
    fc.assert(
      fc.property(batches, address, lengths, (batch, approver, signature) => {
        const theirs = bank.issuanceDesk.interface.encodeFunctionData("mintBatch", [
          { ...batch, items: [...batch.items] },
          approver,
          signature,
        ]);
        expect(mintBatchData(bank, batch, { approver, signature })).to.equal(theirs);
      }),
      { numRuns: 60 },
    );
  });

  it("is signed alike by a key in this process and by a signer that is only asked", async () => {
    const { bank } = await load();
    const key = Wallet.createRandom();
    const asked = {
      getAddress: () => Promise.resolve(key.address),
      signTypedData: (...content: Parameters<Wallet["signTypedData"]>) => key.signTypedData(...content),
    } as unknown as Wallet;
    const here = await signMintBatch(bank, key, GOOD);
    expect(here).to.deep.equal(await signMintBatch(bank, asked, GOOD));
    const domain = await signingDomain(bank.issuanceDesk);
    const content = { ...GOOD, items: [...GOOD.items] };
    expect(verifyTypedData(domain, TYPED_DATA.MintBatch, content, here.signature)).to.equal(key.address);
  });
});
