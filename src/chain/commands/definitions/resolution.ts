import { type CommandDefinition, CURRENCY, DELAYED, JOINT } from "./options.js";

/** Winding a token down. */
export const RESOLUTION = {
  resolution: {
    description: "Winds a token down: declares, exports and commits the register of holders, moves the liability",
    steps: ["declare", "register", "commit", "succeed", "accept", "move", "prove", "show"],
    sends: true,
    dangerous: ["declare", "commit", "succeed", "accept", "move"],
    options: {
      currency: CURRENCY,
      instrument: { description: "declare, accept: the authority's instrument, 0x and 64 digits, or a text (hashed)" },
      authority: { description: "declare: code or LEI of the resolution authority" },
      agent: { description: "declare: address of who pays redemptions from now on" },
      block: { description: "register: block number (default: the latest)" },
      csv: { description: "register: file for its rows as CSV" },
      file: { description: "commit, accept, move, prove: file that `register` wrote" },
      transfer: { description: "accept, move, show: address of the LiabilityTransfer contract" },
      wallets: { description: "move: those rows only, several with a comma" },
      wallet: { description: "prove: the holder's wallet" },
      predecessor: { description: "succeed: address of the token in resolution, whose deposits were minted" },
      ...DELAYED,
      ...JOINT,
      out: { description: "register, prove: new file to write; with --approve: the same for the approval" },
    },
  },
} as const satisfies Record<string, CommandDefinition>;
