import { type CommandDefinition, CURRENCY } from "./options.js";

/** What the bank's contracts are now, or were at a block. */
export const READING = {
  books: {
    description: "Rebuilds the bank's books at a block from events alone, and compares them with storage",
    sends: false,
    options: {
      block: { description: "Block number (default: the latest)" },
      out: { description: "New folder for the export: books.json and CSV files" },
      check: { description: "Compare every word with storage; exit code 1 on a difference", flag: true },
    },
  },
  token: {
    description: "Shows a token: supply, backing, attestation, corridors, pauses",
    sends: false,
    options: { currency: CURRENCY },
  },
  account: {
    description: "Shows an account: money, standing, party, blocks",
    sends: false,
    options: { currency: CURRENCY, wallet: { description: "The account's address" } },
  },
  supply: {
    description: "Rebuilds supply, backing and pending items from events and compares them with storage",
    sends: false,
    options: { currency: CURRENCY, block: { description: "Block number (default: the latest)" } },
  },
} as const satisfies Record<string, CommandDefinition>;
