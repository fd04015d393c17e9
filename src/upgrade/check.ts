import { Interface } from "ethers";

import { FUNCTION_ROLES, type ManagedContract, type RoleName } from "../bank/roles.js";
import type { Release } from "./release.js";

/** What stands against an upgrade, and what whoever signs it should know. */
export interface UpgradeCheck {
  /** it must not be done; empty is good */
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
  /** functions by signature */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** restricted functions that the deployed code does not have, with their roles: an admin must wire them */
  readonly toWire: readonly (readonly [method: string, role: RoleName])[];
}

/** What no comparison of layouts sees. */
export const NOT_COVERED =
  "Not covered: bits inside of packed words (frozen by test/solidity/StorageLayout.t.sol), what values mean, slots " +
  "that only assembly names, and calls that an upgrade makes in the new code.";

/** What every proxy of the suite needs to be upgraded once more. */
const UPGRADEABLE = ["upgradeToAndCall(address,bytes)", "proxiableUUID()"];

/**
 * Compares the code behind a proxy with what it is to be replaced by.
 * @param goesBack the proxy has run `next` before: what came with the present code then goes again, and its storage is left alone
 */
export async function checkUpgrade(deployed: Release, next: Release, goesBack = false): Promise<UpgradeCheck> {
  const [before, after] = [functionsOf(deployed), functionsOf(next)];
  const added = [...after.keys()].filter((signature) => !before.has(signature));
  const removed = [...before.keys()].filter((signature) => !after.has(signature));
  const changed = [...before].filter(([signature, full]) => after.has(signature) && after.get(signature) !== full);
  const gone = removed.filter((signature) => !UPGRADEABLE.includes(signature));
  const roles = rolesOf(next.contract) ?? rolesOf(deployed.contract) ?? {};
  const unknown = next.restricted.filter((method) => roles[method] === undefined);
  const unguarded = Object.keys(roles).filter(
    (method) => hasMethod(after, method) && !next.restricted.includes(method),
  );
  const toWire = next.restricted.flatMap((method): [string, RoleName][] =>
    roles[method] === undefined || deployed.restricted.includes(method) ? [] : [[method, roles[method]]],
  );
  return {
    reasons: [
      ...(deployed.runtimeCodeHash === next.runtimeCodeHash ? ["it is the code that is deployed already"] : []),
      ...(await (goesBack ? layoutErrors(next, deployed) : layoutErrors(deployed, next))),
      ...UPGRADEABLE.filter((signature) => !after.has(signature)).map(
        (signature) => `the new code has no ${signature}: it could never be replaced again`,
      ),
      ...(goesBack ? [] : gone.map((signature) => `the function ${signature} is removed: callers would fail`)),
      ...changed.map(([signature, full]) => `the function ${signature} is ${after.get(signature)}, and was ${full}`),
      ...unknown.map((method) => `the restricted function ${method} has no role in FUNCTION_ROLES (src/bank/roles.ts)`),
      ...unguarded.map((method) => `the function ${method} is not restricted any more: everybody could call it`),
      ...next.unsafe.map((problem) => `it is unsafe behind a proxy: ${problem}`),
    ],
    notes: [
      ...(goesBack ? ["it goes back to code that was here before"] : []),
      ...(goesBack ? gone.map((signature) => `the function ${signature} goes again`) : []),
      ...added.map((signature) => `new function ${signature}`),
      ...toWire.map(([method, role]) => `${method} belongs to the admins until one of them gives it to ${role}`),
      NOT_COVERED,
    ],
    added,
    removed,
    toWire,
  };
}

const rolesOf = (contract: string): Readonly<Record<string, RoleName>> | undefined =>
  FUNCTION_ROLES[contract as ManagedContract];

/** Functions by signature, each in full: what it returns and whether it writes. */
function functionsOf({ abi }: Release): Map<string, string> {
  const functions = new Map<string, string>();
  new Interface(abi).forEachFunction((fragment) => {
    const returns = fragment.outputs.map((output) => output.format("sighash")).join(",");
    functions.set(fragment.format("sighash"), `${fragment.stateMutability} returning (${returns})`);
  });
  return functions;
}

const hasMethod = (functions: ReadonlyMap<string, string>, method: string): boolean =>
  [...functions.keys()].some((signature) => signature.startsWith(`${method}(`));

/** OpenZeppelin's comparison of layouts, a sentence for each clash. */
async function layoutErrors(deployed: Release, next: Release): Promise<string[]> {
  const core = await import("@openzeppelin/upgrades-core");
  const layout = (release: Release) => structuredClone(release.layout) as never;
  try {
    core.assertStorageUpgradeSafe(layout(deployed), layout(next), false);
    return [];
  } catch (error) {
    const text = (error as Error).message.replace(/\u001b\[\d+m/g, "");
    const clashes = text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith(">") && !/^New storage layout is incompatible/.test(line));
    return clashes.length === 0
      ? [`the storage layout clashes: ${text}`]
      : clashes.map((line) => `storage layout: ${line}`);
  }
}
