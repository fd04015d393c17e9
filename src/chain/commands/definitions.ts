import { DEALS } from "./definitions/deals.js";
import { CLEARING } from "./definitions/clearing.js";
import { ADMINISTRATION } from "./definitions/administration.js";
import { COMPLIANCE } from "./definitions/compliance.js";
import { CUSTOMERS } from "./definitions/customers.js";
import { GATEWAY } from "./definitions/gateway.js";
import { ISSUANCE } from "./definitions/issuance.js";
import {
  type CommandDefinition,
  COMMON,
  DANGEROUS,
  JOINT,
  type OptionDefinition,
  SENDING,
} from "./definitions/options.js";
import { PAYMENTS } from "./definitions/payments.js";
import { POLICY } from "./definitions/policy.js";
import { READING } from "./definitions/reading.js";
import { RESOLUTION } from "./definitions/resolution.js";
import { SAFE_COMMANDS } from "./definitions/safe.js";
import { TRANSACTIONS } from "./definitions/transactions.js";
import { UPGRADE_COMMANDS } from "./definitions/upgrade.js";
import { VERIFY } from "./definitions/verify.js";

export type { CommandDefinition, OptionDefinition } from "./definitions/options.js";

/*
 * The acts of tasks and scripts and their options, put together from one file an area. They are data without imports: tasks
 * are defined from them on every start of Hardhat, so they must cost nothing to load.
 */
export const COMMANDS = {
  ...CUSTOMERS,
  ...ISSUANCE,
  ...COMPLIANCE,
  ...POLICY,
  ...PAYMENTS,
  ...DEALS,
  ...CLEARING,
  ...RESOLUTION,
  ...ADMINISTRATION,
  ...READING,
  ...TRANSACTIONS,
  ...SAFE_COMMANDS,
  ...UPGRADE_COMMANDS,
  ...VERIFY,
  ...GATEWAY,
} as const satisfies Record<string, CommandDefinition>;

export type CommandName = keyof typeof COMMANDS;

/** All options of an act. */
export function optionsOf(name: CommandName): Readonly<Record<string, OptionDefinition>> {
  const { options, sends, isJoint, dangerous } = COMMANDS[name] as CommandDefinition;
  return {
    ...options,
    ...(isJoint === true ? JOINT : {}),
    ...(sends ? SENDING : {}),
    ...(dangerous === undefined ? {} : DANGEROUS),
    ...COMMON,
  };
}

/** Whether an act, or this step of it, must be confirmed with the bank's name. */
export function isDangerous(name: CommandName, step: string): boolean {
  const { dangerous } = COMMANDS[name] as CommandDefinition;
  return dangerous === true || (dangerous !== undefined && dangerous.includes(step));
}

/** "dryRun" as it is typed: "--dry-run". */
export const flagOf = (option: string): string =>
  `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
