import { AbiCoder, dataLength, dataSlice, Interface, type ParamType, zeroPadValue } from "ethers";
import type { Artifact } from "hardhat/types/artifacts";

import type { Creation } from "./creation.js";
import type { Deployed } from "./deployed.js";

/** A value that the constructor wrote into the code. */
export interface Immutable {
  /** bytes32 */
  readonly value: string;
  /** byte offsets in the code */
  readonly at: readonly number[];
  /** "this contract's own address", "constructor argument registry"; undefined when it is neither */
  readonly is: string | undefined;
}

export interface ConstructorArgument {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** What is deployed at an address, beside what the build says. */
export interface Match {
  readonly deployed: Deployed;
  /** what differs; empty is good */
  readonly problems: readonly string[];
  readonly immutables: readonly Immutable[];
  /** ABI-encoded, 0x for none; undefined when the creation was not found */
  readonly encodedArguments: string | undefined;
  readonly arguments: readonly ConstructorArgument[];
  /** hash of the creation transaction; its creation code was compared, too */
  readonly creation: string | undefined;
}

/**
 * Compares a deployed contract with the build: runtime code outside of immutables, each immutable's value, creation code.
 * @param code runtime code at its address
 */
export function matchContract(
  deployed: Deployed,
  code: string,
  creation: Creation | undefined,
  artifact: Artifact,
): Match {
  if (code === "0x") return nothingThere(deployed);
  const inputs = new Interface(artifact.abi).deploy.inputs;
  const isCreationOurs = creation?.data.startsWith(artifact.bytecode);
  const encoded = inputs.length === 0 ? "0x" : isCreationOurs === true ? afterCode(creation!, artifact) : undefined;
  const given = encoded === undefined ? [] : argumentsOf(inputs, encoded);
  const isCodeOurs = masked(code, artifact) === masked(artifact.deployedBytecode, artifact);
  // Where other code is, other bytes are in the places of our immutables.
  const immutables = isCodeOurs ? immutablesOf(code, artifact, deployed, given) : [];
  const problems = [
    ...(isCodeOurs ? [] : [`the code at ${deployed.address} is not ${deployed.contract} of this build`]),
    ...(isCreationOurs === false ? [`its creation code in ${creation!.hash} is not that of this build`] : []),
    ...(encoded === undefined && isCreationOurs === undefined
      ? ["its creation transaction was not found, so its constructor arguments are not known"]
      : []),
    // A desk's address is made of its creation code: its immutables can only be what that code computed there.
    ...immutables
      .filter((one) => one.is === undefined && !deployed.isDesk)
      .map(
        ({ value, at }) => `the immutable at byte ${at[0]} is ${value}, no constructor argument and not its address`,
      ),
  ];
  return { deployed, problems, immutables, encodedArguments: encoded, arguments: given, creation: creation?.hash };
}

const nothingThere = (deployed: Deployed): Match => ({
  deployed,
  problems: [`there is no code at ${deployed.address}`],
  immutables: [],
  encodedArguments: undefined,
  arguments: [],
  creation: undefined,
});

const afterCode = ({ data }: Creation, { bytecode }: Artifact): string =>
  dataLength(data) === dataLength(bytecode) ? "0x" : dataSlice(data, dataLength(bytecode));

function argumentsOf(inputs: readonly ParamType[], encoded: string): ConstructorArgument[] {
  const values = AbiCoder.defaultAbiCoder().decode(inputs, encoded);
  return inputs.map(({ name, type }, i) => ({ name, type, value: String(values[i]) }));
}

/** The code with zeros where immutables are. */
export function masked(code: string, { immutableReferences = {} }: Artifact): string {
  return Object.values(immutableReferences)
    .flat()
    .reduce((text, { start, length }) => {
      const at = 2 + start * 2;
      return text.slice(0, at) + "0".repeat(length * 2) + text.slice(at + length * 2);
    }, code);
}

function immutablesOf(
  code: string,
  { immutableReferences = {} }: Artifact,
  { address }: Deployed,
  given: readonly ConstructorArgument[],
): Immutable[] {
  const words = new Map([[zeroPadValue(address, 32).toLowerCase(), "this contract's own address"]]);
  for (const { name, type, value } of given) {
    if (type === "address") words.set(zeroPadValue(value, 32).toLowerCase(), `constructor argument ${name}`);
  }
  return Object.values(immutableReferences).flatMap((references) => {
    const at = references.map(({ start }) => start);
    const values = new Set(references.map(({ start, length }) => wordAt(code, start, length)));
    return [...values].map((value) => ({ value, at, is: words.get(value) }));
  });
}

const wordAt = (code: string, start: number, length: number): string =>
  `0x${code.slice(2 + start * 2, 2 + (start + length) * 2).toLowerCase()}`;
