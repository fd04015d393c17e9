import { FunctionFragment, Interface, type ParamType, Result } from "ethers";

import type { BatchInput, BatchMethod } from "./batchFile.js";

/*
 * The decoded part of a batch's transaction: a function and its arguments, as the Transaction Builder keeps them. Arguments
 * are texts; lists and structs are JSON with every number in quotes.
 */

/** What the file says of a call, and the values of its arguments. */
export interface MethodAndValues {
  readonly contractMethod: BatchMethod;
  readonly contractInputsValues: Readonly<Record<string, string>>;
}

export function methodOf(fragment: FunctionFragment, args: Result): MethodAndValues {
  const inputs = fragment.inputs.map(inputOf);
  const values = fragment.inputs.map(({ name }, i): [string, string] => [name || `arg${i}`, textOf(args[i])]);
  return {
    contractMethod: { inputs, name: fragment.name, payable: fragment.payable },
    contractInputsValues: Object.fromEntries(values),
  };
}

function inputOf(type: ParamType, index: number): BatchInput {
  const tuple = type.isArray() ? type.arrayChildren : type;
  const components = tuple?.isTuple() === true ? { components: tuple.components!.map(inputOf) } : {};
  // The builder's interface knows a struct by "tuple", as ABIs write it; ethers spells its fields out.
  const name = type.name || `arg${index}`;
  const written = components.components === undefined ? type.type : tupleName(type);
  return { internalType: written, name, type: written, ...components };
}

const tupleName = (type: ParamType): string =>
  type.isArray()
    ? `${tupleName(type.arrayChildren!)}[${type.arrayLength === -1 ? "" : (type.arrayLength ?? "")}]`
    : "tuple";

const textOf = (value: unknown): string =>
  value instanceof Result ? JSON.stringify(nested(value)) : String(value as string | bigint | boolean);

const nested = (value: unknown): unknown =>
  value instanceof Result ? value.toArray().map(nested) : String(value as string | bigint | boolean);

/**
 * The data that a file's decoded part stands for.
 * @throws Error when the values do not fit the function
 */
export function encodeMethod(
  { name, inputs, payable }: BatchMethod,
  values: Readonly<Record<string, unknown>>,
): { selector: string; data: string } {
  const fragment = FunctionFragment.from({
    type: "function",
    name,
    stateMutability: payable ? "payable" : "nonpayable",
    inputs: inputs as never,
    outputs: [],
  });
  const args = fragment.inputs.map((type, i) => {
    const key = inputs[i]!.name;
    if (!(key in values)) throw new Error(`there is no value for ${key}`);
    return valueOf(type, values[key]);
  });
  const surplus = Object.keys(values).find((key) => !inputs.some((input) => input.name === key));
  if (surplus !== undefined) throw new Error(`${surplus} is no argument of ${name}`);
  return { selector: fragment.selector, data: new Interface([fragment]).encodeFunctionData(fragment, args) };
}

function valueOf(type: ParamType, value: unknown): unknown {
  if (type.isArray() || type.isTuple()) {
    const list: unknown = typeof value === "string" ? JSON.parse(value) : value;
    if (!Array.isArray(list)) throw new Error(`${type.name} is no list`);
    return list.map((item, i) => valueOf(type.isArray() ? type.arrayChildren! : type.components![i]!, item));
  }
  if (type.type !== "bool") return value;
  if (String(value) === "true") return true;
  if (String(value) === "false") return false;
  throw new Error(`${type.name} is neither true nor false`);
}
