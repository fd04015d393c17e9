import { buildModule } from "@nomicfoundation/ignition-core";
import hre from "hardhat";

import { testAccount } from "../../src/bank/testAccounts.js";
import { ROLES } from "../../src/bank/roles.js";
import type { ModuleRun } from "../../src/chain/ignition.js";
import type { RunningNode } from "./support.js";

export const DEPLOYER = testAccount(0).address;
export const MEMBER = testAccount(7).address;

/** What a deployment does, in five transactions: contracts, a contract that needs them, settings. */
export const smallModule = buildModule("Small", (m) => {
  const manager = m.contract("AccessManager", [DEPLOYER]);
  const resolution = m.contract("Resolution", [manager]);
  const pauses = m.contract("PauseControl", [manager, resolution]);
  const label = m.call(manager, "labelRole", [ROLES.GUARDIAN, "GUARDIAN"], { after: [pauses] });
  m.call(manager, "grantRole", [ROLES.GUARDIAN, MEMBER, 0], { after: [label] });
  return { manager };
});

export const STEPS = [
  "Small#AccessManager",
  "Small#Resolution",
  "Small#PauseControl",
  "Small#AccessManager.labelRole",
  "Small#AccessManager.grantRole",
];

/** A run of it on a node; `steps` grows as transactions are confirmed. */
export function smallRun(
  node: RunningNode,
  folder: string | undefined,
  steps: string[],
  more: Partial<ModuleRun> = {},
): ModuleRun {
  return {
    connection: node.connection,
    artifacts: hre.artifacts,
    deployer: DEPLOYER,
    folder,
    confirmations: undefined,
    onStep: (step) => steps.push(step),
    ...more,
  };
}
