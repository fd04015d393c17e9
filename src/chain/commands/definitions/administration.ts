import { type CommandDefinition, CURRENCY, DELAYED, PARTY } from "./options.js";

/** Who signs for the bank, how much, and which contracts it relies on. */
export const ADMINISTRATION = {
  signer: {
    description:
      "Shows who holds which role; rotates, adds or removes a signer (an admin), or gives up a role of one's own",
    steps: ["show", "rotate", "add", "remove", "renounce"],
    sends: true,
    dangerous: ["rotate", "add", "remove", "renounce"],
    options: {
      role: { description: "Name of the role, such as ISSUER or ADMIN" },
      from: { description: "rotate, remove: the key that leaves" },
      to: { description: "rotate, add: the key that joins; rotate: with the delay of the one that leaves" },
      delayHours: { description: "add: hours between scheduling and carrying out (default: as the role's members)" },
      execute: DELAYED.execute,
      cancel: DELAYED.cancel,
      proposer: { description: "cancel: who scheduled it, if another admin cancels" },
    },
  },
  quota: {
    description: "Raises, cuts or shows what an issuer may mint in a day",
    steps: ["raise", "cut", "show"],
    sends: true,
    options: {
      currency: CURRENCY,
      issuer: { description: "Address of the issuer; show: every issuer if left out" },
      amount: { description: "The new quota a day, a decimal amount; cut: 0 for none" },
      ...DELAYED,
    },
  },
  contract: {
    description:
      "Contracts that a bank relies on: powers in a token, its Limits, listed tokens, code of smart accounts",
    steps: ["admit", "dismiss", "set-limits", "list-token", "sync", "enrol", "allow-code", "disallow-code", "show"],
    sends: true,
    dangerous: ["admit", "dismiss", "set-limits", "list-token", "allow-code"],
    options: {
      currency: CURRENCY,
      contract: { description: "Address of the contract" },
      powers: { description: "admit, dismiss: NOTARY, ISSUER, BURNER, CLEARING, several with a comma" },
      party: { description: `sync, enrol: ${PARTY.description}; several with a comma` },
      code: { description: "allow-code, disallow-code: hash of the account's code, 0x and 64 digits" },
      ...DELAYED,
    },
  },
} as const satisfies Record<string, CommandDefinition>;
