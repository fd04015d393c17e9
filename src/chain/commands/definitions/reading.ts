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
  claims: {
    description: "Builds the tree of holders' claims at a block, proves one holder's in it, checks a proof",
    steps: ["build", "prove", "check"],
    sends: false,
    options: {
      currency: { description: "build: ISO 4217 code of the token, such as USD" },
      block: { description: "build: number of a final block (default: the latest)" },
      wallet: { description: "prove: the holder's wallet" },
      file: { description: "prove: the claims that `build` wrote; check: the proof that `prove` wrote" },
      out: { description: "build, prove: the new file (.json); claims are the bank's alone, a proof its holder's" },
      offline: { description: "check: the arithmetic only; with --chain, without any node", flag: true },
      chain: { description: "check --offline: chain id of the bank's deployment, so that no node is asked" },
    },
  },
} as const satisfies Record<string, CommandDefinition>;
