import { expect } from "chai";
import { type EventFragment, getAddress, hexlify, Interface, type Log } from "ethers";
import fc from "fast-check";

import { wordsOf } from "../../src/chain/eventWords.js";
import { ABIS } from "../../src/errors/abi.js";

/** A value of a type, as ABI decoding gives it. */
function valueOf(type: string): fc.Arbitrary<unknown> {
  const bytes = (length: number) =>
    fc.uint8Array({ minLength: length, maxLength: length }).map((value) => hexlify(value));
  if (type === "address") return bytes(20).map((value) => getAddress(value));
  if (type === "bytes32") return bytes(32);
  if (type === "bool") return fc.boolean();
  return fc.bigInt(0n, 2n ** BigInt(/^uint(\d+)$/.exec(type)![1]!) - 1n);
}

const WORD = /^(address|bytes32|bool|uint\d+)$/;
const isWords = (event: EventFragment): boolean =>
  event.inputs.every(({ type, name }) => WORD.test(type) && name !== "");

const events: { readonly abi: Interface; readonly event: EventFragment; readonly contract: string }[] = [];
for (const [contract, json] of Object.entries(ABIS)) {
  const abi = new Interface(json);
  abi.forEachEvent((event) => void events.push({ abi, event, contract }));
}

const logOf = (abi: Interface, event: EventFragment, values: readonly unknown[]): Log =>
  abi.encodeEventLog(event, values) as unknown as Log;

describe("Events read as words", () => {
  it("leave a log alone that is shorter or longer than its event says", () => {
    const { abi, event } = events.find(({ event }) => event.format() === "Transfer(address,address,uint256)")!;
    const account = getAddress(`0x${"ab".repeat(20)}`);
    const log = logOf(abi, event, [account, account, 7n]);
    expect(wordsOf(event, log)).to.deep.equal({ from: account, to: account, value: 7n });
    expect(wordsOf(event, { ...log, data: log.data.slice(0, -2) } as Log)).to.equal(undefined);
    expect(wordsOf(event, { ...log, data: `${log.data}00` } as Log)).to.equal(undefined);
    expect(wordsOf(event, { ...log, topics: log.topics.slice(1) } as unknown as Log)).to.equal(undefined);
  });

  it("leave an event alone that has a list, a text or a number with a sign", () => {
    const others = events.filter(({ event }) => !isWords(event));
    expect(others).to.not.have.length(0);
    for (const { event } of others)
      expect(wordsOf(event, { topics: [], data: "0x" } as unknown as Log)).to.equal(undefined);
  });

  it("say what ABI decoding says, for every event of the suite", () => {
    for (const { abi, event, contract } of events.filter((one) => isWords(one.event))) {
      const values = fc.tuple(...event.inputs.map(({ type }) => valueOf(type)));
      fc.assert(
        fc.property(values, (all) => {
          const log = logOf(abi, event, all);
          const decoded = abi.decodeEventLog(event, log.data, log.topics).toObject();
          expect(wordsOf(event, log), `${contract}.${event.name}`).to.deep.equal(decoded);
        }),
        { numRuns: 5 },
      );
    }
  });
});
