import { type RoleName, ROLES } from "./roles.js";

/*
 * What a bank file may and may not do with delays. Delays are AccessManager's execution delays, in seconds: the holder
 * schedules, the bank sees it coming, a guardian can cancel.
 */

/** Roles that act at once, and why a delay would break them. */
export const IMMEDIATE_ROLES: Partial<Record<RoleName, string>> = {
  ISSUER: "an order and its attestation lapse before a scheduled mint may run",
  APPROVER: "the desk refuses the signature of an approver who holds the role with a delay",
  REDEMPTION_APPROVER: "the desk refuses the signature of an approver who holds the role with a delay",
  COMPLIANCE_APPROVER: "a legal order refuses the signature of an approver who holds the role with a delay",
  PAYEE_CONFIRMER: "a payment refuses the signature of a confirmer who holds the role with a delay",
  ATTESTOR: "a figure would be stale before it is written",
  REGISTRAR: "a correction of the register cannot wait",
  COMPLIANCE: "tightening in an emergency cannot wait",
  GUARDIAN: "a pause cannot wait",
  CLEARING_OPERATOR: "a statement on a payment between banks is refused of who holds the role with a delay",
  CLEARING_APPROVER: "a statement on a payment between banks is refused of who holds the role with a delay",
  TRAVEL_RULE: "a payment waits for its record, and its customer with it",
};

/** Roles that loosen or replace code: a delay is the time in which the bank can still stop them. */
export const DELAYED_ROLES: readonly RoleName[] = ["POLICY_ADMIN", "UPGRADER"];

/** Roles whose scheduled operations another role may cancel. Every other role acts at once and schedules nothing. */
export const ROLE_GUARDIANS: Partial<Record<RoleName, RoleName>> = { POLICY_ADMIN: "GUARDIAN", UPGRADER: "GUARDIAN" };

/** Roles that a bank file may leave without a member, and why. */
export const OPTIONAL_ROLES: Partial<Record<RoleName, string>> = {
  PAYEE_CONFIRMER: "a bank need not offer the confirmation of payees: payments go without",
  CLEARING_OPERATOR: "a bank that does not clear with others has nothing to propose",
  CLEARING_APPROVER: "a bank that does not clear with others has nothing to approve",
};

/** Contracts of the suite that hold roles, as people do: the deployment grants them, no bank file names them. */
export const CONTRACT_MEMBERS = {
  // It also blocks, when an order asks for it; lifting takes its own two people.
  LegalOrders: ["LEGAL_ORDERS", "COMPLIANCE"],
  PauseControl: ["UNPAUSER"],
  // Resolution begins with a pause of every mint and transfer.
  Resolution: ["GUARDIAN"],
} as const satisfies Record<string, readonly RoleName[]>;

export type MemberContract = keyof typeof CONTRACT_MEMBERS;

/** Roles that contracts alone hold: a person in them would act without the second one, who is the contract's whole point. */
export const CONTRACT_ROLES: Partial<Record<RoleName, MemberContract>> = {
  LEGAL_ORDERS: "LegalOrders",
  UNPAUSER: "PauseControl",
};

/** Every role, in the order of its id. */
export const ROLE_NAMES = Object.keys(ROLES) as readonly RoleName[];

/** Something for each role. */
export function forEachRole<T>(make: (role: RoleName) => T): Record<RoleName, T> {
  return Object.fromEntries(ROLE_NAMES.map((role) => [role, make(role)])) as Record<RoleName, T>;
}
