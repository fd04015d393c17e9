import { id, isHexString, solidityPackedKeccak256 } from "ethers";

import { InputError } from "../exitCodes.js";

/** bytes32 of what must not be public: the digits themselves, or a text salted and hashed. @throws InputError */
export function hashOf(salt: string, text: string, where: string): string {
  if (isHexString(text, 32)) return text;
  if (text !== "" && !/^0x[0-9a-fA-F]*$/.test(text)) {
    return solidityPackedKeccak256(["bytes32", "bytes32"], [salt, id(text)]);
  }
  const problem = text === "" ? "is empty" : `${JSON.stringify(text)} is not 32 bytes`;
  throw new InputError(where, problem, "Write a text, or 0x and 64 hexadecimal digits.");
}
