import type { FunctionFragment, Interface } from "ethers";
import { DepositToken__factory } from "../../typechain-types/index.js";

export const TOKEN_ABI: Interface = DepositToken__factory.createInterface();

const all = TOKEN_ABI.fragments.filter((f): f is FunctionFragment => f.type === "function");

const nameOf = (fragment: FunctionFragment): string =>
  all.filter(({ name }) => name === fragment.name).length > 1 ? fragment.format("sighash") : fragment.name;

/** Every function that can change state, by name, or by name and types where it is overloaded. */
export const WRITES = new Map(all.filter(({ constant }) => !constant).map((fragment) => [nameOf(fragment), fragment]));
