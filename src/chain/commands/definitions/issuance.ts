import { type CommandDefinition, CURRENCY, AMOUNT, APPROVER_AS } from "./options.js";

/** Minting, the attestation behind it, and redemption. */
export const ISSUANCE = {
  mint: {
    description: "Mints against booked deposits: one order, or a batch file; issuer and approver are two people",
    sends: true,
    options: {
      currency: CURRENCY,
      to: { description: "Wallet of the customer" },
      amount: AMOUNT,
      deposit: { description: "Deposit: 0x and 64 digits, or its key (salted with VOSTRO_SALT)" },
      batch: { description: "CSV with the columns wallet, amount, deposit, instead of one order" },
      approverAs: APPROVER_AS,
    },
  },
  attest: {
    description: "Attests the bank's tokenised deposits, which back the supply",
    sends: true,
    options: {
      currency: CURRENCY,
      figure: { description: "Deposits as a decimal amount" },
      asOf: { description: "Time of the books, ISO 8601 with zone (default: now on chain)" },
      burned: { description: "Running total of burns that the figure reflects (default: all)" },
      received: { description: "Running total of interbank credits that the figure reflects (default: all)" },
      claims: { description: "Root of holders' claims that it commits to, as `claims build` prints it" },
    },
  },
  interest: {
    description:
      "Mints interest that the core has computed and booked, from a file; issuer and approver are two people",
    steps: ["show", "approve", "mint"],
    sends: true,
    options: {
      currency: CURRENCY,
      file: { description: "CSV with the columns customer, amount, period, deposit; used as a whole or not at all" },
      out: { description: "approve: the new file to write the approval to" },
      hours: { description: "approve: hours for which the approval is good (default: 24, at most 168)" },
      approval: { description: "mint: file that `interest approve` wrote (default: the approver's key is at hand)" },
      approverAs: APPROVER_AS,
    },
  },
  redeem: {
    description: "Requests, cancels, submits, settles, rejects, returns or shows a redemption",
    steps: ["request", "cancel", "submit", "settle", "reject", "return", "show"],
    sends: true,
    options: {
      currency: CURRENCY,
      amount: { description: "request: decimal amount; return: what came back (default: all)" },
      relayerAs: { description: "request: index of the test account that pays the gas (default: the customer itself)" },
      out: { description: "request: file to write the redemption to, which the other steps need" },
      file: { description: "all other steps: file that `request` wrote" },
      uetr: { description: "submit: the payment's UETR, a UUID of version 4" },
      deposit: { description: "return: key of the booked credit, or 0x and 64 digits" },
      reason: { description: "reject: ISO 20022 reason code, such as AC04" },
      approverAs: APPROVER_AS,
    },
  },
} as const satisfies Record<string, CommandDefinition>;
