import { expect } from "chai";
import { AbiCoder, concat, ErrorFragment, type ParamType } from "ethers";
import hre from "hardhat";

import { ABIS, decodeRevert } from "../../src/errors/index.js";
import { SENTENCES } from "../../src/errors/sentences/index.js";
import { Words } from "../../src/errors/format.js";

/** A plausible argument of any type that errors have. */
function sample({ type }: ParamType): unknown {
  if (type === "address") return "0x71bE63f3384f5fb98995898A86B02Fb2426c5788";
  if (type === "string") return "a text";
  const bits = /^uint(\d+)$/.exec(type)?.[1];
  if (bits !== undefined) return Number(bits) < 32 ? 156n : 1_798_761_600n;
  if (type === "int256") return -156n;
  const width = /^bytes(\d+)$/.exec(type)?.[1];
  if (width !== undefined) return `0x${"5a".repeat(Number(width))}`;
  throw new Error(`an error has an argument of type ${type}: extend this test`);
}

/** Every error of every contract that the project compiles, mocks and tests apart; those of one name and several types too. */
async function errorsOfTheBuild(): Promise<ErrorFragment[]> {
  const errors = new Map<string, ErrorFragment>();
  for (const name of await hre.artifacts.getAllFullyQualifiedNames()) {
    if (/\/mocks\/|^test\/|\.t\.sol/.test(name)) continue;
    const { abi } = await hre.artifacts.readArtifact(name);
    for (const item of abi as { type: string; name: string }[]) {
      if (item.type !== "error") continue;
      const fragment = ErrorFragment.from(item);
      errors.set(fragment.format(), fragment);
    }
  }
  return [...errors.values()];
}

describe("every error of the suite", () => {
  let errors: ErrorFragment[];
  let names: Set<string>;
  before(async () => {
    errors = await errorsOfTheBuild();
    names = new Set(errors.map(({ name }) => name));
  });

  it("has a sentence, and no sentence is of an error that is gone", () => {
    expect(names.size).to.be.greaterThan(80);
    expect([...names].filter((name) => SENTENCES[name] === undefined)).to.deep.equal([]);
    expect(Object.keys(SENTENCES).filter((name) => !names.has(name))).to.deep.equal([]);
  });

  it("is said in two texts that use its own arguments only", () => {
    for (const { name, inputs } of errors) {
      const known = Object.fromEntries(inputs.map((input) => [input.name, sample(input)]));
      const args = new Proxy(known, {
        get(target, key) {
          if (typeof key === "string" && key in target) return target[key];
          throw new Error(`the sentence of ${name} asks for ${String(key)}, which the error does not have`);
        },
      });
      for (const text of SENTENCES[name]!(args, new Words({ currency: "USD" }))) {
        expect(text, name)
          .to.match(/^[A-Z0-9].{5,300}\.$/)
          .and.not.match(/undefined|\[object|NaN/);
      }
    }
  });

  it("is decoded from its revert data to its name and arguments", () => {
    for (const fragment of errors) {
      const { name } = fragment;
      const values = fragment.inputs.map(sample);
      const data = concat([fragment.selector, AbiCoder.defaultAbiCoder().encode(fragment.inputs, values)]);
      const error = decodeRevert(data);
      expect(error.name).to.equal(name);
      expect(Object.values(error.args), name).to.deep.equal(values);
    }
  });

  it("is in the ABIs that the package exports", () => {
    const exported = Object.values(ABIS).flatMap((abi) => abi.filter(({ type }) => type === "error"));
    const known = new Set(exported.map((item) => ErrorFragment.from(item).format()));
    expect(errors.map((error) => error.format()).filter((error) => !known.has(error))).to.deep.equal([]);
  });
});
