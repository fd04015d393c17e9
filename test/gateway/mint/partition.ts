import { expect } from "chai";
import fc from "fast-check";

import { partition, type Room } from "../../../src/gateway/mint/partition.js";

const queue = (...amounts: number[]) => amounts.map((amount, id) => ({ id, amount: BigInt(amount) }));
const room = (more: Partial<Room> = {}): Room => ({
  amount: 1_000n,
  ofOneIssuer: 1_000n,
  batches: 3,
  large: 3,
  items: 3,
  policyUpTo: 100n,
  ...more,
});
const cut = (amounts: number[], more: Partial<Room> = {}): bigint[][] =>
  partition(queue(...amounts), room(more)).map((batch) => batch.map(({ amount }) => amount));

describe("Cutting the queue into batches", () => {
  it("lets nobody pass a deposit that finds no room", () => {
    expect(cut([50, 60, 1], { amount: 100n })).to.deep.equal([[50n]]);
    expect(cut([50, 60, 1], { ofOneIssuer: 55n })).to.deep.equal([[50n]]);
    expect(cut([5], { amount: -1n })).to.deep.equal([]);
  });

  it("gives a large deposit a batch of its own, and every one where there is no policy", () => {
    expect(cut([1, 101, 2])).to.deep.equal([[1n, 2n], [101n]]);
    expect(cut([1, 2], { policyUpTo: undefined })).to.deep.equal([[1n], [2n]]);
  });

  it("does not let large deposits that wait for people keep the others waiting", () => {
    expect(cut([101, 102, 1], { large: 1 })).to.deep.equal([[101n], [1n]]);
  });

  it("fills batches up, and gives none more than one issuer may send", () => {
    expect(cut([1, 2, 3, 4])).to.deep.equal([[1n, 2n, 3n], [4n]]);
    expect(cut([40, 40, 40], { ofOneIssuer: 100n })).to.deep.equal([[40n, 40n], [40n]]);
    expect(cut([1, 2, 3, 4], { batches: 1 })).to.deep.equal([[1n, 2n, 3n]]);
  });

  it("never exceeds the room, takes nobody twice and keeps the order of the small ones, for any queue", () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 150 }), { maxLength: 30 });
    const rooms = fc.record({
      amount: fc.bigInt({ min: 0n, max: 1_500n }),
      ofOneIssuer: fc.bigInt({ min: 0n, max: 400n }),
      batches: fc.integer({ min: 0, max: 4 }),
      large: fc.integer({ min: 0, max: 3 }),
      items: fc.integer({ min: 1, max: 6 }),
      policyUpTo: fc.constantFrom(undefined, 0n, 100n),
    });
    fc.assert(
      fc.property(amounts, rooms, (list, where) => {
        const batches = partition(queue(...list), where);
        const sums = batches.map((batch) => batch.reduce((sum, { amount }) => sum + amount, 0n));
        const total = sums.reduce((sum, one) => sum + one, 0n);
        const isLarge = ({ amount }: { amount: bigint }) => where.policyUpTo === undefined || amount > where.policyUpTo;
        const small = batches.flat().filter((one) => !isLarge(one));
        const first = queue(...list)
          .filter((one) => !isLarge(one))
          .slice(0, small.length);
        expect(total <= where.amount && sums.every((sum) => sum <= where.ofOneIssuer)).to.equal(true);
        expect(new Set(batches.flat().map(({ id }) => id)).size).to.equal(batches.flat().length);
        expect(small).to.deep.equal(first);
        expect(batches.every((batch) => batch.length <= where.items && batch.length > 0)).to.equal(true);
        expect(batches.every((batch) => batch.length === 1 || !batch.some(isLarge))).to.equal(true);
      }),
    );
  });
});
