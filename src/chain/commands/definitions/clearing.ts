import { AMOUNT, type CommandDefinition, CURRENCY, DELAYED, JOINT } from "./options.js";

/** Payments at par to customers of another bank. */
export const CLEARING = {
  clearing: {
    description: "Clearing with another bank: who may act, lines and caps, payments, evidence of settlement off chain",
    steps: [
      ...["wire", "declare", "open-receiving", "close-receiving", "map-zones", "unmap-zones", "raise-cap", "cut-cap"],
      ...["open-sending", "close-sending", "line", "request", "pay", "propose", "ready", "lock", "instruct", "settled"],
      ...["complete", "complete-to", "paid-outside", "not-settled", "cancel", "withdraw", "show"],
    ],
    sends: true,
    dangerous: ["wire", "declare"],
    options: {
      currency: CURRENCY,
      counterparty: { description: "Address of the other bank's token" },
      settlement: { description: "Address of the token in which the banks settle, or none: off chain, with evidence" },
      account: { description: "open-receiving, open-sending: the bank's own account in the settlement token" },
      zones: {
        description:
          "open-receiving, map-zones: sender's zone (a number) and own zone, such as 1:US,2:EU; unmap-zones: 1,2",
      },
      cap: { description: "raise-cap, cut-cap: decimal amount that may come from the sender in a day" },
      to: { description: "request: wallet of the payee at the other bank; complete-to: another wallet of its party" },
      amount: AMOUNT,
      uetr: { description: "request: the payment's UETR, a UUID of version 4" },
      remittance: { description: "request: remittance information, a text (salted and hashed), or 0x and 64 digits" },
      validHours: { description: "request: hours until the payment lapses (default: 24, at most 720)" },
      file: { description: "pay and all after it: file that `request` wrote" },
      rtgs: {
        description: "instruct, settled, not-settled: reference in the settlement system, a text (hashed) or 0x...",
      },
      reference: { description: "paid-outside: reference of the other payment, a text (hashed), or 0x and 64 digits" },
      bankFile: {
        description: "Bank file with the names of the own zones (default: deploy/banks/<bank>.json, if any)",
      },
      ...DELAYED,
      ...JOINT,
      out: { description: "request: new file to write the payment to; with --approve: the same for the approval" },
    },
  },
} as const satisfies Record<string, CommandDefinition>;
