import { expect } from "chai";
import { Interface } from "ethers";

import { FUNCTION_ROLES } from "../../src/bank/roles.js";
import type { BatchFile } from "../../src/safe/batchFile.js";
import { checksumOf } from "../../src/safe/checksum.js";
import { DOES } from "../../src/safe/does.js";
import { encodeMethod } from "../../src/safe/method.js";
import { AccessManager__factory } from "../../typechain-types/index.js";

/** A batch that the Transaction Builder 1.18.0 exported, published with the checksum that it gave. */
const EXPORTED: BatchFile = {
  version: "1.0",
  chainId: "1",
  createdAt: 1750255509666,
  meta: {
    name: "Transactions Batch",
    description: "",
    txBuilderVersion: "1.18.0",
    createdFromSafeAddress: "0x7eC991e1648B7F1d5fa91ae3688C9f36a5CA6C8B",
    createdFromOwnerAddress: "",
    checksum: "0xf1966baf2cdc7c68774e5be291e81549cc7438efbceccaad0003bb12f8d30baf",
  },
  transactions: [
    {
      to: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
      value: "0",
      data: null,
      contractMethod: {
        inputs: [
          { name: "to", type: "address", internalType: "address" },
          { name: "value", type: "uint256", internalType: "uint256" },
        ],
        name: "transfer",
        payable: false,
      },
      contractInputsValues: { to: "0x116Da30d890533516f2683731F9Bd167807448b8", value: "1000000" },
    },
  ],
};

describe("the batch file of the Safe Transaction Builder", () => {
  it("has the checksum that the builder itself gives, whatever the file is called", () => {
    expect(checksumOf(EXPORTED)).to.equal(EXPORTED.meta.checksum);
    expect(checksumOf({ ...EXPORTED, meta: { ...EXPORTED.meta, name: "another" } })).to.equal(EXPORTED.meta.checksum);
    expect(checksumOf({ ...EXPORTED, chainId: "10" })).to.not.equal(EXPORTED.meta.checksum);
  });

  it("has arguments as texts, lists and structs as JSON, which encode to the same data as the ABI does", () => {
    const abi = new Interface(["function move(tuple(address who, uint256[2] amounts)[] items, bool flag, bytes note)"]);
    const who = EXPORTED.meta.createdFromSafeAddress;
    const wanted = abi.encodeFunctionData("move", [[{ who, amounts: [1n, 2n ** 255n] }], false, "0x0102"]);
    const method = {
      name: "move",
      payable: false,
      inputs: [
        {
          ...{ name: "items", type: "tuple[]" },
          components: [
            { name: "who", type: "address" },
            { name: "amounts", type: "uint256[2]" },
          ],
        },
        { name: "flag", type: "bool" },
        { name: "note", type: "bytes" },
      ],
    };
    const values = { items: `[["${who}",["1","${2n ** 255n}"]]]`, flag: "false", note: "0x0102" };
    expect(encodeMethod(method, values).data).to.equal(wanted);
    expect(() => encodeMethod(method, { ...values, flag: "perhaps" })).to.throw("flag is neither true nor false");
    expect(() => encodeMethod(method, { ...values, more: "1" })).to.throw("more is no argument of move");
    expect(() => encodeMethod(method, { items: values.items, flag: "true" })).to.throw("there is no value for note");
  });
});

describe("what a function does", () => {
  it("is said of every restricted function of the suite and of all that changes the AccessManager", () => {
    const restricted = Object.entries(FUNCTION_ROLES).flatMap(([kind, rows]) =>
      Object.keys(rows).map((name) => [kind, name] as const),
    );
    const managing: (readonly [string, string])[] = [];
    AccessManager__factory.createInterface().forEachFunction(({ constant, name }) => {
      if (!constant) managing.push(["AccessManager", name]);
    });
    const silent = [...restricted, ...managing].filter(([kind, name]) => DOES[kind]?.[name] === undefined);
    expect(silent).to.deep.equal([]);
  });
});
