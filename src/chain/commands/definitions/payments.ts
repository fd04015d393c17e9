import { type CommandDefinition, CURRENCY, AMOUNT } from "./options.js";

/** Payments and holds of customers. */
export const PAYMENTS = {
  pay: {
    description: "Pays from the sender's account",
    sends: true,
    options: {
      currency: CURRENCY,
      to: { description: "Wallet of the payee" },
      amount: AMOUNT,
      reference: { description: "Payment reference: up to 32 bytes of text, or 0x and 64 digits. It is public" },
    },
  },
  payout: {
    description: "Pays everyone in a file from the sender's account, with a result for each payment",
    sends: true,
    options: {
      currency: CURRENCY,
      file: { description: "CSV with the columns payee, amount, reference" },
      lenient: { description: "Leave out what is refused and pay the rest (default: all or nothing)", flag: true },
    },
  },
  hold: {
    description: "Places, executes, releases, extends, assigns, voids or shows a hold",
    steps: ["place", "execute", "release", "extend", "assign", "void", "show"],
    sends: true,
    options: {
      currency: CURRENCY,
      to: { description: "place: wallet of the payee; assign: wallet of the new one" },
      notary: { description: "place: the contract that may execute it" },
      amount: { description: "place: its amount; execute and release: a part (default: all)" },
      terms: { description: "place: what it is for, a text (hashed) or 0x and 64 digits" },
      days: { description: "place: days until it lapses (default: 30, at most 400)" },
      hours: { description: "extend: by how many hours its end is put off" },
      assignable: { description: "place: the payee may assign what is due to it", flag: true },
      out: { description: "place: file to write the hold to, which the other steps need" },
      file: { description: "all other steps: file that `place` wrote" },
    },
  },
  why: {
    description: "Explains whether a payment would succeed now and, if not, why",
    sends: false,
    options: {
      currency: CURRENCY,
      from: { description: "Wallet of the payer" },
      to: { description: "Wallet of the payee" },
      amount: AMOUNT,
      spender: { description: "Who sends it, if not the payer" },
      reference: { description: "Payment reference, to be checked too" },
    },
  },
} as const satisfies Record<string, CommandDefinition>;
