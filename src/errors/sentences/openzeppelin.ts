import { duration } from "../format.js";
import type { Writers } from "./types.js";

const OPERATION = (id: unknown): string => `The operation ${String(id)}`;

/** Errors of OpenZeppelin's AccessManager, proxies and upgrades. */
export const OPENZEPPELIN: Writers = {
  AccessManagedUnauthorized: (a, say) => [
    `${say.who(a.caller)} lacks the role for this.`,
    "Send from the person whose role it is (src/bank/roles.ts), or have the role granted.",
  ],
  AccessManagedRequiredDelay: (a, say) => [
    `${say.who(a.caller)} may do this only ${duration(a.delay)} after scheduling it.`,
    "Schedule the call at the AccessManager, wait, then send it again.",
  ],
  AccessManagedInvalidAuthority: (a, say) => [
    `${say.who(a.authority)} is no AccessManager.`,
    "Name the bank's AccessManager contract.",
  ],
  AccessManagerAlreadyScheduled: (a) => [
    `${OPERATION(a.operationId)} is scheduled already.`,
    "Wait for it, or cancel it.",
  ],
  AccessManagerNotScheduled: (a) => [
    `${OPERATION(a.operationId)} is not scheduled.`,
    "Schedule exactly this call first.",
  ],
  AccessManagerNotReady: (a) => [
    `${OPERATION(a.operationId)} is still in its delay.`,
    "Wait until getSchedule() has passed.",
  ],
  AccessManagerExpired: (a) => [`${OPERATION(a.operationId)} was not carried out within a week.`, "Schedule it again."],
  AccessManagerLockedRole: (a, say) => [
    `The role ${say.role(a.roleId)} cannot be changed: it is the admin's or the public's.`,
    "Choose a role of the bank.",
  ],
  AccessManagerLockedFunction: (a) => [
    `The function ${String(a.selector)} of the AccessManager is locked.`,
    "It has no role of its own.",
  ],
  AccessManagerInvalidInitialAdmin: (a, say) => [
    `${say.who(a.initialAdmin)} cannot be the first admin.`,
    "Name a person's account.",
  ],
  AccessManagerBadConfirmation: () => ["A role is renounced by its own holder only.", "Name the sender's own address."],
  AccessManagerUnauthorizedAccount: (a, say) => [
    `${say.who(a.msgsender)} lacks the role ${say.role(a.roleId)} of the AccessManager.`,
    "Send from a holder of that role.",
  ],
  AccessManagerUnauthorizedCall: (a, say) => [
    `${say.who(a.caller)} may not call ${String(a.selector)} of ${say.who(a.target)}.`,
    "Send from the person whose role it is (src/bank/roles.ts).",
  ],
  AccessManagerUnauthorizedCancel: (a, say) => [
    `${say.who(a.msgsender)} may not cancel what ${say.who(a.caller)} scheduled at ${say.who(a.target)}.`,
    "Its proposer, an admin or a guardian of the role cancels.",
  ],
  AccessManagerUnauthorizedConsume: (a, say) => [
    `${say.who(a.target)} asked to consume a schedule that is not its own.`,
    "Only the called contract consumes its schedule.",
  ],
  AddressEmptyCode: (a, say) => [`There is no contract at ${say.who(a.target)}.`, "Check the address and the chain."],
  ERC1967InvalidImplementation: (a, say) => [
    `${say.who(a.implementation)} has no code to run.`,
    "Deploy the implementation first.",
  ],
  ERC1967NonPayable: () => ["The proxy takes no ether with this.", "Send no value."],
  ERC1967ProxyUninitialized: () => ["The proxy was given no initialisation.", "Deploy it with the call of initialize."],
  UUPSUnauthorizedCallContext: () => [
    "An upgrade goes through the proxy.",
    "Call upgradeToAndCall at the proxy's address.",
  ],
  UUPSUnsupportedProxiableUUID: (a) => [
    `The new implementation names another storage slot (${String(a.slot)}).`,
    "Deploy a UUPS implementation of this suite.",
  ],
  InvalidInitialization: () => ["The contract is initialised already.", "Nothing to do: initialize runs once."],
  NotInitializing: () => ["The contract is not being initialised.", "Call this from initialize only."],
  FailedCall: () => [
    "A call inside the transaction failed without saying why.",
    "Simulate the inner call to find out.",
  ],
  InsufficientBalance: (a) => [
    `The contract has ${String(a.balance)} wei and would need ${String(a.needed)}.`,
    "Send the value with the transaction.",
  ],
  SafeCastOverflowedUintDowncast: (a) => [
    `${String(a.value)} does not fit ${String(a.bits)} bits.`,
    "Use a smaller number.",
  ],
};
