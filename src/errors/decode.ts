import { AbiCoder, dataSlice, type Result } from "ethers";

import { ERRORS } from "./abi.js";
import { decodeClientFailure } from "./client.js";
import { type ErrorContext, Words } from "./format.js";
import { messageOf, revertDataOf } from "./revertData.js";
import { SENTENCES } from "./sentences/index.js";
import { VostroError } from "./vostroError.js";

const ERROR_STRING = "0x08c379a0";
const PANIC = "0x4e487b71";

/** The compiler's panic codes (Solidity documentation, "Panic via assert and Error via require"). */
const PANICS: Readonly<Record<number, string>> = {
  0x00: "an unspecified panic",
  0x01: "a failed assertion",
  0x11: "an arithmetic overflow",
  0x12: "a division by zero",
  0x21: "a number outside its enum",
  0x22: "a corrupt storage array",
  0x31: "a pop from an empty array",
  0x32: "an index outside its array",
  0x41: "too much memory",
  0x51: "a call of an unset function",
};

/**
 * Says what any error is about: an ethers, Hardhat, anvil, viem or JSON-RPC error, or a VostroError, which passes through.
 * Never throws.
 */
export function decodeError(error: unknown, context: ErrorContext = {}): VostroError {
  if (error instanceof VostroError) return error;
  const data = revertDataOf(error);
  if (data !== undefined) return decodeRevert(data, context, error);
  return fromName(error) ?? decodeClientFailure(error);
}

/**
 * Says what revert data means.
 * @param data 0x and hex digits, as a contract reverted with (also the `reason` of a `PushFailed` event)
 */
export function decodeRevert(data: string, context: ErrorContext = {}, cause?: unknown): VostroError {
  const selector = data.slice(0, 10).toLowerCase();
  try {
    if (data.length < 10) return silent(cause);
    if (selector === ERROR_STRING) return errorString(data, cause);
    if (selector === PANIC) return panic(data, cause);
    const known = ERRORS.get(selector);
    if (known !== undefined) {
      const args = named(known.fragment.inputs, known.abi.decodeErrorResult(known.fragment, data));
      const contract = known.contracts.length === 1 ? known.contracts[0] : undefined;
      return written(known.fragment.name, args, context, contract, cause);
    }
  } catch {
    // Data that does not fit its own selector is nobody's error: falls through.
  }
  return new VostroError({
    name: "UnknownError",
    args: { data },
    sentence: `The contract refused with an error that this suite does not know (${selector}).`,
    fix: "Check that the address is the suite's and of this version.",
    cause,
  });
}

function written(
  name: string,
  args: Record<string, unknown>,
  context: ErrorContext,
  contract: string | undefined,
  cause: unknown,
): VostroError {
  const [sentence, fix] = SENTENCES[name]?.(args, new Words(context)) ?? [
    `The contract refused: ${name}.`,
    "See its documentation.",
  ];
  return new VostroError({ name, args, contract, sentence, fix, cause });
}

function named(inputs: readonly { readonly name: string }[], values: Result): Record<string, unknown> {
  return Object.fromEntries(inputs.map(({ name }, i) => [name, values[i] as unknown]));
}

function errorString(data: string, cause: unknown): VostroError {
  const [text] = AbiCoder.defaultAbiCoder().decode(["string"], dataSlice(data, 4)) as unknown as [string];
  const fix = "See the contract's documentation; no contract of this suite reverts with text.";
  return new VostroError({
    name: "Error",
    args: { message: text },
    sentence: `The contract refused: "${text}".`,
    fix,
    cause,
  });
}

function panic(data: string, cause: unknown): VostroError {
  const [code] = AbiCoder.defaultAbiCoder().decode(["uint256"], dataSlice(data, 4)) as unknown as [bigint];
  const what = PANICS[Number(code)] ?? "an unknown panic";
  return new VostroError({
    name: "Panic",
    args: { code },
    sentence: `The contract stopped at ${what} (panic 0x${code.toString(16).padStart(2, "0")}).`,
    fix: "Check the arguments for absurd numbers; otherwise report it: contracts of this suite should not panic.",
    cause,
  });
}

function silent(cause: unknown): VostroError {
  return new VostroError({
    name: "RevertWithoutReason",
    sentence: "The call was refused without a reason.",
    fix: "Check that the address is the suite's, the chain the right one and the gas limit enough.",
    cause,
  });
}

/** Hardhat's message names the error even where its data got lost on the way: "reverted with custom error 'Name(1, 2)'". */
function fromName(error: unknown): VostroError | undefined {
  const name = /custom error '?([A-Z]\w+)\(/.exec(messageOf(error))?.[1];
  if (name === undefined || SENTENCES[name] === undefined) return undefined;
  return new VostroError({
    name,
    sentence: `The contract refused: ${name}.`,
    fix: "Its arguments were lost on the way: ask the node for the revert data.",
    cause: error,
  });
}
