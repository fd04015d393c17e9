import { createRequire } from "node:module";

import { expect } from "chai";
import * as ethers from "ethers";

import "../../src/config/fastAbi.js";
import { ABIS } from "../../src/errors/abi.js";

type Ethers = typeof ethers;
const { Contract, FunctionFragment, Interface, Typed, ZeroAddress } = ethers;
/** The same library loaded a second time, in its other form: nothing is remembered there. */
const plain = createRequire(import.meta.url)("ethers") as Ethers;

/** Two functions of one name, and one alone. */
const OVERLOADED = ["function put(address)", "function put(uint256)", "function take(uint256)"];
const KINDS_OF_VALUES = [undefined, [], [1], [1, { value: 1 }], [1, null], [1, [2]], [1, 2], [1, 2, {}], [1, 2, 3, 4]];

/** What a call says or throws, without what names the copy of the library. */
function outcome(act: () => { format(kind: "full"): string } | null): string {
  try {
    return act()?.format("full") ?? "none";
  } catch (error) {
    return (error as { shortMessage: string }).shortMessage;
  }
}

describe("remembered ABIs", () => {
  it("are ethers' own fragments, selectors and topics, for every contract, however often they are read", () => {
    expect(plain.Interface).not.to.equal(Interface);
    for (const abi of Object.values(ABIS)) {
      const read = (library: Ethers): string[] => {
        const { fragments } = new library.Interface(abi);
        return fragments.flatMap((one) => [
          one.format("json"),
          one.format("full"),
          one instanceof library.FunctionFragment || one instanceof library.ErrorFragment ? one.selector : "",
          one instanceof library.EventFragment ? one.topicHash : "",
        ]);
      };
      const expected = read(plain);
      for (let i = 0; i < 2; i++) expect(read(ethers)).to.deep.equal(expected);
    }
  });

  it("find what ethers finds by name, signature and selector, and by how many values there are", () => {
    const abis = [...Object.values(ABIS), OVERLOADED];
    let asked = 0;
    for (const abi of abis) {
      const [here, there] = [new Interface(abi), new plain.Interface(abi)];
      const keys = there.fragments.flatMap((one) =>
        one instanceof plain.FunctionFragment ? [one.name, one.format(), one.selector] : [],
      );
      for (const key of [...keys, "nothing", "nothing(uint256)", "0x12345678"]) {
        for (const values of KINDS_OF_VALUES) {
          const of = (one: ethers.Interface) => outcome(() => one.getFunction(key, values));
          const expected = of(there);
          for (let i = 0; i < 2; i++) expect(of(here), `${key} ${JSON.stringify(values)}`).to.equal(expected);
          asked++;
        }
      }
    }
    expect(asked).to.be.greaterThan(5_000);
  });

  it("let a declared type choose between two of a name", () => {
    const abi = new Interface(OVERLOADED);
    const chosen = (value: unknown): string => abi.getFunction("put", [value])!.format();
    expect(chosen(Typed.address(ZeroAddress))).to.equal("put(address)");
    expect(chosen(Typed.uint256(1))).to.equal("put(uint256)");
    expect(() => abi.getFunction("put")).to.throw("ambiguous");
    expect(outcome(() => abi.getFunction("take", [Typed.address(ZeroAddress)]))).to.equal("none");
  });

  it("keep the methods of two contracts apart", () => {
    const [one, other] = ["0x" + "11".repeat(20), "0x" + "22".repeat(20)].map((at) => new Contract(at, OVERLOADED));
    expect(one!.getFunction("take")).to.equal(one!.getFunction("take"));
    expect(one!.getFunction("take")).not.to.equal(other!.getFunction("take"));
    expect(one!.getFunction(FunctionFragment.from("function take(uint256)")).fragment.name).to.equal("take");
    expect(() => one!.getFunction("nothing")).to.throw("nothing");
    expect(one!["nothing"]).to.equal(undefined);
  });
});
